"""Which running deadlines another calendar moves, and their being moved.

Only what was counted in working days moves, and only while nobody has granted or set another
day since. What is done, or called done by its agency, keeps its day. Nobody becomes overdue by
the office's change of its calendar: a deadline that would come to lie in the past, and has not
passed yet, becomes due today; one that has passed already is never put further back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import Actor, DirectiveState, DueChangeKind, Workflow, office_day
from tracker.models import (
    Assignment,
    Directive,
    DueChange,
    NoticeKind,
    RecordKind,
    Task,
    assignment_facts,
    note_change,
    people_of,
    tell,
)
from tracker.models.answering import Answering
from tracker.models.registry import Registry
from tracker.workdays import WorkingDays

KEEP_THEIR_DAY = (Workflow.SUBMITTED, Workflow.CONFIRMED, Workflow.STOPPED)


@dataclass(frozen=True, slots=True)
class Move:
    """A running deadline with the day it is moved to.

    ``working_days`` are counted after ``counted_from``.
    """

    assignment_id: int
    task_id: int
    task_text: str
    agency: str
    previous: date
    due: date
    working_days: int
    counted_from: date


def moves(session: Session, calendar: WorkingDays, today: date) -> tuple[Move, ...]:
    """Return the running deadlines that ``calendar`` puts on another day, the earliest first."""
    registry = Registry.on(session, today)
    after = cache(calendar.after)
    found = (_move(row, after, registry) for row in _running(session))
    return tuple(
        sorted(filter(None, found), key=lambda move: (move.due, move.task_id, move.agency))
    )


def _move(
    row: tuple[Assignment, Task], after: Callable[[date, int], date], registry: Registry
) -> Move | None:
    assignment, task = row
    previous, start, count = assignment.due, task.due_counted_from, task.due_working_days
    if previous is None or start is None or count is None:
        return None
    due = _moved(previous, after(start, count), registry.day)
    if due == previous:
        return None
    agency = registry.name_of(assignment.holder_id)
    return Move(assignment.id, task.id, task.text, agency, previous, due, count, start)


def _moved(due: date, counted: date, today: date) -> date:
    if counted >= due:
        return counted
    return due if due < today else max(counted, today)


def _running(session: Session) -> Iterator[tuple[Assignment, Task]]:
    """Yield what was counted in working days and is neither done nor on a day of its own."""
    last = (
        select(DueChange.assignment_id, func.max(DueChange.id).label("id"))
        .group_by(DueChange.assignment_id)
        .subquery()
    )
    on_own_day = (
        select(DueChange.assignment_id)
        .join(last, last.c.id == DueChange.id)
        .where(DueChange.kind != DueChangeKind.HOLIDAYS)
    )
    counted = (
        Task.due_working_days.is_not(None)
        & Task.directive_id.in_(
            select(Directive.id).where(Directive.state == DirectiveState.ISSUED)
        )
        & Assignment.id.not_in(on_own_day)
    )
    open_ones = {
        facts.assignment_id
        for facts in assignment_facts(session, counted)
        if facts.workflow not in KEEP_THEIR_DAY
    }
    rows = session.execute(select(Assignment, Task).join(Assignment.task).where(counted))
    return ((row[0], row[1]) for row in rows if row[0].id in open_ones)


def move_dues(
    session: Session, actor: Actor, found: Iterable[Move], *, why: str, now: datetime
) -> int:
    """Give each moved assignment its new day, with a dated reason; return how many there are."""
    found = tuple(found)
    rows = session.scalars(
        select(Assignment).where(Assignment.id.in_([move.assignment_id for move in found]))
    )
    assignments = {row.id: row for row in rows}
    answering = Answering(session, office_day(now))
    for move in found:
        assignment = assignments[move.assignment_id]
        assignment.due = move.due
        session.add(
            DueChange(
                assignment_id=move.assignment_id,
                kind=DueChangeKind.HOLIDAYS,
                previous=move.previous,
                due=move.due,
                reason=_reason(move, why, office_day(now)),
                author_id=actor.user_id,
                at=now,
            )
        )
        lead = answering.of(assignment.id, assignment.holder_id)
        people = people_of(session, {lead, assignment.delegate_id or lead})
        _tell(session, people, move, why, now)
    note_change(session, RecordKind.TASK, *{move.task_id for move in found})
    return len(found)


def _reason(move: Move, why: str, today: date) -> str:
    """Return a sentence for the record, in the office's own language as all that is kept."""
    counted = f"{move.working_days} ngày làm việc kể từ ngày {move.counted_from:%d/%m/%Y}"
    if move.due == today and move.due < move.previous:
        return f"{why} Thời hạn {counted} đến hạn trong ngày thay đổi lịch."
    return f"{why} Thời hạn {counted} được tính lại."


def _tell(session: Session, people: Iterable[int], move: Move, why: str, now: datetime) -> None:
    tell(
        session,
        people,
        NoticeKind.DECISION,
        about=(RecordKind.TASK, move.task_id),
        details={
            "due": move.due.isoformat(),
            "was": move.previous.isoformat(),
            "words": why,
            "agency": move.agency,
        },
        now=now,
    )
