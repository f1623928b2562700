"""A clerk confirms, corrects, adds and takes back relations; what was there stays as history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.relations import number_key, read_reference
from directives.text import clean_line
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, RelationKind, Role, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import CarryOver, Directive, DirectiveRelation
from tracker.models.registry import Registry
from tracker.models.relating import in_force_between, leads_to, meant_directives

MAX_WORDS_CHARACTERS = 300


class SameRelation(Conflict):
    """The two directives are related already."""

    code = "same-relation"


class CyclicRelation(Conflict):
    """The other does the same to this one, be it through a third."""

    code = "cyclic-relation"


class RelationGone(Conflict):
    """Somebody else has taken the relation back or corrected it."""

    code = "relation-gone"


class CarriedOver(Conflict):
    """Tasks have been carried over by this relation, so it stays."""

    code = "carried-over"


@dataclass(frozen=True, slots=True)
class RelationForm:
    """What a clerk says that a directive does, and to which document, as texts write it."""

    kind: RelationKind
    words: str


def add_relation(
    database: Database, actor: Actor, directive_id: int, form: RelationForm, *, now: datetime
) -> int:
    """Relate a directive to the one that the words name, known here or not; return the id.

    Raises:
        Invalid: no words, words for several directives, or for this very one.
        SameRelation: the two are related already.
        CyclicRelation: the other does the same to this one.
    """
    policy.require(actor, Role.CLERK)
    with _relating(database) as session:
        return _add(session, actor, _issued(session, directive_id), form, now)


def correct_relation(
    database: Database, actor: Actor, relation_id: int, form: RelationForm, *, now: datetime
) -> int:
    """Put a person's relation in place of one in force; return its id.

    With what stands there already, that is how one that the reading found is confirmed.
    Raises as :func:`add_relation` does, and :class:`RelationGone`.
    """
    policy.require(actor, Role.CLERK)
    with _relating(database) as session:
        relation = _taken_back(session, actor, relation_id, now)
        if clean_line(form.words) != relation.to_words:
            return _add(session, actor, relation.source, form, now)
        return _relate(session, actor, relation.source, relation.to_id, form, now)


def remove_relation(database: Database, actor: Actor, relation_id: int, *, now: datetime) -> None:
    """Take a relation back; it stays in the history. Raise :class:`RelationGone` if it is gone."""
    policy.require(actor, Role.CLERK)
    with database.writing() as session:
        _taken_back(session, actor, relation_id, now)


@contextmanager
def _relating(database: Database) -> Iterator[Session]:
    try:
        with database.writing() as session:
            yield session
    except IntegrityError as error:
        raise SameRelation from error


def _issued(session: Session, directive_id: int) -> Directive:
    directive = session.get(Directive, directive_id)
    if directive is None or directive.state is not DirectiveState.ISSUED:
        raise NotFound
    return directive


def _taken_back(
    session: Session, actor: Actor, relation_id: int, now: datetime
) -> DirectiveRelation:
    relation = session.get(DirectiveRelation, relation_id)
    if relation is None:
        raise NotFound
    if relation.removed_at is not None:
        raise RelationGone
    if _is_carried_over(session, relation_id):
        raise CarriedOver
    relation.removed_by_id, relation.removed_at = actor.user_id, now
    session.flush()
    return relation


def _is_carried_over(session: Session, relation_id: int) -> bool:
    tasks = select(CarryOver.id).where(CarryOver.relation_id == relation_id).limit(1)
    return session.scalar(tasks) is not None


def _add(
    session: Session, actor: Actor, directive: Directive, form: RelationForm, now: datetime
) -> int:
    words = clean_line(form.words)
    if not any(sign.isalnum() for sign in words):
        raise Invalid({"words": "required"})
    if len(words) > MAX_WORDS_CHARACTERS:
        raise Invalid({"words": "too-long"})
    reference = read_reference(words)
    registry = Registry.on(session, directive.issued_on or office_day(now))
    meant = meant_directives(session, reference, registry, directive)
    if len(meant) > 1:
        raise Invalid({"words": "several-documents"})
    if not meant and number_key(directive.number or "") == reference.key and directive.number:
        raise Invalid({"words": "itself"})
    return _relate(
        session, actor, directive, meant[0] if meant else None, replace(form, words=words), now
    )


def _relate(  # noqa: PLR0913, PLR0917 - who does what to whom, and when
    session: Session,
    actor: Actor,
    directive: Directive,
    to_id: int | None,
    form: RelationForm,
    now: datetime,
) -> int:
    if to_id is not None:
        if in_force_between(session, directive.id, to_id) is not None:
            raise SameRelation
        if form.kind is not RelationKind.CITES and leads_to(
            session, form.kind, to_id, directive.id
        ):
            raise CyclicRelation
    relation = DirectiveRelation(
        from_id=directive.id,
        to_id=to_id,
        kind=form.kind,
        to_words=form.words,
        author_id=actor.user_id,
        at=now,
    )
    session.add(relation)
    session.flush()
    return relation.id
