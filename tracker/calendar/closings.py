"""A clerk closes a period: its reports are complete, and what comes later says so.

A closing is a fact with a moment and is not taken back. It refuses nobody's words: a report
that comes afterwards, also one whose form was opened before, is kept and marked.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker import policy
from tracker.calendar.periods import PERIODIC_LEADS, PeriodRow, period_rows
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import Conflict, NotFound
from tracker.models import PeriodClosing, streamed_facts
from tracker.periods import Period, period_from_key


class AlreadyClosed(Conflict):
    """The period has been closed before."""

    code = "already-closed"


class NotBegun(Conflict):
    """A period that has not begun cannot be closed."""

    code = "period-not-begun"


def closing_preview(database: Database, actor: Actor, key: str, *, today: date) -> PeriodRow:
    """Return how the reports of a period stand before it is closed.

    Raises:
        NotFound: nobody owes a report for such a period, or it is long past.
    """
    policy.require(actor, Role.CLERK)
    _named(key)
    with database.reading() as session:
        rows = period_rows(session, streamed_facts(session, PERIODIC_LEADS), today)
    found = next((row for row in rows if row.period.key == key), None)
    if found is None:
        raise NotFound
    return found


def close_period(database: Database, actor: Actor, key: str, *, now: datetime) -> None:
    """Close a period for all agencies at this moment.

    Raises:
        NotFound: no period is called so.
        NotBegun: it lies in the future.
        AlreadyClosed: somebody was first.
    """
    policy.require(actor, Role.CLERK)
    period = _named(key)
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


def _named(key: str) -> Period:
    try:
        return period_from_key(key)
    except ValueError as error:
        raise NotFound from error
