"""The settings, read once from the environment; each with its unit and default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1024 * 1024


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
    search_engine: str = "tantivy"  # or "whoosh"
    host: str = "127.0.0.1"
    port: int = 8000
    secure_cookies: bool = False
    max_upload_bytes: int = 50 * MEGABYTE
    before_is_inclusive: bool = True
    due_soon_days: int = 7
    silent_days: int = 45
    unverified_days: int = 10

    @property
    def database(self) -> str:
        """The address of the database: SQLite in the folder by default."""
        return self.database_url or f"sqlite:///{self.folder.absolute() / 'tracker.db'}"


def read_config(environment: Mapping[str, str] = os.environ) -> Config:
    """Read every ``TRACKER_…`` variable, or raise :class:`SettingError`."""
    defaults = Config()
    found: dict[str, object] = {}
    for name in Config.__dataclass_fields__:
        variable = f"TRACKER_{name.upper()}"
        if variable in environment:
            found[name] = _typed(variable, environment[variable], type(getattr(defaults, name)))
    return Config(**found)  # type: ignore[arg-type]  # each value has its own field's type


def _typed(variable: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() in {"1", "true", "yes", "0", "false", "no"}:
            return text.lower() in {"1", "true", "yes"}
        raise SettingError(f"{variable} is {text!r}; write 1 or 0")
    if kind is int and not text.isdigit():
        raise SettingError(f"{variable} is {text!r}; write a whole number")
    return kind(text)
