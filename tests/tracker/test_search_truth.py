"""Whatever kills the worker, at whatever moment: the index ends up as the tables are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest

from search_index import SearchEngine, SearchError, open_engine
from tests.factories import make_agency, make_assignment, make_directive, make_task, make_update
from tracker.db import Database
from tracker.models import IndexChange, RecordKind, note_change
from tracker.search import check

PATIENCE_SECONDS = 60.0
KILLS = (0.3,)
WORKER = "from tracker.cli import main; main()"


@pytest.fixture
def worker(tmp_path: Path, database: Database) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start ``tracker worker`` over the folder of the test, as a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def _worker() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - this very interpreter with our own command
            [sys.executable, "-W", "ignore", "-c", WORKER, "worker"],
            env={
                **os.environ,
                "TRACKER_FOLDER": str(tmp_path),
                "TRACKER_DATABASE_URL": database.url,
            },
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield _worker
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def index(tmp_path: Path) -> SearchEngine:
    """The index that the worker keeps."""
    return open_engine("tantivy", tmp_path / "index" / "tantivy")


@pytest.fixture
def parts(database: Database, author: int) -> list[int]:
    directive, agency = make_directive(database, author_id=author), make_agency(database)
    return [make_assignment(database, make_task(database, directive), agency) for _ in range(40)]


def report(database: Database, part: int, author: int) -> str:
    update = make_update(database, part, author_id=author, narrative="Đã khởi công.")
    with database.writing() as session:
        note_change(session, RecordKind.UPDATE, update)
    return f"update:{update}"


def wait_until(holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> float:
    """Return after how many seconds something came about."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, "it did not come about in time"
        time.sleep(0.02)
    return time.monotonic() - begun


def held(index: SearchEngine) -> set[str]:
    try:
        return set(index.revisions())
    except SearchError:
        return set()


def is_drained(database: Database) -> bool:
    with database.reading() as session:
        return session.query(IndexChange).first() is None


def test_a_worker_killed_again_and_again_loses_nothing(
    database: Database,
    index: SearchEngine,
    parts: list[int],
    author: int,
    worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    written: list[str] = []
    done = threading.Event()

    def people() -> None:
        for part in cycle(parts[1:]):
            if done.wait(0.02):
                return
            written.append(report(database, part, author))

    writing = threading.Thread(target=people)
    writing.start()
    try:
        for moment in KILLS:
            process = worker()
            # From the first rebuild on it writes without a pause, so any moment is in the midst.
            wait_until(lambda: bool(held(index) & set(written[-100:])))
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
            process.wait()
    finally:
        done.set()
        writing.join()
    worker()
    wait_until(lambda: is_drained(database))
    assert set(written) <= held(index)
    assert not check(database, index)
    # And an everyday change is there within a second.
    waits = []
    for _ in range(3):
        last = report(database, parts[0], author)
        waits.append(wait_until(lambda: last in held(index)))  # noqa: B023 - asked in this round
    assert min(waits) < 1.0
