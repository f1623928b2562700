"""Abbreviations and synonyms: what else a run of words can be said by. An office has its own.

An abbreviation may stand for several things; each of them leads to it, and it leads to each,
but they do not lead to one another. Words that mean the same all lead to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search_index.analysis import Token, analyse, canonical
from search_index.errors import AbbreviationError
from search_index.query import How, Way
from search_index.tables import SHORT_FORMS, SYNONYMS

MAX_SHORT, MAX_MEANING, MAX_ROWS, MAX_MEANINGS = 20, 120, 2000, 12
MAX_VARIANTS = 4
_SHORT = re.compile(r"[A-ZĐ](?:[&./-]?[A-ZĐ0-9])*[A-ZĐ0-9]?", re.IGNORECASE)
# An abbreviation without these is no syllable, so that it can be told from one without marks.
_VOWELS = frozenset("aeiouy")


class Abbreviation(NamedTuple):
    """A row of the table: what is written short, and one thing that it stands for."""

    short: str
    meaning: str


class AbbreviationTable:
    """The abbreviations of an office, and the words that mean the same."""

    def __init__(
        self,
        rows: Iterable[tuple[str, str]],
        synonyms: Iterable[Sequence[str]] = SYNONYMS,
    ) -> None:
        """Take pairs of an abbreviation and a meaning, and groups of words that mean the same.

        Raises:
            AbbreviationError: a row is none; it says which, counted from 0, and why.
        """
        self.rows = tuple(_checked(rows))
        self._ways: dict[tuple[str, ...], tuple[_Other, ...]] = {}
        for short, meaning in self.rows:
            brief, full = _words(short), _words(meaning)
            self._add(brief, full, How.WORDS)
            self._add(full, brief, How.SHORT)
        for group in synonyms:
            for one, other in _pairs(group):
                self._add(_words(one), _words(other), How.WORDS)
        self._longest = max(map(len, self._ways), default=0)
        self._add_mixed_meanings()

    def ways(self, words: Sequence[Token]) -> tuple[Way, ...]:
        """Return every other way of saying any run of ``words``."""
        return tuple(self._found(words))

    def meanings(self, short: str) -> tuple[str, ...]:
        """Return what an abbreviation stands for, however its letters are written."""
        wanted = _key(_words(short))
        return tuple(row.meaning for row in self.rows if _key(_words(row.short)) == wanted)

    def phrases(self) -> Iterable[tuple[str, ...]]:
        """Return the folded words of everything that can be said otherwise."""
        return self._ways.keys()

    def _found(self, words: Sequence[Token]) -> Iterator[Way]:
        for start in range(len(words)):
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                run = words[start:end]
                for other in self._ways.get(_key(run), ()):
                    if other.is_said_by(run):
                        yield Way(start, end, other.tokens, other.how)

    def _add(self, said: tuple[Token, ...], meant: tuple[Token, ...], how: How) -> None:
        other = _Other(meant, how, said)
        if other not in self._ways.setdefault(_key(said), ()):
            self._ways[_key(said)] += (other,)

    def _add_mixed_meanings(self) -> None:
        """Let BTVTU find "BTV Tỉnh ủy" too, where only a part of the meaning is short."""
        for short, meaning in self.rows:
            whole = _words(meaning)
            parts = (way for way in self._found(whole) if _replaces_a_part(way, whole))
            for way in list(parts)[:MAX_VARIANTS]:
                mixed = (*whole[: way.start], *way.tokens, *whole[way.end :])
                self._add(_words(short), mixed, How.WORDS)


class _Other(NamedTuple):
    """What a run of words can be said by; ``said`` are the words as the table writes them."""

    tokens: tuple[Token, ...]
    how: How
    said: tuple[Token, ...]

    def is_said_by(self, words: Sequence[Token]) -> bool:
        """Whether ``words`` can be meant: "tu" can be TU, "từ" cannot."""
        return all(
            word.exact in {said.exact, said.folded}
            for word, said in zip(words, self.said, strict=True)
        )


def check_abbreviation(short: str, meaning: str) -> None:
    """Say what is wrong with one row.

    Raises:
        AbbreviationError: the row cannot be used.
    """
    short, meaning = canonical(short).strip(), canonical(meaning).strip()
    if not _SHORT.fullmatch(short) or not 2 <= len(short) <= MAX_SHORT:  # noqa: PLR2004
        raise AbbreviationError(
            f"an abbreviation is 2 to {MAX_SHORT} letters without marks and spaces",
            code="bad-short",
            short=short,
            limit=str(MAX_SHORT),
        )
    if len(meaning) > MAX_MEANING or any(sign in meaning for sign in '"()*~:'):
        raise AbbreviationError(
            f"a meaning is words, {MAX_MEANING} characters at most",
            code="bad-meaning",
            short=short,
            meaning=meaning,
            limit=str(MAX_MEANING),
        )
    if len(_words(meaning)) < 2:  # noqa: PLR2004
        raise AbbreviationError(
            "a meaning is two words or more", code="short-meaning", short=short, meaning=meaning
        )


def _checked(rows: Iterable[tuple[str, str]]) -> Iterator[Abbreviation]:
    meanings: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for place, (short, meaning) in enumerate(rows):
        try:
            check_abbreviation(short, meaning)
            known = meanings.setdefault(_key(_words(short)), set())
            _check_beside(short, meaning, known, place)
        except AbbreviationError as error:
            error.row = place
            raise
        known.add(_exact(meaning))
        yield Abbreviation(short.strip(), meaning.strip())


def _check_beside(short: str, meaning: str, known: set[tuple[str, ...]], place: int) -> None:
    if _exact(meaning) in known:
        raise AbbreviationError(
            "the table has this row already", code="twice", short=short, meaning=meaning
        )
    if len(known) >= MAX_MEANINGS or place >= MAX_ROWS:
        raise AbbreviationError(
            f"more than {MAX_MEANINGS} meanings of one abbreviation, or {MAX_ROWS} rows",
            code="too-many",
            short=short,
            limit=str(MAX_MEANINGS),
        )


def _replaces_a_part(way: Way, whole: Sequence[Token]) -> bool:
    return (
        way.how is How.SHORT
        and way.end - way.start < len(whole)
        and not any(_VOWELS & set(token.folded) for token in way.tokens)
    )


def _pairs(group: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in group for other in group if one != other)


def _words(text: str) -> tuple[Token, ...]:
    return tuple(analyse(canonical(text)))


def _exact(text: str) -> tuple[str, ...]:
    return tuple(word.exact for word in _words(text))


def _key(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)


DEFAULT_ABBREVIATIONS = AbbreviationTable(
    (short, meaning) for short, meanings in SHORT_FORMS.items() for meaning in meanings
)
