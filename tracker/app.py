"""The composition root: which database, which index, which clock; nothing happens on import."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from flask import Flask
from flask_bootstrap import Bootstrap5
from jinja2 import StrictUndefined

from config import Config, read_config
from search_index import SearchEngine, Server, open_engine
from tracker import web
from tracker.alerts import Keeping
from tracker.db import Database
from tracker.domain import Role, TrackingRules
from tracker.files import FileStore
from tracker.mail import MailServer
from tracker.models.settings import sample_shift_days
from tracker.notifier import Notifier
from tracker.reminders import ReminderRules
from tracker.search import Engines
from tracker.services import Services
from tracker.web.letters import LetterWriter

# A form of a period holds the reports of many tasks, each letter of three bytes sent as nine.
MAX_TYPED_BYTES = 8 * 1024 * 1024
TEMPLATES = Path(__file__).parents[1] / "templates"


def create_app(config: Config | None = None, clock: Callable[[], datetime] | None = None) -> Flask:
    """Put the application together from ``config``, by default from the environment."""
    config = config or read_config()
    _write_log_as_json()
    app = Flask("tracker", template_folder=str(TEMPLATES), static_folder="web/static")
    app.config.update(
        SECRET_KEY=_secret_key(config.folder),
        MAX_CONTENT_LENGTH=config.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=MAX_TYPED_BYTES,
        SESSION_COOKIE_NAME="__Host-session" if config.secure_cookies else "session",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.extensions["tracker"] = create_services(config, clock)
    Bootstrap5(app)
    app.jinja_env.undefined = StrictUndefined
    web.register(app)
    return app


def create_services(config: Config, clock: Callable[[], datetime] | None = None) -> Services:
    """Open what the use cases work on; the clock is the wall's, shifted where the sample says."""
    database = Database(config.database)
    shift = timedelta(days=sample_shift_days(database))
    return Services(
        database=database,
        files=FileStore(config.folder / "files"),
        engines=_engines(config, database),
        rules=_rules(config),
        clock=clock or (lambda: datetime.now(UTC) - shift),
        sample_shift_days=shift.days,
        max_upload_bytes=config.max_upload_bytes,
        before_is_inclusive=config.before_is_inclusive,
        mail=_mail_server(config),
        digest_hour=config.digest_hour,
        address=config.address,
        reminder_hour=config.reminder_hour,
        reminders=ReminderRules(
            config.remind_before_days, config.remind_after_days, config.remind_every_days
        ),
        keeping=Keeping(config.keep_notices_days, config.keep_mails_days),
    )


def _rules(config: Config) -> TrackingRules:
    return TrackingRules(
        due_soon_days=config.due_soon_days,
        silent_days=config.silent_days,
        unverified_days=config.unverified_days,
        behind_percent=config.behind_percent,
        extensions_decided_by=frozenset(map(Role, config.extensions_decided_by.split(","))),
    )


def create_notifier(app: Flask, config: Config) -> Notifier:
    """Put together what looks with alerts and sends their mails for ``app``."""
    writer = LetterWriter(app, config.mail_from, config.address)
    return Notifier(app.extensions["tracker"], writer)


def _mail_server(config: Config) -> MailServer | None:
    if not config.mail_host:
        return None
    return MailServer(
        host=config.mail_host,
        port=config.mail_port,
        sender=config.mail_from,
        security=config.mail_security,
        user=config.mail_user,
        password=config.mail_password,
    )


def _engines(config: Config, database: Database) -> Engines:
    server = Server(config.opensearch_url, config.opensearch_index, config.opensearch_certificates)

    def opening(name: str) -> SearchEngine:
        folder = config.folder / "index" / name
        return open_engine(name, folder, server if config.opensearch_url else None)

    return Engines(database, config.search_engine, opening)


def _write_log_as_json() -> None:
    """Write one JSON object a line to standard error.

    What somebody typed cannot start a line of its own there, and tracebacks carry no values of
    variables, which may be passwords.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def _secret_key(folder: Path) -> str:
    """Return the key that signs cookies, made at first start and readable by its owner only."""
    place = folder / "secret-key"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        place.touch(mode=0o600)
        place.write_text(secrets.token_hex(32), encoding="ascii")
    return place.read_text(encoding="ascii")
