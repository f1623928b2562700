"""Choosing a password: what is asked of one, and what a new one ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.accounts.hashing import WrongPassword, hash_password, verify_password
from tracker.accounts.sessions import end_sessions, holder
from tracker.db import Database
from tracker.errors import Invalid, NotAllowed

MIN_CHARACTERS = 12
MIN_DIFFERENT_CHARACTERS = 5
MAX_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """What was typed into the form: the password so far, and the new one twice."""

    current: str
    new: str
    repeated: str


def change_password(
    database: Database, token: str, change: PasswordChange, *, now: datetime
) -> None:
    """Give the person who holds ``token`` a new password; their other sessions end.

    Raises:
        Invalid: with every fault of ``current``, ``new`` and ``repeated``.
        NotAllowed: the session is over.
    """
    with database.reading() as session:
        user = holder(session, token, now)
        if user is None:
            raise NotAllowed
        user_id, username, stored = user.id, user.username, user.password_hash
    _check(change, username, stored)
    hashed = hash_password(change.new)
    with database.writing() as session:
        user = holder(session, token, now)
        if user is None:
            raise NotAllowed
        user.password_hash = hashed
        user.password_is_temporary = False
        end_sessions(session, user_id, now=now, but_token=token)


def _check(change: PasswordChange, username: str, stored: str) -> None:
    faults = {}
    try:
        verify_password(stored, change.current)
    except WrongPassword:
        faults["current"] = "wrong-password"
    if weakness := _weakness(change.new, username, change.current):
        faults["new"] = weakness
    if change.new != change.repeated:
        faults["repeated"] = "not-the-same"
    if faults:
        raise Invalid(faults)


def _weakness(password: str, username: str, current: str) -> str | None:
    """Return the code of what is wrong with a new password, if anything is."""
    if len(password) < MIN_CHARACTERS:
        return "password-too-short"
    if len(password) > MAX_CHARACTERS:
        return "too-long"
    if username in password.lower():
        return "password-has-name"
    if len(set(password)) < MIN_DIFFERENT_CHARACTERS:
        return "password-too-simple"
    return "password-not-new" if password == current else None
