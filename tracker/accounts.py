"""Use case: people sign in and out, and hold roles."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.errors import NotAllowed
from tracker.models import LoginSession, User, acting_for

_hasher = PasswordHasher()
# Verified when a name is unknown, so that the answer takes as long as for a known one.
_NOBODY = _hasher.hash(secrets.token_urlsafe())


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a live session token."""

    token: str
    actor: Actor
    locale: str


class WrongPassword(NotAllowed):
    """The name and the password do not belong together."""

    code = "wrong-password"


def hash_password(password: str) -> str:
    """Return the argon2id hash that is stored instead of ``password``."""
    return _hasher.hash(password)


def sign_in(database: Database, username: str, password: str, *, now: datetime) -> str:
    """Open a session and return its secret token; raise :class:`WrongPassword`."""
    with database.writing() as session:
        user = session.scalar(select(User).where(User.username == username))
        known = user is not None and user.disabled_at is None
        _verify(user.password_hash if user and known else _NOBODY, password)
        if user is None or not known:
            raise WrongPassword
        token = secrets.token_urlsafe(32)
        session.add(LoginSession(token_hash=_digest(token), user=user, created_at=now))
    return token


def sign_out(database: Database, token: str, *, now: datetime) -> None:
    """End the session of ``token``; its cookie is dead from now on, wherever it was copied."""
    with database.writing() as session:
        if (row := _live(session, token)) is not None:
            row.ended_at = now


def signed_in(database: Database, token: str, *, now: datetime) -> SignedIn | None:
    """Return who holds ``token``, or ``None`` when it is unknown, ended or the person disabled."""
    with database.reading() as session:
        row = _live(session, token)
        if row is None or row.user.disabled_at is not None:
            return None
        return SignedIn(token, _actor(session, row.user, now), row.user.locale)


def _actor(session: Session, user: User, now: datetime) -> Actor:
    agencies = {grant.agency_id for grant in user.grants if grant.agency_id is not None}
    answered = [acting_for(session, agency, office_day(now)) for agency in agencies]
    return Actor(
        user_id=user.id,
        name=user.display_name,
        roles=frozenset(grant.role for grant in user.grants),
        agency_ids=frozenset().union(*answered),
    )


def _verify(stored: str, password: str) -> None:
    try:
        _hasher.verify(stored, password)
    except VerifyMismatchError as error:
        raise WrongPassword from error


def _live(session: Session, token: str) -> LoginSession | None:
    return session.scalar(
        select(LoginSession).where(
            LoginSession.token_hash == _digest(token), LoginSession.ended_at.is_(None)
        )
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
