"""A clerk closes a period: its reports are complete, and what comes later says so.

A closing is a fact with a moment and is not taken back. It refuses nobody's words: a report
that comes afterwards, also one whose form was opened before, is kept and marked.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import policy
from tracker.calendar.periods import named_period
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import Conflict
from tracker.models import PeriodClosing


class AlreadyClosed(Conflict):
    """The period has been closed before."""

    code = "already-closed"


class NotBegun(Conflict):
    """A period that has not begun cannot be closed."""

    code = "period-not-begun"


def close_period(database: Database, actor: Actor, key: str, *, now: datetime) -> None:
    """Close a period for all agencies at this moment.

    Raises:
        NotFound: no period is called so.
        NotBegun: it lies in the future.
        AlreadyClosed: somebody was first.
    """
    policy.require(actor, Role.CLERK)
    period = named_period(key)
    if period.start > office_day(now):
        raise NotBegun
    with database.writing() as session:
        if session.scalar(select(PeriodClosing.id).where(PeriodClosing.period == key)):
            raise AlreadyClosed
        session.add(PeriodClosing(period=key, author_id=actor.user_id, at=now))
        try:
            session.flush()
        except IntegrityError as error:
            raise AlreadyClosed from error
