"""The one analysis of records and of queries: from text to words with two keys each.

A word's *exact* key keeps its tone marks but not how they are typed: composed letters, small
letters, the mark on one canonical vowel (hoà is hòa), one letter for final i and y (lý is lí),
and hằng for hàng before a unit of time. The *folded* key is the exact one without marks and
with d for đ. Equal exact keys therefore always have equal folded keys, so whatever is found
with marks is found without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search_index.letters import without_marks as fold
from search_index.numbers import document_numbers

__all__ = ["Token", "analyse", "canonical", "fold"]

_DROPPED = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), *range(127, 160)], " ")
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_DASHES = dict.fromkeys([*range(0x2010, 0x2015), 0x2212], "-")
_QUOTES = dict.fromkeys([0x201C, 0x201D, 0x201E, 0x201F, 0x00AB, 0x00BB, 0xFF02], '"')
_CANONICAL = {**_CONTROLS, **_DROPPED, **_SPACES, **_DASHES, **_QUOTES}

_ODD = re.compile(f"[{re.escape(''.join(map(chr, _CANONICAL)))}]")
_WORD = re.compile(r"[^\W_]+")
_MARKS = "\u0300\u0301\u0309\u0303\u0323"
# The mark of an open syllable in oa, oe, uy moves to its first vowel; "qu" is one consonant.
_LATE_MARK = re.compile(rf"(?<!q)(o(?=[ae])|u(?=y))([aey])([{_MARKS}])$")
_OPEN_Y = re.compile(rf"^(h|k|l|m|s|t|v|qu)y(?=[{_MARKS}]?$)")
_FIGURE = re.compile(r"\d")
_UNITS_OF_TIME = frozenset({"năm", "tháng", "quí", "tuần", "ngày"})


class Token(NamedTuple):
    """A word at ``start`` to ``end`` of a canonical text."""

    exact: str
    folded: str
    start: int
    end: int

    @property
    def is_marked(self) -> bool:
        """Whether the word was written with a mark or with đ."""
        return self.exact != self.folded


def canonical(text: str) -> str:
    """Return ``text`` composed (NFC), with plain spaces, dashes and quotation marks."""
    return unicodedata.normalize("NFC", text.translate(_CANONICAL) if _ODD.search(text) else text)


def analyse(text: str) -> list[Token]:
    """Return the words of canonical ``text``; glued words ("củaĐảng") are taken apart."""
    found: list[Token] = []
    place = 0
    for number in document_numbers(text):
        _add_words(found, text, place, number.start)
        found.append(Token(number.word, number.word, number.start, number.end))
        place = number.end
    _add_words(found, text, place, len(text))
    return _with_regular_periods(found)


def keys(text: str) -> tuple[str, str]:
    """Return the exact keys of all words of canonical ``text``, and the folded, spaces between."""
    # What a text is read for when an index is built: several times faster than with places.
    chunks = [chunk for chunk in map(_chunk, text.split()) if chunk.exact]
    if any(chunk.hangs_together for chunk in chunks):
        words = analyse(text)
        return " ".join([word.exact for word in words]), " ".join([word.folded for word in words])
    return " ".join([chunk.exact for chunk in chunks]), " ".join([chunk.folded for chunk in chunks])


class _Chunk(NamedTuple):
    """The keys of what stands between two spaces, if they do not hang on what stands beside it."""

    exact: str
    folded: str
    hangs_together: bool


@lru_cache(maxsize=65_536)
def _chunk(written: str) -> _Chunk:
    pieces = [piece for word in _WORD.findall(written) for piece in _pieces(word)]
    return _Chunk(
        " ".join([piece[0] for piece in pieces]),
        " ".join([piece[1] for piece in pieces]),
        hangs_together=any(piece[0] == "hàng" or _FIGURE.search(piece[0]) for piece in pieces),
    )


def _add_words(found: list[Token], text: str, start: int, end: int) -> None:
    # Every text of every page and of every rebuild comes through here: a constructor is slow.
    new, add = tuple.__new__, found.append
    for match in _WORD.finditer(text, start, end):
        place = match.start()
        for exact, folded, first, last in _pieces(match[0]):
            add(new(Token, (exact, folded, place + first, place + last)))


# Texts are made of the same few thousand syllables.
@lru_cache(maxsize=65_536)
def _pieces(word: str) -> tuple[tuple[str, str, int, int], ...]:
    """Return both keys of each of the words that are glued in ``word``, with their places."""
    return tuple((*_keys(word[first:last]), first, last) for first, last in _parts(word))


def _parts(word: str) -> Iterator[tuple[int, int]]:
    seams = (
        place
        for place in range(1, len(word))
        if word[place - 1].islower() and word[place].isupper()
    )
    return pairwise((0, *seams, len(word)))


def _keys(word: str) -> tuple[str, str]:
    exact = _exact_key(word)
    return exact, _OPEN_Y.sub(r"\1i", fold(exact))


def _exact_key(word: str) -> str:
    letters = _LATE_MARK.sub(r"\1\3\2", "".join(map(_tone_apart, word.lower())))
    return unicodedata.normalize("NFC", _OPEN_Y.sub(r"\1i", letters))


def _tone_apart(letter: str) -> str:
    """Return a letter with its tone mark as a letter of its own; ê, ơ and the like stay."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(part for part in parts if part in _MARKS)
    rest = "".join(part for part in parts if part not in _MARKS)
    return unicodedata.normalize("NFC", rest) + tones


def _with_regular_periods(found: list[Token]) -> list[Token]:
    """Write "hàng" as "hằng" before a unit of time; elsewhere it is goods, or a row."""
    goods = (place for place, word in enumerate(found[:-1]) if word.exact == "hàng")
    for place in goods:
        if found[place + 1].exact in _UNITS_OF_TIME:
            found[place] = found[place]._replace(exact="hằng")
    return found
