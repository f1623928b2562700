"""The office gives an assignment to another agency, from a day on and with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentEventKind, Role, office_day
from tracker.errors import Conflict, Invalid
from tracker.handling.faults import NotOpen
from tracker.handling.parts import Part, any_part
from tracker.handling.telling import tell_of_holder
from tracker.models.answering import answering_for, exists_on
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text
from tracker.models.holding import Occasion, first_day, hand_over
from tracker.models.registry import Registry, find_body


@dataclass(frozen=True, slots=True)
class HandoverEntry:
    """To whom, from which day and why; ``held_by`` is the holder that the clerk saw."""

    to: str
    on: date | None
    reason: str
    held_by: int | None = None


class HeldByAnother(Conflict):
    """Somebody else has handed the work over in the meantime."""

    code = "held-by-another"


def hand_over_assignment(
    database: Database, actor: Actor, assignment_id: int, entry: HandoverEntry, *, now: datetime
) -> int:
    """Hand an assignment over and return the task's id.

    What it was assigned as stays; a delegation to a unit below ends.

    Raises:
        NotFound, NotTracked: there is no such assignment, or its directive was withdrawn.
        NotOpen: nothing is left to do.
        HeldByAnother: the holder is not the one that the clerk saw.
        Invalid: with every fault of the entry.
    """
    policy.require(actor, Role.CLERK)
    reason, today = clean_text(entry.reason), office_day(now)
    with database.writing() as session:
        part = any_part(session, assignment_id, today)
        if not part.facts.is_open:
            raise NotOpen
        if entry.held_by is not None and entry.held_by != part.assignment.holder_id:
            raise HeldByAnother
        heir, on = _checked(session, part, entry, reason, today)
        hand_over(session, part.assignment, heir, on, Occasion(actor.user_id, reason, now))
        told = {"outcome": AssignmentEventKind.HANDED_OVER.value, "words": reason}
        tell_of_holder(session, actor, part, heir, told, now)
        return part.assignment.task_id


def _checked(
    session: Session, part: Part, entry: HandoverEntry, reason: str, today: date
) -> tuple[int, date]:
    on = entry.on
    heir = find_body(Registry.on(session, on or today), entry.to.strip())
    faults = _faults(session, part, heir, on)
    if not reason:
        faults["reason"] = "required"
    elif len(reason) > MAX_REMARK_CHARACTERS:
        faults["reason"] = "too-long"
    if faults or heir is None or on is None:
        raise Invalid(faults)
    return heir, on


def _faults(session: Session, part: Part, heir: int | None, on: date | None) -> dict[str, str]:
    if on is None:
        return {"on": "date-needed"} | ({} if heir else {"to": "unknown-agency"})
    faults = {}
    if on < first_day(session, part.assignment):
        faults["on"] = "before-the-last"
    if heir is None:
        faults["to"] = "unknown-agency"
    elif not exists_on(session, heir, on):
        faults["to"] = "not-there-then"
    elif heir == answering_for(session, part.assignment, on):
        faults["to"] = "holds-it"
    return faults
