"""Both engines over the same records, and a way to ask them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search_index import (
    ENGINES,
    ResultPage,
    SearchEngine,
    SearchRequest,
    open_engine,
    parse_query,
)
from tests.search_index.corpus import NAMES, RECORDS, TODAY

Ask = Callable[..., ResultPage]


@pytest.fixture(scope="session", params=ENGINES)
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """An engine that holds the corpus; for tests that only read."""
    engine = open_engine(request.param, tmp_path_factory.mktemp(request.param))
    engine.rebuild(RECORDS, seq=7)
    return engine


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """An engine of the test's own, without an index yet."""
    return open_engine(request.param, tmp_path / "index")


@pytest.fixture(scope="session")
def ask(full: SearchEngine) -> Ask:
    """Ask ``full`` as the office does, unless told otherwise."""

    def _ask(text: str, *principals: str, **wishes: Any) -> ResultPage:
        who = frozenset(principals or ("office",))
        query = wishes.pop("query", None) or parse_query(text, NAMES)
        return full.search(SearchRequest(query, who, TODAY, **wishes))

    return _ask


def keys(page: ResultPage) -> set[str]:
    """Return the keys of all hits shown."""
    return {hit.key for group in page.groups for hit in group.hits}
