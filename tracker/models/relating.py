"""What directives do to each other, as texts say it: found at issue, matched when both are known.

A citation means a directive by number, day and issuer together: numbers repeat between terms
and provinces. What fits none, or several, is kept as words, and found when it is issued.
"""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from directives import Directive as Reading
from directives.relations import Reference, find_relations, number_key, read_reference
from tracker.domain import DirectiveState, RelationKind
from tracker.models.documents import Directive
from tracker.models.registry import Registry
from tracker.models.relations import DirectiveRelation

_LARGEST = "\U0010ffff"


def relate(
    session: Session, directive: Directive, reading: Reading, registry: Registry, now: datetime
) -> None:
    """Write what a directive that is being issued does to others, and let earlier ones find it."""
    _adopt(session, directive, registry)
    for found in find_relations(reading.text, reading.document.cites):
        meant = meant_directives(session, found.reference, registry, directive)
        relation = DirectiveRelation(
            from_id=directive.id,
            to_id=meant[0] if len(meant) == 1 else None,
            kind=RelationKind(found.kind),
            to_words=found.reference.words,
            at=now,
        )
        if relation.to_id is None or _may_relate(session, relation):
            session.add(relation)
            session.flush()


def meant_directives(
    session: Session, reference: Reference, registry: Registry, citing: Directive
) -> list[int]:
    """Return the issued directives but ``citing`` that a reference in its text can mean."""
    digits = _digits(reference.key)
    if not digits:
        return []
    beginnings = (Directive.number.between(d, d + _LARGEST) for d in (digits, f"0{digits}"))
    issued = session.scalars(
        select(Directive).where(
            or_(*beginnings),
            Directive.state == DirectiveState.ISSUED,
            Directive.id != citing.id,
        )
    )
    return [one.id for one in issued if _fits(reference, one, registry, citing)]


def leads_to(session: Session, kind: RelationKind, begin: int, end: int) -> bool:
    """Return whether relations of a kind lead from one directive to another."""
    seen, waiting = {begin}, [begin]
    while waiting and end not in seen:
        following = session.scalars(
            select(DirectiveRelation.to_id).where(
                DirectiveRelation.from_id.in_(waiting),
                DirectiveRelation.kind == kind,
                DirectiveRelation.to_id.is_not(None),
                DirectiveRelation.removed_at.is_(None),
            )
        )
        waiting = [one for one in set(following) if one is not None and one not in seen]
        seen.update(waiting)
    return end in seen


def in_force_between(session: Session, from_id: int, to_id: int) -> DirectiveRelation | None:
    """Return the relation in force from one directive to another."""
    return session.scalar(
        select(DirectiveRelation).where(
            DirectiveRelation.from_id == from_id,
            DirectiveRelation.to_id == to_id,
            DirectiveRelation.removed_at.is_(None),
        )
    )


def _adopt(session: Session, directive: Directive, registry: Registry) -> None:
    """Let relations that were kept as words find the directive that is being issued."""
    digits = _digits(number_key(directive.number or ""))
    if not digits:
        return
    waiting = session.scalars(
        select(DirectiveRelation).where(
            DirectiveRelation.to_id.is_(None),
            DirectiveRelation.removed_at.is_(None),
            DirectiveRelation.to_words.contains(digits),
        )
    )
    for relation in waiting.all():
        fits = _fits(read_reference(relation.to_words), directive, registry, relation.source)
        if fits and _may_relate(session, relation, directive.id):
            relation.to_id = directive.id
            session.flush()


def _may_relate(session: Session, relation: DirectiveRelation, to_id: int | None = None) -> bool:
    """Return whether a relation to a known directive may be; one in a circle only cites."""
    target = to_id or relation.to_id
    if target is None or target == relation.from_id:
        return False
    if in_force_between(session, relation.from_id, target) is not None:
        return False
    if leads_to(session, relation.kind, target, relation.from_id):
        relation.kind = RelationKind.CITES
    return True


def _fits(reference: Reference, one: Directive, registry: Registry, citing: Directive) -> bool:
    if reference.key != number_key(one.number or ""):
        return False
    if reference.day is not None and reference.day != one.issued_on:
        return False
    if reference.year is not None and (not one.issued_on or one.issued_on.year != reference.year):
        return False
    # A number alone means one of the same office.
    issuer = reference.issuer or (None if reference.day or reference.year else citing.issuer)
    if issuer is None or one.issuer is None:
        return issuer is None
    return registry.is_same(issuer, one.issuer)


def _digits(key: str) -> str:
    return "".join(takewhile(str.isdigit, key))
