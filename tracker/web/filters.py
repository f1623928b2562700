"""How templates write dates, numbers, Markdown and the words of enums.

Dates and numbers look the same in both languages, as Vietnamese offices write them:
``17/02/2024``, ``16.051``, ``98,62 %``.
"""

from __future__ import annotations

from datetime import date, datetime

from babel.numbers import format_decimal
from flask import Flask
from flask_babel import format_date

from tracker.domain import OFFICE_ZONE
from tracker.web.clarity_words import gap_words
from tracker.web.labels import label
from tracker.web.markdown import markdown

NOTHING = "–"


def register(app: Flask) -> None:
    """Give ``app``'s templates the filters of this module."""
    for name, write in (
        ("label", label),
        ("gap", gap_words),
        ("markdown", markdown),
        ("day", day),
        ("weekday", weekday),
        ("moment", moment),
        ("number", number),
        ("percent", percent),
    ):
        app.add_template_filter(write, name)


def day(value: date | None) -> str:
    """Write a day as ``17/02/2024``; a dash for none."""
    return NOTHING if value is None else f"{value:%d/%m/%Y}"


def weekday(value: date) -> str:
    """Write which day of the week a day is, in the reader's language."""
    return str(format_date(value, "EEEE"))


def moment(value: datetime | None) -> str:
    """Write an aware moment as ``17/02/2024 08:30`` in Ho Chi Minh City; a dash for none."""
    return NOTHING if value is None else f"{value.astimezone(OFFICE_ZONE):%d/%m/%Y %H:%M}"


def number(value: float | None) -> str:
    """Write a number as ``16.051`` or ``98,62``; a dash for none."""
    return NOTHING if value is None else str(format_decimal(value, "#,##0.##", locale="vi"))


def percent(value: float | None) -> str:
    """Write a percentage given from 0 to 100 as ``98,62 %``; a dash for none."""
    return NOTHING if value is None else f"{number(value)}\N{NO-BREAK SPACE}%"
