"""A request ends once: granted, refused or taken back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain import Actor, RequestOutcome
from tracker.errors import Conflict
from tracker.handling.faults import AlreadyDecided, AlreadyWithdrawn
from tracker.models import Request, RequestDecision


def require_waiting(request: Request) -> None:
    """Raise unless nobody has ended the request yet.

    Raises:
        AlreadyWithdrawn: its agency has taken it back.
        AlreadyDecided: with who decided, when and how.
    """
    decision = request.decision
    if decision is None:
        return
    if decision.outcome is RequestOutcome.WITHDRAWN:
        raise AlreadyWithdrawn(at=decision.at.isoformat())
    raise AlreadyDecided(
        author=decision.author.display_name,
        at=decision.at.isoformat(),
        outcome=decision.outcome.value,
    )


def end(  # noqa: PLR0913 - an answer is of somebody, to something, at a moment, for a reason
    session: Session,
    actor: Actor,
    request: Request,
    outcome: RequestOutcome,
    *,
    now: datetime,
    reason: str = "",
    due: date | None = None,
) -> None:
    """Write the answer to a waiting request; ``due`` is the day that was granted."""
    request.ended_at = now
    request.decision = RequestDecision(
        outcome=outcome, reason=reason, due=due, author_id=actor.user_id, at=now
    )
    try:
        session.flush()
    except IntegrityError as error:
        # Two at one moment, on a database that locks rows and not the whole.
        raise Conflict from error
