"""What only an index on a server can meet: an answer in part, none at all, writers elsewhere."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from opensearchpy.exceptions import ConnectionTimeout, TransportError

from search_index import (
    Everything,
    IndexBusyError,
    IndexDamagedError,
    IndexUnreachableError,
    Put,
    SearchEngine,
    SearchError,
    SearchRequest,
    Server,
    open_engine,
)
from search_index import opensearch_lease as lease
from tests.search_index.conftest import Open
from tests.search_index.corpus import RECORDS, TODAY, record

ONE, TWO = record("task:1", "một"), record("task:2", "hai")
EVERYTHING = SearchRequest(Everything(), frozenset({"office"}), TODAY)


@pytest.fixture
def again(opener: Callable[[str, Path], Open], tmp_path: Path) -> Open:
    """Open the index of this test, as any process would."""
    return opener("opensearch", tmp_path)


@pytest.fixture
def engine(again: Open) -> Any:
    """An engine whose parts can be reached."""
    engine = again()
    engine.rebuild([ONE], seq=0)
    return engine


def acts_of(engine: SearchEngine) -> Iterator[Callable[[], object]]:
    yield lambda: engine.search(EVERYTHING)
    yield lambda: engine.keys(EVERYTHING)
    yield lambda: engine.apply([Put(TWO)], 1)
    yield lambda: engine.rebuild([TWO], 1)
    yield from (engine.last_seq, engine.refresh, engine.stats, engine.revisions, engine.vocabulary)
    yield from (engine.condemn, lambda: engine.alone().__enter__())


def test_a_server_that_does_not_answer_is_out_of_reach_in_our_words(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    engine = open_engine("opensearch", tmp_path, Server(url))
    for act in acts_of(engine):
        with pytest.raises(IndexUnreachableError, match="the search server does not serve") as told:
            act()
        assert url not in str(told.value)


@pytest.mark.parametrize("fault", [ConnectionTimeout("N/A", "", ""), TransportError(503, "x", "y")])
def test_an_index_behind_a_troubled_server_is_not_taken_for_damaged(
    engine: Any, monkeypatch: pytest.MonkeyPatch, fault: TransportError
) -> None:
    def troubled(*_asked: object, **_more: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(engine._cluster.client.transport, "perform_request", troubled)
        for act in acts_of(engine):
            with pytest.raises(IndexUnreachableError):
                act()
    assert set(engine.revisions()) == {"task:1"}


def test_only_one_reader_waits_for_a_server_that_does_not_answer(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_index.opensearch_server.LEFT_ALONE_SECONDS", 0.3)
    asked: list[object] = []

    def slow(**question: object) -> None:
        asked.append(question)
        raise ConnectionTimeout("N/A", "", "")

    engine.search(EVERYTHING)
    with monkeypatch.context() as patch:
        patch.setattr(engine._cluster.client, "msearch", slow)
        for _ in range(3):
            with pytest.raises(IndexUnreachableError):
                engine.search(EVERYTHING)
    assert len(asked) == 1
    time.sleep(0.3)
    assert engine.search(EVERYTHING).total_hits == 1


@pytest.mark.parametrize(
    "part",
    [{"timed_out": True}, {"_shards": {"failed": 1}}, {"error": {"type": "x"}, "status": 400}],
)
def test_half_an_answer_is_none(
    engine: Any, monkeypatch: pytest.MonkeyPatch, part: dict[str, object]
) -> None:
    real = engine._cluster.client.msearch

    def half(**asked: object) -> dict[str, object]:
        answer: dict[str, Any] = real(**asked)
        answer["responses"][-1] |= part
        return answer

    monkeypatch.setattr(engine._cluster.client, "msearch", half)
    with pytest.raises(IndexUnreachableError):
        engine.search(EVERYTHING)


def test_a_full_server_is_given_time(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("opensearchpy.helpers.actions.time.sleep", waits.append)
    real = engine._cluster.client.bulk

    def full(*asked: object, **more: object) -> object:
        if len(waits) < 3:
            raise TransportError(429, "es_rejected_execution_exception", {})
        return real(*asked, **more)

    monkeypatch.setattr(engine._cluster.client, "bulk", full)
    assert engine.apply([Put(TWO)], 1)
    assert waits == [0.5, 1.0, 2.0]
    assert set(engine.revisions()) == {"task:1", "task:2"}


def test_a_record_that_the_server_refuses_is_named(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"due": "no day"}
    monkeypatch.setattr("search_index.opensearch_engine.document_of", lambda _entry: wrong)
    with pytest.raises(SearchError, match="task:2"):
        engine.apply([Put(TWO)], 1)


def test_an_index_taken_away_on_the_server_is_damaged(engine: Any) -> None:
    engine._cluster.client.indices.delete(index=engine._cluster.current())
    for act in (lambda: engine.search(EVERYTHING), engine.refresh, engine.stats):
        with pytest.raises(IndexDamagedError):
            act()


def test_many_rebuilds_leave_the_one_in_force_and_the_one_before(engine: Any) -> None:
    for seq in range(4):
        engine.rebuild([ONE], seq)
    assert len(engine._cluster._built()) == 2


def test_what_a_dead_writer_left_half_done_is_repeated_without_harm(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_mark", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            engine.apply([Put(TWO)], 1)
    real = engine._cluster.write
    with monkeypatch.context() as patch:
        patch.setattr(engine._cluster, "write", lambda acts: real(acts[:-1]) or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            engine.apply([Put(TWO)], 1)
    assert engine.last_seq() == 0
    assert engine.apply([Put(replace(TWO, text="hai nghìn")), Put(ONE)], 1)
    assert engine.revisions()["task:2"] == replace(TWO, text="hai nghìn").revision


def test_who_lost_the_right_to_write_is_refused_by_the_server(
    engine: Any, again: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "TOUCHED_EVERY_SECONDS", 60)
    monkeypatch.setattr(lease, "LOST_AFTER_SECONDS", 0.1)
    with engine.alone():
        # Here the process stands still for so long that another takes over.
        assert again().apply([Put(replace(TWO, text="mới"))], 1)
        monkeypatch.setattr(engine, "last_seq", lambda: 0)
        with pytest.raises(IndexBusyError):
            engine.apply([Put(replace(TWO, text="cũ"))], 1)
        with pytest.raises(IndexBusyError):
            engine.rebuild([ONE], 1)
    assert again().revisions()["task:2"] == replace(TWO, text="mới").revision


def test_a_right_in_use_is_not_taken_over(
    engine: Any, again: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "TOUCHED_EVERY_SECONDS", 0.02)
    monkeypatch.setattr(lease, "LOST_AFTER_SECONDS", 0.3)
    monkeypatch.setattr("search_index.place.LOCK_SECONDS", 0.8)
    with engine.alone(), pytest.raises(IndexBusyError):
        again().apply([Put(TWO)], 1)


WRITER = """
import sys
from search_index import Put, Server, open_engine
from tests.search_index.corpus import record
url, index, name, batches = sys.argv[1:]
engine = open_engine("opensearch", None, Server(url, index))
print("ready", flush=True)
for number in range(int(batches)):
    with engine.alone():
        pair = [record(f"task:{name}{number}{half}", f"lần {number}") for half in "ab"]
        engine.apply(map(Put, pair), engine.last_seq() + 1)
"""


@pytest.fixture
def writing(engine: Any, opensearch_url: str) -> Callable[[str, int], subprocess.Popen[bytes]]:
    """Start a process that writes to the index."""

    def _writing(name: str, batches: int) -> subprocess.Popen[bytes]:
        asked = (opensearch_url, engine._cluster.name, name, str(batches))
        writer = subprocess.Popen(  # noqa: S603 - this very interpreter with text of ours
            [sys.executable, "-W", "ignore", "-c", WRITER, *asked], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        return writer

    return _writing


def test_of_several_processes_one_writes_at_a_time_and_nothing_is_lost(
    engine: Any, writing: Callable[[str, int], subprocess.Popen[bytes]]
) -> None:
    writers = [writing(name, 12) for name in "xy"]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    keys = {f"task:{name}{number}{half}" for name in "xy" for number in range(12) for half in "ab"}
    assert set(engine.revisions()) == {"task:1", *keys}
    assert engine.last_seq() == 24


def test_a_killed_writer_is_followed_by_another(
    engine: Any,
    writing: Callable[[str, int], subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lease, "LOST_AFTER_SECONDS", 1.5)
    writer = writing("k", 100_000)
    time.sleep(0.3)
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    seq = engine.last_seq()
    assert engine.apply([Put(each) for each in RECORDS], seq + 1)
    whole = {f"task:k{number}{half}" for number in range(seq) for half in "ab"}
    assert whole <= set(engine.revisions())
