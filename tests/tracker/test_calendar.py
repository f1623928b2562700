"""The office keeps its calendar; running deadlines follow it, once and with words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tracker import calendar
from tracker.calendar import AlreadyRemoved, DayChange
from tracker.db import Database
from tracker.domain import Actor, DayOffRule, DueChangeKind, Role, UpdateStatus, VerdictKind
from tracker.errors import Conflict, Invalid, NotAllowed, NotFound
from tracker.models import Assignment, CalendarDay, DueChange, IndexChange, Notice, working_days
from tracker.workdays import WorkingDays

ISSUED = date(2024, 6, 3)  # a Monday; with 15 working days due on Monday 24/06, as NOW is 15/06
DUE = date(2024, 6, 24)
OFF = DayChange(date(2024, 6, 20), is_working=False, name="Nghỉ bù")
SATURDAY = DayChange(date(2024, 6, 22), is_working=True, name="Làm bù")


@dataclass(frozen=True)
class Office:
    """One running deadline of fifteen working days."""

    database: Database
    clerk: Actor
    directive: int
    agency: int
    assignment: int

    def another(self, agency: int | None = None, **task: object) -> int:
        fields = {
            "original_due": DUE,
            "due_working_days": 15,
            "due_counted_from": ISSUED,
            **task,
        }
        task_id = make_task(self.database, self.directive, **fields)
        return make_assignment(self.database, task_id, agency or self.agency)

    def enter(self, change: DayChange = OFF, now: datetime = NOW) -> int:
        return calendar.change_day(self.database, self.clerk, change, now=now)

    def entered(self) -> int:
        with self.database.reading() as session:
            return (
                session.scalars(select(CalendarDay.id).order_by(CalendarDay.id.desc())).first() or 0
            )

    def due(self, assignment: int | None = None) -> date | None:
        with self.database.reading() as session:
            return session.get_one(Assignment, assignment or self.assignment).due

    def changes(self) -> list[DueChange]:
        with self.database.reading() as session:
            return list(session.scalars(select(DueChange).order_by(DueChange.id)))


@pytest.fixture
def office(database: Database, clerk: Actor) -> Office:
    directive = make_directive(database, author_id=clerk.user_id, issued_on=ISSUED)
    agency = make_agency(database)
    office = Office(database, clerk, directive, agency, 0)
    return Office(database, clerk, directive, agency, office.another())


def test_a_day_off_moves_a_running_deadline_and_says_why(office: Office) -> None:
    make_user(office.database, Role.AGENCY, agency_id=office.agency)
    assert office.enter() == 1
    assert office.due() == date(2024, 6, 25)
    (change,) = office.changes()
    assert (change.kind, change.previous, change.due) == (DueChangeKind.HOLIDAYS, DUE, office.due())
    assert change.reason == (
        "Ngày 20/06/2024 là ngày nghỉ (Nghỉ bù). "
        "Thời hạn 15 ngày làm việc kể từ ngày 03/06/2024 được tính lại."
    )
    with office.database.reading() as session:
        (notice,) = session.scalars(select(Notice))
        assert notice.details["was"] == "2024-06-24"
        assert session.scalar(select(IndexChange.id)) is not None


def test_the_preview_shows_what_the_change_then_does(office: Office) -> None:
    preview = calendar.preview_day(office.database, office.clerk, OFF, today=date(2024, 6, 15))
    (move,) = preview.moves
    assert (move.previous, move.due, move.working_days) == (DUE, date(2024, 6, 25), 15)
    assert office.due() == DUE


def test_a_worked_saturday_brings_the_deadline_forward(office: Office) -> None:
    office.enter(SATURDAY)
    assert office.due() == date(2024, 6, 22)


def test_a_removed_holiday_gives_the_deadline_back(office: Office) -> None:
    office.enter()
    moved = calendar.remove_day(office.database, office.clerk, office.entered(), now=NOW)
    assert (moved, office.due()) == (1, DUE)
    assert office.changes()[-1].reason.startswith("Ngày 20/06/2024 không còn là ngày nghỉ")


def test_a_removal_makes_nothing_overdue_that_was_in_time(office: Office) -> None:
    office.enter()
    on_the_25th = datetime(2024, 6, 25, 3, tzinfo=UTC)
    calendar.remove_day(office.database, office.clerk, office.entered(), now=on_the_25th)
    assert office.due() == date(2024, 6, 25), "it would be 24/06 and overdue at once"


def test_a_deadline_that_has_passed_is_given_more_time_but_never_less(office: Office) -> None:
    in_july = datetime(2024, 7, 10, 3, tzinfo=UTC)
    office.enter(now=in_july)
    assert office.due() == date(2024, 6, 25)
    calendar.remove_day(office.database, office.clerk, office.entered(), now=in_july)
    assert office.due() == date(2024, 6, 25)


def test_what_is_done_or_said_to_be_done_keeps_its_deadline(
    office: Office, inspector: Actor
) -> None:
    claimed, done = office.another(), office.another()
    for assignment in (claimed, done):
        update = make_update(
            office.database, assignment, author_id=office.clerk.user_id, status=UpdateStatus.DONE
        )
    make_verdict(office.database, update, VerdictKind.CONFIRMED, author_id=inspector.user_id)
    assert office.enter() == 1
    assert (office.due(claimed), office.due(done)) == (DUE, DUE)


def test_a_day_that_a_person_granted_is_not_moved(office: Office) -> None:
    with office.database.writing() as session:
        granted = date(2024, 7, 1)
        session.get_one(Assignment, office.assignment).due = granted
        session.add(
            DueChange(
                assignment_id=office.assignment,
                kind=DueChangeKind.EXTENSION,
                previous=DUE,
                due=granted,
                reason="Đồng ý",
                author_id=office.clerk.user_id,
                at=NOW,
            )
        )
    assert office.enter() == 0
    assert office.due() == granted


def test_a_deadline_on_a_day_of_its_own_is_not_counted(office: Office) -> None:
    fixed = office.another(due_working_days=None, due_counted_from=None)
    assert office.enter() == 1
    assert office.due(fixed) == DUE


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (DayChange(None, is_working=False, name=" "), {"day": "not-a-date", "name": "required"}),
        (DayChange(date(1890, 1, 1), is_working=False, name="x"), {"day": "no-such-year"}),
        (DayChange(date(2024, 6, 22), is_working=False, name="x"), {"day": "off-already"}),
        (DayChange(date(2024, 6, 20), is_working=True, name="x"), {"day": "works-already"}),
        (DayChange(date(2024, 6, 20), is_working=False, name="x" * 201), {"name": "too-long"}),
    ],
)
def test_an_entry_that_says_nothing_is_refused(
    office: Office, change: DayChange, faults: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as fault:
        office.enter(change)
    assert fault.value.fields == faults


def test_a_day_is_entered_once(office: Office) -> None:
    office.enter()
    with pytest.raises(Invalid, match="day-entered"):
        office.enter()


def test_two_people_entering_one_day_move_the_deadline_once(office: Office) -> None:
    def enter(_: int) -> str:
        try:
            office.enter()
        except (Invalid, Conflict):
            return "refused"
        return "entered"

    with ThreadPoolExecutor(4) as people:
        outcomes = sorted(people.map(enter, range(4)))
    assert outcomes == ["entered", "refused", "refused", "refused"]
    assert len(office.changes()) == 1


def test_two_people_removing_one_day_are_told_apart(office: Office) -> None:
    office.enter()
    calendar.remove_day(office.database, office.clerk, office.entered(), now=NOW)
    with pytest.raises(AlreadyRemoved):
        calendar.remove_day(office.database, office.clerk, office.entered(), now=NOW)
    with pytest.raises(NotFound):
        calendar.remove_day(office.database, office.clerk, 999, now=NOW)


def test_a_removed_entry_stays_to_be_read_and_may_be_entered_again(office: Office) -> None:
    office.enter()
    calendar.remove_day(office.database, office.clerk, office.entered(), now=NOW)
    office.enter()
    year = calendar.calendar_year(office.database, office.clerk, 2024)
    rows = [row for row in year.rows if row.calendar_day_id]
    assert [(row.in_force, row.removed_by is None) for row in rows] == [
        (False, False),
        (True, True),
    ]
    assert {row.name for row in year.rows} >= {"Tết Nguyên Đán", "Nghỉ bù"}


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE])
def test_only_the_keepers_change_the_calendar(office: Office, role: Role) -> None:
    reader = Actor(make_user(office.database, role), "Người đọc", frozenset({role}))
    assert not calendar.calendar_year(office.database, reader, 2024).may_edit
    with pytest.raises(NotAllowed):
        calendar.change_day(office.database, reader, OFF, now=NOW)
    with pytest.raises(NotAllowed):
        calendar.set_day_off_rule(office.database, reader, DayOffRule.NEXT)


def test_the_rule_for_reports_holds_from_being_set_on(office: Office) -> None:
    calendar.set_day_off_rule(office.database, office.clerk, DayOffRule.NEXT)
    with office.database.reading() as session:
        assert working_days(session).report_day(date(2024, 6, 30)) == date(2024, 7, 1)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None
)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=6))
def test_after_any_changes_the_deadline_is_that_of_a_slow_count(
    office: Office, acts: list[tuple[int, bool]]
) -> None:
    with office.database.writing() as session:
        session.get_one(Assignment, office.assignment).due = DUE
        for row in session.scalars(select(CalendarDay).where(CalendarDay.removed_at.is_(None))):
            row.removed_at = NOW
    own: dict[date, bool] = {}
    on_the_day = datetime(2024, 6, 3, 3, tzinfo=UTC)
    for step, works in acts:
        day = date.fromordinal(ISSUED.toordinal() + step)
        try:
            office.enter(DayChange(day, works, "Thay đổi"), now=on_the_day)
            own[day] = works
        except Invalid:
            continue
    assert office.due() == WorkingDays(own).after(ISSUED, 15)
