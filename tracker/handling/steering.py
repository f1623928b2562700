"""The office steers an assignment: suspends, resumes or ends its tracking, sets a date for it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from tracker import policy
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentEventKind,
    DueChangeKind,
    RequestKind,
    Role,
    TrackingRules,
    Workflow,
    deciders,
    office_day,
)
from tracker.errors import Invalid
from tracker.handling.faults import NotHalted, NotOpen
from tracker.handling.parts import Part, any_part
from tracker.handling.telling import tell_of_act
from tracker.models.course_changes import change_due, note_event
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text
from tracker.models.holding import Occasion


class Act(StrEnum):
    """What the office may do with an assignment without being asked."""

    SUSPEND = "suspend"
    RESUME = "resume"
    STOP = "stop"
    TRACKING_DATE = "set-date"


_EVENTS = {
    Act.SUSPEND: AssignmentEventKind.SUSPENDED,
    Act.RESUME: AssignmentEventKind.RESUMED,
    Act.STOP: AssignmentEventKind.STOPPED,
}


def acting_roles(act: Act, facts: AssignmentFacts, rules: TrackingRules) -> frozenset[Role]:
    """Return who may do ``act``; who may stop tracking, and they alone, may take it up again."""
    stoppers = deciders(RequestKind.STOP_TRACKING, rules)
    if act is Act.STOP or (act is Act.RESUME and facts.halted is Workflow.STOPPED):
        return stoppers
    return frozenset({Role.CLERK})


def possible_acts(facts: AssignmentFacts) -> tuple[Act, ...]:
    """Return the acts that have a place as the assignment stands.

    A date for tracking is for tasks whose document has no deadline: a deadline that the
    document has is moved by an extension only.
    """
    if facts.halted is Workflow.STOPPED:
        return (Act.RESUME,)
    if facts.halted is Workflow.SUSPENDED:
        return (Act.RESUME, Act.STOP)
    if not facts.is_open:
        return ()
    dated = facts.original_due is not None or (facts.due is not None and not facts.is_tracking_date)
    return (Act.SUSPEND, Act.STOP) if dated else (Act.SUSPEND, Act.STOP, Act.TRACKING_DATE)


def steer(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    assignment_id: int,
    act: Act,
    reason: str,
    *,
    due: date | None = None,
    now: datetime,
    rules: TrackingRules,
) -> int:
    """Do ``act`` with an assignment, for a reason; return the task's id.

    ``due`` is the date for tracking; none takes back the one that was set.

    Raises:
        NotFound, NotTracked: there is no such assignment, or its directive was withdrawn.
        NotAllowed: another role does this.
        NotHalted, NotOpen: it has no place as the assignment stands.
        Invalid: without a reason, or with a date that has passed.
    """
    policy.require(actor, Role.CLERK, *deciders(RequestKind.STOP_TRACKING, rules))
    reason, today = clean_text(reason), office_day(now)
    with database.writing() as session:
        part = any_part(session, assignment_id, today)
        policy.require(actor, *acting_roles(act, part.facts, rules))
        _check(part, act, reason, due, today)
        _do(session, part, act, due, Occasion(actor.user_id, reason, now))
        tell_of_act(session, actor, part, _told(part, act, reason), now)
        return part.assignment.task_id


def _check(part: Part, act: Act, reason: str, due: date | None, today: date) -> None:
    if act not in possible_acts(part.facts):
        raise NotHalted if act is Act.RESUME else NotOpen
    faults: dict[str, str] = {}
    if not reason:
        faults["reason"] = "required"
    elif len(reason) > MAX_REMARK_CHARACTERS:
        faults["reason"] = "too-long"
    if act is Act.TRACKING_DATE:
        if due is not None and due < today:
            faults["due"] = "day-passed"
        elif due == part.facts.due:
            faults["due"] = "date-needed" if due is None else "same-day"
    if faults:
        raise Invalid(faults)


def _do(session: Session, part: Part, act: Act, due: date | None, occasion: Occasion) -> None:
    if act is Act.TRACKING_DATE:
        change_due(session, part.assignment, DueChangeKind.TRACKING_DATE, due, occasion)
    else:
        note_event(session, part.assignment, _EVENTS[act], occasion)


def _told(part: Part, act: Act, reason: str) -> dict[str, str]:
    """Return what the agency is told; ``part`` has the facts from before the act."""
    if act is not Act.TRACKING_DATE:
        return {"outcome": _EVENTS[act].value, "words": reason}
    days = {"was": part.facts.due, "due": part.assignment.due}
    return {"words": reason, **{name: day.isoformat() for name, day in days.items() if day}}
