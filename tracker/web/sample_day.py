"""The line that tells people of the sample province which day it is there."""

from __future__ import annotations

from datetime import date

from flask import Flask

from tracker.web.context import services, today


def register(app: Flask) -> None:
    """Give ``app``'s templates :func:`sample_day`."""
    app.add_template_global(sample_day)


def sample_day() -> date | None:
    """Return the sample's day; nothing where the calendar is the wall's."""
    return today() if services().sample_shift_days else None
