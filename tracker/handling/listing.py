"""The requests to the office: waiting or ended, narrowed, sorted, in pages; and their number.

An update that claims done is the request for its confirmation, so claims without a verdict
stand in the list as requests of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true
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
from tracker.models.answering import Answering, answered_by
from tracker.models.names import Names

PAGE_SIZE = 50
MOST_COUNTED = 99
# Of each: requests that wait, those that have ended, claims. A nation has tens of thousands.
MOST_READ = 5_000
MOST_CLAIMS = 1_000
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

    What the task says and how the work stands are loaded only for rows that are shown.
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
    agency_id: int
    agency: str
    due_now: date | None
    task_id: int
    label: str | None = None
    text: str = ""
    directive_kind: str | None = None
    directive_number: str | None = None
    due: DueDay = field(default=DueDay(None, None))
    is_open: bool = True

    @property
    def is_late(self) -> bool:
        """Whether it was asked after the due day of then."""
        return self.due_then is not None and office_day(self.at) > self.due_then


@dataclass(frozen=True, slots=True)
class RequestList:
    """One page of the list; ``is_cut`` says that there are more than were read."""

    query: RequestQuery
    rows: tuple[RequestRow, ...]
    total: int
    number: int
    last: int
    agencies: tuple[tuple[int, str], ...]
    is_cut: bool


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
        frame = _Frame(session, actor, query.agency_id, today)
        rows = frame.rows(kinds, ended=query.ended)
        kept = [row for row in rows if _is_wanted(row, query)]
        kept.sort(key=SORTS[query.sort], reverse=query.descending)
        last = max(1, -(-len(kept) // PAGE_SIZE))
        number = min(max(query.page, 1), last)
        shown = frame.with_words(kept[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    agencies = {row.agency_id: row.agency for row in rows}
    return RequestList(
        query=query,
        rows=tuple(shown),
        total=len(kept),
        number=number,
        last=last,
        agencies=tuple(sorted(agencies.items(), key=lambda one: fold(one[1]))),
        is_cut=frame.is_cut,
    )


def _is_wanted(row: RequestRow, query: RequestQuery) -> bool:
    return query.agency_id in {None, row.agency_id} and (row.is_late or not query.late)


_ABOUT = (
    Assignment.id.label("assignment_id"),
    Assignment.holder_id,
    Assignment.due.label("due_now"),
    Assignment.task_id,
)
_Found = Row[*tuple[Any, ...]]
# Asked of each row found: a plan that begins with the directives would look at all there are.
_IS_TRACKED = Assignment.task.has(Task.directive.has(Directive.state == DirectiveState.ISSUED))


class _Frame:
    """What the rows share, each loaded once."""

    def __init__(self, session: Session, actor: Actor, agency_id: int | None, today: date) -> None:
        self._session = session
        self._readable = policy.own_assignments(actor) & _IS_TRACKED
        self._agency_id = agency_id
        self._today = today
        self.is_cut = False

    def rows(self, kinds: frozenset[RequestKind], *, ended: bool) -> list[RequestRow]:
        found = self._some(self._requests(kinds, ended=ended), MOST_READ)
        if RequestKind.CONFIRMATION in kinds and not ended:
            found += self._some(self._claims(), MOST_CLAIMS)
        return self._named(found)

    def _some(self, question: Select[*tuple[Any, ...]], most: int) -> list[_Found]:
        found = self._session.execute(question.limit(most + 1)).all()
        self.is_cut = self.is_cut or len(found) > most
        return list(found[:most])

    def _requests(self, kinds: frozenset[RequestKind], *, ended: bool) -> Select[*tuple[Any, ...]]:
        """Ask for what waits, the oldest first, or for what has ended, the newest first."""
        state = Request.ended_at.is_not(None) if ended else Request.ended_at.is_(None)
        return (
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
            .where(self._readable, state, Request.kind.in_(kinds))
            .order_by(Request.id.desc() if ended else Request.id)
        )

    def _claims(self) -> Select[*tuple[Any, ...]]:
        """Ask for the newest words of assignments that claim done and have no verdict."""
        newer = aliased(ProgressUpdate)
        later = select(newer.id).where(
            newer.assignment_id == ProgressUpdate.assignment_id, newer.id > ProgressUpdate.id
        )
        judged = select(Verdict.id).where(Verdict.update_id == ProgressUpdate.id)
        is_theirs: ColumnElement[bool] = true()
        if self._agency_id is not None:
            is_theirs = answered_by(self._session, self._agency_id, self._today)
        return (
            select(
                ProgressUpdate.id.label("update_id"),
                ProgressUpdate.at,
                ProgressUpdate.narrative.label("reason"),
                Assignment.due.label("due_then"),
                *_ABOUT,
            )
            .join(Assignment, Assignment.id == ProgressUpdate.assignment_id)
            .where(ProgressUpdate.status == UpdateStatus.DONE, self._readable, is_theirs)
            .where(~judged.exists(), ~later.exists())
            .order_by(ProgressUpdate.id)
        )

    def _named(self, found: Sequence[_Found]) -> list[RequestRow]:
        answering = Answering(self._session, self._today)
        agencies = [answering.of(row.assignment_id, row.holder_id) for row in found]
        names = Names(self._session, self._today)
        names.expect(agencies)
        rows = []
        for row, agency_id in zip(found, agencies, strict=True):
            values = {**_EMPTY, **row._asdict()}
            del values["holder_id"]
            rows.append(RequestRow(**values, agency_id=agency_id, agency=names.name_of(agency_id)))
        return rows

    def with_words(self, rows: Sequence[RequestRow]) -> list[RequestRow]:
        """Return rows with what their tasks say and how the work stands."""
        found = assignment_facts(
            self._session, Assignment.id.in_({row.assignment_id for row in rows})
        )
        facts = {one.assignment_id: one for one in found}
        words = (Task.label, Task.text, Directive.kind, Directive.number)
        tasks = self._session.execute(
            select(Task.id, *words)
            .join(Task.directive)
            .where(Task.id.in_({row.task_id for row in rows}))
        )
        said: dict[int, dict[str, Any]] = {
            task_id: dict(zip(_WORDS, rest, strict=True)) for task_id, *rest in tasks
        }
        return [
            replace(
                row,
                **said[row.task_id],
                due=facts[row.assignment_id].due_day,
                is_open=facts[row.assignment_id].is_open,
            )
            for row in rows
        ]


_WORDS = ("label", "text", "directive_kind", "directive_number")
_EMPTY: dict[str, Any] = {
    "kind": RequestKind.CONFIRMATION,
    "request_id": None,
    "update_id": None,
    "wanted_due": None,
    "outcome": None,
    "decided_at": None,
}
