"""The relations of a directive as its page shows them, with those that were taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, RelationKind, Role
from tracker.errors import NotFound
from tracker.models import Directive, DirectiveRelation


@dataclass(frozen=True, slots=True)
class RelatedDirective:
    """Another directive by the words that identify it."""

    directive_id: int
    kind: str | None
    number: str | None
    issued_on: date | None
    title: str | None
    file_name: str


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One relation; ``is_outgoing`` when the page's directive does it to the other.

    ``other`` is ``None`` while the words name no directive that is known here. ``author`` is
    ``None`` for what the reading found and nobody has confirmed; ``removed_by`` and
    ``removed_at`` are set for one that is in force no more.
    """

    relation_id: int
    kind: RelationKind
    is_outgoing: bool
    words: str
    other: RelatedDirective | None
    author: str | None
    at: datetime
    removed_by: str | None
    removed_at: datetime | None
    may_carry_over: bool


@dataclass(frozen=True, slots=True)
class Relations:
    """The relations of a directive: those in force, and those that were taken back."""

    in_force: tuple[RelationLine, ...]
    removed: tuple[RelationLine, ...]
    may_edit: bool


def relations_of(database: Database, actor: Actor, directive_id: int) -> Relations:
    """Return the relations of an issued directive that ``actor`` may know of.

    A relation to a directive that is not theirs to read is not theirs either; words that name
    no known one stand in the text, so only those who read the whole text see them.
    """
    with database.reading() as session:
        visible = policy.visible_directives(actor) & (Directive.state == DirectiveState.ISSUED)
        if (
            session.scalar(select(Directive.id).where(Directive.id == directive_id, visible))
            is None
        ):
            raise NotFound
        rows = _rows(session, directive_id)
        others = {one for row in rows for one in (row.from_id, row.to_id) if one is not None}
        known = _known(session, others, actor)
        lines = [_line(row, directive_id, known, actor) for row in rows]
    shown = [line for line in lines if line.other or (actor.sees_everything and line.is_outgoing)]
    return Relations(
        tuple(line for line in shown if line.removed_at is None),
        tuple(line for line in shown if line.removed_at is not None and actor.sees_everything),
        actor.has(Role.CLERK),
    )


def _rows(session: Session, directive_id: int) -> list[DirectiveRelation]:
    asked = (
        select(DirectiveRelation)
        .where(
            or_(
                DirectiveRelation.from_id == directive_id,
                DirectiveRelation.to_id == directive_id,
            )
        )
        .options(joinedload(DirectiveRelation.author), joinedload(DirectiveRelation.removed_by))
        .order_by(DirectiveRelation.id)
    )
    return list(session.scalars(asked))


def _known(session: Session, ids: set[int], actor: Actor) -> dict[int, RelatedDirective]:
    # Not the whole rows: each holds the text of its document.
    columns = (Directive.id, Directive.kind, Directive.number, Directive.issued_on)
    rows = session.execute(
        select(*columns, Directive.title, Directive.file_name).where(
            Directive.id.in_(ids), policy.visible_directives(actor)
        )
    )
    return {row[0]: RelatedDirective(*row) for row in rows}


def _line(
    row: DirectiveRelation, directive_id: int, known: dict[int, RelatedDirective], actor: Actor
) -> RelationLine:
    is_outgoing = row.from_id == directive_id
    other = row.to_id if is_outgoing else row.from_id
    in_force = row.removed_at is None and row.to_id is not None
    return RelationLine(
        relation_id=row.id,
        kind=row.kind,
        is_outgoing=is_outgoing,
        words=row.to_words,
        other=known.get(other) if other is not None else None,
        author=row.author.display_name if row.author else None,
        at=row.at,
        removed_by=row.removed_by.display_name if row.removed_by else None,
        removed_at=row.removed_at,
        may_carry_over=in_force and row.kind is RelationKind.REPLACES and actor.has(Role.CLERK),
    )
