"""The list of directives, drafts among them for clerks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, nulls_last, or_, select, true

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState
from tracker.models import Directive, Task

PAGE_ROWS = 25
SORTS = {
    "received": Directive.received_at,
    "issued": Directive.issued_on,
    "number": Directive.number,
    "title": Directive.title,
}


@dataclass(frozen=True, slots=True)
class DirectiveQuery:
    """What a person wants to see of the list; ``sort`` is a key of ``SORTS``, "-" reverses."""

    state: DirectiveState | None = None
    kind: str = ""
    year: int | None = None
    words: str = ""
    sort: str = "-received"
    page: int = 1


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """One directive of the list; ``tasks`` counts its issued tasks."""

    directive_id: int
    number: str | None
    kind: str | None
    title: str | None
    file_name: str
    issuer: str | None
    issued_on: date | None
    state: DirectiveState
    received_at: datetime
    tasks: int


@dataclass(frozen=True, slots=True)
class DirectiveList:
    """A page of the list, with the kinds that occur for the filter."""

    rows: tuple[DirectiveRow, ...]
    total: int
    number: int
    last: int
    kinds: tuple[str, ...]
    query: DirectiveQuery


def list_directives(database: Database, actor: Actor, query: DirectiveQuery) -> DirectiveList:
    """Return the directives that ``actor`` may know of and that ``query`` asks for."""
    visible = policy.visible_directives(actor)
    wanted = and_(visible, _condition(query))
    tasks = (
        select(func.count(Task.id))
        .where(Task.directive_id == Directive.id, policy.visible_tasks(actor))
        .scalar_subquery()
    )
    with database.reading() as session:
        total = session.scalar(select(func.count(Directive.id)).where(wanted)) or 0
        last = max(1, -(-total // PAGE_ROWS))
        number = min(max(query.page, 1), last)
        column = SORTS.get(query.sort.lstrip("-"), Directive.received_at)
        order = column.desc() if query.sort.startswith("-") else column.asc()
        rows = session.execute(
            select(Directive, tasks)
            .where(wanted)
            .order_by(nulls_last(order), Directive.id.desc())
            .limit(PAGE_ROWS)
            .offset((number - 1) * PAGE_ROWS)
        )
        kinds = session.scalars(
            select(Directive.kind).where(visible, Directive.kind.is_not(None)).distinct()
        )
        return DirectiveList(
            rows=tuple(_row(directive, count) for directive, count in rows),
            total=total,
            number=number,
            last=last,
            kinds=tuple(sorted(kind for kind in kinds if kind)),
            query=query,
        )


def _condition(query: DirectiveQuery) -> ColumnElement[bool]:
    state = (
        Directive.state == query.state
        if query.state
        else Directive.state != DirectiveState.WITHDRAWN
    )
    conditions: list[ColumnElement[bool]] = [true(), state]
    if query.kind:
        conditions.append(Directive.kind == query.kind)
    if query.year:
        conditions.append(
            Directive.issued_on.between(date(query.year, 1, 1), date(query.year, 12, 31))
        )
    if query.words:
        columns = (Directive.number, Directive.title, Directive.file_name, Directive.issuer)
        conditions.append(
            or_(*(column.icontains(query.words, autoescape=True) for column in columns))
        )
    return and_(*conditions)


def _row(directive: Directive, tasks: int | None) -> DirectiveRow:
    return DirectiveRow(
        directive_id=directive.id,
        number=directive.number,
        kind=directive.kind,
        title=directive.title,
        file_name=directive.file_name,
        issuer=directive.issuer,
        issued_on=directive.issued_on,
        state=directive.state,
        received_at=directive.received_at,
        tasks=tasks or 0,
    )
