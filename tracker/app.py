"""The composition root: which database, which index, which clock; nothing happens on import."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, request
from flask_babel import Babel, get_locale
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from config import Config, read_config
from tracker import web
from tracker.db import Database
from tracker.domain import TrackingRules
from tracker.files import FileStore
from tracker.services import Services
from tracker.web.accounts import load_user

TEMPLATES = Path(__file__).parents[1] / "templates"
LOCALES = ("vi", "en")


def create_app(config: Config | None = None, clock: Callable[[], datetime] | None = None) -> Flask:
    """Put the application together from ``config``, by default from the environment."""
    config = config or read_config()
    app = Flask("tracker", template_folder=str(TEMPLATES), static_folder="web/static")
    app.config.update(
        SECRET_KEY=_secret_key(config.folder),
        MAX_CONTENT_LENGTH=config.max_upload_bytes,
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        BOOTSTRAP_SERVE_LOCAL=True,
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
    )
    app.extensions["tracker"] = create_services(config, clock or _wall_clock)
    CSRFProtect(app)
    Bootstrap5(app)
    Babel(app, locale_selector=_locale)
    app.jinja_env.undefined = StrictUndefined
    app.add_template_global(get_locale)
    login = LoginManager(app)
    login.login_view = "accounts.sign_in"
    login.user_loader(load_user)
    web.register(app)
    return app


def create_services(config: Config, clock: Callable[[], datetime]) -> Services:
    """Open what the use cases work on."""
    return Services(
        database=Database(config.database),
        files=FileStore(config.folder / "files"),
        rules=TrackingRules(config.due_soon_days, config.silent_days, config.unverified_days),
        clock=clock,
        max_upload_bytes=config.max_upload_bytes,
        before_is_inclusive=config.before_is_inclusive,
    )


def _wall_clock() -> datetime:
    return datetime.now(UTC)


def _locale() -> str:
    chosen = request.cookies.get("locale") or getattr(current_user, "locale", None)
    return chosen if chosen in LOCALES else "vi"


def _secret_key(folder: Path) -> str:
    """Return the key that signs cookies, made at first start and readable by its owner only."""
    place = folder / "secret-key"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(secrets.token_hex(32), encoding="ascii")
    return place.read_text(encoding="ascii")
