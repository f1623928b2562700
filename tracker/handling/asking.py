"""An agency asks the office for something about one assignment, or takes the request back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.text import clean_line
from tracker import policy
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, RequestKind, RequestOutcome, Role, TrackingRules, office_day
from tracker.errors import Invalid, NotFound
from tracker.handling.dues import due_fault
from tracker.handling.ending import end, require_waiting
from tracker.handling.entries import RequestEntry
from tracker.handling.faults import AlreadyWaiting, NotOpen
from tracker.handling.parts import Part, askable, own_part
from tracker.handling.telling import tell_deciders
from tracker.models import Request
from tracker.models.course_changes import note_course
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text
from tracker.models.registry import Registry

MAX_AGENCY_CHARACTERS = 300


def ask(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    assignment_id: int,
    entry: RequestEntry,
    *,
    now: datetime,
    rules: TrackingRules,
) -> int:
    """Put a request to the office; return its id. The task stands as before while it waits.

    Raises:
        NotFound, NotTracked, HandedOver, AgencyEnded: see :func:`own_part`.
        NotOpen: requests of this kind have no place as the assignment stands.
        AlreadyWaiting: one of this kind waits already.
        Invalid: with every fault of the entry.
    """
    policy.require_voice(actor)
    entry, today = _cleaned(entry), office_day(now)
    with database.writing() as session:
        part = own_part(session, actor, assignment_id, today)
        _check(session, part, entry, today)
        request = _request(session, actor, part, entry, now)
        session.add(request)
        try:
            session.flush()
        except IntegrityError as error:
            raise AlreadyWaiting from error
        tell_deciders(session, actor, request, part, rules, now)
        note_course(session, part.assignment)
        return request.id


def withdraw(database: Database, actor: Actor, request_id: int, *, now: datetime) -> int:
    """Take a waiting request back; return the task's id.

    Raises:
        NotFound, NotTracked, HandedOver, AgencyEnded: see :func:`own_part`.
        AlreadyDecided, AlreadyWithdrawn: it waits no more.
    """
    policy.require(actor, Role.AGENCY)
    with database.writing() as session:
        request = session.get(Request, request_id)
        if request is None:
            raise NotFound
        part = own_part(session, actor, request.assignment_id, office_day(now))
        require_waiting(request)
        end(session, actor, request, RequestOutcome.WITHDRAWN, now=now)
        note_course(session, part.assignment)
        return part.assignment.task_id


def _cleaned(entry: RequestEntry) -> RequestEntry:
    text = clean_line if entry.kind is RequestKind.LEAD else clean_text
    return replace(
        entry, reason=clean_text(entry.reason), wanted_text=text(entry.wanted_text or "")
    )


def _check(session: Session, part: Part, entry: RequestEntry, today: date) -> None:
    if entry.kind not in askable(part.facts):
        raise NotOpen
    waits = session.scalar(
        select(Request.id).where(
            Request.assignment_id == part.assignment.id,
            Request.kind == entry.kind,
            Request.ended_at.is_(None),
        )
    )
    if waits is not None:
        raise AlreadyWaiting
    if faults := entry_faults(entry, part.facts, today):
        raise Invalid(faults)


def entry_faults(entry: RequestEntry, facts: AssignmentFacts, today: date) -> dict[str, str]:
    """Return the code of the fault of each field of a request."""
    most = MAX_AGENCY_CHARACTERS if entry.kind is RequestKind.LEAD else MAX_REMARK_CHARACTERS
    faults: dict[str, str] = {}
    if not entry.reason:
        faults["reason"] = "required"
    elif len(entry.reason) > MAX_REMARK_CHARACTERS:
        faults["reason"] = "too-long"
    if len(entry.wanted_text) > most:
        faults["wanted_text"] = "too-long"
    if entry.kind is RequestKind.EXTENSION and (
        fault := due_fault(entry.wanted_due, facts.due, today)
    ):
        faults["wanted_due"] = fault
    return faults


def _request(
    session: Session, actor: Actor, part: Part, entry: RequestEntry, now: datetime
) -> Request:
    wants_due, wants_lead = entry.kind is RequestKind.EXTENSION, entry.kind is RequestKind.LEAD
    meant = None
    if wants_lead and entry.wanted_text:
        meant = Registry.on(session, office_day(now)).match(entry.wanted_text)
    return Request(
        assignment_id=part.assignment.id,
        kind=entry.kind,
        reason=entry.reason,
        due_then=part.assignment.due,
        wanted_due=entry.wanted_due if wants_due else None,
        wanted_text=entry.wanted_text or None,
        wanted_agency_id=meant.agency_id if meant else None,
        author_id=actor.user_id,
        at=now,
    )
