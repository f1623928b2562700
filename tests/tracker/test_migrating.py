"""What an office has entered before an upgrade is right after it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, create_engine, event, insert, select

from tracker import schema
from tracker.db import Database
from tracker.models import Assignment, Evidence, ProgressUpdate, Succession, Task, acting_for
from tracker.models.answering import answering_for

DAY, MOMENT = date(2024, 6, 30), datetime(2024, 2, 20, 2, 0)  # noqa: DTZ001 - as SQLite keeps it
MERGED = date(2025, 2, 24)
# Rows of the tables as version 0004 had them; what is not named is filled with something.
ROWS: list[tuple[str, dict[str, Any]]] = [
    ("agency", {"id": 1, "key": "so-a"}),
    ("agency", {"id": 2, "key": "so-b"}),
    ("agency_version", {"id": 1, "agency_id": 1, "name": "Sở A", "valid_to": None}),
    ("agency_version", {"id": 2, "agency_id": 2, "name": "Sở B", "valid_to": None}),
    (
        "succession",
        {
            "id": 1,
            "from_agency_id": 1,
            "to_agency_id": 2,
            "kind": "merge",
            "effective_on": MERGED,
        },
    ),
    ("user", {"id": 1, "username": "an"}),
    ("source_file", {"id": 1, "sha256": "0" * 64}),
    ("directive", {"id": 1, "state": "issued"}),
    ("task", {"id": 1, "key": "t1", "nature": "specific", "original_due": DAY}),
    ("task", {"id": 2, "key": "t2", "nature": "regular", "original_due": None}),
    ("task_body", {"id": 1, "role": "lead", "agency_id": 1}),
    ("assignment", {"id": 1, "task_id": 1, "agency_id": 1, "role": "lead"}),
    ("assignment", {"id": 2, "task_id": 2, "agency_id": 2, "role": "supporting"}),
    ("progress_update", {"id": 1, "assignment_id": 1, "status": "in-progress"}),
    ("notice", {"id": 1, "kind": "match", "details": {}}),
    ("evidence", {"id": 1, "update_id": 1, "text": "biên bản"}),
]


def _fill(column: Column[Any]) -> Any:
    kind = column.type.python_type
    return {int: 1, str: "x", date: DAY, datetime: MOMENT, bool: False}.get(kind)


def _insert_old_rows(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda found, _: found.execute("PRAGMA foreign_keys=ON"))
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.begin() as connection:
        for name, given in ROWS:
            table: Table = metadata.tables[name]
            needed = (c for c in table.columns if not c.nullable and c.name not in given)
            connection.execute(insert(table).values(**given, **{c.name: _fill(c) for c in needed}))
    engine.dispose()


@pytest.fixture
def upgraded(tmp_path: Path) -> Database:
    """A database of version 0004 with rows, brought to the present tables."""
    path = tmp_path / "tracker.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database, to="0004")
    _insert_old_rows(path)
    schema.upgrade(database)
    return database


def test_what_was_entered_before_the_upgrade_is_right_after_it(upgraded: Database) -> None:
    assert schema.is_current(upgraded)
    with upgraded.reading() as session:
        parts = session.scalars(select(Assignment).order_by(Assignment.id)).all()
        held = [(part.agency_id, part.holder_id, part.delegate_id, part.due) for part in parts]
        assert held == [(1, 1, None, DAY), (2, 2, None, None)]
        assert [answering_for(session, part, MERGED) for part in parts] == [2, 2]
        assert answering_for(session, parts[0], DAY) == 1
        assert acting_for(session, 2, MERGED) == {1, 2}
        # What others could read before stays readable to them.
        assert session.scalars(select(Evidence)).one().is_shared
        update = session.scalars(select(ProgressUpdate)).one()
        assert (update.on_behalf_of_id, update.corrects_id) == (None, None)
        link = session.scalars(select(Succession)).one()
        assert (link.act_id, link.taken_back_on) == (None, None)
        assert [task.due_working_days for task in session.scalars(select(Task))] == [None, None]
    upgraded.close()


def test_links_are_checked_again_after_an_upgrade(upgraded: Database) -> None:
    with upgraded.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    upgraded.close()


def test_what_would_leave_a_row_that_refers_to_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database, to="0004")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO agency_alias VALUES (1, 99, 'Sở Lạ')")
    engine.dispose()
    with pytest.raises(RuntimeError, match="broke a link"):
        schema.upgrade(database)
    assert not schema.is_current(database)
    database.close()
