"""The clocks of any history in the database, held against a slow and obvious count of days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from directives.model import Every
from tests.factories import make_agency, make_assignment, make_directive, make_task
from tracker.clocks import Clock, running_clocks
from tracker.db import Database
from tracker.domain import Actor, DayOffRule, TrackingRules, UpdateStatus, VerdictKind
from tracker.models import (
    Assignment,
    CalendarDay,
    ProgressUpdate,
    ReportingDuty,
    Setting,
    Task,
    Verdict,
    assignment_facts,
)
from tracker.models.settings import REPORTS_ON_DAY_OFF
from tracker.workdays import national_days

BEGUN = date(2024, 1, 8)
MIDDAY = datetime(2024, 1, 8, 5, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


@dataclass(frozen=True)
class Duty:
    """How reports are owed from a day on."""

    every: Every | None
    begins_on_day: int
    due_day: int | None
    valid_from: date
    due_in_next: bool = False


@dataclass(frozen=True)
class Said:
    """One update, with the verdict it was given, if any."""

    on: date
    status: UpdateStatus
    result_on: date | None
    period: str | None
    verdict: VerdictKind | None


@dataclass(frozen=True)
class History:
    """All that happened to one assignment, and what the office has set."""

    due: date | None
    first: Duty
    later: tuple[Duty, ...]
    said: tuple[Said, ...]
    own_days: dict[date, bool]
    on_day_off: DayOffRule
    today: date
    rules: TrackingRules


PERIODS = ["2024-01", "2024-Q1", "2024-Q2", "2024-Q2.15", "2024-03", "2024-W10", "2024-H1", "2024"]
DAYS = st.integers(0, 420).map(lambda days: BEGUN + timedelta(days=days))
LENGTHS = st.sampled_from([None, *Every])


@st.composite
def histories(draw: st.DrawFn) -> History:
    duty = st.builds(
        Duty,
        LENGTHS,
        st.sampled_from([1, 1, 15, 28]),
        st.none() | st.integers(1, 31),
        DAYS,
        st.booleans(),
    )
    update = st.builds(
        Said,
        DAYS,
        st.sampled_from(UpdateStatus),
        st.none() | DAYS,
        st.none() | st.sampled_from(PERIODS),
        st.none() | st.sampled_from([VerdictKind.CONFIRMED, VerdictKind.SENT_BACK]),
    )
    today = draw(DAYS)
    said = sorted(draw(st.lists(update, max_size=5)), key=lambda one: one.on)
    return History(
        due=draw(st.none() | DAYS),
        first=Duty(draw(LENGTHS), 1, draw(st.none() | st.integers(1, 31)), date.min),
        later=tuple(draw(st.lists(duty, max_size=2))),
        said=tuple(one for one in said if one.on <= today),
        own_days=draw(st.dictionaries(DAYS, st.booleans(), max_size=10)),
        on_day_off=draw(st.sampled_from(DayOffRule)),
        today=today,
        rules=TrackingRules(
            silent_days=draw(st.integers(1, 90)), unverified_days=draw(st.integers(1, 30))
        ),
    )


# The slow count: every question is answered by walking over days.


def works(history: History, day: date) -> bool:
    if day in history.own_days:
        return history.own_days[day]
    known = national_days(day.year).get(day)
    return known.is_working if known else day.weekday() < 5


def label_of(day: date, duty: Duty) -> str:
    """Name the period that a day lies in."""
    assert duty.every is not None
    if duty.every is Every.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    moved = duty.begins_on_day > 1 and day.day >= duty.begins_on_day
    months = day.year * 12 + day.month - 1 + (1 if moved else 0)
    year, number = months // 12, months % 12 // MONTHS[duty.every] + 1
    part = {
        Every.MONTH: f"-{number:02}",
        Every.QUARTER: f"-Q{number}",
        Every.HALF: f"-H{number}",
        Every.YEAR: "",
    }[duty.every]
    return f"{year}{part}" + (f".{duty.begins_on_day}" if duty.begins_on_day > 1 else "")


def due_of(history: History, duty: Duty, last: date) -> date:
    """Find the due day among the days of the last month, or of the week."""
    if duty.due_day is None:
        due = last
    elif duty.every is Every.WEEK:
        due = last - timedelta(days=7 - min(duty.due_day, 7)) + 7 * DAY * duty.due_in_next
    else:
        first = last.replace(day=1)
        while duty.due_in_next and first.month == last.month:
            first += DAY
        month = [first + timedelta(days=n) for n in range(31)]
        month = [day for day in month if day.month == first.month]
        due = month[min(duty.due_day, len(month)) - 1]
    step = {DayOffRule.NEXT: DAY, DayOffRule.PREVIOUS: -DAY}.get(history.on_day_off)
    while step and not works(history, due):
        due += step
    return due


def duty_on(history: History, day: date) -> Duty:
    """Return what was said last of those whose day has come, later words undoing earlier ones."""
    said = [history.first]
    for duty in history.later:
        said = [one for one in said if one.valid_from < duty.valid_from] + [duty]
    return [one for one in said if one.valid_from <= day][-1]


def missed(history: History) -> list[tuple[str, date]]:
    handed_in = {one.period for one in history.said}
    found = []
    day = BEGUN
    while day <= history.today + timedelta(days=400):
        duty = duty_on(history, day)
        if duty.every is not None and label_of(day, duty) != label_of(day + DAY, duty):
            label = label_of(day, duty)
            due = due_of(history, duty, day)
            begun = max(BEGUN, duty.valid_from)
            if begun <= due < history.today and label not in handed_in:
                found.append((label, due))
        day += DAY
    return found


def days_between(first: date, last: date) -> int:
    count = 0
    while first < last:
        first += DAY
        count += 1
    return count


def slow_clocks(history: History) -> dict[Clock, tuple[date, int]]:
    today, newest = history.today, history.said[-1] if history.said else None
    claims = newest is not None and newest.status is UpdateStatus.DONE
    verdict = newest.verdict if newest else None
    waits = claims and verdict is None
    confirmed = claims and verdict is VerdictKind.CONFIRMED
    found: dict[Clock, tuple[date, int]] = {}
    if history.due and today > history.due and not confirmed:
        shown = newest and (newest.result_on or newest.on)
        if not (waits and shown and shown <= history.due):
            found[Clock.PAST_DUE] = (history.due, days_between(history.due, today))
    late = missed(history)
    if late:
        found[Clock.REPORT_MISSED] = (late[0][1], days_between(late[0][1], today))
    last_duty = duty_on(history, date.max)
    owes = last_duty.every is not None
    closed = verdict is VerdictKind.CONFIRMED and not owes
    if not closed and not waits and (late or not owes):
        since = newest.on if newest else BEGUN
        quiet = days_between(since, today)
        if quiet > history.rules.silent_days:
            found[Clock.SILENT] = (since, quiet)
    if waits and newest:
        waiting = days_between(newest.on, today)
        if waiting > history.rules.unverified_days:
            found[Clock.UNVERIFIED] = (newest.on, waiting)
    return found


@pytest.fixture
def assignment(database: Database, clerk: Actor) -> int:
    directive = make_directive(database, author_id=clerk.user_id)
    task = make_task(database, directive)
    return make_assignment(database, task, make_agency(database), assigned_at=MIDDAY)


def _write(database: Database, assignment_id: int, history: History, author: int) -> None:
    with database.writing() as session:
        for table in (Verdict, ProgressUpdate, ReportingDuty, CalendarDay, Setting):
            session.execute(delete(table))
        assignment = session.get_one(Assignment, assignment_id)
        task = session.get_one(Task, assignment.task_id)
        assignment.due = task.original_due = history.due
        task.recurs_every, task.report_due_day = history.first.every, history.first.due_day
        session.add(Setting(key=REPORTS_ON_DAY_OFF, value=history.on_day_off.value))
        for day, is_working in history.own_days.items():
            session.add(
                CalendarDay(day=day, is_working=is_working, name="x", author_id=author, at=MIDDAY)
            )
        for duty in history.later:
            fields = {name: getattr(duty, name) for name in Duty.__dataclass_fields__}
            session.add(
                ReportingDuty(task_id=task.id, **fields, reason="x", author_id=author, at=MIDDAY)
            )
            session.flush()
        for said in history.said:
            _say(session.add, assignment, said, author)
            session.flush()


def _say(add: Callable[[object], None], assignment: Assignment, said: Said, author: int) -> None:
    at = datetime(said.on.year, said.on.month, said.on.day, 5, tzinfo=UTC)
    update = ProgressUpdate(
        assignment=assignment,
        author_id=author,
        at=at,
        status=said.status,
        percent=50,
        narrative="x",
        difficulties="",
        proposals="",
        result_date=said.result_on,
        period=said.period,
    )
    if said.verdict:
        update.verdicts = [Verdict(kind=said.verdict, reason="", author_id=author, at=at)]
    add(update)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(histories())
def test_the_clocks_of_any_history_are_those_of_a_walk_over_its_days(
    database: Database, assignment: int, clerk: Actor, history: History
) -> None:
    _write(database, assignment, history, clerk.user_id)
    with database.reading() as session:
        (facts,) = assignment_facts(session, Assignment.id == assignment)
    found = running_clocks(facts, history.today, history.rules)
    assert {one.clock: (one.since, one.days) for one in found} == slow_clocks(history)
    reports = next((one.periods for one in found if one.clock is Clock.REPORT_MISSED), ())
    assert list(reports) == [label for label, _ in missed(history)]
