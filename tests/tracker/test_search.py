"""What is indexed, who finds it, and how the index follows the tables."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import func, select

from search_index import (
    Facet,
    IndexDamagedError,
    SearchEngine,
    SearchRecord,
    SearchRequest,
    Sort,
    open_engine,
    parse_query,
)
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tracker import policy
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentRole,
    DirectiveState,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
)
from tracker.errors import Unavailable
from tracker.models import (
    AgencyAlias,
    Assignment,
    Directive,
    Evidence,
    IndexChange,
    ProgressUpdate,
    RecordKind,
    SourceFile,
    Succession,
    Task,
    note_change,
)
from tracker.search import (
    DirectiveCard,
    FoundPage,
    IndexRebuilding,
    Question,
    TaskCard,
    check,
    drain,
    find,
    rebuild,
)
from tracker.search.principals import principals_of
from tracker.search.proposals import propose_filters
from tracker.search.records import RecordWriter

TODAY = date(2024, 6, 15)
LEAD, DIRECTED, SUPPORTING = AssignmentRole
OFFICE = Actor(0, "Cán bộ kiểm tra", frozenset({Role.INSPECTOR}))


def of_agency(*agency_ids: int) -> Actor:
    return Actor(0, "Cơ quan", frozenset({Role.AGENCY}), frozenset(agency_ids))


@pytest.fixture
def engine(tmp_path: Path) -> SearchEngine:
    return open_engine("tantivy", tmp_path / "index")


@pytest.fixture
def author(database: Database) -> int:
    return make_user(database, Role.CLERK)


@pytest.fixture
def directive(database: Database, author: int) -> int:
    return make_directive(database, author_id=author, number="23-CT/TU", text="Một. Hai. Ba.")


Ask = Callable[..., FoundPage]


@pytest.fixture
def ask(database: Database, engine: SearchEngine) -> Ask:
    """Ask over an index that holds what the tables hold now."""

    def _ask(text: str = "", actor: Actor = OFFICE, **question: object) -> FoundPage:
        rebuild(database, engine)
        asked = Question(text, **question)  # type: ignore[arg-type]  # named as the fields are
        return find(database, engine, actor, asked, today=TODAY, rules=TrackingRules())

    return _ask


def tasks_of(page: FoundPage) -> list[int]:
    assert page.error is None, page.error
    return [card.task_id for card in page.cards if isinstance(card, TaskCard)]


def note(database: Database, kind: RecordKind, row_id: int) -> None:
    with database.writing() as session:
        note_change(session, kind, row_id)


def keep_evidence(database: Database, update_id: int, text: str) -> int:
    with database.writing() as session:
        stored = SourceFile(sha256=f"{update_id:064x}", media_type="text/plain", size_bytes=1)
        file = Evidence(
            update_id=update_id, source_file=stored, file_name="bien-ban.docx", text=text
        )
        session.add(file)
        session.flush()
        return file.id


def records(database: Database) -> dict[str, SearchRecord]:
    with database.reading() as session:
        return {record.key: record for record in RecordWriter(session).everything()}


class TestWhatIsIndexed:
    def test_a_draft_and_a_withdrawn_document_give_no_record(
        self, database: Database, author: int
    ) -> None:
        for state in (DirectiveState.DRAFT, DirectiveState.WITHDRAWN):
            number = make_directive(database, author_id=author, state=state)
            part = make_assignment(database, make_task(database, number), make_agency(database))
            make_update(database, part, author_id=author)
        assert records(database) == {}

    def test_a_directive_is_indexed_without_the_words_of_its_tasks(
        self, database: Database, directive: int
    ) -> None:
        make_task(database, directive, text="Hai.", start=5, end=9)
        text = records(database)[f"directive:{directive}"].text
        assert text.splitlines()[-2:] == ["Một.", "Ba."]
        assert "Hai" not in text

    def test_an_update_is_indexed_without_signs_of_markdown_and_with_its_verdict(
        self, database: Database, directive: int, author: int
    ) -> None:
        part = make_assignment(database, make_task(database, directive), make_agency(database))
        update = make_update(
            database,
            part,
            author_id=author,
            narrative="# Kết quả\n\n- **Đã** [họp](http://x.vn)\n- đã báo cáo",
            difficulties="thiếu vốn",
            result_number="12-BC/HU",
        )
        make_verdict(database, update, VerdictKind.SENT_BACK, author_id=author)
        text = records(database)[f"update:{update}"].text
        assert text.splitlines() == [
            "Kết quả", "Đã họp", "đã báo cáo", "thiếu vốn", "12-BC/HU"
        ]  # fmt: skip

    def test_an_update_carries_what_its_task_is_asked_for_by(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        task = make_task(database, directive, original_due=date(2024, 5, 30))
        part = make_assignment(database, task, make_agency(database))
        make_update(database, part, author_id=author, narrative="chờ bố trí vốn")
        assert tasks_of(ask("tt:quahan vốn han:<1/6/2024 vb:23-CT/TU")) == [task]

    def test_the_words_of_an_evidence_file_are_found_under_its_task(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        task = make_task(database, directive)
        part = make_assignment(database, task, make_agency(database))
        update = make_update(database, part, author_id=author)
        keep_evidence(database, update, "Biên bản nghiệm thu tuyến đường liên ấp")
        [card] = ask("nghiem thu").cards
        [match] = card.matches
        assert (match.kind, match.file_name, match.update_id) == (
            RecordKind.EVIDENCE, "bien-ban.docx", update
        )  # fmt: skip


class TestNames:
    @pytest.fixture
    def heir(self, database: Database) -> tuple[int, int, int]:
        """Two boards of which one heir was made, each with a task of its own name only."""
        old = make_agency(database, "Ban Tuyên giáo Tỉnh ủy", code="BTGTU")
        other = make_agency(database, "Ban Dân vận Tỉnh ủy", code="BDVTU")
        new = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy", code="BTGDVTU")
        with database.writing() as session:
            for before in (old, other):
                session.add(
                    Succession(
                        from_agency_id=before,
                        to_agency_id=new,
                        kind="merge",
                        effective_on=date(2025, 2, 20),
                    )
                )
        return old, other, new

    def test_old_and_new_names_find_each_other_but_not_a_sibling(
        self, database: Database, directive: int, heir: tuple[int, int, int], ask: Ask
    ) -> None:
        old, other, new = (
            make_task(database, directive, text=f"Nhiệm vụ {letter}") for letter in "abc"
        )
        for task, agency in zip((old, other, new), heir, strict=True):
            make_assignment(database, task, agency)
        assert set(tasks_of(ask("cq:BTGTU"))) == {old, new}
        assert set(tasks_of(ask("cq:BTGDVTU"))) == {old, other, new}
        assert set(tasks_of(ask("BDVTU"))) == {other, new}

    def test_an_alias_is_a_name(self, database: Database, directive: int, ask: Ask) -> None:
        agency = make_agency(database, "Tỉnh đoàn Kiên Giang")
        with database.writing() as session:
            session.add(AgencyAlias(agency_id=agency, alias="Đoàn Thanh niên tỉnh"))
        task = make_task(database, directive)
        make_assignment(database, task, agency)
        assert tasks_of(ask('chutri:"doan thanh nien"')) == [task]

    def test_a_circle_of_successions_ends(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        one, two = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        with database.writing() as session:
            for pair in ((one, two), (two, one)):
                session.add(
                    Succession(
                        from_agency_id=pair[0],
                        to_agency_id=pair[1],
                        kind="merge",
                        effective_on=date(2025, 1, 1),
                    )
                )
        make_assignment(database, make_task(database, directive), one)
        assert len(tasks_of(ask('cq:"sở hai"'))) == 1

    def test_the_name_of_an_agency_that_is_not_to_be_known_is_unknown(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        mine, hidden = make_agency(database, "Sở Một"), make_agency(database, "Sở Bí Ẩn")
        make_assignment(database, make_task(database, directive), mine)
        error = ask('cq:"sở bí ẩn"', of_agency(mine)).error
        assert error is not None
        assert error.code == "unknown-name"
        assert ask(f'cq:"sở bí ẩn" {hidden}').error is None


@dataclass(frozen=True)
class World:
    """Agencies in many constellations of roles, each assignment with an update and a file."""

    agencies: tuple[int, ...]
    actors: Mapping[str, Actor]


CONSTELLATIONS = [
    {0: (LEAD,), 1: (LEAD,), 2: (SUPPORTING,)},
    {0: (LEAD,), 1: (SUPPORTING,), 2: (SUPPORTING,)},
    {0: (LEAD,), 1: (DIRECTED,), 2: (DIRECTED, SUPPORTING)},
    {1: (LEAD, SUPPORTING), 2: (SUPPORTING,)},
    {2: (DIRECTED,)},
    {},
]


@pytest.fixture
def world(database: Database, author: int) -> World:
    agencies = tuple(make_agency(database, f"Sở số {number}") for number in range(4))
    for constellation in CONSTELLATIONS:
        task = make_task(database, make_directive(database, author_id=author))
        for agency, roles in constellation.items():
            for role in roles:
                part = make_assignment(database, task, agencies[agency], role)
                update = make_update(database, part, author_id=author)
                keep_evidence(database, update, "tệp minh chứng")
    make_directive(database, author_id=author, state=DirectiveState.DRAFT)
    actors = {role.value: Actor(0, role, frozenset({role})) for role in Role}
    actors |= {f"agency-{n}": of_agency(agency) for n, agency in enumerate(agencies)}
    actors["agency-0+2"] = of_agency(agencies[0], agencies[2])
    return World(agencies, actors)


def visible_keys(database: Database, actor: Actor) -> set[str]:
    """Return the keys of what the policy lets ``actor`` see, by its own SQL."""
    issued = Directive.state == DirectiveState.ISSUED
    queries = {
        RecordKind.DIRECTIVE: select(Directive.id).where(policy.visible_directives(actor), issued),
        RecordKind.TASK: select(Task.id)
        .join(Task.directive)
        .where(policy.visible_tasks(actor), issued),
        RecordKind.UPDATE: select(ProgressUpdate.id)
        .join(ProgressUpdate.assignment)
        .where(policy.visible_assignments(actor)),
        RecordKind.EVIDENCE: select(Evidence.id)
        .join(Evidence.update)
        .join(ProgressUpdate.assignment)
        .where(policy.visible_assignments(actor)),
    }
    with database.reading() as session:
        return {
            f"{kind}:{row_id}"
            for kind, query in queries.items()
            for row_id in session.scalars(query)
        }


def every_request(actor: Actor, text: str = "") -> SearchRequest:
    return SearchRequest(
        query=parse_query(text),
        principals=principals_of(actor),
        today=TODAY,
        size=1000,
        facets=tuple(Facet),
    )


class TestRights:
    """The index must agree with the policy's SQL for every role, record and path."""

    def test_each_record_is_visible_to_just_those_whom_the_policy_lets_see_it(
        self, database: Database, world: World
    ) -> None:
        held = records(database)
        for name, actor in world.actors.items():
            mine = principals_of(actor)
            found = {key for key, each in held.items() if not mine.isdisjoint(each.visible_to)}
            assert found == visible_keys(database, actor), name

    @pytest.mark.parametrize("name", ["tantivy", "whoosh"])
    def test_hits_and_counts_are_of_visible_records_only(
        self, database: Database, world: World, tmp_path: Path, name: str
    ) -> None:
        engine = open_engine(name, tmp_path / name)
        rebuild(database, engine)
        for who, actor in world.actors.items():
            visible = visible_keys(database, actor)
            page = engine.search(every_request(actor))
            assert page.total_hits == len(visible), who
            assert {hit.key for group in page.groups for hit in group.hits} <= visible, who
            agencies = {count.value for count in page.facets[Facet.AGENCY]}
            assert agencies == self.known_agencies(database, actor), who

    def known_agencies(self, database: Database, actor: Actor) -> set[str]:
        with database.reading() as session:
            query = select(Assignment.agency_id).where(policy.visible_assignments(actor))
            return {str(agency_id) for agency_id in session.scalars(query)}

    def test_parts_that_may_not_be_read_cannot_be_asked_for(
        self, database: Database, world: World, engine: SearchEngine
    ) -> None:
        rebuild(database, engine)
        for (who, actor), agency in product(world.actors.items(), world.agencies):
            with database.reading() as session:
                mine = Assignment.agency_id == agency
                readable = set(
                    session.scalars(
                        select(Assignment.task_id).where(policy.visible_assignments(actor), mine)
                    )
                )
            page = engine.search(every_request(actor, f"Sở số {world.agencies.index(agency)}"))
            found = {group.group for group in page.groups if group.group.startswith("task")}
            assert found == {f"task:{task}" for task in readable}, (who, agency)

    def test_a_neighbours_state_does_not_show_through_the_filter_of_states(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        mine, neighbour = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        task = make_task(database, directive, original_due=date(2024, 6, 1))
        done = make_assignment(database, task, mine)
        make_assignment(database, task, neighbour)
        update = make_update(database, done, author_id=author, status=UpdateStatus.DONE)
        make_verdict(database, update, VerdictKind.CONFIRMED, author_id=author)
        assert tasks_of(ask("tt:quahan", of_agency(mine))) == []
        assert tasks_of(ask("tt:quahan", of_agency(neighbour))) == [task]
        assert tasks_of(ask("tt:quahan")) == [task]


class TestFind:
    def test_one_card_holds_a_task_and_all_that_matched_under_it(
        self, database: Database, directive: int, author: int, ask: Ask
    ) -> None:
        agency = make_agency(database, "Huyện ủy Giồng Riềng")
        task = make_task(database, directive, text="xây dựng nông thôn mới")
        part = make_assignment(database, task, agency)
        update = make_update(database, part, author_id=author, narrative="nông thôn mới đạt")
        page = ask("nong thon moi", kind=None)
        [card] = [card for card in page.cards if isinstance(card, TaskCard)]
        assert {(match.kind, match.record_id) for match in card.matches} == {
            (RecordKind.TASK, task), (RecordKind.UPDATE, update)
        }  # fmt: skip
        assert [line.agency for line in card.parts] == ["Huyện ủy Giồng Riềng"]
        assert page.kinds[RecordKind.UPDATE] == 1

    def test_a_document_has_a_card_of_its_own(self, directive: int, ask: Ask) -> None:
        [card] = ask("23ct/tu").cards
        assert isinstance(card, DirectiveCard)
        assert card.directive_id == directive

    def test_filters_are_kept_all_together(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        mine, other = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        task = make_task(database, directive, original_due=date(2024, 6, 1))
        make_assignment(database, task, mine)
        make_assignment(database, make_task(database, directive), other)
        chosen = ((Facet.AGENCY, str(mine)), (Facet.STATUS, "overdue"))
        page = ask("", filters=chosen)
        assert tasks_of(page) == [task]
        assert [choice.value for choice in page.active] == [str(mine), "overdue"]

    def test_the_earliest_deadline_comes_first_and_none_last(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        without = make_task(database, directive, text="họp dân")
        late = make_task(database, directive, text="họp dân", original_due=date(2024, 9, 1))
        soon = make_task(database, directive, text="họp dân", original_due=date(2024, 7, 1))
        assert tasks_of(ask("họp dân", sort=Sort.DUE)) == [soon, late, without]

    def test_pages_do_not_overlap_and_leave_nothing_out(
        self, database: Database, directive: int, ask: Ask
    ) -> None:
        made = {make_task(database, directive, text="họp dân") for _ in range(45)}
        pages = [ask("họp dân", page=number) for number in (1, 2, 3)]
        assert [len(page.cards) for page in pages] == [20, 20, 5]
        assert {task for page in pages for task in tasks_of(page)} == made
        assert (pages[0].total, pages[0].last) == (45, 3)

    def test_an_empty_question_asks_nothing(self, ask: Ask) -> None:
        assert ask("  ").cards == ()

    def test_a_query_that_cannot_be_read_gives_its_error(self, ask: Ask) -> None:
        error = ask('"dở dang').error
        assert error is not None
        assert (error.code, error.position) == ("open-quote", 0)

    def test_what_the_tables_no_longer_have_is_left_out(
        self, database: Database, engine: SearchEngine, directive: int
    ) -> None:
        rebuild(database, engine)
        with database.writing() as session:
            session.get_one(Directive, directive).state = DirectiveState.WITHDRAWN
        actor = OFFICE
        page = find(
            database, engine, actor, Question("23-CT/TU"), today=TODAY, rules=TrackingRules()
        )
        assert page.cards == ()

    def test_without_an_index_people_are_told_that_it_is_being_built(
        self, database: Database, engine: SearchEngine
    ) -> None:
        with pytest.raises(IndexRebuilding) as caught:
            find(database, engine, OFFICE, Question("a"), today=TODAY, rules=TrackingRules())
        assert isinstance(caught.value, Unavailable)


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("qua han BTGTU", ("tt:quahan BTGTU",)),
        ("nhiệm vụ quá hạn", ("tt:quahan nhiệm vụ",)),
        ("chưa hoàn thành nông thôn mới", ("tt:danglam nông thôn mới",)),
        ("cho xac nhan", ("tt:choxacnhan",)),
        ("tt:quahan quá hạn", ()),
        ('"quá hạn"', ()),
        ("nông thôn mới", ()),
    ],
)
def test_plain_words_of_a_state_become_a_proposed_filter(
    typed: str, proposed: tuple[str, ...]
) -> None:
    assert propose_filters(typed) == proposed


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

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(database, "writing", power_cut)
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
                assert engine.search(every_request(OFFICE)).total_hits == 1
            except Exception as fault:  # noqa: BLE001 - whatever it is fails the test
                faults.append(fault)

    reader = threading.Thread(target=search_on)
    reader.start()
    for _ in range(5):
        rebuild(database, engine)
    done.set()
    reader.join()
    assert faults == []


def test_moments_are_indexed_by_the_day_of_the_office(
    database: Database, directive: int, author: int
) -> None:
    part = make_assignment(database, make_task(database, directive), make_agency(database))
    late_evening_utc = datetime(2024, 6, 14, 18, 0, tzinfo=UTC)
    update = make_update(database, part, author_id=author, at=late_evening_utc)
    assert records(database)[f"update:{update}"].date == date(2024, 6, 15)
