"""Read what the pages of requests and acts show; each reader is shown what is theirs to know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, RequestKind, Role, TrackingRules, deciders
from tracker.errors import NotFound
from tracker.handling.faults import NotOpen
from tracker.handling.pages import ActPage, AskPage, RequestPage, TaskHandling
from tracker.handling.parts import Part, any_part, askable, own_part, part_of
from tracker.handling.steering import Act, acting_roles, possible_acts
from tracker.handling.wording import Wording
from tracker.models import Assignment, Request, Task, assignment_facts
from tracker.models.answering import Answering


def task_handling(
    database: Database, actor: Actor, task_id: int, *, today: date, rules: TrackingRules
) -> TaskHandling:
    """Return the assignments of a task beside their progress, as far as ``actor`` may know."""
    with database.reading() as session:
        readable = policy.visible_assignments(actor) & (Assignment.task_id == task_id)
        task = select(Task.id).where(Task.id == task_id, policy.visible_tasks(actor))
        if session.scalar(task) is None:
            raise NotFound
        parts = _parts(session, session.scalars(select(Assignment).where(readable)), today)
        wording = Wording(session, actor, parts, today=today, rules=rules)
        return TaskHandling({part.assignment.id: wording.handling(part) for part in parts})


def ask_page(  # noqa: PLR0913 - as the use case whose form it stands beside
    database: Database,
    actor: Actor,
    assignment_id: int,
    kind: RequestKind,
    *,
    today: date,
    rules: TrackingRules,
) -> AskPage:
    """Return what stands beside the form of a request; raise as asking would."""
    policy.require_voice(actor)
    with database.reading() as session:
        part = own_part(session, actor, assignment_id, today)
        if kind not in askable(part.facts):
            raise NotOpen
        name = Wording(session, actor, [part], today=today, rules=rules).name(part)
        return AskPage(name, kind, deciders(kind, rules))


def act_page(  # noqa: PLR0913 - as the use case whose form it stands beside
    database: Database,
    actor: Actor,
    assignment_id: int,
    act: Act,
    *,
    today: date,
    rules: TrackingRules,
) -> ActPage:
    """Return what stands beside the form of an act; raise as the act would."""
    policy.require(actor, Role.CLERK, Role.COMMITTEE)
    with database.reading() as session:
        part = any_part(session, assignment_id, today)
        policy.require(actor, *acting_roles(act, part.facts, rules))
        if act not in possible_acts(part.facts):
            raise NotOpen
        return ActPage(Wording(session, actor, [part], today=today, rules=rules).name(part), act)


def request_page(
    database: Database, actor: Actor, request_id: int, *, today: date, rules: TrackingRules
) -> RequestPage:
    """Return a request of ``actor``'s own, or any to the office; else raise NotFound."""
    with database.reading() as session:
        request = session.scalar(
            select(Request)
            .join(Request.assignment)
            .where(Request.id == request_id, policy.own_assignments(actor))
        )
        if request is None:
            raise NotFound
        part = part_of(session, request.assignment, today)
        wording = Wording(session, actor, [part], today=today, rules=rules)
        handling = wording.handling(part)
        due = part.facts.due
        is_late = due is not None and part.facts.is_open and due < today
        return RequestPage(
            part=wording.name(part),
            request=next(one for one in handling.requests if one.request_id == request_id),
            earlier=tuple(one for one in handling.requests if one.request_id != request_id),
            changes=handling.changes,
            is_open=part.facts.is_open,
            days_overdue=(today - due).days if due is not None and is_late else 0,
        )


def _parts(session: Session, assignments: Iterable[Assignment], today: date) -> list[Part]:
    known = {assignment.id: assignment for assignment in assignments}
    answering = Answering(session, today, {part.holder_id for part in known.values()})
    return [
        Part(
            known[facts.assignment_id],
            facts,
            answering.of(facts.assignment_id, facts.holder_id),
        )
        for facts in assignment_facts(session, Assignment.id.in_(known))
    ]
