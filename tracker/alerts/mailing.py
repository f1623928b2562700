"""Sending what waits to be mailed, so that nothing is lost and nothing is sent for twice.

A mail is claimed before it is tried: its next try is set as if this one had failed. Whoever is
killed in between leaves it to that next try, under the same message id. It is written anew at
each try, from what its reader may know at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.orm import Session, selectinload

from search_index import SearchQueryError, Snippet
from tracker.alerts.asking import Finder, Finding
from tracker.alerts.describing import Source, sources
from tracker.alerts.timing import MAX_ATTEMPTS, next_try
from tracker.alerts.told import ToldGroup, told_groups
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.mail import MailDelayedError, MailRefusedError, MailTroubleError
from tracker.models import Alert, Mail, Notice, NoticeKind, User, actor_of


@dataclass(frozen=True, slots=True)
class LetterPart:
    """What one alert has to tell: sources with what matched in them."""

    search_name: str
    search_id: int
    alert_id: int
    told: tuple[tuple[Source, Snippet], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to write; ``key`` is the same at each try, ``locale`` the reader's language.

    ``more`` found no room in it and is told in the application only; ``unreadable`` are the
    names of searches that cannot be read any more, ``told`` is what others told.
    """

    key: str
    to: str
    name: str
    locale: str
    at: datetime
    parts: tuple[LetterPart, ...]
    more: int = 0
    unreadable: tuple[str, ...] = ()
    told: tuple[ToldGroup, ...] = ()


Post = Callable[[Letter], None]


def deliver(database: Database, finder: Finder, post: Post, *, now: datetime) -> int:
    """Send the mails that are due and return how many were; stop where the server is in trouble.

    ``post`` sends a letter, or raises as :meth:`tracker.mail.MailServer.send` does.
    """
    sent = 0
    while (mail_id := _claimed(database, now)) is not None:
        letter = _letter(database, finder, mail_id, now)
        if letter is None:
            _drop(database, mail_id, now)
            continue
        try:
            post(letter)
        except MailRefusedError as error:
            _note(database, mail_id, str(error), now, is_final=True)
        except MailTroubleError as error:
            _note(database, mail_id, str(error), now, is_final=False)
            if not isinstance(error, MailDelayedError):
                break
        else:
            sent += 1
            _note(database, mail_id, None, now, is_final=True)
    return sent


def _claimed(database: Database, now: datetime) -> int | None:
    due = (
        select(Mail)
        .where(Mail.sent_at.is_(None), Mail.given_up_at.is_(None), Mail.next_try_at <= now)
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
    )
    with database.reading() as session:
        if session.scalar(due) is None:
            return None
    with database.writing() as session:
        mail = session.scalar(due.with_for_update(skip_locked=True))
        if mail is None:
            return None
        mail.attempts += 1
        mail.next_try_at = next_try(now, mail.attempts)
        return mail.id


def _letter(database: Database, finder: Finder, mail_id: int, now: datetime) -> Letter | None:
    """Return what the mail says now, or ``None`` when there is nothing to say or nobody."""
    today = office_day(now)
    with database.reading() as session, finder.on(today) as finding:
        mail = session.get_one(Mail, mail_id)
        user = session.get_one(User, mail.user_id)
        if user.disabled_at is not None or user.email is None:
            return None
        actor = actor_of(session, user, today)
        parts = tuple(_parts(session, finding, actor, mail))
        unreadable = _unreadable(mail)
        told, more = told_groups(session, actor, mail, today)
        if not (parts or unreadable or told):
            return None
        return Letter(
            key=mail.key,
            to=user.email,
            name=user.display_name,
            locale=user.locale,
            at=now,
            parts=parts,
            more=_left_out(session, mail) + more,
            unreadable=unreadable,
            told=told,
        )


def _parts(session: Session, finding: Finding, actor: Actor, mail: Mail) -> Iterator[LetterPart]:
    ids = {notice.alert_id for notice in mail.notices}
    alerts = select(Alert).where(Alert.id.in_(ids)).order_by(Alert.id)
    for alert in session.scalars(alerts.options(selectinload(Alert.search))):
        keys = [
            f"{notice.record_kind}:{notice.record_id}"
            for notice in mail.notices
            if notice.alert_id == alert.id
        ]
        found = _snippets(finding, actor, alert, frozenset(keys))
        known = sources(session, actor, found, finding.today)
        told = tuple((known[key], found[key]) for key in keys if key in known)
        if told:
            yield LetterPart(alert.search.name, alert.search_id, alert.id, told)


def _unreadable(mail: Mail) -> tuple[str, ...]:
    faults = (notice for notice in mail.notices if notice.kind is NoticeKind.UNREADABLE)
    return tuple(notice.search_name for notice in faults)


def _left_out(session: Session, mail: Mail) -> int:
    """Return how many matches were found together with those of a mail and are not in it."""
    together = tuple_(Notice.alert_id, Notice.seq, Notice.day)
    found = {
        (notice.alert_id, notice.seq, notice.day)
        for notice in mail.notices
        if notice.alert_id is not None
    }
    left_out = select(func.count()).where(together.in_(found), Notice.mail_id.is_(None))
    return session.scalar(left_out) or 0


def _snippets(
    finding: Finding, actor: Actor, alert: Alert, keys: frozenset[str]
) -> dict[str, Snippet]:
    try:
        return dict(finding.snippets(actor, alert.search.address, keys))
    except SearchQueryError:
        # Its owner is told by the next look; nothing is known to match.
        return {}


def _note(
    database: Database, mail_id: int, fault: str | None, now: datetime, *, is_final: bool
) -> None:
    """Note how a try went; what is given up is shown in the application instead."""
    with database.writing() as session:
        mail = session.get_one(Mail, mail_id)
        mail.fault = fault
        if fault is None:
            mail.sent_at = now
        elif is_final or mail.attempts >= MAX_ATTEMPTS:
            mail.given_up_at = now
            _show_instead(session, mail_id, now)


def _drop(database: Database, mail_id: int, now: datetime) -> None:
    """Forget a mail that has nothing to say or nowhere to go."""
    with database.writing() as session:
        mail = session.get_one(Mail, mail_id)
        if mail.user.email is None:
            _show_instead(session, mail_id, now)
        session.execute(update(Notice).where(Notice.mail_id == mail_id).values(mail_id=None))
        session.execute(delete(Mail).where(Mail.id == mail_id))


def _show_instead(session: Session, mail_id: int, now: datetime) -> None:
    session.execute(
        update(Notice)
        .where(Notice.mail_id == mail_id, Notice.in_app.is_(False))
        .values(in_app=True, shown_from=now)
    )
