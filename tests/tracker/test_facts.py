"""What the clocks are told of an assignment: the newest word and the newest verdict on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import event, true

from directives.model import Every
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_due_change,
    make_event,
    make_task,
    make_update,
    make_verdict,
)
from tracker.clocks import AssignmentFacts, Pause
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentEventKind,
    Category,
    DueChangeKind,
    UpdateStatus,
    VerdictKind,
    Workflow,
)
from tracker.models import Assignment, assignment_facts, streamed_facts


@pytest.fixture
def assignment(database: Database, clerk: Actor) -> int:
    directive = make_directive(database, author_id=clerk.user_id)
    task = make_task(
        database, directive, original_due=date(2024, 6, 30), recurs_every=Every.QUARTER
    )
    return make_assignment(database, task, make_agency(database))


def _facts(database: Database) -> AssignmentFacts:
    with database.reading() as session:
        return assignment_facts(session, true())[0]


def test_an_assignment_without_a_word_is_just_issued(database: Database, assignment: int) -> None:
    facts = _facts(database)
    assert facts.assignment_id == assignment
    assert (facts.workflow, facts.last_update_on, facts.percent) == (Workflow.ISSUED, None, None)
    assert facts.due == date(2024, 6, 30)


def test_a_verdict_counts_only_for_the_update_it_was_given_on(
    database: Database, assignment: int, clerk: Actor, inspector: Actor
) -> None:
    author = clerk.user_id
    claim = make_update(
        database,
        assignment,
        author_id=author,
        status=UpdateStatus.DONE,
        result_date=date(2024, 6, 10),
    )
    make_verdict(database, claim, VerdictKind.SENT_BACK, author_id=inspector.user_id)
    make_verdict(database, claim, VerdictKind.CONFIRMED, author_id=inspector.user_id)
    assert _facts(database).done_on == date(2024, 6, 10)
    make_update(database, assignment, author_id=author)
    assert (_facts(database).workflow, _facts(database).done_on) == (Workflow.IN_PROGRESS, None)


def test_days_are_those_of_ho_chi_minh_city(
    database: Database, assignment: int, clerk: Actor
) -> None:
    late_evening_in_utc = datetime(2024, 6, 10, 17, 30, tzinfo=UTC)
    make_update(
        database, assignment, author_id=clerk.user_id, at=late_evening_in_utc, period="2024-Q2"
    )
    facts = _facts(database)
    assert facts.last_update_on == date(2024, 6, 11)
    assert facts.reported_periods == {"2024-Q2": late_evening_in_utc}


def test_a_hundred_assignments_cost_no_more_statements_than_one(
    database: Database, assignment: int, clerk: Actor
) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    assert _facts(database).assignment_id == assignment
    for_one = len(statements)
    directive = make_directive(database, author_id=clerk.user_id)
    task = make_task(database, directive)
    for place in range(20):
        other = make_assignment(database, task, make_agency(database, f"Sở {place}"))
        make_update(database, other, author_id=clerk.user_id, at=NOW)
    statements.clear()
    with database.reading() as session:
        assert len(assignment_facts(session, true())) == 21
    assert len(statements) == for_one


def test_a_stream_yields_the_facts_of_each_assignment_once(
    database: Database, assignment: int, clerk: Actor
) -> None:
    task = make_task(database, make_directive(database, author_id=clerk.user_id))
    for place in range(7):
        other = make_assignment(database, task, make_agency(database, f"Sở {place}"))
        make_update(database, other, author_id=clerk.user_id, at=NOW)
    with database.reading() as session:
        streamed = list(streamed_facts(session, Assignment.id != assignment + 2, batch=3))
        assert streamed == assignment_facts(session, Assignment.id != assignment + 2)
    assert len(streamed) == 7


class TestEvents:
    @pytest.fixture
    def happens(self, database: Database, assignment: int, clerk: Actor) -> Callable[..., None]:
        return partial(make_event, database, assignment, author_id=clerk.user_id)

    def test_an_accepted_assignment_waits_for_its_first_word(
        self, database: Database, happens: Callable[..., None]
    ) -> None:
        happens(AssignmentEventKind.ACCEPTED)
        assert _facts(database).workflow is Workflow.ACCEPTED

    def test_whoever_receives_the_work_has_not_accepted_it_yet(
        self, database: Database, happens: Callable[..., None]
    ) -> None:
        happens(AssignmentEventKind.ACCEPTED)
        happens(AssignmentEventKind.HANDED_OVER, on=date(2024, 5, 2))
        facts = _facts(database)
        assert (facts.workflow, facts.asked_since) == (Workflow.ISSUED, date(2024, 5, 2))

    def test_a_suspension_ends_on_the_day_of_resuming(
        self, database: Database, happens: Callable[..., None]
    ) -> None:
        happens(AssignmentEventKind.SUSPENDED, on=date(2024, 3, 1))
        assert _facts(database).workflow is Workflow.SUSPENDED
        happens(AssignmentEventKind.RESUMED, on=date(2024, 4, 10))
        facts = _facts(database)
        assert facts.pauses == (Pause(date(2024, 3, 1), date(2024, 4, 10)),)
        assert (facts.workflow, facts.asked_since) == (Workflow.ISSUED, date(2024, 4, 10))

    def test_what_is_no_longer_tracked_counts_apart(
        self, database: Database, happens: Callable[..., None]
    ) -> None:
        happens(AssignmentEventKind.STOPPED)
        facts = _facts(database)
        assert (facts.category(date(2025, 1, 1)), facts.is_open) == (Category.STOPPED, False)


class TestDueDays:
    def test_an_extension_counts_and_leaves_the_first_day_standing(
        self, database: Database, assignment: int, clerk: Actor
    ) -> None:
        make_due_change(database, assignment, date(2024, 9, 30), author_id=clerk.user_id)
        due = _facts(database).due_day
        assert (due.day, due.original, due.extensions) == (
            date(2024, 9, 30),
            date(2024, 6, 30),
            1,
        )
        assert not due.is_tracking_date

    @pytest.mark.parametrize(
        ("kind", "category"),
        [
            (DueChangeKind.TRACKING_DATE, Category.NO_DEADLINE),
            (DueChangeKind.REVIEW, Category.OPEN_OVERDUE),
        ],
    )
    def test_only_a_day_that_the_committee_set_makes_a_task_officially_overdue(
        self, database: Database, clerk: Actor, kind: DueChangeKind, category: Category
    ) -> None:
        directive = make_directive(database, author_id=clerk.user_id)
        undated = make_assignment(database, make_task(database, directive), make_agency(database))
        make_due_change(database, undated, date(2024, 3, 1), kind, author_id=clerk.user_id)
        assert _facts(database).category(date(2024, 6, 1)) is category
