"""Who answers for an assignment on a day: its holder of that day, and whoever came after it.

A handover by a person names a holder, and successions lead on from the holder to its heirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain import Actor, AssignmentEventKind
from tracker.errors import Conflict, NotFound
from tracker.models.agencies import AgencyVersion
from tracker.models.handling import AssignmentEvent
from tracker.models.successions import acting_for, responsible_on
from tracker.models.tasks import Assignment

# Written out in the statement: SQLite uses an index of some rows only where it can see which.
_OF_HANDOVER = bindparam(
    "handed_over",
    AssignmentEventKind.HANDED_OVER,
    type_=AssignmentEvent.__table__.c.kind.type,
    literal_execute=True,
)
_HANDED_OVER = AssignmentEvent.kind == _OF_HANDOVER


class HandedOver(Conflict):
    """The agency's work has passed to another, which reports from then on."""

    code = "handed-over"


class AgencyEnded(Conflict):
    """The agency exists no more, so nothing is written in its name."""

    code = "agency-ended"


class Answering:
    """Who answers on one day, in two statements whatever the number of assignments.

    ``holders`` limits the successions that are read to those of these agencies.
    """

    def __init__(self, session: Session, day: date, holders: Iterable[int] | None = None) -> None:
        self._earlier = _holders_before(session, day)
        # Who held a part only for a while, between the first and the last, has heirs as well.
        asked = None if holders is None else {*holders, *self._earlier.values()}
        self._heirs = responsible_on(session, day, asked)

    def holder(self, assignment_id: int, holder_id: int) -> int:
        """Return who held an assignment on the day; ``holder_id`` is whom it was handed last."""
        return self._earlier.get(assignment_id, holder_id)

    def of(self, assignment_id: int, holder_id: int) -> int:
        """Return who answers for an assignment on the day."""
        return self.after(self.holder(assignment_id, holder_id))

    def after(self, agency_id: int) -> int:
        """Return who answers on the day for what an agency holds: its last heir, or itself."""
        return self._heirs.get(agency_id, agency_id)


def answering_for(session: Session, assignment: Assignment, day: date) -> int:
    """Return the agency that answers for one assignment on a day."""
    answering = Answering(session, day, (assignment.holder_id, assignment.agency_id))
    return answering.of(assignment.id, assignment.holder_id)


def answered_by(session: Session, agency_id: int, day: date) -> ColumnElement[bool]:
    """Return the condition on :class:`Assignment` that ``agency_id`` answers for on ``day``."""
    closure = acting_for(session, agency_id, day)
    earlier = _holders_before(session, day)
    then = [part for part, holder in earlier.items() if holder in closure]
    if responsible_on(session, day, (agency_id,)):
        # What it had has gone on to its heir.
        closure, then = frozenset(), []
    held_now = Assignment.holder_id.in_(closure) & Assignment.id.not_in(earlier)
    return or_(held_now, Assignment.id.in_(then))


def exists_on(session: Session, agency_id: int, day: date) -> bool:
    """Return whether an agency has a name in force on a day."""
    return agency_id in existing(session, (agency_id,), day)


def existing(session: Session, agency_ids: Iterable[int], day: date) -> frozenset[int]:
    """Return those of the agencies that exist on a day."""
    rows = session.scalars(
        select(AgencyVersion.agency_id).where(
            AgencyVersion.agency_id.in_(tuple(agency_ids)), names_in_force(day)
        )
    )
    return frozenset(rows)


def names_in_force(day: date) -> ColumnElement[bool]:
    """Return the condition on :class:`AgencyVersion` that keeps the names in force on a day."""
    return (AgencyVersion.valid_from <= day) & (
        AgencyVersion.valid_to.is_(None) | (AgencyVersion.valid_to >= day)
    )


def own_assignment(session: Session, actor: Actor, assignment_id: int) -> Assignment:
    """Return an assignment that was given, handed or delegated to ``actor``'s agencies.

    Raises:
        NotFound: it is another agency's.
    """
    assignment = session.get(Assignment, assignment_id)
    if assignment is None or actor.agency_ids.isdisjoint(parts_of(assignment)):
        raise NotFound
    return assignment


def require_answering(session: Session, actor: Actor, assignment: Assignment, day: date) -> int:
    """Return the agency in whose name ``actor`` may write on ``assignment`` on ``day``.

    That is who answers for it, or the unit below to which the work is delegated.

    Raises:
        HandedOver: another agency answers for it.
        AgencyEnded: the agency has come to its end, with or without an heir.
    """
    answering = answering_for(session, assignment, day)
    delegate = assignment.delegate_id
    heirs = responsible_on(session, day, () if delegate is None else (delegate,))
    speaking = [answering] if delegate is None else [answering, heirs.get(delegate, delegate)]
    mine = [agency for agency in speaking if agency in actor.agency_ids]
    if not mine:
        raise HandedOver
    in_force = existing(session, mine, day)
    if not in_force:
        raise AgencyEnded
    return next(agency for agency in mine if agency in in_force)


def delegates_of(session: Session, assignment_ids: Iterable[int], day: date) -> dict[int, int]:
    """Map those of the assignments that a unit below has to that unit, or to its heir."""
    delegated = session.execute(
        select(Assignment.id, Assignment.delegate_id).where(
            Assignment.id.in_(tuple(assignment_ids)), Assignment.delegate_id.is_not(None)
        )
    )
    units = {part: unit for part, unit in delegated if unit is not None}
    heirs = responsible_on(session, day, units.values())
    return {part: heirs.get(unit, unit) for part, unit in units.items()}


def parts_of(assignment: Assignment) -> tuple[int, ...]:
    """Return the agencies that an assignment was given, handed or delegated to."""
    parts = (assignment.agency_id, assignment.holder_id, assignment.delegate_id)
    return tuple(part for part in parts if part is not None)


def _holders_before(session: Session, day: date) -> dict[int, int]:
    """Return the holders on a day of the assignments that were handed over after it.

    Days of handovers never go backwards in one assignment (:mod:`tracker.models.holding`), so
    the last one by its id is the last one by its day.
    """
    later = aliased(AssignmentEvent)
    handed_later = select(later.assignment_id).where(
        later.kind == _OF_HANDOVER, later.effective_on > day
    )
    first = session.execute(
        select(Assignment.id, Assignment.agency_id).where(Assignment.id.in_(handed_later))
    )
    handed = session.execute(
        select(AssignmentEvent.assignment_id, AssignmentEvent.to_agency_id)
        .where(
            _HANDED_OVER,
            AssignmentEvent.effective_on <= day,
            AssignmentEvent.assignment_id.in_(handed_later),
        )
        .order_by(AssignmentEvent.id)
    )
    return {part: agency for part, agency in (*first, *handed) if agency is not None}
