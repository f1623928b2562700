"""An agency acknowledges an assignment: it knows of the work and has taken it on."""

from __future__ import annotations

from datetime import datetime

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentEventKind, Workflow, office_day
from tracker.handling.faults import NothingToAccept
from tracker.handling.parts import own_part
from tracker.models.course_changes import note_event
from tracker.models.holding import Occasion


def accept(database: Database, actor: Actor, assignment_id: int, *, now: datetime) -> int:
    """Acknowledge an assignment of ``actor``'s agency; return the task's id.

    Raises:
        NotFound, NotTracked, HandedOver, AgencyEnded: see :func:`own_part`.
        NothingToAccept: it has been accepted already, or reported on.
    """
    policy.require_voice(actor)
    with database.writing() as session:
        part = own_part(session, actor, assignment_id, office_day(now))
        if part.facts.workflow is not Workflow.ISSUED:
            raise NothingToAccept
        occasion = Occasion(actor.user_id, "", now)
        note_event(session, part.assignment, AssignmentEventKind.ACCEPTED, occasion)
        return part.assignment.task_id
