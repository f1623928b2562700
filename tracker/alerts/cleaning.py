"""Forgetting what has been told long ago: notices that were read, mails that were sent.

Reminders go even unread: what they tell of is told anew for as long as it holds. In batches,
so that nobody waits long to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from tracker.db import Database
from tracker.models import Mail, Notice, NoticeKind

ROWS_AT_ONCE = 500
TOLD_ANEW = (NoticeKind.REMINDER, NoticeKind.ESCALATION)


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many days what has done its duty is kept."""

    notices: int = 180
    mails: int = 90


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was removed."""

    notices: int
    mails: int


def forget_old(database: Database, keeping: Keeping, *, now: datetime) -> Forgotten:
    """Remove what is older than an office keeps it."""
    return Forgotten(
        sum(_forget_notices(database, now - timedelta(days=keeping.notices))),
        sum(_forget_mails(database, now - timedelta(days=keeping.mails))),
    )


def _forget_notices(database: Database, before: datetime) -> Iterator[int]:
    told_anew = and_(Notice.kind.in_(TOLD_ANEW), Notice.created_at < before)
    is_old = and_(
        or_(Notice.read_at < before, told_anew),
        # What is still to be mailed is not done with.
        Notice.to_mail.is_(False),
        or_(Notice.mail_id.is_(None), ~exists().where(Mail.id == Notice.mail_id, _waits())),
    )
    for gone in _found(database, Notice, is_old):
        with database.writing() as session:
            session.execute(delete(Notice).where(Notice.id.in_(gone)))
        yield len(gone)


def _forget_mails(database: Database, before: datetime) -> Iterator[int]:
    is_old = or_(Mail.sent_at < before, Mail.given_up_at < before)
    for gone in _found(database, Mail, is_old):
        with database.writing() as session:
            session.execute(update(Notice).where(Notice.mail_id.in_(gone)).values(mail_id=None))
            session.execute(delete(Mail).where(Mail.id.in_(gone)))
        yield len(gone)


def _waits() -> ColumnElement[bool]:
    return and_(Mail.sent_at.is_(None), Mail.given_up_at.is_(None))


def _found(
    database: Database, table: type[Notice | Mail], is_old: ColumnElement[bool]
) -> Iterator[Sequence[int]]:
    """Yield the ids of old rows, some at a time."""
    last = 0
    while True:
        asked = select(table.id).where(table.id > last, is_old).order_by(table.id)
        with database.reading() as session:
            found = session.scalars(asked.limit(ROWS_AT_ONCE)).all()
        if not found:
            return
        yield found
        last = found[-1]
