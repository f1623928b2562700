"""Writing notices, each within the transaction of what it tells, and handing them to mails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from search_index import SearchQueryError, Snippet
from tracker.alerts.post import PostOffice
from tracker.alerts.timing import mailed_at, told_at
from tracker.domain import office_day
from tracker.models import Alert, Mail, Notice, NoticeKind, Rhythm, SavedSearch, record_of

MAX_IN_A_MAIL = 100


def tell_matches(
    session: Session,
    alert: Alert,
    fresh: Mapping[str, Snippet],
    post: PostOffice,
    *,
    now: datetime,
) -> None:
    """Write a notice for each record that has begun to match.

    What cannot be mailed, because the office or the person has no mail or a mail would grow
    too long, is shown in the application instead.
    """
    mail = mail_for(session, alert, post, now) if fresh else None
    room = _room(session, mail) if mail else 0
    for count, key in enumerate(sorted(fresh, key=record_of)):
        kind, record_id = record_of(key)
        goes_along = mail if count < room else None
        session.add(
            Notice(
                user_id=alert.user_id,
                alert_id=alert.id,
                search_id=alert.search_id,
                mail=goes_along,
                kind=NoticeKind.MATCH,
                search_name=alert.search.name,
                record_kind=kind,
                record_id=record_id,
                seq=alert.seen_up_to,
                day=alert.looked_on,
                details=asdict(fresh[key]),
                created_at=now,
                shown_from=told_at(alert.rhythm, now, post.digest_hour),
                in_app=alert.in_app or goes_along is None,
            )
        )


def tell_unreadable(  # noqa: PLR0913 - of what, to whom, why, when, and how besides
    session: Session,
    search: SavedSearch,
    user_id: int,
    fault: SearchQueryError,
    *,
    now: datetime,
    mail: Mail | None = None,
) -> None:
    """Tell that a search cannot be read: where, why, and what would do."""
    session.add(
        Notice(
            user_id=user_id,
            search_id=search.id,
            mail=mail,
            kind=NoticeKind.UNREADABLE,
            search_name=search.name,
            seq=0,
            day=office_day(now),
            details={
                "code": fault.code,
                "position": fault.position,
                "proposal": fault.proposal,
                "details": fault.details,
                "text": fault.text,
            },
            created_at=now,
            shown_from=now,
            in_app=True,
        )
    )


def _room(session: Session, mail: Mail) -> int:
    held = (
        select(func.count())
        .select_from(Notice)
        .where(Notice.mail_id == mail.id, Notice.kind == NoticeKind.MATCH)
    )
    return MAX_IN_A_MAIL - (session.scalar(held) or 0)


def mail_for(session: Session, alert: Alert, post: PostOffice, now: datetime) -> Mail | None:
    """Return the mail that gathers what an alert tells at one time, where mails are wanted."""
    if not (alert.by_mail and post.is_open and alert.user.email):
        return None
    return open_mail(session, alert.user_id, alert.rhythm, post, now)


def open_mail(
    session: Session, user_id: int, rhythm: Rhythm, post: PostOffice, now: datetime
) -> Mail:
    """Return the mail that gathers what is told a person at one time.

    One that has been tried is closed. What comes then at once goes into another; what is told
    daily waits for the next day, because a day has one digest, whatever becomes of clocks.
    """
    at = mailed_at(rhythm, now, post.digest_hour)
    while True:
        begins = _key(user_id, rhythm, at)
        own = select(Mail).where(Mail.user_id == user_id)
        mails = session.scalars(own.where(Mail.key.startswith(begins, autoescape=True))).all()
        for mail in mails:
            if mail.attempts == 0:
                return mail
        if not mails or rhythm is not Rhythm.DAILY:
            break
        at += timedelta(days=1)
    mail = Mail(
        key=f"{begins}{len(mails)}", user_id=user_id, created_at=now, next_try_at=at, attempts=0
    )
    session.add(mail)
    session.flush()
    return mail


def _key(user_id: int, rhythm: Rhythm, at: datetime) -> str:
    when = f"{office_day(at)}" if rhythm is Rhythm.DAILY else f"{at:%Y-%m-%dT%H:%MZ}"
    return f"{Rhythm(rhythm).value}/{user_id}/{when}/"
