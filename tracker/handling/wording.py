"""Requests, due days and events of many assignments in words, in a few statements.

A task may be given to thousands of communes, so nothing here is asked assignment by assignment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

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
from tracker.handling.pages import (
    DecisionWords,
    DueChangeWords,
    EventWords,
    Handling,
    PartName,
    RequestWords,
)
from tracker.handling.parts import Part, askable, is_own
from tracker.handling.steering import acting_roles, possible_acts
from tracker.models import AssignmentEvent, DueChange, Request, RequestDecision
from tracker.models.answering import existing
from tracker.models.names import Names

_OfPart = TypeVar("_OfPart", Request, DueChange, AssignmentEvent)


class Wording:
    """Says of parts what their reader may know of them and do with them on a day."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        parts: Sequence[Part],
        *,
        today: date,
        rules: TrackingRules,
    ) -> None:
        self._session, self._actor, self._rules = session, actor, rules
        self._ids = [part.assignment.id for part in parts]
        self._names = Names(session, today)
        answering = {part.answering for part in parts} & actor.agency_ids
        self._voices = (
            existing(session, answering, today) if actor.has(Role.AGENCY) else frozenset()
        )
        self._requests = self._by_part(Request)
        self._changes = self._by_part(DueChange)
        self._events = self._by_part(AssignmentEvent)

    def _by_part(self, kind: type[_OfPart]) -> dict[int, list[_OfPart]]:
        rows = select(kind).where(kind.assignment_id.in_(self._ids)).order_by(kind.id)
        rows = rows.options(joinedload(kind.author))
        if kind is Request:
            answer = joinedload(Request.decision)
            rows = rows.options(answer, answer.joinedload(RequestDecision.author))
        found: defaultdict[int, list[_OfPart]] = defaultdict(list)
        for row in self._session.scalars(rows):
            found[row.assignment_id].append(row)
        return found

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
        key, mine = part.assignment.id, part.answering in self._voices
        requests = self._requests_of(part)
        waiting = {request.kind for request in requests if request.decision is None}
        return Handling(
            assignment_id=key,
            requests=requests,
            changes=tuple(map(_change, self._changes.get(key, ()))),
            events=tuple(map(self._event, self._events.get(key, ()))),
            content=_granted_content(requests),
            may_accept=mine and part.facts.workflow is Workflow.ISSUED,
            may_ask=tuple(k for k in askable(part.facts) if k not in waiting) if mine else (),
            may_act=tuple(
                act
                for act in possible_acts(part.facts)
                if self._actor.has(*acting_roles(act, part.facts, self._rules))
            ),
        )

    def _requests_of(self, part: Part) -> tuple[RequestWords, ...]:
        """Return the requests of a part, the newest first, to the office and its agencies."""
        given = part.assignment
        theirs = {part.answering, given.agency_id, given.holder_id}
        if not self._actor.sees_everything and self._actor.agency_ids.isdisjoint(theirs):
            return ()
        rows = reversed(self._requests.get(given.id, ()))
        return tuple(self._request(row, part) for row in rows)

    def _request(self, row: Request, part: Part) -> RequestWords:
        waits, meant = row.decision is None, row.wanted_agency_id
        decides = self._actor.has(*deciders(row.kind, self._rules))
        # Who may not know of an agency is not told that the office has it.
        named = meant is not None and self._actor.sees_everything
        return replace(
            request_words(row, self._rules),
            wanted_agency=self._names.name_of(meant) if named and meant is not None else None,
            may_decide=waits and decides and not is_own(self._actor, row, part),
            may_withdraw=waits and part.answering in self._voices,
        )

    def _event(self, row: AssignmentEvent) -> EventWords:
        to = row.to_agency_id
        return EventWords(
            kind=row.kind,
            on=row.effective_on,
            reason=row.reason,
            to_agency=None if to is None else self._names.name_of(to),
            author=row.author.display_name,
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


def _change(row: DueChange) -> DueChangeWords:
    author = row.author.display_name if row.author else None
    return DueChangeWords(row.kind, row.previous, row.due, row.reason, author, row.at)


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
