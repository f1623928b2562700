"""The settings, read once from the environment; each with its unit and default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from search_index import ENGINES

MEGABYTE = 1024 * 1024
# Notices and mails remember what has been told; without the younger ones it is told again.
LEAST_KEPT_DAYS = 30
MAIL_SECURITIES = ("starttls", "tls", "none")


class SettingError(Exception):
    """A setting cannot be used; the message names it, what was found and what would do."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that may differ between installations.

    ``folder`` holds the database, the index, the files and the secret key, unless
    ``database_url`` points elsewhere.
    """

    folder: Path = field(default=Path("var"))
    database_url: str = ""
    search_engine: str = "tantivy"  # or "whoosh", or "opensearch" at the address below
    opensearch_url: str = ""
    opensearch_index: str = "tracker"  # how the names of the indexes there begin
    opensearch_certificates: str = ""  # a file, where the system does not know the server's
    host: str = "127.0.0.1"
    port: int = 8000
    secure_cookies: bool = False
    max_upload_bytes: int = 50 * MEGABYTE
    before_is_inclusive: bool = True
    due_soon_days: int = 7
    silent_days: int = 45
    unverified_days: int = 10
    extensions_decided_by: str = "clerk,committee"
    behind_percent: int = 30
    public_address: str = ""  # where people reach the application, for links in mails
    mail_host: str = ""  # no mail is sent without one
    mail_port: int = 587
    mail_security: str = "starttls"  # or "tls", or "none"
    mail_user: str = ""
    mail_password: str = field(default="", repr=False)
    mail_from: str = ""
    digest_hour: int = 7
    reminder_hour: int = 6
    remind_before_days: tuple[int, ...] = (1, 7)
    remind_after_days: tuple[int, ...] = (1, 7)
    remind_every_days: int = 7  # after the last of those; 0 for not again
    keep_notices_days: int = 180  # those that were read; the reminders among the others too
    keep_mails_days: int = 90  # those that were sent

    @property
    def database(self) -> str:
        """The address of the database: SQLite in the folder by default."""
        return self.database_url or f"sqlite:///{self.folder.absolute() / 'tracker.db'}"

    @property
    def address(self) -> str:
        """Where people reach the application."""
        return self.public_address or f"http://{self.host}:{self.port}"


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read every ``TRACKER_…`` variable, or raise :class:`SettingError`."""
    defaults = Config()
    found: dict[str, object] = {}
    for name in Config.__dataclass_fields__:
        variable = f"TRACKER_{name.upper()}"
        if variable in environment:
            found[name] = _typed(variable, environment[variable], type(getattr(defaults, name)))
    config = Config(**found)  # type: ignore[arg-type]  # each value has its own field's type
    _check_engine(config)
    _check_mail(config)
    _check_reminders(config)
    _check_deciders(config)
    return config


def _check_deciders(config: Config) -> None:
    roles = set(config.extensions_decided_by.split(","))
    if not roles <= {"clerk", "committee"}:
        raise SettingError(
            f"TRACKER_EXTENSIONS_DECIDED_BY is {config.extensions_decided_by!r}; "
            "write clerk, committee, or both with a comma between"
        )


def _check_engine(config: Config) -> None:
    if config.search_engine not in ENGINES:
        choices = ", ".join(ENGINES)
        raise SettingError(
            f"TRACKER_SEARCH_ENGINE is {config.search_engine!r}; write one of: {choices}"
        )
    if config.search_engine == "opensearch" and not config.opensearch_url:
        raise SettingError(
            "TRACKER_SEARCH_ENGINE is 'opensearch'; name its address by TRACKER_OPENSEARCH_URL, "
            "such as https://name:password@search.example:9200"
        )


def _check_mail(config: Config) -> None:
    faults = {
        "TRACKER_DIGEST_HOUR must be an hour from 0 to 23": config.digest_hour not in range(24),
        'TRACKER_MAIL_SECURITY must be "starttls", "tls" or "none"': config.mail_security
        not in MAIL_SECURITIES,
        "TRACKER_MAIL_FROM must be an address where TRACKER_MAIL_HOST is set": config.mail_host
        and "@" not in config.mail_from,
        "TRACKER_PUBLIC_ADDRESS must begin with http:// or https://": config.public_address
        and not config.public_address.startswith(("http://", "https://")),
    }
    for fault, is_there in faults.items():
        if is_there:
            raise SettingError(fault)


def _check_reminders(config: Config) -> None:
    faults = {
        "TRACKER_REMINDER_HOUR must be an hour from 0 to 23": config.reminder_hour not in range(24),
        f"TRACKER_KEEP_NOTICES_DAYS must be {LEAST_KEPT_DAYS} or more": config.keep_notices_days
        < LEAST_KEPT_DAYS,
        f"TRACKER_KEEP_MAILS_DAYS must be {LEAST_KEPT_DAYS} or more": config.keep_mails_days
        < LEAST_KEPT_DAYS,
    }
    for fault, is_there in faults.items():
        if is_there:
            raise SettingError(fault)


def _typed(variable: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "0", "false", "no"}:
            return text.lower() in {"1", "true", "yes"}
        raise SettingError(f"{variable} is {text!r}; write 1 or 0")
    if kind is tuple:
        return _days(variable, text)
    if kind is int and not text.isdigit():
        raise SettingError(f"{variable} is {text!r}; write a whole number")
    return kind(text)


def _days(variable: str, text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if not all(part.isdecimal() and int(part) for part in parts):
        raise SettingError(f"{variable} is {text!r}; write numbers of days, such as 1,7")
    return tuple(sorted({int(part) for part in parts}))
