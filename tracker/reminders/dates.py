"""The dates of an agency, as its calendars show them: due days of open work, days of reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts
from tracker.domain import AssignmentRole
from tracker.models import (
    Assignment,
    Directive,
    DueChange,
    Task,
    assignment_facts,
)
from tracker.models.answering import answered_by

REPORTS_AHEAD = timedelta(days=366)
REPORTS_BEHIND = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class AgencyDate:
    """A day in an agency's calendar; ``period`` is whose report is due, or it is a deadline.

    ``key`` stays the same when the day moves; ``moved`` counts how often it has, the last
    time at ``changed_at``. ``is_tracking_date`` is whether the day is only the office's own.
    """

    key: str
    on: date
    role: AssignmentRole
    task_id: int
    label: str | None
    text: str
    directive_kind: str | None
    directive_number: str | None
    directive_title: str | None
    moved: int
    changed_at: datetime
    is_tracking_date: bool = False
    period: str | None = None


class _Moves(NamedTuple):
    number: int
    last_at: datetime


def dates_of(session: Session, agency_id: int, today: date) -> Iterator[AgencyDate]:
    """Yield the dates of what an agency answers for and of what is delegated to it, by day."""
    mine = answered_by(session, agency_id, today) | (Assignment.delegate_id == agency_id)
    rows = {row.assignment_id: row for row in session.execute(_described(mine))}
    moves = _moves(session, mine)
    found = [
        each
        for facts in assignment_facts(session, mine)
        for each in _dates(facts, rows[facts.assignment_id], moves.get(facts.assignment_id), today)
    ]
    yield from sorted(found, key=lambda each: (each.on, each.key))


def _dates(
    facts: AssignmentFacts, row: Row[*tuple[Any, ...]], moves: _Moves | None, today: date
) -> Iterator[AgencyDate]:
    about = AgencyDate(
        key=f"due-{facts.assignment_id}",
        on=facts.due or today,
        role=facts.role,
        task_id=facts.task_id,
        label=row.label,
        text=row.text,
        directive_kind=row.kind,
        directive_number=row.number,
        directive_title=row.title,
        moved=moves.number if moves else 0,
        changed_at=moves.last_at if moves else row.assigned_at,
        is_tracking_date=facts.is_tracking_date,
    )
    if facts.due is not None and facts.is_open:
        yield about
    if facts.role is AssignmentRole.LEAD and facts.halted is None:
        yield from _reports(facts, about, row.assigned_at, today)


def _reports(
    facts: AssignmentFacts, about: AgencyDate, assigned_at: datetime, today: date
) -> Iterator[AgencyDate]:
    for period, due in facts.owed_reports(today + REPORTS_AHEAD):
        if due >= today - REPORTS_BEHIND and period.key not in facts.reported_periods:
            yield replace(
                about,
                key=f"report-{facts.assignment_id}-{period.key}",
                on=due,
                moved=len(facts.later_duties),
                changed_at=assigned_at,
                period=period.key,
            )


def _described(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Assignment.id.label("assignment_id"),
            Assignment.assigned_at,
            Task.label,
            Task.text,
            Directive.kind,
            Directive.number,
            Directive.title,
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Directive, Directive.id == Task.directive_id)
        .where(condition)
    )


def _moves(session: Session, condition: ColumnElement[bool]) -> Mapping[int, _Moves]:
    rows = session.execute(
        select(DueChange.assignment_id, func.count(), func.max(DueChange.at))
        .join(Assignment, Assignment.id == DueChange.assignment_id)
        .where(condition)
        .group_by(DueChange.assignment_id)
    )
    return {part: _Moves(count, at) for part, count, at in rows if at is not None}
