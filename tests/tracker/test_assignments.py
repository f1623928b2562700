"""Issuing: who is given which task, what stops it, and what is seen of it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, true

from directives import Due, Every, Metadata, Nature, Precision, Recurrence, TaskDraft
from tests.factories import NOW, make_agency, make_group
from tests.tracker.drafts import DOCUMENT, REASON, TEXT, bodies, make_draft, make_reading_task
from tracker import assignments, intake
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role, TrackingRules
from tracker.errors import NotAllowed, NotFound
from tracker.files import FileStore
from tracker.models import (
    AgencyGroup,
    Assignment,
    CalendarDay,
    Directive,
    GroupMembership,
    IndexChange,
    RecordKind,
    Task,
    TaskBody,
    assignment_facts,
)
from tracker.models.revisions import NotADraft, StaleDraft

LEAD, DIRECTED, SUPPORTING = AssignmentRole
DUE = Due("", 0, 0, date(2024, 6, 30), Precision.DAY)
TODAY = date(2024, 6, 15)

Given = set[tuple[str, int, AssignmentRole]]


@pytest.fixture
def issue(database: Database, clerk: Actor) -> Callable[..., int]:
    """Issue a draft of some tasks; return its id."""

    def _issue(*tasks: TaskDraft, document: Metadata = DOCUMENT) -> int:
        draft = make_draft(database, clerk, *tasks, document=document)
        assignments.issue_directive(database, clerk, draft, revision=0, now=NOW, reason=REASON)
        return draft

    return _issue


def given_to(database: Database) -> Given:
    """Return every assignment as key of the task, agency and role."""
    rows = select(Task.key, Assignment.agency_id, Assignment.role).join(Assignment.task)
    with database.reading() as session:
        return {(key, agency, role) for key, agency, role in session.execute(rows)}


# Who is given what


def test_each_role_of_a_body_becomes_its_assignment_and_a_reports_reader_none(
    database: Database, issue: Callable[..., int]
) -> None:
    lead, directed, beside, reader = (make_agency(database, f"Sở {name}") for name in "ABCD")
    issue(
        make_reading_task(
            "t1",
            lead=bodies("Sở A"),
            directed=bodies("Sở B"),
            coordinating=bodies("Sở C"),
            reports_to=bodies("Sở D"),
        )
    )
    assert given_to(database) == {
        ("t1", lead, LEAD), ("t1", directed, DIRECTED), ("t1", beside, SUPPORTING)
    }  # fmt: skip
    with database.reading() as session:
        read_by = select(TaskBody.agency_id).where(TaskBody.words == "Sở D")
        assert session.scalars(read_by).one() == reader


THIRTY = "trong thời hạn 30 ngày làm việc kể từ ngày ký"


def test_working_days_are_counted_by_the_offices_calendar_and_shown_before_issuing(
    database: Database, clerk: Actor
) -> None:
    # Read on 05/03 with weekends only; the Hùng Kings' day of 18/04 moves with the moon.
    read = Due(THIRTY, 0, 0, date(2024, 4, 16), Precision.DAY)
    own = Due(THIRTY, 0, 0, date(2024, 4, 30), Precision.DAY)
    draft = make_draft(
        database, clerk, make_reading_task("t1", due=read), make_reading_task("t2", due=own)
    )
    with database.writing() as session:
        session.add(
            CalendarDay(
                day=date(2024, 4, 5), is_working=False, name="Nghỉ", author_id=clerk.user_id, at=NOW
            )
        )
    (moved,) = assignments.dues_to_move(database, clerk, draft)
    assert (moved.read, moved.due, moved.working_days) == (read.date, date(2024, 4, 17), 30)
    assignments.issue_directive(database, clerk, draft, revision=0, now=NOW, reason=REASON)
    with database.reading() as session:
        counted, chosen = session.scalars(select(Task).order_by(Task.position))
        assert (counted.original_due, counted.due_working_days) == (date(2024, 4, 17), 30)
        assert counted.due_counted_from == date(2024, 3, 5)
        assert (chosen.original_due, chosen.due_working_days) == (own.date, None)


def test_a_report_due_in_the_month_after_is_owed_by_that_day(
    database: Database, issue: Callable[..., int]
) -> None:
    make_agency(database, "Sở A")
    said = Recurrence("trước ngày 05 của tháng tiếp theo", 0, 0, Every.MONTH, 5)
    issue(make_reading_task("t1", lead=bodies("Sở A"), recurrence=said))
    with database.reading() as session:
        (facts,) = assignment_facts(session, true())
    (first, *_) = facts.owed_reports(TODAY)
    assert (first.period.key, first.due) == ("2024-06", date(2024, 7, 5))


def test_a_group_becomes_its_members_on_the_day_of_issue(
    database: Database, issue: Callable[..., int]
) -> None:
    before, then, since = (make_agency(database, f"Huyện ủy {name}") for name in "ABC")
    group = make_group(database, "các huyện ủy", [then])
    with database.writing() as session:
        for agency, first, last in (
            (before, date(2020, 1, 1), date(2024, 3, 4)),
            (since, date(2024, 3, 6), None),
        ):
            session.add(
                GroupMembership(group_id=group, agency_id=agency, valid_from=first, valid_to=last)
            )
    issue(make_reading_task("t1", lead=bodies("các huyện ủy")))
    assert given_to(database) == {("t1", then, LEAD)}
    with database.reading() as session:
        assigned = session.scalars(select(Assignment)).one()
        assert (assigned.body.words, assigned.body.group_id) == ("các huyện ủy", group)


def test_a_group_that_does_not_expand_assigns_nobody_and_keeps_its_words(
    database: Database, issue: Callable[..., int]
) -> None:
    group = make_group(database, "các cơ quan liên quan", [make_agency(database, "Sở A")])
    with database.writing() as session:
        session.get_one(AgencyGroup, group).expands = False
    issue(make_reading_task("t1", coordinating=bodies("các cơ quan liên quan")))
    assert given_to(database) == set()
    with database.reading() as session:
        assert session.scalars(select(TaskBody.group_id)).one() == group


def test_a_member_named_beside_its_group_is_assigned_once_by_its_own_name(
    database: Database, issue: Callable[..., int]
) -> None:
    union, youth = make_agency(database, "Hội Nông dân"), make_agency(database, "Tỉnh đoàn")
    make_group(database, "các đoàn thể", [union, youth])
    issue(make_reading_task("t1", lead=bodies("các đoàn thể", "Tỉnh đoàn")))
    assert given_to(database) == {("t1", union, LEAD), ("t1", youth, LEAD)}
    with database.reading() as session:
        mine = session.scalars(select(Assignment).where(Assignment.agency_id == youth)).one()
        assert mine.body.words == "Tỉnh đoàn"


def test_in_one_task_leading_wins_over_being_directed_and_that_over_coordinating(
    database: Database, issue: Callable[..., int]
) -> None:
    first, second = make_agency(database, "Sở A"), make_agency(database, "Sở B")
    make_group(database, "các sở", [first, second])
    issue(
        make_reading_task(
            "t1",
            lead=bodies("Sở A"),
            directed=bodies("Sở B"),
            coordinating=bodies("các sở", "Sở A"),
        )
    )
    assert given_to(database) == {("t1", first, LEAD), ("t1", second, DIRECTED)}


def test_words_left_as_words_assign_nobody(database: Database, clerk: Actor) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1", lead=bodies("mọi người")))
    intake.match_body(database, clerk, draft, "mọi người", "words", revision=0, now=NOW)
    assignments.issue_directive(database, clerk, draft, revision=1, now=NOW, reason=REASON)
    assert given_to(database) == set()


# Tasks with sub-tasks


def test_a_lead_that_sub_tasks_inherit_answers_for_them_and_not_above_as_well(
    database: Database, issue: Callable[..., int]
) -> None:
    agency = make_agency(database, "Sở A")
    children = [make_reading_task(f"t1.{n}", lead=bodies("Sở A", inherited=True)) for n in (1, 2)]
    issue(make_reading_task("t1", *children, lead=bodies("Sở A")))
    assert given_to(database) == {("t1.1", agency, LEAD), ("t1.2", agency, LEAD)}


def test_a_lead_whom_no_sub_task_has_keeps_the_task_above(
    database: Database, issue: Callable[..., int]
) -> None:
    above, below = make_agency(database, "Sở A"), make_agency(database, "Sở B")
    child = make_reading_task("t1.1", lead=bodies("Sở B"))
    issue(make_reading_task("t1", child, lead=bodies("Sở A", "Sở B")))
    assert given_to(database) == {("t1", above, LEAD), ("t1.1", below, LEAD)}


@pytest.mark.parametrize(
    "own", [{"due": DUE}, {"recurrence": Recurrence("hằng quý", 0, 0, Every.QUARTER)}]
)
def test_a_deadline_or_return_of_the_task_above_is_watched_there(
    database: Database, issue: Callable[..., int], own: dict[str, object]
) -> None:
    agency = make_agency(database, "Sở A")
    child = make_reading_task("t1.1", lead=bodies("Sở A", inherited=True))
    issue(make_reading_task("t1", child, lead=bodies("Sở A"), **own))
    assert given_to(database) == {("t1", agency, LEAD), ("t1.1", agency, LEAD)}


def test_the_tree_its_order_and_all_that_was_said_of_a_task_are_kept(
    database: Database, issue: Callable[..., int]
) -> None:
    child = make_reading_task(
        "t1.1",
        label="a)",
        nature=Nature.PERIODIC,
        due=Due("trước ngày 30/6/2024", 0, 20, date(2024, 6, 30), Precision.DAY),
        recurrence=Recurrence("hằng quý", 0, 8, Every.QUARTER, 20),
    )
    issue(make_reading_task("t1", child), make_reading_task("t2"))
    with database.reading() as session:
        tasks = session.scalars(select(Task).order_by(Task.position)).all()
        assert [(task.key, task.parent and task.parent.key) for task in tasks] == [
            ("t1", None), ("t1.1", "t1"), ("t2", None)
        ]  # fmt: skip
        kept = tasks[1]
        assert (kept.label, kept.nature) == ("a)", Nature.PERIODIC)
        assert (kept.original_due, kept.due_words) == (date(2024, 6, 30), "trước ngày 30/6/2024")
        assert (kept.recurs_every, kept.report_due_day) == (Every.QUARTER, 20)


_named = st.lists(st.sampled_from(["Sở A", "Sở B", "các sở", "các huyện"]), max_size=3)


@given(tasks=st.lists(st.tuples(_named, _named, _named), min_size=1, max_size=3))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_named_nobody_stands_twice_in_a_task_and_the_plan_is_kept(
    database: Database, clerk: Actor, tasks: list[tuple[list[str], list[str], list[str]]]
) -> None:
    _make_registry_once(database)
    before = given_to(database)
    draft = make_draft(
        database,
        clerk,
        *(
            make_reading_task(
                f"d{id(tasks)}.{n}",
                lead=bodies(*lead),
                directed=bodies(*directed),
                coordinating=bodies(*beside),
            )
            for n, (lead, directed, beside) in enumerate(tasks)
        ),
        document=Metadata(),
    )
    plan = assignments.plan_issue(database, clerk, draft, now=NOW)
    assignments.issue_directive(database, clerk, draft, revision=0, now=NOW, reason=REASON)
    rows = _assignments_of(database, draft)
    assert len({(task, agency) for task, agency in rows}) == len(rows)
    assert sum(sum(planned.counts.values()) for planned in plan) == len(rows)
    assert before <= given_to(database)


def _make_registry_once(database: Database) -> None:
    with database.reading() as session:
        if session.scalar(select(AgencyGroup.id)):
            return
    first, second = make_agency(database, "Sở A"), make_agency(database, "Sở B")
    make_group(database, "các sở", [first, second])
    make_group(database, "các huyện", [make_agency(database, "Huyện C"), second])


def _assignments_of(database: Database, directive_id: int) -> list[tuple[int, int]]:
    rows = (
        select(Assignment.task_id, Assignment.agency_id)
        .join(Assignment.task)
        .where(Task.directive_id == directive_id)
    )
    with database.reading() as session:
        return [(task, agency) for task, agency in session.execute(rows)]


# What stops it, what it leaves


def test_all_that_blocks_issuing_is_told_at_once_and_nothing_is_issued(
    database: Database, files: FileStore, clerk: Actor
) -> None:
    text = TEXT + "\nTrời hôm nay đẹp.\n"
    sent = intake.Upload("chi-thi.md", text.encode())
    draft = intake.upload_directive(database, files, clerk, sent, now=NOW)
    page = intake.draft_page(database, clerk, draft, today=TODAY)
    with pytest.raises(assignments.NotReady) as blocked:
        assignments.issue_directive(database, clerk, draft, revision=0, now=NOW, reason=REASON)
    assert blocked.value.details == {
        "unexplained": len(page.unexplained), "unknown": len(page.unknown_bodies), "tasks": 2
    }  # fmt: skip
    assert len(page.unknown_bodies) == 2
    assert given_to(database) == set()


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_a_draft_without_a_task_is_not_issued(database: Database, clerk: Actor) -> None:
    draft = make_draft(database, clerk)
    with pytest.raises(assignments.NotReady) as blocked:
        assignments.issue_directive(database, clerk, draft, revision=0, now=NOW, reason=REASON)
    assert blocked.value.details == {"unexplained": 1, "unknown": 0, "tasks": 0}


def test_the_same_issuer_kind_number_and_date_are_issued_once(
    database: Database, issue: Callable[..., int]
) -> None:
    first = issue(make_reading_task("t1"))
    with pytest.raises(assignments.SameIdentity) as same:
        issue(make_reading_task("t1"))
    assert same.value.details == {"directive_id": first}
    with database.reading() as session:
        states = session.scalars(select(Directive.state).order_by(Directive.id)).all()
        assert list(states) == [DirectiveState.ISSUED, DirectiveState.DRAFT]
        assert len(session.scalars(select(Task)).all()) == 1


def test_documents_without_a_number_are_never_taken_for_the_same(issue: Callable[..., int]) -> None:
    without = Metadata(kind="chi-thi")
    assert issue(make_reading_task("t1"), document=without)
    assert issue(make_reading_task("t1"), document=without)


def test_what_was_not_seen_is_not_issued(database: Database, clerk: Actor) -> None:
    draft = make_draft(database, clerk, make_reading_task("t1"))
    with pytest.raises(StaleDraft):
        assignments.issue_directive(database, clerk, draft, revision=1, now=NOW, reason=REASON)


def test_a_directive_is_issued_once_by_a_clerk(
    database: Database, clerk: Actor, inspector: Actor, issue: Callable[..., int]
) -> None:
    issued = issue(make_reading_task("t1"))
    with pytest.raises(NotADraft):
        assignments.issue_directive(database, clerk, issued, revision=0, now=NOW, reason=REASON)
    with pytest.raises(NotADraft):
        assignments.plan_issue(database, clerk, issued, now=NOW)
    with pytest.raises(NotFound):
        assignments.plan_issue(database, clerk, 999, now=NOW)
    with pytest.raises(NotAllowed):
        assignments.plan_issue(database, inspector, issued, now=NOW)
    with pytest.raises(NotAllowed):
        assignments.issue_directive(database, inspector, issued, revision=0, now=NOW, reason=REASON)


def test_the_search_index_hears_of_the_directive_and_of_every_task(
    database: Database, issue: Callable[..., int]
) -> None:
    issue(make_reading_task("t1", make_reading_task("t1.1")))
    with database.reading() as session:
        changes = session.scalars(select(IndexChange.kind)).all()
    assert sorted(changes) == [RecordKind.DIRECTIVE, RecordKind.TASK, RecordKind.TASK]


# What is seen afterwards


def see(database: Database, actor: Actor, directive: int) -> assignments.DirectivePage:
    return assignments.directive_page(
        database, actor, directive, today=TODAY, rules=TrackingRules()
    )


def test_the_office_sees_the_text_and_every_task_with_who_has_it(
    database: Database, clerk: Actor, issue: Callable[..., int]
) -> None:
    make_agency(database, "Sở A")
    directive = issue(
        make_reading_task("t1", make_reading_task("t1.1", make_reading_task("t1.1n1"))),
        make_reading_task("tn1", lead=bodies("Sở A")),
    )
    page = see(database, clerk, directive)
    assert page.text is not None
    assert [task.depth for task in page.tasks] == [0, 1, 2, 0]
    assert [given.agency for given in page.tasks[3].given_to] == ["Sở A"]


def test_an_agency_sees_its_own_tasks_without_the_text_and_no_other_directive(
    database: Database, issue: Callable[..., int]
) -> None:
    mine = make_agency(database, "Sở A")
    make_agency(database, "Sở B")
    child = make_reading_task("t1.1", lead=bodies("Sở A"))
    directive = issue(make_reading_task("t1", child, lead=bodies("Sở B")))
    foreign = issue(make_reading_task("t1", lead=bodies("Sở B")), document=Metadata())
    actor = Actor(9, "Sở A", frozenset({Role.AGENCY}), frozenset({mine}))
    page = see(database, actor, directive)
    assert page.text is None
    assert [(task.depth, task.given_to[0].agency) for task in page.tasks] == [(0, "Sở A")]
    with pytest.raises(NotFound):
        see(database, actor, foreign)


def test_a_draft_has_no_page_of_an_issued_directive(database: Database, clerk: Actor) -> None:
    with pytest.raises(NotFound):
        see(database, clerk, make_draft(database, clerk))


def test_the_file_goes_to_those_who_may_read_the_whole_directive(
    database: Database, files: FileStore, clerk: Actor, inspector: Actor
) -> None:
    sent = intake.Upload("chỉ thị.md", TEXT.encode())
    draft = intake.upload_directive(database, files, clerk, sent, now=NOW)
    found = assignments.open_source(database, files, clerk, draft)
    assert (found.name, found.content) == ("chỉ thị.md", TEXT.encode())
    agency = Actor(9, "Sở A", frozenset({Role.AGENCY}), frozenset({1}))
    for actor in (inspector, agency):
        with pytest.raises(NotFound):
            assignments.open_source(database, files, actor, draft)
