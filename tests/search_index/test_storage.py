"""Indexes on disk: changes once, crashes, damage, other versions, several processes."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from search_index import (
    EMBEDDED,
    Delete,
    Everything,
    IndexBusyError,
    IndexDamagedError,
    Put,
    SearchEngine,
    SearchRequest,
    open_engine,
)
from search_index.fingerprint import fingerprint
from tests.search_index.conftest import Open
from tests.search_index.corpus import RECORDS, TODAY, record

ONE, TWO = record("task:1", "một"), record("task:2", "hai")


def everything(engine: SearchEngine) -> set[str]:
    return set(engine.revisions())


def test_a_missing_index_asks_to_be_rebuilt(engine: SearchEngine) -> None:
    acts: list[Callable[[], object]] = [
        engine.last_seq,
        engine.refresh,
        engine.stats,
        lambda: engine.apply([Put(ONE)], 1),
        lambda: engine.search(SearchRequest(Everything(), frozenset({"office"}), TODAY)),
    ]
    for act in acts:
        with pytest.raises(IndexDamagedError):
            act()


def test_a_batch_is_applied_once_and_an_old_one_never(engine: SearchEngine) -> None:
    engine.rebuild([], seq=3)
    assert engine.apply([Put(ONE)], 4)
    assert not engine.apply([Delete("task:1")], 4)
    assert not engine.apply([Delete("task:1")], 2)
    assert everything(engine) == {"task:1"}
    assert engine.last_seq() == 4


def test_a_record_is_replaced_under_its_key_and_deleted_by_it(engine: SearchEngine) -> None:
    engine.rebuild([ONE, TWO], seq=1)
    changed = replace(ONE, text="một nghìn")
    engine.apply([Put(changed), Delete("task:2"), Delete("task:99")], 2)
    assert engine.revisions() == {"task:1": changed.revision}
    assert engine.stats().records == 1


def test_the_last_word_on_a_key_in_a_batch_counts(engine: SearchEngine) -> None:
    engine.rebuild([], seq=1)
    engine.apply([Put(ONE), Delete("task:1"), Delete("task:2"), Put(TWO)], 2)
    assert everything(engine) == {"task:2"}


def test_an_empty_batch_moves_the_index_on(engine: SearchEngine) -> None:
    engine.rebuild([], seq=1)
    assert engine.apply([], 9)
    assert engine.stats().last_seq == 9


def test_a_failing_batch_leaves_the_index_as_it_was(engine: SearchEngine) -> None:
    engine.rebuild([ONE], seq=1)
    broken = replace(TWO, text=None)  # type: ignore[arg-type]  # what no caller may give
    with pytest.raises((TypeError, AttributeError)):
        engine.apply([Put(broken)], 2)
    assert everything(engine) == {"task:1"}
    assert engine.apply([Put(TWO)], 2)


def test_a_failing_rebuild_leaves_the_index_as_it_was(engine: SearchEngine) -> None:
    engine.rebuild([ONE], seq=1)

    def records() -> object:
        yield TWO
        raise RuntimeError("the source is gone")

    with pytest.raises(RuntimeError):
        engine.rebuild(records(), seq=2)  # type: ignore[arg-type]  # a generator that fails
    assert everything(engine) == {"task:1"}
    engine.rebuild([TWO], seq=2)
    assert everything(engine) == {"task:2"}


def test_a_condemned_index_is_damaged_for_everybody_until_it_is_rebuilt(
    engine: SearchEngine, opened: Open
) -> None:
    engine.rebuild([ONE], seq=1)
    other = opened()
    assert everything(other) == {"task:1"}
    engine.condemn()
    with pytest.raises(IndexDamagedError):
        other.refresh()
    engine.rebuild([TWO], seq=2)
    assert everything(other) == {"task:2"}


def test_an_open_engine_sees_what_another_commits_or_rebuilds(
    engine: SearchEngine, opened: Open
) -> None:
    engine.rebuild([ONE], seq=1)
    other = opened()
    other.apply([Put(TWO)], 2)
    assert everything(engine) == {"task:1", "task:2"}
    other.rebuild([TWO], seq=3)
    assert everything(engine) == {"task:2"}


# Whoosh leaves the file that it cannot read to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_files_cut_short_are_damage_and_no_crash(embedded: SearchEngine, tmp_path: Path) -> None:
    embedded.rebuild(RECORDS, seq=1)
    name = embedded.stats().engine
    # A copy is cut: no process outlives files that shrink while it has them in its memory.
    cut = shutil.copytree(tmp_path / "index", tmp_path / "cut")
    for file in cut.rglob("*"):
        if file.is_file() and file.parent != cut:
            os.truncate(file, file.stat().st_size // 3)
    with pytest.raises(IndexDamagedError):
        open_engine(name, cut).stats()
    gc.collect()


def test_an_index_of_another_engine_asks_to_be_rebuilt(tmp_path: Path) -> None:
    open_engine("tantivy", tmp_path).rebuild([ONE], seq=1)
    with pytest.raises(IndexDamagedError):
        open_engine("whoosh", tmp_path).stats()


@pytest.mark.parametrize("part", ["search_index.place.SCHEMA", "search_index.fingerprint._WORDS"])
def test_an_index_of_another_version_or_analysis_asks_to_be_rebuilt(
    engine: SearchEngine, opened: Open, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    engine.rebuild([ONE], seq=1)
    monkeypatch.setattr(part, 10_000 if part.endswith("SCHEMA") else "otherwise")
    fingerprint.cache_clear()
    with pytest.raises(IndexDamagedError):
        opened().stats()
    fingerprint.cache_clear()


def test_an_unknown_engine_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there are tantivy, whoosh, opensearch"):
        open_engine("lucene", tmp_path)


def test_only_one_process_writes_at_a_time(
    engine: SearchEngine, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_index.place.LOCK_SECONDS", 0.1)
    engine.rebuild([], seq=1)
    other = opened()
    with engine.alone(), pytest.raises(IndexBusyError):
        other.apply([Put(ONE)], 2)
    assert other.apply([Put(ONE)], 2)


def test_many_rebuilds_leave_two_folders_at_most(embedded: SearchEngine, tmp_path: Path) -> None:
    for seq in range(5):
        embedded.rebuild([ONE], seq)
    folders = [place for place in (tmp_path / "index").iterdir() if place.is_dir()]
    assert len(folders) == 2


def test_a_folder_taken_away_by_a_rebuild_is_no_damage(
    embedded: SearchEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded.rebuild([ONE], seq=1)
    other = open_engine(embedded.stats().engine, tmp_path / "index")
    stale = (tmp_path / "index" / "1").resolve()
    other.rebuild([TWO], seq=2)
    other.rebuild([TWO], seq=3)
    assert not stale.exists()
    places = iter([stale, stale])
    place = embedded._place  # type: ignore[attr-defined]  # what a race would see, made certain
    real = place.current
    monkeypatch.setattr(place, "current", lambda: next(places, None) or real())
    assert everything(embedded) == {"task:2"}


def test_many_commits_leave_no_files_behind(tmp_path: Path) -> None:
    engine = open_engine("tantivy", tmp_path)
    engine.rebuild([], seq=0)
    for seq in range(1, 121):
        engine.apply([Put(replace(ONE, text=f"lần {seq}"))], seq)
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) < 60


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from search_index import Put, open_engine
from tests.search_index.corpus import record
engine = open_engine(sys.argv[1], Path(sys.argv[2]))
print("ready", flush=True)
for seq in range(engine.last_seq() + 1, 100_000):
    pair = [record(f"task:{seq}a", f"lần {seq}"), record(f"task:{seq}b", f"lần {seq}")]
    engine.apply(map(Put, pair), seq)
"""


@pytest.mark.parametrize("name", EMBEDDED)
def test_a_writer_killed_at_any_moment_leaves_whole_batches(tmp_path: Path, name: str) -> None:
    engine = open_engine(name, tmp_path)
    engine.rebuild([], seq=0)
    for patience in (0.05, 0.15, 0.3):
        before = engine.last_seq()
        writer = subprocess.Popen(  # noqa: S603 - this very interpreter with text of ours
            [sys.executable, "-W", "ignore", "-c", WRITER, name, str(tmp_path)],
            stdout=subprocess.PIPE,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(patience)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        seq = engine.last_seq()
        assert seq >= before
        assert everything(engine) == {f"task:{n}{half}" for n in range(1, seq + 1) for half in "ab"}
        assert engine.apply([], seq + 1)
        engine.rebuild([], seq=0)
