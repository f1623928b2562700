"""Every engine over the same records, and a way to ask them.

OpenSearch is the server named by OPENSEARCH_URL, or one that stands in for it in memory; where
neither can be had, its tests are skipped and say so.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from search_index import (
    EMBEDDED,
    ENGINES,
    ResultPage,
    SearchEngine,
    SearchRecord,
    SearchRequest,
    Server,
    open_engine,
    parse_query,
)
from search_index.opensearch_server import Cluster
from tests.search_index.corpus import NAMES, RECORDS, TODAY

NO_OPENSEARCH = "set OPENSEARCH_URL: no stand-in for OpenSearch runs on this machine"
Ask = Callable[..., ResultPage]
Open = Callable[[], SearchEngine]
OpenAll = Callable[[Iterable[SearchRecord]], dict[str, SearchEngine]]


@pytest.fixture(scope="session")
def opensearch_url() -> Iterator[str]:
    """The address of an OpenSearch server."""
    if url := os.environ.get("OPENSEARCH_URL"):
        yield url
        return
    osmem = pytest.importorskip("osmem_server", reason=NO_OPENSEARCH)
    try:
        osmem.resolve_binary()
    except osmem.OsmemError:
        pytest.skip(NO_OPENSEARCH)
    with osmem.OsmemServer.start(japanese=False) as server:
        # It has said all that it will.
        server.process.stdout.close()
        yield server.url


@pytest.fixture(scope="session")
def opener(request: pytest.FixtureRequest) -> Iterator[Callable[[str, Path], Open]]:
    """Give a way to open one index of an engine, a new one for each folder, again and again."""
    servers: dict[Path, Server] = {}

    def server(folder: Path) -> Server:
        url = request.getfixturevalue("opensearch_url")
        return servers.setdefault(folder, Server(url, f"test-{uuid.uuid4().hex[:12]}"))

    def _opener(name: str, folder: Path) -> Open:
        at = server(folder) if name == "opensearch" else None
        return lambda: open_engine(name, folder, at)

    yield _opener
    if "OPENSEARCH_URL" in os.environ:
        clean(servers.values())


@pytest.fixture(scope="session")
def open_all(
    opener: Callable[[str, Path], Open], tmp_path_factory: pytest.TempPathFactory
) -> OpenAll:
    """Open every engine that can be had here, each with an index of its own of these records."""

    def _open_all(records: Iterable[SearchRecord]) -> dict[str, SearchEngine]:
        engines = {}
        for name in ENGINES:
            with suppress(pytest.skip.Exception):
                engines[name] = opener(name, tmp_path_factory.mktemp(name))()
                engines[name].rebuild(records, seq=1)
        return engines

    return _open_all


def clean(servers: Iterable[Server]) -> None:
    """Leave nothing behind on a server that others use."""
    for server in servers:
        client = Cluster(server, "").client
        client.indices.delete(index=f"{server.index}-*", params={"expand_wildcards": "all"})
        client.indices.delete_index_template(name=server.index, params={"ignore": 404})
        client.close()


@pytest.fixture(scope="session", params=ENGINES)
def full(
    request: pytest.FixtureRequest,
    opener: Callable[[str, Path], Open],
    tmp_path_factory: pytest.TempPathFactory,
) -> SearchEngine:
    """An engine that holds the corpus; for tests that only read."""
    engine = opener(request.param, tmp_path_factory.mktemp(request.param))()
    engine.rebuild(RECORDS, seq=7)
    return engine


@pytest.fixture(params=ENGINES)
def opened(
    request: pytest.FixtureRequest, opener: Callable[[str, Path], Open], tmp_path: Path
) -> Open:
    """Open an index of the test's own, as any process would; there is none yet."""
    return opener(request.param, tmp_path / "index")


@pytest.fixture
def engine(opened: Open) -> SearchEngine:
    """An engine of the test's own, without an index yet."""
    return opened()


@pytest.fixture(params=EMBEDDED)
def embedded(request: pytest.FixtureRequest, tmp_path: Path) -> SearchEngine:
    """An engine of the test's own that keeps its index in the folder "index"."""
    return open_engine(request.param, tmp_path / "index")


@pytest.fixture(scope="session")
def ask(full: SearchEngine) -> Ask:
    """Ask ``full`` as the office does, unless told otherwise."""

    def _ask(text: str, *principals: str, **wishes: Any) -> ResultPage:
        who = frozenset(principals or ("office",))
        query = wishes.pop("query", None) or parse_query(text, NAMES)
        return full.search(SearchRequest(query, who, wishes.pop("today", TODAY), **wishes))

    return _ask


def keys(page: ResultPage) -> set[str]:
    """Return the keys of all hits shown."""
    return {hit.key for group in page.groups for hit in group.hits}
