"""What became of a directive, from its receipt on: every dated fact of it, in one order.

Facts lie in a dozen tables. One statement asks them all for kind, row, moment and agency, with
the reader's rights and the filters in it; the words are read only of those on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker import policy
from tracker.assignments.chronicle_words import Entry, Words
from tracker.db import Database
from tracker.domain import Actor, DirectiveState
from tracker.errors import NotFound
from tracker.models import (
    Assignment,
    AssignmentEvent,
    CarryOver,
    Comment,
    Directive,
    DirectiveRelation,
    DueChange,
    ProgressUpdate,
    Request,
    RequestDecision,
    Task,
    Urging,
    Verdict,
)
from tracker.models.names import Names

PAGE_SIZE = 50
# What is printed at once; more is a book, and is printed filtered.
WHOLE = 2_000


class FactKind(StrEnum):
    """What can become of a directive."""

    RECEIVED = "received"
    ISSUED = "issued"
    RELATED = "related"
    EVENT = "event"
    UPDATE = "update"
    REPORT = "report"
    VERDICT = "verdict"
    REQUEST = "request"
    DECISION = "decision"
    DUE = "due"
    COMMENT = "comment"
    URGING = "urging"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class ChronicleQuery:
    """What is asked of the chronicle; no kinds are all kinds."""

    kinds: frozenset[FactKind] = frozenset()
    agency_id: int | None = None
    oldest_first: bool = False
    page: int = 1
    whole: bool = False

    @property
    def size(self) -> int:
        """How many facts stand on one page."""
        return WHOLE if self.whole else PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Chronicle:
    """One page of the chronicle; ``agencies`` are those that it can be narrowed to."""

    query: ChronicleQuery
    directive_id: int
    name: Directive
    entries: tuple[tuple[FactKind, Entry], ...]
    agencies: tuple[tuple[int, str], ...]
    total: int
    number: int
    last: int


def chronicle(
    database: Database, actor: Actor, directive_id: int, query: ChronicleQuery, *, today: date
) -> Chronicle:
    """Return what ``actor`` may know of what became of an issued directive."""
    with database.reading() as session:
        directive = session.scalar(
            select(Directive).where(
                Directive.id == directive_id,
                Directive.state == DirectiveState.ISSUED,
                policy.visible_directives(actor),
            )
        )
        if directive is None:
            raise NotFound
        facts = _Facts(actor, directive_id, query).all().subquery()
        total = session.scalar(select(func.count()).select_from(facts)) or 0
        last = max(1, -(-total // query.size))
        number = min(max(query.page, 1), last)
        order = (facts.c.at, facts.c.place, facts.c.id)
        rows = session.execute(
            select(facts.c.kind, facts.c.id)
            .order_by(*(part if query.oldest_first else part.desc() for part in order))
            .limit(query.size)
            .offset((number - 1) * query.size)
        ).all()
        names = Names(session, today)
        words = Words(session, names, actor, directive_id)
        return Chronicle(
            query=query,
            directive_id=directive_id,
            name=directive,
            entries=tuple(_read(words, [(FactKind(kind), row_id) for kind, row_id in rows])),
            agencies=tuple(_agencies(session, actor, directive_id, names)),
            total=total,
            number=number,
            last=last,
        )


def _read(words: Words, rows: list[tuple[FactKind, int]]) -> Iterator[tuple[FactKind, Entry]]:
    known = {
        kind: words.of(kind.value, [row_id for one, row_id in rows if one is kind])
        for kind in dict.fromkeys(kind for kind, _row_id in rows)
    }
    for kind, row_id in rows:
        yield kind, known[kind][row_id]


def _agencies(
    session: Session, actor: Actor, directive_id: int, names: Names
) -> list[tuple[int, str]]:
    asked = (
        select(Assignment.agency_id)
        .join(Assignment.task)
        .where(Task.directive_id == directive_id, policy.visible_assignments(actor))
        .distinct()
    )
    return sorted(((one, names.name_of(one)) for one in session.scalars(asked)), key=lambda a: a[1])


class _Facts:
    """Asks each table for the facts of one directive that one reader may know."""

    def __init__(self, actor: Actor, directive_id: int, query: ChronicleQuery) -> None:
        self._actor = actor
        self._directive_id = directive_id
        self._query = query

    def all(self) -> CompoundSelect[Any]:
        """Return the question for kind, id and moment of all that is asked for."""
        asked = {
            FactKind.RECEIVED: self._received,
            FactKind.ISSUED: self._issued,
            FactKind.RELATED: self._related,
            FactKind.EVENT: lambda: self._of_part(FactKind.EVENT, AssignmentEvent),
            FactKind.UPDATE: lambda: self._said(FactKind.UPDATE, in_period=False),
            FactKind.REPORT: lambda: self._said(FactKind.REPORT, in_period=True),
            FactKind.VERDICT: self._verdicts,
            FactKind.REQUEST: lambda: self._of_part(FactKind.REQUEST, Request, own=True),
            FactKind.DECISION: self._decisions,
            FactKind.DUE: lambda: self._of_part(FactKind.DUE, DueChange),
            FactKind.COMMENT: self._comments,
            FactKind.URGING: lambda: self._of_part(FactKind.URGING, Urging, own=True),
            FactKind.CARRIED: self._carried,
        }
        kinds = self._query.kinds or frozenset(FactKind)
        return union_all(*(ask() for kind, ask in asked.items() if kind in kinds))

    def _parts(self, *, own: bool = False) -> ColumnElement[bool]:
        """Return the condition on assignments: this directive's, readable, of the agency asked."""
        rights = policy.own_assignments if own else policy.visible_assignments
        condition = (Task.directive_id == self._directive_id) & rights(self._actor)
        if (agency := self._query.agency_id) is not None:
            parts = (Assignment.agency_id, Assignment.holder_id, Assignment.delegate_id)
            condition &= or_(*(part == agency for part in parts))
        return condition

    def _nobodys(self) -> ColumnElement[bool]:
        """Return the condition that no agency is asked for: the fact belongs to none."""
        return literal(self._query.agency_id is None)

    def _of_part(self, kind: FactKind, model: Any, *, own: bool = False) -> Select[Any]:
        return (
            select(*_columns(kind, model.id, model.at))
            .join(Assignment, Assignment.id == model.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
            .where(self._parts(own=own))
        )

    def _said(self, kind: FactKind, *, in_period: bool) -> Select[Any]:
        period = ProgressUpdate.period
        condition = period.is_not(None) if in_period else period.is_(None)
        return self._of_part(kind, ProgressUpdate).where(condition)

    def _verdicts(self) -> Select[Any]:
        return (
            select(*_columns(FactKind.VERDICT, Verdict.id, Verdict.at))
            .join(ProgressUpdate, ProgressUpdate.id == Verdict.update_id)
            .join(Assignment, Assignment.id == ProgressUpdate.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
            .where(self._parts())
        )

    def _decisions(self) -> Select[Any]:
        return (
            select(*_columns(FactKind.DECISION, RequestDecision.id, RequestDecision.at))
            .join(Request, Request.id == RequestDecision.request_id)
            .join(Assignment, Assignment.id == Request.assignment_id)
            .join(Task, Task.id == Assignment.task_id)
            .where(self._parts(own=True))
        )

    def _comments(self) -> Select[Any]:
        agency = self._query.agency_id
        return (
            select(*_columns(FactKind.COMMENT, Comment.id, Comment.at))
            .join(Task, Task.id == Comment.task_id)
            .where(
                Task.directive_id == self._directive_id,
                policy.visible_tasks(self._actor),
                policy.readable_comments(self._actor),
                literal(agency is None) | (Comment.agency_id == (agency or 0)),
            )
        )

    def _received(self) -> Select[Any]:
        return self._own(FactKind.RECEIVED, Directive.received_at)

    def _issued(self) -> Select[Any]:
        return self._own(FactKind.ISSUED, Directive.tracked_from)

    def _own(self, kind: FactKind, moment: InstrumentedAttribute[Any]) -> Select[Any]:
        return select(*_columns(kind, Directive.id, moment)).where(
            Directive.id == self._directive_id, moment.is_not(None), self._nobodys()
        )

    def _related(self) -> Select[Any]:
        relation = DirectiveRelation
        visible = select(Directive.id).where(
            Directive.state == DirectiveState.ISSUED, policy.visible_directives(self._actor)
        )
        outgoing = (relation.from_id == self._directive_id) & (
            relation.to_id.in_(visible) | literal(self._actor.sees_everything)
        )
        incoming = (relation.to_id == self._directive_id) & relation.from_id.in_(visible)
        return select(*_columns(FactKind.RELATED, relation.id, relation.at)).where(
            relation.removed_at.is_(None), or_(outgoing, incoming), self._nobodys()
        )

    def _carried(self) -> Select[Any]:
        theirs = select(Assignment.task_id).join(Task).where(self._parts())
        return (
            select(*_columns(FactKind.CARRIED, CarryOver.id, CarryOver.at))
            .join(Task, Task.id == CarryOver.task_id)
            .where(Task.directive_id == self._directive_id, CarryOver.task_id.in_(theirs))
        )


def _columns(kind: FactKind, number: Any, moment: Any) -> tuple[ColumnElement[Any], ...]:
    """Return what the tables are asked for; ``place`` orders facts of one moment."""
    return (
        literal(kind.value).label("kind"),
        number.label("id"),
        moment.label("at"),
        literal(list(FactKind).index(kind)).label("place"),
    )
