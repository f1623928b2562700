"""What comes of a granted request, in the transaction that grants it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.domain import AssignmentEventKind, DueChangeKind, RequestKind, office_day
from tracker.handling.entries import Decision
from tracker.handling.parts import Part
from tracker.models.course_changes import change_due, note_event
from tracker.models.holding import Occasion, first_day, hand_over


def grant(
    session: Session, kind: RequestKind, part: Part, decision: Decision, occasion: Occasion
) -> None:
    """Do what was asked for.

    Corrected content changes no word of the task: the document stays as it was issued, and
    the granted correction is shown beside it.
    """
    if kind is RequestKind.EXTENSION:
        change_due(session, part.assignment, DueChangeKind.EXTENSION, decision.due, occasion)
    elif kind is RequestKind.STOP_TRACKING or decision.stops:
        note_event(session, part.assignment, AssignmentEventKind.STOPPED, occasion)
    elif decision.agency_id is not None:
        # A day to come, should the last handover have been dated ahead.
        day = max(office_day(occasion.now), first_day(session, part.assignment))
        hand_over(session, part.assignment, decision.agency_id, day, occasion)
