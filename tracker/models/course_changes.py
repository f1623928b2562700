"""Changing the course of an assignment: the one place that sets its due day or notes its halts."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import AssignmentEventKind, DueChangeKind, office_day
from tracker.models.handling import AssignmentEvent, DueChange
from tracker.models.holding import Occasion
from tracker.models.index_changes import RecordKind, note_change
from tracker.models.progress import ProgressUpdate
from tracker.models.tasks import Assignment


def change_due(
    session: Session,
    assignment: Assignment,
    kind: DueChangeKind,
    due: date | None,
    occasion: Occasion,
) -> DueChange:
    """Put another due day in force; the row says which one was before."""
    change = DueChange(
        assignment_id=assignment.id,
        kind=kind,
        previous=assignment.due,
        due=due,
        reason=occasion.reason,
        request_id=occasion.request_id,
        author_id=occasion.author_id,
        at=occasion.now,
    )
    session.add(change)
    assignment.due = due
    note_course(session, assignment)
    return change


def note_event(
    session: Session, assignment: Assignment, kind: AssignmentEventKind, occasion: Occasion
) -> AssignmentEvent:
    """Note what happens to an assignment today, beside a change of its holder."""
    event = AssignmentEvent(
        assignment_id=assignment.id,
        kind=kind,
        effective_on=office_day(occasion.now),
        reason=occasion.reason,
        request_id=occasion.request_id,
        author_id=occasion.author_id,
        at=occasion.now,
    )
    session.add(event)
    note_course(session, assignment)
    return event


def note_course(session: Session, assignment: Assignment) -> None:
    """Tell the index that a task stands otherwise, and with it all that was said of it."""
    note_change(session, RecordKind.TASK, assignment.task_id)
    newest = session.scalar(
        select(func.max(ProgressUpdate.id)).where(ProgressUpdate.assignment_id == assignment.id)
    )
    if newest is not None:
        note_change(session, RecordKind.UPDATE, newest)
