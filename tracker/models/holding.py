"""Giving an assignment to another holder, or to a unit below: the one place that does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import AssignmentEventKind, office_day
from tracker.models.handling import AssignmentEvent
from tracker.models.index_changes import RecordKind, note_change
from tracker.models.tasks import Assignment


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who changes a holder, why, and by what: an act of succession, the answer to a request."""

    author_id: int
    reason: str
    now: datetime
    act_id: int | None = None
    request_id: int | None = None


def hand_over(
    session: Session, assignment: Assignment, to_agency_id: int, on: date, occasion: Occasion
) -> AssignmentEvent:
    """Give an assignment to another agency from a day on; a delegation ends with it.

    ``on`` is not before :func:`first_day`: the history of holders only goes forwards.
    """
    if assignment.delegate_id is not None:
        recall(session, assignment, on, occasion)
    assignment.holder_id = to_agency_id
    return _note(session, assignment, AssignmentEventKind.HANDED_OVER, to_agency_id, on, occasion)


def delegate(
    session: Session, assignment: Assignment, to_agency_id: int, on: date, occasion: Occasion
) -> AssignmentEvent:
    """Let a unit below do the work; the holder stays responsible."""
    assignment.delegate_id = to_agency_id
    return _note(session, assignment, AssignmentEventKind.DELEGATED, to_agency_id, on, occasion)


def recall(
    session: Session, assignment: Assignment, on: date, occasion: Occasion
) -> AssignmentEvent:
    """Take the work back from the unit below."""
    unit, assignment.delegate_id = assignment.delegate_id, None
    return _note(session, assignment, AssignmentEventKind.RECALLED, unit, on, occasion)


def first_day(session: Session, assignment: Assignment) -> date:
    """Return the first day on which an assignment can be handed over (again)."""
    last = session.scalar(
        select(func.max(AssignmentEvent.effective_on)).where(
            AssignmentEvent.assignment_id == assignment.id,
            AssignmentEvent.kind == AssignmentEventKind.HANDED_OVER,
        )
    )
    return last or office_day(assignment.assigned_at)


def _note(  # noqa: PLR0913, PLR0917 - an event is of a kind, to somebody, on a day, on an occasion
    session: Session,
    assignment: Assignment,
    kind: AssignmentEventKind,
    agency_id: int | None,
    on: date,
    occasion: Occasion,
) -> AssignmentEvent:
    event = AssignmentEvent(
        assignment_id=assignment.id,
        kind=kind,
        to_agency_id=agency_id,
        effective_on=on,
        reason=occasion.reason,
        request_id=occasion.request_id,
        act_id=occasion.act_id,
        author_id=occasion.author_id,
        at=occasion.now,
    )
    session.add(event)
    # Who may find what of the task changes with it: all that is said of it, by others too.
    note_change(session, RecordKind.TASK, assignment.task_id)
    note_change(session, RecordKind.DIRECTIVE, assignment.task.directive_id)
    return event
