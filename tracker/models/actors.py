"""From a person's row to what the rules know of them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tracker.domain import Actor
from tracker.models.answering import existing
from tracker.models.people import User
from tracker.models.successions import acting_for


def granted_agencies(user: User) -> tuple[int, ...]:
    """Return the ids of the agencies that the account itself was granted."""
    return tuple(sorted({grant.agency_id for grant in user.grants if grant.agency_id is not None}))


def actor_of(session: Session, user: User, today: date) -> Actor:
    """Return who ``user`` is to the rules on ``today``, with all agencies they answer for."""
    granted = granted_agencies(user)
    answered = [acting_for(session, agency_id, today) for agency_id in granted]
    return Actor(
        user_id=user.id,
        name=user.display_name,
        roles=frozenset(grant.role for grant in user.grants),
        agency_ids=frozenset().union(*answered),
        reads_only=bool(granted) and not existing(session, granted, today),
    )
