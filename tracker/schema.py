"""Bringing a database to the present tables, from nothing or from an earlier version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from tracker.db import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database, to: str = "head") -> None:
    """Apply every migration up to ``to`` that the database has not seen; again is harmless."""
    config = _config()
    # One transaction around all: Alembic would commit its own before the links are checked.
    with (
        database.engine.connect() as connection,
        _rebuilding_tables(connection),
        connection.begin(),
    ):
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        _check_links(connection)


def is_current(database: Database) -> bool:
    """Return whether the database has seen the newest migration."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


@contextmanager
def _rebuilding_tables(connection: Connection) -> Iterator[None]:
    """Let SQLite drop and rebuild tables that others refer to: it alters them no other way.

    It heeds this setting outside a transaction only.
    """
    driver = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.cursor().execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.cursor().execute("PRAGMA foreign_keys=ON")


def _check_links(connection: Connection) -> None:
    """Refuse what would leave a row that refers to none."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            message = f"a migration broke a link: {broken}"
            raise RuntimeError(message)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
