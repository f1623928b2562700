"""The word tables of this library, read once from ``tables/*.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from os.path import commonprefix
from typing import Any

# Vietnamese capitals and small letters alternate in Unicode, so no range holds only one of them.
CAPITAL = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
SMALL = CAPITAL[3:].lower() + "a-z"
SYLLABLE = re.compile(r"\w+")


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table called ``name``."""
    return tomllib.loads(table_text(name))


def table_text(name: str) -> str:
    """Return the table called ``name`` as it was written."""
    return files("directives").joinpath("tables", f"{name}.toml").read_text("utf-8")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that takes the longest of ``words``; spaces in them match as written.

    Words with a common beginning share it, so a place in a text is compared with one branch
    and not with hundreds. Ignoring case, the longest is taken only if all words are in lower case.
    """
    return _branches(sorted(set(words)))


def first_syllables(*words: str) -> frozenset[str]:
    """Return the first syllables of words, in lower case; those of one that has none are left out."""
    return frozenset(found[0] for word in words if (found := SYLLABLE.match(word.lower())))


def _branches(words: list[str]) -> str:
    """Return the pattern of sorted words; an empty one, the shortest, is what remains."""
    ends_here = not words[0]
    branches: list[str] = []
    for _, group in groupby(words[ends_here:], key=itemgetter(0)):
        alike = list(group)
        shared = commonprefix([alike[0], alike[-1]])  # noqa: RUF071 - letters are meant
        rests = [word[len(shared) :] for word in alike]
        branches.append(re.escape(shared) + (_branches(rests) if len(rests) > 1 else ""))
    if len(branches) == 1 and not ends_here:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' * ends_here}"
