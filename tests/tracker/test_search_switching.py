"""Another engine is built aside, compared and put in force while people work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from search_index import (
    IndexDamagedError,
    IndexUnreachableError,
    SearchEngine,
    SearchRecord,
    SearchRequest,
    Server,
    open_engine,
    parse_query,
)
from tests.factories import make_agency, make_assignment, make_task, make_update
from tests.search_index.conftest import clean
from tests.tracker.searching import TODAY, keep_evidence
from tracker.db import Database
from tracker.models import RecordKind, note_change
from tracker.search import EngineDiffers, Engines, check, drain, rebuild, status, switch
from tracker.search import indexing as feeding
from tracker.search.principals import OFFICE
from tracker.search.records import RecordWriter


def opened(database: Database, folder: Path, default: str = "tantivy") -> Engines:
    """Open the engines as a process of its own would."""
    return Engines(database, default, lambda name: open_engine(name, folder / name))


@pytest.fixture
def engines(database: Database, tmp_path: Path) -> Engines:
    return opened(database, tmp_path)


@pytest.fixture
def part(database: Database, directive: int, author: int) -> int:
    task = make_task(database, directive, text="Một là, xây dựng nông thôn mới.")
    part = make_assignment(database, task, make_agency(database, "Sở Một"))
    keep_evidence(database, make_update(database, part, author_id=author), "biên bản")
    return part


def found(engine: SearchEngine, text: str) -> int:
    request = SearchRequest(parse_query(text), frozenset({OFFICE}), TODAY)
    return engine.search(request).total_hits


def said(database: Database, part: int, author: int, words: str) -> None:
    update = make_update(database, part, author_id=author, narrative=words)
    with database.writing() as session:
        note_change(session, RecordKind.UPDATE, update)


@pytest.mark.usefixtures("part")
def test_every_process_notices_the_engine_that_was_switched_to(
    database: Database, engines: Engines, tmp_path: Path
) -> None:
    rebuild(database, engines.current())
    elsewhere = opened(database, tmp_path)
    assert elsewhere.current().stats().engine == "tantivy"
    assert switch(database, engines, "whoosh", today=TODAY) == 4
    assert elsewhere.current().stats().engine == "whoosh"
    assert found(elsewhere.current(), "nong thon moi") == 2
    assert not check(database, elsewhere.current())


def test_an_index_moves_to_a_server_and_back_and_follows_the_tables_there(
    database: Database, tmp_path: Path, part: int, author: int, opensearch_url: str
) -> None:
    server = Server(opensearch_url, f"test-{tmp_path.name.replace('_', '-')}")
    engines = Engines(database, "tantivy", lambda name: open_engine(name, tmp_path / name, server))
    rebuild(database, engines.current())
    assert switch(database, engines, "opensearch", today=TODAY) == 4
    said(database, part, author, "khởi công")
    assert found(engines.current(), "khởi công") == 0
    drain(database, engines.current())
    assert found(engines.current(), "khởi công") == 1
    assert not check(database, engines.current())
    assert status(database, engines).engine == "opensearch"
    assert switch(database, engines, "tantivy", today=TODAY) == 5
    assert not check(database, engines.current())
    clean([server])


@pytest.mark.usefixtures("part")
def test_an_engine_once_in_use_stays_whatever_a_later_setting_says(
    database: Database, engines: Engines, tmp_path: Path
) -> None:
    assert engines.keep() == "tantivy"
    assert opened(database, tmp_path, default="whoosh").keep() == "tantivy"
    assert status(database, opened(database, tmp_path, default="whoosh")).is_default is False


def test_what_changes_while_an_engine_is_built_is_found_in_both(
    database: Database,
    engines: Engines,
    part: int,
    author: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rebuild(database, engines.current())
    monkeypatch.setattr(feeding, "FOLLOW_EVERY_RECORDS", 1)
    before, after = engines.current(), engines.named("whoosh")
    seen: list[int] = []
    real = after.rebuild

    def busy(records: Iterator[SearchRecord], seq: int) -> None:
        def watched() -> Iterator[SearchRecord]:
            for number, record in enumerate(records):
                if number == 1:
                    said(database, part, author, "khởi công")
                yield record
            seen.append(found(before, "khởi công"))

        real(watched(), seq)

    monkeypatch.setattr(after, "rebuild", busy)
    switch(database, engines, "whoosh", today=TODAY)
    assert seen == [1]
    assert found(engines.current(), "khởi công") == 1
    # Kept for the new engine until it has taken it in as everything else.
    assert drain(database, engines.current()) == 1
    assert not check(database, engines.current())


def test_what_changes_while_an_index_is_rebuilt_is_found_in_the_present_one(
    database: Database,
    engines: Engines,
    part: int,
    author: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = engines.current()
    rebuild(database, engine)
    monkeypatch.setattr(feeding, "FOLLOW_EVERY_RECORDS", 1)
    seen: list[int] = []
    real = engine.rebuild

    def busy(records: Iterator[SearchRecord], seq: int) -> None:
        def watched() -> Iterator[SearchRecord]:
            said(database, part, author, "khởi công")
            yield from records
            seen.append(found(engine, "khởi công"))

        real(watched(), seq)

    monkeypatch.setattr(engine, "rebuild", busy)
    rebuild(database, engine)
    assert seen == [1]
    drain(database, engine)
    assert not check(database, engine)


@pytest.mark.usefixtures("part")
def test_people_search_all_the_while(database: Database, engines: Engines, tmp_path: Path) -> None:
    rebuild(database, engines.current())
    elsewhere = opened(database, tmp_path)
    seen: list[object] = []
    done = threading.Event()

    def search_on() -> None:
        while not done.is_set():
            try:
                seen.append(found(elsewhere.current(), "nong thon moi"))
            except Exception as fault:  # noqa: BLE001 - whatever it is fails the test
                seen.append(fault)

    reader = threading.Thread(target=search_on)
    reader.start()
    for name in ("whoosh", "tantivy"):
        switch(database, engines, name, today=TODAY)
    done.set()
    reader.join()
    assert set(seen) == {2}


@pytest.mark.usefixtures("part")
def test_an_engine_that_lacks_something_is_not_put_in_force(
    database: Database, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild(database, engines.current())
    after: Any = engines.named("whoosh")
    real = after.rebuild
    monkeypatch.setattr(after, "rebuild", lambda records, seq: real(list(records)[1:], seq))
    with pytest.raises(EngineDiffers):
        switch(database, engines, "whoosh", today=TODAY)
    assert engines.chosen() == "tantivy"


@pytest.mark.usefixtures("part")
def test_an_engine_that_answers_otherwise_is_not_put_in_force(
    database: Database, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild(database, engines.current())
    after: Any = engines.named("whoosh")
    real = after.search

    def more(request: SearchRequest) -> object:
        page = real(request)
        return page if request.only else replace(page, total_hits=page.total_hits + 1)

    monkeypatch.setattr(after, "search", more)
    with pytest.raises(EngineDiffers, match="status:"):
        switch(database, engines, "whoosh", today=TODAY)


@pytest.mark.usefixtures("part")
def test_a_damaged_engine_can_be_left_for_another(database: Database, engines: Engines) -> None:
    with pytest.raises(IndexDamagedError):
        engines.current().refresh()
    assert switch(database, engines, "whoosh", today=TODAY) == 4


def test_what_a_lost_engine_takes_in_before_the_switch_is_not_lost(
    database: Database, engines: Engines, part: int, author: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = engines.current(), engines.named("whoosh")
    rebuild(database, before)
    real = engines.choose

    def away() -> None:
        raise IndexUnreachableError("no answer")

    def late(name: str) -> None:
        said(database, part, author, "khởi công")
        monkeypatch.undo()
        drain(database, before)
        real(name)

    monkeypatch.setattr(engines, "choose", late)
    monkeypatch.setattr(before, "alone", away)
    switch(database, engines, "whoosh", today=TODAY)
    assert found(after, "khởi công") == 1


@pytest.mark.usefixtures("part")
def test_an_engine_without_its_settings_is_named_and_changes_nothing(
    database: Database, engines: Engines
) -> None:
    with pytest.raises(IndexUnreachableError, match="needs the address of a server"):
        switch(database, engines, "opensearch", today=TODAY)
    assert engines.chosen() == "tantivy"


@pytest.mark.usefixtures("part")
def test_check_finds_records_whose_contents_are_not_what_their_revision_says(
    database: Database, engines: Engines
) -> None:
    engine = engines.current()
    rebuild(database, engine)
    assert not check(database, engine)
    with database.reading() as session:
        records = list(RecordWriter(session).everything())
    revision = SearchRecord.revision
    truth = {record.key: record.revision for record in records}
    try:
        SearchRecord.revision = property(lambda each: truth[each.key])  # type: ignore[method-assign, assignment]
        engine.rebuild([replace(each, text="một hai ba bốn") for each in records], 0)
    finally:
        SearchRecord.revision = revision  # type: ignore[method-assign]
    differences = check(database, engine)
    assert not differences.missing + differences.surplus + differences.outdated
    assert set(differences.unfindable) == truth.keys()
