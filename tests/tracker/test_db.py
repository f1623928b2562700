"""The database keeps every change or none, and says so when it cannot just now."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tracker import db
from tracker.db import Database
from tracker.errors import Unavailable
from tracker.models import Setting


def _value(database: Database) -> str | None:
    with database.reading() as session:
        return session.scalar(select(Setting.value).where(Setting.key == "count"))


def _put(database: Database, value: str) -> None:
    with database.writing() as session:
        session.add(Setting(key="count", value=value))


def test_a_change_is_kept_when_its_block_ends_well(database: Database) -> None:
    _put(database, "1")
    assert _value(database) == "1"


def test_nothing_is_kept_of_a_block_that_fails(database: Database) -> None:
    def _fail() -> None:
        with database.writing() as session:
            session.add(Setting(key="count", value="1"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _fail()
    assert _value(database) is None


def test_a_reading_session_keeps_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(Setting(key="count", value="1"))
        session.flush()
    assert _value(database) is None


def test_no_update_is_lost_between_four_writers(database: Database) -> None:
    _put(database, "0")

    def _count_up(times: int) -> None:
        for _ in range(times):
            with database.writing() as session:
                row = session.get_one(Setting, "count")
                row.value = str(int(row.value) + 1)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(_count_up, [25] * 4))
    assert _value(database) == "100"


def test_a_lock_held_too_long_is_told_as_a_passing_fault(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_SECONDS", 0.05)
    impatient = Database(database.url)
    with database.writing() as holder:
        holder.execute(text("SELECT 1"))
        with pytest.raises(Unavailable):
            _put(impatient, "1")
    impatient.close()


def test_a_full_disk_is_told_as_a_passing_fault_and_reading_goes_on(database: Database) -> None:
    if not database.url.startswith("sqlite"):
        pytest.skip("only SQLite can be told to be full")

    def _fill() -> None:
        with database.writing() as session:
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            session.get_one(Setting, "count").value = "x" * 1_000_000

    _put(database, "1")
    with pytest.raises(Unavailable):
        _fill()
    assert _value(database) == "1"


def test_a_lasting_fault_is_not_called_passing(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("SELECT * FROM no_such_table"))
