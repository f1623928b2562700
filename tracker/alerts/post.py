"""The office's mail: whether it is set up, what waits, and what an administrator sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.models import Mail, User

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PostOffice:
    """How the office sends: whether it does, and the hour of its daily digests (0 to 23)."""

    is_open: bool
    digest_hour: int


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail that is in trouble; ``user`` is whom it is for."""

    mail_id: int
    user: str
    created_at: datetime
    attempts: int
    next_try_at: datetime
    is_given_up: bool
    fault: str


@dataclass(frozen=True, slots=True)
class MailState:
    """What has been sent, what waits and what is in trouble; ``waiting_since`` is the oldest.

    ``missing`` are some of those ``without_address``, by id and name.
    """

    sent: int
    waiting: int
    waiting_since: datetime | None
    troubled: tuple[MailRow, ...]
    without_address: int
    missing: tuple[tuple[int, str], ...]


def show_mail(database: Database, actor: Actor) -> MailState:
    """Return how the mails fare."""
    policy.require(actor, Role.ADMINISTRATOR)
    with database.reading() as session:
        rows = session.execute(
            select(Mail, User.display_name)
            .join(Mail.user)
            .where(_TROUBLED)
            .order_by(Mail.id.desc())
            .limit(SHOWN)
        )
        return MailState(
            sent=_count(session, Mail.sent_at.is_not(None)),
            waiting=_count(session, _WAITS),
            waiting_since=session.scalar(select(func.min(Mail.created_at)).where(_WAITS)),
            troubled=tuple(_row(mail, name) for mail, name in rows),
            without_address=session.scalar(select(func.count()).where(_WITHOUT_ADDRESS)) or 0,
            missing=tuple(_missing(session)),
        )


def is_troubled(database: Database) -> bool:
    """Return whether a mail could not be sent and still is not."""
    with database.reading() as session:
        return session.scalar(select(Mail.id).where(_TROUBLED).limit(1)) is not None


def try_again(database: Database, actor: Actor, *, now: datetime) -> None:
    """Try everything in trouble anew, as if it had not been tried."""
    policy.require(actor, Role.ADMINISTRATOR)
    with database.writing() as session:
        session.execute(
            update(Mail).where(_TROUBLED).values(next_try_at=now, attempts=1, given_up_at=None)
        )


_WITHOUT_ADDRESS = and_(User.email.is_(None), User.disabled_at.is_(None))
_UNSENT = Mail.sent_at.is_(None)
_WAITS = and_(_UNSENT, Mail.given_up_at.is_(None))
_TROUBLED = and_(_UNSENT, Mail.fault.is_not(None))


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Mail).where(condition)) or 0


def _missing(session: Session) -> list[tuple[int, str]]:
    names = select(User.id, User.display_name).where(_WITHOUT_ADDRESS).order_by(User.display_name)
    return [(user_id, name) for user_id, name in session.execute(names.limit(SHOWN))]


def _row(mail: Mail, name: str) -> MailRow:
    return MailRow(
        mail_id=mail.id,
        user=name,
        created_at=mail.created_at,
        attempts=mail.attempts,
        next_try_at=mail.next_try_at,
        is_given_up=mail.given_up_at is not None,
        fault=mail.fault or "",
    )
