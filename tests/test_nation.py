"""The nation that benchmarks are measured on keeps to the tables, however these change."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from benchmarks.nation import make_nation
from benchmarks.nation_work import Size
from tracker.db import Database
from tracker.models import Assignment, ProgressUpdate, Task

SHARE = 0.001


def test_a_small_nation_has_what_it_says_and_every_row_belongs_to_another(tmp_path: Path) -> None:
    make_nation(tmp_path / "tracker.db", SHARE)
    database, size = Database(f"sqlite:///{tmp_path / 'tracker.db'}"), Size.of(SHARE)
    with database.reading() as session:
        broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
        counts = [
            session.scalar(select(func.count()).select_from(model))
            for model in (Task, ProgressUpdate)
        ]
        assert broken == []
        assert counts == [size.tasks, size.updates]
        assert session.scalar(select(func.count()).where(Assignment.due.is_not(None)))
    database.close()
