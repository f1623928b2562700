"""The requests to the office: waiting or ended, narrowed, sorted, in pages; and their number.

An update that claims done is the request for its confirmation, so claims without a verdict
stand in the list as requests of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session, aliased

from directives.text import fold
from tracker import policy
from tracker.clocks import DueDay
from tracker.db import Database
from tracker.domain import (
    Actor,
    DirectiveState,
    RequestKind,
    RequestOutcome,
    Role,
    TrackingRules,
    UpdateStatus,
    deciders,
    office_day,
)
from tracker.models import (
    Assignment,
    Directive,
    ProgressUpdate,
    Request,
    RequestDecision,
    Task,
    Verdict,
    assignment_facts,
)
from tracker.models.answering import Answering
from tracker.models.names import Names

PAGE_SIZE = 50
MOST_COUNTED = 99
READERS = (Role.CLERK, Role.COMMITTEE, Role.INSPECTOR, Role.AGENCY)


@dataclass(frozen=True, slots=True)
class RequestQuery:
    """What the list is narrowed to.

    Without ``kinds`` it is what the reader decides on, for an agency all that it has asked.
    ``agency_id`` answers today. ``sort`` is a key of ``SORTS``.
    """

    kinds: frozenset[RequestKind] = frozenset()
    agency_id: int | None = None
    late: bool = False
    ended: bool = False
    sort: str = "at"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in the list; ``update_id`` instead of ``request_id`` for a claim of being done.

    ``due`` and ``is_open`` are loaded only for rows that are shown.
    """

    kind: RequestKind
    request_id: int | None
    update_id: int | None
    at: datetime
    reason: str
    due_then: date | None
    wanted_due: date | None
    outcome: RequestOutcome | None
    decided_at: datetime | None
    assignment_id: int
    task_id: int
    label: str | None
    text: str
    directive_kind: str | None
    directive_number: str | None
    agency_id: int
    agency: str
    due_now: date | None
    due: DueDay = field(default=DueDay(None, None))
    is_open: bool = True

    @property
    def is_late(self) -> bool:
        """Whether it was asked after the due day of then."""
        return self.due_then is not None and office_day(self.at) > self.due_then


@dataclass(frozen=True, slots=True)
class RequestList:
    """One page of the list; ``counts`` are of what waits by kind, whatever the filters."""

    query: RequestQuery
    rows: tuple[RequestRow, ...]
    total: int
    number: int
    last: int
    agencies: tuple[tuple[int, str], ...]
    kinds: frozenset[RequestKind] = field(default_factory=frozenset)


SORTS: dict[str, Callable[[RequestRow], tuple[object, ...]]] = {
    "at": lambda row: (row.at,),
    "kind": lambda row: (list(RequestKind).index(row.kind),),
    "agency": lambda row: (fold(row.agency),),
    "due": lambda row: (row.due_now or date.max,),
}


def kinds_of(actor: Actor, rules: TrackingRules) -> frozenset[RequestKind]:
    """Return the kinds of requests that are ``actor``'s to see first: those they decide on."""
    mine = frozenset(kind for kind in RequestKind if actor.has(*deciders(kind, rules)))
    return mine or frozenset(RequestKind)


def count_waiting(database: Database, actor: Actor, rules: TrackingRules) -> int:
    """Return how many requests wait for a decision of ``actor``'s, up to one above MOST_COUNTED.

    Claims are left out: to find those without a verdict takes more time than a heading has.
    """
    kinds = [kind for kind in RequestKind if actor.has(*deciders(kind, rules))]
    if not kinds:
        return 0
    waiting = select(Request.id).where(Request.ended_at.is_(None), Request.kind.in_(kinds))
    with database.reading() as session:
        found = waiting.limit(MOST_COUNTED + 1).subquery()
        return session.scalar(select(func.count()).select_from(found)) or 0


def list_requests(
    database: Database, actor: Actor, query: RequestQuery, *, today: date, rules: TrackingRules
) -> RequestList:
    """Return a page of the requests that ``actor`` may read.

    Raises:
        NotAllowed: the actor neither asks nor decides.
    """
    policy.require(actor, *READERS)
    kinds = query.kinds or kinds_of(actor, rules)
    with database.reading() as session:
        frame = _Frame(session, actor, today)
        rows = frame.rows(kinds, ended=query.ended)
        kept = [row for row in rows if _is_wanted(row, query)]
        kept.sort(key=SORTS[query.sort], reverse=query.descending)
        last = max(1, -(-len(kept) // PAGE_SIZE))
        number = min(max(query.page, 1), last)
        shown = frame.with_facts(kept[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    agencies = {row.agency_id: row.agency for row in rows}
    return RequestList(
        query=query,
        rows=tuple(shown),
        total=len(kept),
        number=number,
        last=last,
        agencies=tuple(sorted(agencies.items(), key=lambda one: fold(one[1]))),
        kinds=kinds,
    )


def _is_wanted(row: RequestRow, query: RequestQuery) -> bool:
    return query.agency_id in {None, row.agency_id} and (row.is_late or not query.late)


_ABOUT = (
    Assignment.id.label("assignment_id"),
    Assignment.holder_id,
    Assignment.due.label("due_now"),
    Task.id.label("task_id"),
    Task.label,
    Task.text,
    Directive.kind.label("directive_kind"),
    Directive.number.label("directive_number"),
)
_Found = Row[*tuple[Any, ...]]


class _Frame:
    """What the rows share, each loaded once."""

    def __init__(self, session: Session, actor: Actor, today: date) -> None:
        self._session = session
        self._readable = policy.own_assignments(actor) & (Directive.state == DirectiveState.ISSUED)
        self._today = today

    def rows(self, kinds: frozenset[RequestKind], *, ended: bool) -> list[RequestRow]:
        found = list(self._requests(kinds, ended=ended))
        if RequestKind.CONFIRMATION in kinds and not ended:
            found += self._claims()
        return self._named(found)

    def _requests(self, kinds: frozenset[RequestKind], *, ended: bool) -> Iterable[_Found]:
        state = Request.ended_at.is_not(None) if ended else Request.ended_at.is_(None)
        return self._session.execute(
            select(
                Request.kind,
                Request.id.label("request_id"),
                Request.at,
                Request.reason,
                Request.due_then,
                Request.wanted_due,
                RequestDecision.outcome,
                RequestDecision.at.label("decided_at"),
                *_ABOUT,
            )
            .outerjoin(RequestDecision, RequestDecision.request_id == Request.id)
            .join(Assignment, Assignment.id == Request.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
            .join(Directive, Directive.id == Task.directive_id)
            .where(self._readable, state, Request.kind.in_(kinds))
            .order_by(Request.id)
        ).all()

    def _claims(self) -> Iterable[_Found]:
        newer = aliased(ProgressUpdate)
        is_newest: ColumnElement[bool] = ~(
            select(newer.id)
            .where(
                newer.assignment_id == ProgressUpdate.assignment_id, newer.id > ProgressUpdate.id
            )
            .exists()
        )
        judged = select(Verdict.id).where(Verdict.update_id == ProgressUpdate.id).exists()
        return self._session.execute(
            select(
                ProgressUpdate.id.label("update_id"),
                ProgressUpdate.at,
                ProgressUpdate.narrative.label("reason"),
                Assignment.due.label("due_then"),
                *_ABOUT,
            )
            .join(Assignment, Assignment.id == ProgressUpdate.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
            .join(Directive, Directive.id == Task.directive_id)
            .where(ProgressUpdate.status == UpdateStatus.DONE, self._readable, ~judged, is_newest)
            .order_by(ProgressUpdate.id)
        ).all()

    def _named(self, found: Iterable[_Found]) -> list[RequestRow]:
        answering = Answering(self._session, self._today)
        names = Names(self._session, self._today)
        rows = []
        for row in found:
            values = {**_EMPTY, **row._asdict()}
            agency_id = answering.of(values["assignment_id"], values.pop("holder_id"))
            values |= {"agency_id": agency_id, "agency": names.name_of(agency_id)}
            rows.append(RequestRow(**values))
        return rows

    def with_facts(self, rows: Sequence[RequestRow]) -> list[RequestRow]:
        """Return rows with how their work stands."""
        ids = {row.assignment_id for row in rows}
        found = assignment_facts(self._session, Assignment.id.in_(ids))
        facts = {one.assignment_id: one for one in found}
        return [
            replace(
                row,
                due=facts[row.assignment_id].due_day,
                is_open=facts[row.assignment_id].is_open,
            )
            for row in rows
        ]


_EMPTY: dict[str, Any] = {
    "kind": RequestKind.CONFIRMATION,
    "request_id": None,
    "update_id": None,
    "wanted_due": None,
    "outcome": None,
    "decided_at": None,
}
