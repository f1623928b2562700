"""Migrations give the tables that the models describe."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from tests.conftest import NewDatabase
from tracker import schema
from tracker.models import Base


def test_an_empty_database_comes_to_the_present_tables(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    database = new_database(tmp_path)
    assert not schema.is_current(database)
    schema.upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert schema.is_current(database)
    database.close()


def test_upgrading_twice_is_harmless(tmp_path: Path, new_database: NewDatabase) -> None:
    database = new_database(tmp_path)
    schema.upgrade(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    database.close()
