"""The two marks by which a sheet is known again, made to be read, typed and copied by people.

A sheet has a token ("7F3K-Q9QZ-2X4M") in a property of the file, in the foot of its pages and
above its table. A row has a code ("NV-37-12-QX"): the sheet's number, the row's place, and two
letters. The first letter follows from the numbers, so that one wrong or swapped figure never
gives a valid code; the second depends on the token too, so that a row of another sheet never
passes for one of this. Both are plain words: they outlive saving, copying and other programs.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from directives.text import fold

# No I, L, O, 0 and 1, which people take for one another; 31 is prime, as the check needs it.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIX = "NV"
TOKEN_LABEL = "Mã phiếu"  # noqa: S105 - a heading, not a secret
_GROUP = 4
_GROUPS = 3
_VALUES = {letter: value for value, letter in enumerate("0123456789-")}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_SPACES = re.compile(r"\s+")
_CODE = re.compile(rf"{PREFIX}-(\d{{1,9}})-(\d{{1,5}})-([{ALPHABET}]{{2}})", re.ASCII)
_PART = rf"[{ALPHABET}]{{{_GROUP}}}"
_TOKEN = rf"{_PART}(?:-{_PART}){{{_GROUPS - 1}}}"
# Behind its heading only: the number of an account may look the same.
_LABELLED = re.compile(rf"{fold(TOKEN_LABEL).upper()}\W{{0,4}}({_TOKEN})(?![\w-])")


@dataclass(frozen=True, slots=True)
class RowCode:
    """A code whose numbers agree with its first letter; ``keyed`` is the second."""

    sheet: int
    place: int
    keyed: str

    def belongs_to(self, token: str) -> bool:
        """Return whether it was made for the sheet of ``token``."""
        return self.keyed == _keyed(self.sheet, self.place, token)


def new_token() -> str:
    """Return a token that nobody can guess."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def row_code(sheet: int, place: int, token: str) -> str:
    """Return the code of the row at ``place`` of a sheet."""
    numbers = f"{sheet}-{place}"
    return f"{PREFIX}-{numbers}-{_check(numbers)}{_keyed(sheet, place, token)}"


def read_code(text: str) -> RowCode | None:
    """Return the code that ``text`` is, forgiving spaces, dashes and small letters."""
    found = _CODE.fullmatch(_SPACES.sub("", text).translate(_DASHES).upper())
    if found is None:
        return None
    sheet, place, letters = int(found[1]), int(found[2]), found[3]
    # Leading zeros would give one row several codes.
    numbers = f"{found[1]}-{found[2]}"
    if numbers != f"{sheet}-{place}" or letters[0] != _check(numbers):
        return None
    return RowCode(sheet, place, letters[1])


def is_token(text: str) -> bool:
    """Return whether ``text`` has the form of a token."""
    return re.fullmatch(_TOKEN, text) is not None


def tokens_in(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the tokens that stand in ``lines`` behind their heading, each once."""
    plain = (fold(line.translate(_DASHES)).upper() for line in lines)
    return tuple(dict.fromkeys(token for line in plain for token in _LABELLED.findall(line)))


def _check(numbers: str) -> str:
    # Weights differ between neighbours and none is 0, both modulo a prime.
    weighed = (weight * (_VALUES[sign] + 1) for weight, sign in enumerate(numbers[::-1], start=1))
    return ALPHABET[sum(weighed) % len(ALPHABET)]


def _keyed(sheet: int, place: int, token: str) -> str:
    digest = hashlib.sha256(f"{token}/{sheet}/{place}".encode()).digest()
    return ALPHABET[int.from_bytes(digest[:4]) % len(ALPHABET)]
