"""Read requests, due days and events into words; each reader is shown what is theirs to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.db import Database
from tracker.domain import (
    Actor,
    RequestKind,
    RequestOutcome,
    Role,
    TrackingRules,
    Workflow,
    deciders,
    office_day,
)
from tracker.errors import NotFound
from tracker.handling.faults import NotOpen
from tracker.handling.pages import (
    ActPage,
    AskPage,
    DecisionWords,
    DueChangeWords,
    EventWords,
    Handling,
    PartName,
    RequestPage,
    RequestWords,
    TaskHandling,
)
from tracker.handling.parts import Part, any_part, askable, is_own, own_part, part_of
from tracker.handling.steering import Act, acting_roles, possible_acts
from tracker.models import (
    Assignment,
    AssignmentEvent,
    DueChange,
    Request,
    RequestDecision,
    Task,
    assignment_facts,
)
from tracker.models.answering import Answering, exists_on
from tracker.models.names import Names


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
        reader = Reader(session, actor, today, rules)
        return TaskHandling({part.assignment.id: reader.handling(part) for part in parts})


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
        name = Reader(session, actor, today, rules).name(part)
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
        return ActPage(Reader(session, actor, today, rules).name(part), act)


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
        reader = Reader(session, actor, today, rules)
        handling = reader.handling(part)
        due = part.facts.due
        is_late = due is not None and part.facts.is_open and due < today
        return RequestPage(
            part=reader.name(part),
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


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on what day, by which rules."""

    session: Session
    actor: Actor
    today: date
    rules: TrackingRules

    def name(self, part: Part) -> PartName:
        """Return what a part is known by."""
        task = part.assignment.task
        directive = task.directive
        return PartName(
            assignment_id=part.assignment.id,
            agency_id=part.answering,
            agency=self._names.name_of(part.answering),
            role=part.facts.role,
            workflow=part.facts.workflow,
            due=part.facts.due_day,
            task_id=task.id,
            label=task.label,
            text=task.text,
            directive_id=directive.id,
            directive_kind=directive.kind,
            directive_number=directive.number,
            directive_issued_on=directive.issued_on,
            directive_title=directive.title,
        )

    def handling(self, part: Part) -> Handling:
        """Return one assignment beside its progress."""
        mine = self._answers(part)
        is_theirs = self.actor.sees_everything or not self.actor.agency_ids.isdisjoint(
            {part.answering, part.assignment.agency_id, part.assignment.holder_id}
        )
        requests = self._requests(part) if is_theirs else ()
        waiting = {request.kind for request in requests if request.decision is None}
        return Handling(
            assignment_id=part.assignment.id,
            requests=requests,
            changes=self._changes(part),
            events=self._events(part),
            content=_granted_content(requests),
            may_accept=mine and part.facts.workflow is Workflow.ISSUED,
            may_ask=tuple(k for k in askable(part.facts) if k not in waiting) if mine else (),
            may_act=tuple(
                act
                for act in possible_acts(part.facts)
                if self.actor.has(*acting_roles(act, part.facts, self.rules))
            ),
        )

    @property
    def _names(self) -> Names:
        return Names(self.session, self.today)

    def _answers(self, part: Part) -> bool:
        return (
            self.actor.has(Role.AGENCY)
            and part.answering in self.actor.agency_ids
            and exists_on(self.session, part.answering, self.today)
        )

    def _requests(self, part: Part) -> tuple[RequestWords, ...]:
        rows = self.session.scalars(
            select(Request)
            .where(Request.assignment_id == part.assignment.id)
            .order_by(Request.id.desc())
            .options(
                joinedload(Request.author),
                joinedload(Request.decision).joinedload(RequestDecision.author),
            )
        )
        return tuple(self._request(row, part) for row in rows)

    def _request(self, row: Request, part: Part) -> RequestWords:
        waits = row.decision is None
        decides = self.actor.has(*deciders(row.kind, self.rules))
        words = request_words(row, self.rules)
        meant = row.wanted_agency_id
        return replace(
            words,
            # Who may not know of an agency is not told that the office has it.
            wanted_agency=self._names.name_of(meant)
            if meant is not None and self.actor.sees_everything
            else None,
            may_decide=waits and decides and not is_own(self.actor, row, part),
            may_withdraw=waits and self._answers(part),
        )

    def _changes(self, part: Part) -> tuple[DueChangeWords, ...]:
        rows = self.session.scalars(
            select(DueChange)
            .where(DueChange.assignment_id == part.assignment.id)
            .order_by(DueChange.id)
            .options(joinedload(DueChange.author))
        )
        return tuple(
            DueChangeWords(
                kind=row.kind,
                previous=row.previous,
                due=row.due,
                reason=row.reason,
                author=row.author.display_name if row.author else None,
                at=row.at,
            )
            for row in rows
        )

    def _events(self, part: Part) -> tuple[EventWords, ...]:
        rows = self.session.scalars(
            select(AssignmentEvent)
            .where(AssignmentEvent.assignment_id == part.assignment.id)
            .order_by(AssignmentEvent.id)
            .options(joinedload(AssignmentEvent.author))
        )
        names = self._names
        return tuple(
            EventWords(
                kind=row.kind,
                on=row.effective_on,
                reason=row.reason,
                to_agency=names.name_of(row.to_agency_id) if row.to_agency_id else None,
                author=row.author.display_name,
            )
            for row in rows
        )


def request_words(row: Request, rules: TrackingRules) -> RequestWords:
    """Return a request in words, without what depends on its reader."""
    return RequestWords(
        request_id=row.id,
        kind=row.kind,
        reason=row.reason,
        due_then=row.due_then,
        is_late=row.due_then is not None and office_day(row.at) > row.due_then,
        wanted_due=row.wanted_due,
        wanted_text=row.wanted_text,
        wanted_agency=None,
        author=row.author.display_name,
        at=row.at,
        decision=_decision(row.decision),
        deciders=deciders(row.kind, rules),
    )


def _decision(row: RequestDecision | None) -> DecisionWords | None:
    if row is None:
        return None
    return DecisionWords(row.outcome, row.reason, row.due, row.author.display_name, row.at)


def _granted_content(requests: Iterable[RequestWords]) -> str | None:
    """Return what a task should say by the newest granted correction of its content."""
    granted = (
        request.wanted_text
        for request in requests
        if request.kind is RequestKind.CONTENT
        and request.decision is not None
        and request.decision.outcome is RequestOutcome.GRANTED
    )
    return next((text for text in granted if text), None)
