"""The database: one place that opens connections, one way to read and one to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from tracker.errors import Unavailable

BUSY_TIMEOUT_SECONDS = 10.0
# Another writer for too long; no room; on PostgreSQL also a server that stops, starts or is gone.
PASSING_FAULTS = frozenset(
    {"SQLITE_BUSY", "SQLITE_FULL"}
    | {"55P03", "40001", "40P01", "53100", "53300", "57P01", "57P02", "57P03"}
    | {"08000", "08001", "08003", "08006"}
)
# Any number; all who write to one database take the lock of this one.
WRITERS_LOCK = 7_301_954


class Database:
    """Sessions over one database, SQLite or PostgreSQL.

    ``reading()`` gives a session that is never committed and sees one state of everything.
    ``writing()`` gives one that commits when the block ends well and rolls back when it does
    not. Writers take turns from their first statement on, because a read that later becomes a
    write loses updates without an error: on SQLite by ``BEGIN IMMEDIATE``, on PostgreSQL by a
    lock that all writers ask for. Both raise :class:`Unavailable` for what will pass, such as a
    lock held by another writer for longer than ``BUSY_TIMEOUT_SECONDS``.
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
    """Raise :class:`Unavailable` for what will pass: another writer, a full disk, a restart."""
    try:
        yield
    except OperationalError as error:
        if error.connection_invalidated or _fault(error) in PASSING_FAULTS:
            raise Unavailable from error
        raise


def _fault(error: OperationalError) -> str:
    """Return the driver's name of a fault; a PostgreSQL that cannot be reached has none."""
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    is_unreachable = name is None and hasattr(error.orig, "sqlstate")
    return "08001" if is_unreachable else str(name)


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS})
        event.listen(engine, "connect", _settings)
        event.listen(engine, "begin", _begin)
        return engine
    patience = f"-c lock_timeout={int(BUSY_TIMEOUT_SECONDS * 1000)} -c timezone=UTC"
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"options": patience, "connect_timeout": int(BUSY_TIMEOUT_SECONDS) or 1},
    )
    event.listen(engine, "begin", _begin_on_postgresql)
    return engine


def _settings(connection: Any, _record: object) -> None:
    # The driver's own transaction handling opens them late; ours opens them in `_begin`.
    connection.isolation_level = None
    # 32 MB of pages kept; with the usual 2 MB a page on a nation's work is read anew each time.
    pragmas = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-32768")
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_on_postgresql(connection: Any) -> None:
    if connection.get_execution_options().get("writes", True):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
