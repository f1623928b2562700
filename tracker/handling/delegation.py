"""An agency lets a unit below it do the work, and takes it back; it stays responsible."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentEventKind, office_day
from tracker.errors import Conflict, Invalid
from tracker.handling.faults import NotOpen
from tracker.handling.parts import Part, own_part
from tracker.handling.telling import tell_of_holder
from tracker.models import AgencyVersion
from tracker.models.answering import names_in_force
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text
from tracker.models.holding import Occasion, delegate, recall


class NothingDelegated(Conflict):
    """The work is with no unit below, so there is nothing to recall."""

    code = "nothing-delegated"


def delegate_assignment(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    assignment_id: int,
    unit_id: int | None,
    reason: str,
    *,
    now: datetime,
) -> int:
    """Let a unit below report on an assignment; return the task's id.

    A unit that had it before loses it.

    Raises:
        NotFound, NotTracked, HandedOver, AgencyEnded: it is not the actor's to delegate.
        NotOpen: nothing is left to do.
        Invalid: the unit is none below the agency, or has the work already.
    """
    policy.require_voice(actor)
    with database.writing() as session:
        part = _open_part(session, actor, assignment_id, office_day(now))
        unit, reason = _checked(session, part, unit_id, reason, office_day(now))
        occasion = Occasion(actor.user_id, reason, now)
        delegate(session, part.assignment, unit, office_day(now), occasion)
        told = {"outcome": AssignmentEventKind.DELEGATED.value, "words": reason}
        tell_of_holder(session, actor, part, unit, told, now)
        return part.assignment.task_id


def recall_assignment(
    database: Database, actor: Actor, assignment_id: int, reason: str, *, now: datetime
) -> int:
    """Take an assignment back from the unit below; return the task's id.

    Raises:
        NothingDelegated: no unit has it.
        Invalid: the reason is too long.
    """
    policy.require_voice(actor)
    with database.writing() as session:
        part = _open_part(session, actor, assignment_id, office_day(now))
        unit = part.assignment.delegate_id
        if unit is None:
            raise NothingDelegated
        reason = _words(reason)
        recall(session, part.assignment, office_day(now), Occasion(actor.user_id, reason, now))
        told = {"outcome": AssignmentEventKind.RECALLED.value, "words": reason}
        tell_of_holder(session, actor, part, unit, told, now)
        return part.assignment.task_id


def units_below(session: Session, agency_id: int, day: date) -> frozenset[int]:
    """Return the units below an agency on a day, through all levels."""
    below = select(literal(agency_id).label("id")).cte("below", recursive=True)
    children = (
        select(AgencyVersion.agency_id)
        .join(below, AgencyVersion.parent_id == below.c.id)
        .where(names_in_force(day))
    )
    return frozenset(session.scalars(select(below.union(children).c.id))) - {agency_id}


def _open_part(session: Session, actor: Actor, assignment_id: int, today: date) -> Part:
    part = own_part(session, actor, assignment_id, today)
    if not part.facts.is_open:
        raise NotOpen
    return part


def _checked(
    session: Session, part: Part, unit_id: int | None, reason: str, today: date
) -> tuple[int, str]:
    reason = _words(reason)
    if unit_id is None or unit_id not in units_below(session, part.answering, today):
        raise Invalid({"unit": "not-a-unit"})
    if unit_id == part.assignment.delegate_id:
        raise Invalid({"unit": "holds-it"})
    return unit_id, reason


def _words(reason: str) -> str:
    reason = clean_text(reason)
    if len(reason) > MAX_REMARK_CHARACTERS:
        raise Invalid({"reason": "too-long"})
    return reason
