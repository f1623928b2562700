"""The database: one place that opens connections, one way to read and one to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from tracker.errors import Unavailable

BUSY_TIMEOUT_SECONDS = 10.0
PASSING_FAULTS = frozenset({"SQLITE_BUSY", "SQLITE_FULL"})


class Database:
    """Sessions over one database.

    ``reading()`` gives a session that is never committed. ``writing()`` gives one that commits
    when the block ends well and rolls back when it does not; on SQLite it takes the write lock
    at once (``BEGIN IMMEDIATE``), because a read that later becomes a write loses updates
    without an error. Both raise :class:`Unavailable` for what will pass, such as a lock held
    by another writer for longer than ``BUSY_TIMEOUT_SECONDS``.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._reader = sessionmaker(self.engine.execution_options(writes=False))
        self._writer = sessionmaker(self.engine.execution_options(writes=True))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for queries."""
        with _passing_faults_named(), self._reader() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session whose changes are all kept, or none."""
        with _passing_faults_named(), self._writer.begin() as session:
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def _passing_faults_named() -> Iterator[None]:
    """Raise :class:`Unavailable` for what will pass: another writer, a full disk."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorname", "") in PASSING_FAULTS:
            raise Unavailable from error
        raise


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
    event.listen(engine, "connect", _settings)
    event.listen(engine, "begin", _begin)
    return engine


def _settings(connection: Any, _record: object) -> None:
    # The driver's own transaction handling opens them late; ours opens them in `_begin`.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
