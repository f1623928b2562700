"""The index follows the tables, whatever happens on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from search_index import IndexDamagedError, SearchEngine, SearchRequest, open_engine, parse_query
from tests.factories import make_agency, make_assignment, make_task, make_update, make_verdict
from tests.tracker.searching import TODAY, keep_evidence
from tracker.agencies import add_alias
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role, UpdateStatus, VerdictKind
from tracker.models import Assignment, Directive, IndexChange, RecordKind, note_change
from tracker.search import check, drain, rebuild
from tracker.search.principals import OFFICE


def note(database: Database, kind: RecordKind, row_id: int) -> None:
    with database.writing() as session:
        note_change(session, kind, row_id)


class TestFollowingTheTables:
    @pytest.fixture
    def part(self, database: Database, directive: int, engine: SearchEngine) -> int:
        part = make_assignment(database, make_task(database, directive), make_agency(database))
        rebuild(database, engine)
        return part

    def test_an_update_is_found_after_one_drain(
        self, database: Database, engine: SearchEngine, part: int, author: int
    ) -> None:
        update = make_update(database, part, author_id=author)
        note(database, RecordKind.UPDATE, update)
        assert drain(database, engine) == 1
        assert f"update:{update}" in engine.revisions()
        assert not check(database, engine)

    def test_a_verdict_changes_how_all_updates_of_the_assignment_stand(
        self, database: Database, engine: SearchEngine, part: int, author: int
    ) -> None:
        make_update(database, part, author_id=author)
        last = make_update(database, part, author_id=author, status=UpdateStatus.DONE)
        rebuild(database, engine)
        make_verdict(database, last, VerdictKind.CONFIRMED, author_id=author)
        note(database, RecordKind.UPDATE, last)
        with database.reading() as session:
            note(database, RecordKind.TASK, session.get_one(Assignment, part).task_id)
        drain(database, engine)
        assert not check(database, engine)

    def test_a_file_brings_its_update_along(
        self, database: Database, engine: SearchEngine, part: int, author: int
    ) -> None:
        update = make_update(database, part, author_id=author)
        file = keep_evidence(database, update, "biên bản")
        note(database, RecordKind.EVIDENCE, file)
        drain(database, engine)
        assert {f"update:{update}", f"evidence:{file}"} <= engine.revisions().keys()

    def test_a_withdrawn_directive_takes_all_that_belongs_to_it_along(
        self, database: Database, engine: SearchEngine, part: int, directive: int, author: int
    ) -> None:
        update = make_update(database, part, author_id=author)
        keep_evidence(database, update, "biên bản")
        rebuild(database, engine)
        assert len(engine.revisions()) == 4
        with database.writing() as session:
            session.get_one(Directive, directive).state = DirectiveState.WITHDRAWN
        note(database, RecordKind.DIRECTIVE, directive)
        drain(database, engine)
        assert engine.revisions() == {}

    def test_a_new_name_of_an_agency_brings_its_tasks_and_updates_along(
        self, database: Database, engine: SearchEngine, part: int, author: int
    ) -> None:
        make_update(database, part, author_id=author)
        rebuild(database, engine)
        clerk = Actor(author, "Văn thư", frozenset({Role.CLERK}))
        with database.reading() as session:
            agency = session.get_one(Assignment, part).agency_id
        add_alias(database, clerk, agency, "Ban Tuyên huấn", today=TODAY)
        assert check(database, engine).outdated
        drain(database, engine)
        assert not check(database, engine)

    def test_nothing_to_drain_needs_no_index(self, database: Database, tmp_path: Path) -> None:
        missing = open_engine("tantivy", tmp_path / "nowhere")
        assert drain(database, missing) == 0

    def test_the_feed_is_kept_when_the_index_cannot_be_written(
        self, database: Database, tmp_path: Path, directive: int
    ) -> None:
        note(database, RecordKind.DIRECTIVE, directive)
        with pytest.raises(IndexDamagedError):
            drain(database, open_engine("tantivy", tmp_path / "nowhere"))
        assert feed_length(database) == 1

    def test_a_crash_between_index_and_tables_is_repaired_by_draining_again(
        self,
        database: Database,
        engine: SearchEngine,
        part: int,
        author: int,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        update = make_update(database, part, author_id=author)
        note(database, RecordKind.UPDATE, update)

        def power_cut() -> Iterator[None]:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(database, "writing", power_cut)
            with pytest.raises(KeyboardInterrupt):
                drain(database, engine)
        assert feed_length(database) == 1
        drain(database, engine)
        assert feed_length(database) == 0
        assert not check(database, engine)

    def test_changes_made_during_a_rebuild_are_not_lost(
        self, database: Database, engine: SearchEngine, part: int, author: int
    ) -> None:
        with engine.alone():
            update = make_update(database, part, author_id=author)
            note(database, RecordKind.UPDATE, update)
            rebuild(database, engine)
        assert feed_length(database) == 1
        drain(database, engine)
        assert not check(database, engine)

    def test_another_process_sees_what_was_committed(
        self, database: Database, engine: SearchEngine, tmp_path: Path, part: int, author: int
    ) -> None:
        elsewhere = open_engine("tantivy", tmp_path / "index")
        before = elsewhere.stats().records
        note(database, RecordKind.UPDATE, make_update(database, part, author_id=author))
        drain(database, engine)
        assert elsewhere.stats().records == before + 1

    def test_many_changes_are_drained_in_order_and_in_parts(
        self, database: Database, engine: SearchEngine, directive: int, part: int
    ) -> None:
        assert part
        with database.writing() as session:
            note_change(session, RecordKind.DIRECTIVE, *[directive] * 700)
        assert [drain(database, engine) for _ in range(3)] == [500, 200, 0]

    def test_check_names_what_differs(
        self, database: Database, engine: SearchEngine, directive: int, part: int, author: int
    ) -> None:
        update = make_update(database, part, author_id=author)
        with database.writing() as session:
            session.get_one(Directive, directive).title = "Tiêu đề khác"
        differences = check(database, engine)
        assert differences.missing == (f"update:{update}",)
        assert f"directive:{directive}" in differences.outdated
        with database.writing() as session:
            session.get_one(Directive, directive).state = DirectiveState.WITHDRAWN
        assert f"directive:{directive}" in check(database, engine).surplus


def feed_length(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(IndexChange)) or 0


def test_searching_goes_on_while_the_index_is_rebuilt(
    database: Database, engine: SearchEngine, directive: int
) -> None:
    rebuild(database, engine)
    assert directive
    faults: list[Exception] = []
    done = threading.Event()

    def search_on() -> None:
        while not done.is_set():
            try:
                assert (
                    engine.search(
                        SearchRequest(parse_query(""), frozenset({OFFICE}), TODAY)
                    ).total_hits
                    == 1
                )
            except Exception as fault:  # noqa: BLE001 - whatever it is fails the test
                faults.append(fault)

    reader = threading.Thread(target=search_on)
    reader.start()
    for _ in range(5):
        rebuild(database, engine)
    done.set()
    reader.join()
    assert faults == []
