"""What the tests of searching stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_index import SearchEngine, open_engine
from tests.factories import make_directive, make_user
from tests.search_index.conftest import opensearch_url
from tracker.db import Database
from tracker.domain import Role

__all__ = ["opensearch_url"]


@pytest.fixture
def engine(tmp_path: Path) -> SearchEngine:
    return open_engine("tantivy", tmp_path / "index")


@pytest.fixture
def author(database: Database) -> int:
    return make_user(database, Role.CLERK)


@pytest.fixture
def directive(database: Database, author: int) -> int:
    return make_directive(database, author_id=author, number="23-CT/TU", text="Một. Hai. Ba.")
