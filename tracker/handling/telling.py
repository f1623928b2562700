"""Who is told of requests, decisions and comments, and what stands in the notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain import Actor, Role, TrackingRules, deciders, office_day
from tracker.handling.parts import Part
from tracker.models import (
    Comment,
    NoticeKind,
    RecordKind,
    Request,
    people_of,
    people_with,
    tell,
)
from tracker.models.names import Names

MAX_WORDS = 300


def tell_deciders(  # noqa: PLR0913, PLR0917 - who asks what of whom, by which rules, when
    session: Session,
    actor: Actor,
    request: Request,
    part: Part,
    rules: TrackingRules,
    now: datetime,
) -> None:
    """Tell those who decide on a request that it waits."""
    people = people_with(session, *deciders(request.kind, rules)) - {actor.user_id}
    details = {
        "request": request.kind.value,
        "agency": _name(session, part.answering, now),
        "words": _short(request.reason),
        "by": actor.name,
    }
    if request.wanted_due is not None and request.due_then is not None:
        details |= {"due": request.wanted_due.isoformat(), "was": request.due_then.isoformat()}
    about = (RecordKind.TASK, part.assignment.task_id)
    tell(session, people, NoticeKind.REQUEST, about=about, details=details, now=now)


def tell_agency(
    session: Session, actor: Actor, request: Request, part: Part, now: datetime
) -> None:
    """Tell the agency that asked how its request was decided."""
    decision = request.decision
    if decision is None:
        return
    people = people_of(session, _involved(part)) | {request.author_id}
    details = {
        "request": request.kind.value,
        "outcome": decision.outcome.value,
        "agency": _name(session, part.answering, now),
        "words": _short(decision.reason),
        "by": actor.name,
    }
    if decision.due is not None:
        details["due"] = decision.due.isoformat()
        if request.due_then is not None:
            details["was"] = request.due_then.isoformat()
    about = (RecordKind.TASK, part.assignment.task_id)
    tell(session, people, NoticeKind.DECISION, about=about, details=details, now=now)


def tell_of_act(
    session: Session, actor: Actor, part: Part, told: Mapping[str, str], now: datetime
) -> None:
    """Tell an agency what the office has done with its work: ``told``, with the names."""
    agency = _name(session, part.answering, now)
    details = {**told, "words": _short(told["words"]), "agency": agency, "by": actor.name}
    about = (RecordKind.TASK, part.assignment.task_id)
    people = people_of(session, _involved(part)) - {actor.user_id}
    tell(session, people, NoticeKind.ASSIGNMENT, about=about, details=details, now=now)


def tell_of_holder(  # noqa: PLR0913, PLR0917 - who gives what to whom, why, when
    session: Session,
    actor: Actor,
    part: Part,
    to_agency_id: int,
    told: Mapping[str, str],
    now: datetime,
) -> None:
    """Tell an agency, and those who had the work before, that it was given to it or taken."""
    agency = _name(session, to_agency_id, now)
    details = {**told, "words": _short(told["words"]), "agency": agency, "by": actor.name}
    people = people_of(session, (*_involved(part), to_agency_id)) - {actor.user_id}
    about = (RecordKind.TASK, part.assignment.task_id)
    tell(session, people, NoticeKind.ASSIGNMENT, about=about, details=details, now=now)


def tell_of_comment(
    session: Session, actor: Actor, comment: Comment, agencies: Iterable[int], now: datetime
) -> None:
    """Tell those a comment is meant for: the clerks, or the agencies that may read it."""
    people = people_of(session, agencies)
    if not comment.from_office:
        people |= people_with(session, Role.CLERK)
    details = {"words": _short(comment.text), "by": actor.name}
    if comment.agency_id is not None:
        details["agency"] = _name(session, comment.agency_id, now)
    about = (RecordKind.TASK, comment.task_id)
    people -= {actor.user_id}
    tell(session, people, NoticeKind.COMMENT, about=about, details=details, now=now)


def _involved(part: Part) -> tuple[int, ...]:
    assignment = part.assignment
    return (part.answering, assignment.holder_id, assignment.agency_id)


def _name(session: Session, agency_id: int, now: datetime) -> str:
    return Names(session, office_day(now)).name_of(agency_id)


def _short(words: str) -> str:
    return words if len(words) <= MAX_WORDS else f"{words[: MAX_WORDS - 1].rstrip()}…"
