"""Which language a page is in: the browser's choice, then the account's, then Vietnamese."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel, get_locale
from flask_login import current_user

from tracker.accounts import LANGUAGES
from tracker.domain import OFFICE_ZONE


def register(app: Flask) -> None:
    """Let ``app`` speak Vietnamese and English."""
    Babel(
        app,
        default_locale=LANGUAGES[0],
        default_timezone=OFFICE_ZONE.key,
        locale_selector=chosen_language,
    )
    app.add_template_global(get_locale)


def chosen_language() -> str:
    """Return the language for this request."""
    chosen = request.cookies.get("locale") or getattr(current_user, "locale", None)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]
