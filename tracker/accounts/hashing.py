"""Passwords become argon2id hashes; a wrong one costs as much time as a right one."""

from __future__ import annotations

import secrets
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from tracker.errors import NotAllowed

_hasher = PasswordHasher()
# Verified when a name is unknown, so that the answer takes as long as for a known one.
_NOBODY = _hasher.hash(secrets.token_urlsafe())
# No 0 and O, no 1, l and I: a person copies this from a screen or a slip of paper.
_READABLE = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


class WrongPassword(NotAllowed):
    """The name and the password do not belong together."""

    code = "wrong-password"


def hash_password(password: str) -> str:
    """Return the argon2id hash that is stored instead of ``password``."""
    return _hasher.hash(_composed(password))


def verify_password(stored: str | None, password: str) -> None:
    """Raise :class:`WrongPassword` unless ``password`` made ``stored``; ``None`` is nobody's."""
    try:
        _hasher.verify(stored or _NOBODY, _composed(password))
    except VerifyMismatchError as error:
        raise WrongPassword from error


def one_time_password() -> str:
    """Return a new password of four readable groups, about 93 bits strong."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def _composed(password: str) -> str:
    # "ế" is one letter or three, depending on the keyboard; the password is the same.
    return normalize("NFC", password)
