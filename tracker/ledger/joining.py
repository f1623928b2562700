"""People say which subjects are one, and take it back; every decision is a row of its own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor
from tracker.errors import Invalid, NotFound
from tracker.ledger.claims import apart, joined_subject
from tracker.ledger.reading import JOINERS
from tracker.models import FigureClaim, SubjectJoin


def join_subjects(  # noqa: PLR0913 - who puts what with what, and when
    database: Database, actor: Actor, unit: str, subject: str, into: str, *, now: datetime
) -> None:
    """Put the figures of one subject with those of another, now and from now on.

    ``into`` the subject itself takes an earlier decision back.

    Raises:
        NotAllowed: the actor is neither a clerk nor an inspector.
        Invalid: nothing is told of one of them, or each would be put with the other.
    """
    policy.require(actor, *JOINERS)
    with database.writing() as session:
        if not (subject and into and _is_told(session, unit, subject, into)):
            raise Invalid({"into": "unknown"})
        if subject != into and joined_subject((unit, into), _decided(session, unit)) == subject:
            raise Invalid({"into": "circle"})
        session.add(
            SubjectJoin(
                unit=unit, subject=subject, into_subject=into, author_id=actor.user_id, at=now
            )
        )


def put_claim_apart(
    database: Database, actor: Actor, claim_id: int, *, back: bool = False, now: datetime
) -> None:
    """Let one figure stand by itself, because it speaks of something else; or put it ``back``.

    Raises:
        NotAllowed: the actor is neither a clerk nor an inspector.
        NotFound: there is no such figure.
    """
    policy.require(actor, *JOINERS)
    with database.writing() as session:
        claim = session.get(FigureClaim, claim_id)
        if claim is None or not claim.subject:
            raise NotFound
        session.add(
            SubjectJoin(
                unit=claim.unit,
                subject=claim.subject,
                claim_key=claim.key,
                into_subject=claim.subject if back else apart(claim.subject, claim.key),
                author_id=actor.user_id,
                at=now,
            )
        )


def _is_told(session: Session, unit: str, *subjects: str) -> bool:
    found = session.scalars(
        select(FigureClaim.subject)
        .where(FigureClaim.unit == unit, FigureClaim.subject.in_(subjects))
        .distinct()
    )
    return set(found) == set(subjects)


def _decided(session: Session, unit: str) -> dict[tuple[str, str], str]:
    rows = session.scalars(
        select(SubjectJoin)
        .where(SubjectJoin.unit == unit, SubjectJoin.claim_key.is_(None))
        .order_by(SubjectJoin.id)
    )
    return {(row.unit, row.subject): row.into_subject for row in rows}
