"""The office decides on a request: once, by the right role, with effect at the same moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentEventKind,
    RequestKind,
    RequestOutcome,
    TrackingRules,
    deciders,
    office_day,
)
from tracker.errors import Invalid, NotFound
from tracker.handling.dues import due_fault
from tracker.handling.effects import grant
from tracker.handling.ending import end, require_waiting
from tracker.handling.entries import Decision
from tracker.handling.faults import NotOpen, OwnRequest
from tracker.handling.parts import Part, any_part, is_own
from tracker.handling.telling import tell_agency, tell_of_holder
from tracker.models import Request
from tracker.models.answering import exists_on
from tracker.models.course_changes import note_course
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text
from tracker.models.holding import Occasion

# What another agency is chosen for.
MOVES = frozenset({RequestKind.REFUSAL, RequestKind.LEAD})


def decide(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    request_id: int,
    decision: Decision,
    *,
    now: datetime,
    rules: TrackingRules,
) -> int:
    """Grant or refuse a waiting request, with effect at once; return the task's id.

    A request on work that is done or halted may still be refused, but not granted.

    Raises:
        NotFound: there is no such request.
        NotAllowed: another role decides on this kind.
        OwnRequest: it is the actor's own, or their agency's.
        AlreadyDecided, AlreadyWithdrawn: somebody was first.
        NotOpen, NotTracked: nothing is left to grant.
        Invalid: with every fault of the decision.
    """
    decision, today = replace(decision, reason=clean_text(decision.reason)), office_day(now)
    with database.writing() as session:
        request, part = _checked(session, actor, request_id, decision, today, rules)
        due = decision.due if _grants(decision, request, RequestKind.EXTENSION) else None
        end(session, actor, request, decision.outcome, now=now, reason=decision.reason, due=due)
        if decision.outcome is RequestOutcome.GRANTED:
            reason = decision.reason or request.reason
            occasion = Occasion(actor.user_id, reason, now, request_id=request.id)
            grant(session, request.kind, part, decision, occasion)
            _tell_new_holder(session, actor, part, reason, now)
        note_course(session, part.assignment)
        tell_agency(session, actor, request, part, now)
        return part.assignment.task_id


def _tell_new_holder(
    session: Session, actor: Actor, part: Part, reason: str, now: datetime
) -> None:
    """Tell whom a granted request has given the work to, if it has."""
    if part.assignment.holder_id != part.facts.holder_id:
        told = {"outcome": AssignmentEventKind.HANDED_OVER.value, "words": reason}
        tell_of_holder(session, actor, part, part.assignment.holder_id, told, now)


def check_decision(  # noqa: PLR0913 - as the use case that it tries
    database: Database,
    actor: Actor,
    request_id: int,
    decision: Decision,
    *,
    today: date,
    rules: TrackingRules,
) -> None:
    """Raise what :func:`decide` would raise, and change nothing."""
    decision = replace(decision, reason=clean_text(decision.reason))
    with database.reading() as session:
        _checked(session, actor, request_id, decision, today, rules)


def _checked(  # noqa: PLR0913, PLR0917 - as the use case that it checks
    session: Session,
    actor: Actor,
    request_id: int,
    decision: Decision,
    today: date,
    rules: TrackingRules,
) -> tuple[Request, Part]:
    request = session.get(Request, request_id)
    if request is None or not actor.sees_everything:
        raise NotFound
    policy.require(actor, *deciders(request.kind, rules))
    part = any_part(session, request.assignment_id, today)
    if is_own(actor, request, part):
        raise OwnRequest
    require_waiting(request)
    if decision.outcome is RequestOutcome.GRANTED and not part.facts.is_open:
        raise NotOpen
    if faults := _faults(session, request, part, decision, today):
        raise Invalid(faults)
    return request, part


def _faults(
    session: Session, request: Request, part: Part, decision: Decision, today: date
) -> dict[str, str]:
    """Return the code of the fault of each field of a decision."""
    faults: dict[str, str] = {}
    if len(decision.reason) > MAX_REMARK_CHARACTERS:
        faults["reason"] = "too-long"
    elif decision.outcome is RequestOutcome.REFUSED and not decision.reason:
        faults["reason"] = "required"
    if _grants(decision, request, RequestKind.EXTENSION) and (
        fault := due_fault(decision.due, part.facts.due, today)
    ):
        faults["due"] = fault
    if _grants(decision, request, *MOVES) and not _may_stop(decision, request):
        agency_id = decision.agency_id
        if agency_id is None:
            faults["agency_id"] = "choose-holder"
        elif agency_id == part.answering:
            faults["agency_id"] = "same-holder"
        elif not exists_on(session, agency_id, today):
            faults["agency_id"] = "unknown"
    return faults


def _grants(decision: Decision, request: Request, *kinds: RequestKind) -> bool:
    return decision.outcome is RequestOutcome.GRANTED and request.kind in kinds


def _may_stop(decision: Decision, request: Request) -> bool:
    return decision.stops and request.kind is RequestKind.REFUSAL
