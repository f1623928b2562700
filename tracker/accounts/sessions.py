"""Signing in and out: what a session is worth, and how often one may guess."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.hashing import WrongPassword, verify_password
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.errors import Invalid, Unavailable
from tracker.models import LoginAttempt, LoginSession, User, actor_of, granted_agencies

LANGUAGES = ("vi", "en")
MAX_NAME_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """How often one may guess, and how long a session lasts.

    The narrow limit counts a name from one address, so that a stranger elsewhere cannot lock
    its owner out; the wide one stops many addresses from guessing at one name together.
    """

    window: timedelta = timedelta(minutes=15)
    tries_from_one_address: int = 5
    tries_from_anywhere: int = 50
    idle: timedelta = timedelta(hours=4)
    whole: timedelta = timedelta(hours=12)
    noted_every: timedelta = timedelta(minutes=5)


SIGN_IN_LIMITS = SignInLimits()


class TooManyAttemptsError(Unavailable):
    """This name was tried too often; ``minutes`` says how long to wait."""

    code = "too-many-attempts"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a live session token.

    ``agency_ids`` are the agencies that the account itself was granted; those whose work has
    passed to them are in ``actor.agency_ids`` only.
    """

    token: str
    actor: Actor
    agency_ids: tuple[int, ...]
    username: str
    locale: str
    password_is_temporary: bool
    email: str | None


def sign_in(
    database: Database, username: str, password: str, *, address: str, now: datetime
) -> str:
    """Open a session for whoever asks from ``address`` and return its secret token.

    The try is counted before the password is looked at, so many at once gain nothing.

    Raises:
        WrongPassword: no such name, or not its password, or the account is disabled.
        TooManyAttemptsError: the name was tried too often; the password was not looked at.
    """
    username = username.strip().lower()[:MAX_NAME_CHARACTERS]
    with database.writing() as session:
        _count_attempt(session, username, address, now)
        user = session.scalar(_enabled(username))
        user_id, stored = (user.id, user.password_hash) if user else (None, None)
    verify_password(stored, password)
    if user_id is None:
        raise WrongPassword
    token = secrets.token_urlsafe(32)
    with database.writing() as session:
        session.execute(delete(LoginAttempt).where(_of(username, address)))
        session.add(
            LoginSession(token_hash=_digest(token), user_id=user_id, created_at=now, seen_at=now)
        )
    return token


def sign_out(database: Database, token: str, *, now: datetime) -> None:
    """End the session of ``token``; its cookie is dead from now on, wherever it was copied."""
    with database.writing() as session:
        if (row := _live(session, token, now)) is not None:
            row.ended_at = now


def sign_out_everywhere(database: Database, token: str, *, now: datetime) -> None:
    """End every session of the person who holds ``token``."""
    with database.writing() as session:
        if (row := _live(session, token, now)) is not None:
            end_sessions(session, row.user_id, now=now)


def signed_in(database: Database, token: str, *, now: datetime) -> SignedIn | None:
    """Return who holds ``token``, or ``None`` when it is unknown or over, or the person disabled.

    That a session is in use is noted at most every few minutes, so pages seldom write.
    """
    with database.reading() as session:
        row = _live(session, token, now)
        if row is None or row.user.disabled_at is not None:
            return None
        user, seen_at, session_id = row.user, row.seen_at, row.id
        person = SignedIn(
            token=token,
            actor=actor_of(session, user, office_day(now)),
            agency_ids=granted_agencies(user),
            username=user.username,
            locale=user.locale,
            password_is_temporary=user.password_is_temporary,
            email=user.email,
        )
    if now - seen_at >= SIGN_IN_LIMITS.noted_every:
        # Reading goes on while the disk is full or another writer is slow.
        with suppress(Unavailable), database.writing() as session:
            session.get_one(LoginSession, session_id).seen_at = now
    return person


def choose_language(database: Database, token: str, language: str, *, now: datetime) -> None:
    """Keep ``language`` as the choice of the person who holds ``token``."""
    if language not in LANGUAGES:
        raise Invalid({"language": "unknown"})
    with database.writing() as session:
        if (row := _live(session, token, now)) is not None:
            row.user.locale = language


def end_sessions(
    session: Session, user_id: int, *, now: datetime, but_token: str | None = None
) -> None:
    """End every session of a person, except that of ``but_token``."""
    open_ones = (LoginSession.user_id == user_id) & LoginSession.ended_at.is_(None)
    if but_token is not None:
        open_ones &= LoginSession.token_hash != _digest(but_token)
    session.execute(update(LoginSession).where(open_ones).values(ended_at=now))


def holder(session: Session, token: str, now: datetime) -> User | None:
    """Return the person whose live session has ``token``."""
    row = _live(session, token, now)
    return None if row is None else row.user


def _count_attempt(session: Session, username: str, address: str, now: datetime) -> None:
    limits = SIGN_IN_LIMITS
    session.execute(delete(LoginAttempt).where(LoginAttempt.at <= now - limits.window))
    for condition, allowed in (
        (_of(username, address), limits.tries_from_one_address),
        (LoginAttempt.username == username, limits.tries_from_anywhere),
    ):
        tries = select(func.count(), func.min(LoginAttempt.at)).where(condition)
        count, first = session.execute(tries).one()
        if count >= allowed:
            wait = first + limits.window - now
            raise TooManyAttemptsError(minutes=ceil(wait / timedelta(minutes=1)))
    session.add(LoginAttempt(username=username, address=address, at=now))


def _of(username: str, address: str) -> ColumnElement[bool]:
    return and_(LoginAttempt.username == username, LoginAttempt.address == address)


def _enabled(username: str) -> Select[User]:
    return select(User).where(func.lower(User.username) == username, User.disabled_at.is_(None))


def _live(session: Session, token: str, now: datetime) -> LoginSession | None:
    return session.scalar(
        select(LoginSession).where(
            LoginSession.token_hash == _digest(token),
            LoginSession.ended_at.is_(None),
            LoginSession.created_at > now - SIGN_IN_LIMITS.whole,
            LoginSession.seen_at > now - SIGN_IN_LIMITS.idle,
        )
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
