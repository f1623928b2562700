"""Abbreviations and synonyms: what else a run of words can be said by. An office has its own.

An abbreviation may stand for several things; each of them leads to it, and it leads to each,
but they do not lead to one another. Words that mean the same all lead to each other.

A few abbreviations are everyday syllables without marks: TU is the Party's committee of a
province, and the "tu" of "tu bổ". They are understood alone, or as part of a longer name that
the table has in full (Ban Tuyên giáo TU); a text's "tu" is never taken for one by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from typing import NamedTuple

from search_index.analysis import Token, analyse, canonical
from search_index.errors import AbbreviationError
from search_index.query import How, Way
from search_index.tables import SHORT_FORMS, SYNONYMS

MAX_SHORT, MAX_MEANING, MAX_ROWS, MAX_MEANINGS = 20, 120, 2000, 12
MAX_MIXTURES = 8
_SHORT = re.compile(r"[A-ZĐ](?:[&./-]?[A-ZĐ0-9])*[A-ZĐ0-9]?", re.IGNORECASE)
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|iu|ieu|oa|oe|oi|oai|oay|oeo|ua|ue|ui|uo|uu|uy|uoi|uou"
    r"|uya|uye|uyu|ye|yeu|uay)(?:ch?|m|ng?|nh|p|t)?"
)
Said = tuple[Token, ...]


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
        self._shorts: dict[tuple[str, ...], list[Said]] = {}
        for short, meaning in self.rows:
            brief, full = _words(short), _words(meaning)
            self._shorts.setdefault(_key(full), []).append(brief)
            self._add(brief, full, How.WORDS)
            if not _is_everyday(brief):
                self._add(full, brief, How.SHORT)
        for group in synonyms:
            for one, other in _pairs(group):
                self._add(_words(one), _words(other), How.WORDS)
        for short, meaning in self.rows:
            self._add_mixtures(_words(short), _words(meaning))
        self._longest = max(map(len, self._ways), default=0)

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
                    if other.is_said_by(run) and (len(words) == 1 or not _is_everyday(run)):
                        yield Way(start, end, other.tokens, other.how)

    def _add(self, said: Said, meant: Said, how: How) -> None:
        other = _Other(meant, how, said)
        if other not in self._ways.setdefault(_key(said), ()):
            self._ways[_key(said)] += (other,)

    def _add_mixtures(self, brief: Said, full: Said) -> None:
        """Join an abbreviation and its meaning with what is short in part: BTV Tỉnh ủy, BTV TU."""
        for mixed, has_everyday in islice(self._mixtures(full), MAX_MIXTURES):
            self._add(brief, mixed, How.WORDS)
            self._add(mixed, full, How.WORDS)
            self._add(mixed, brief, How.SHORT)
            # What is short for a part leads there by itself, but not as an everyday syllable.
            if has_everyday:
                self._add(full, mixed, How.WORDS)

    def _mixtures(self, full: Said) -> Iterator[tuple[Said, bool]]:
        """Give a meaning with one part of it short, then with two; and if it looks like words."""
        spans = combinations(range(len(full) + 1), 2)
        parts = [
            (start, end, brief)
            for start, end in spans
            if end - start < len(full)
            for brief in self._shorts.get(_key(full[start:end]), ())
        ]
        for start, end, brief in parts:
            yield (*full[:start], *brief, *full[end:]), _is_everyday(brief)
        for (start, end, one), (then, last, other) in product(parts, parts):
            if end <= then:
                mixed = (*full[:start], *one, *full[end:then], *other, *full[last:])
                yield mixed, _is_everyday(one) or _is_everyday(other)


class _Other(NamedTuple):
    """What a run of words can be said by; ``said`` are the words as the table writes them."""

    tokens: Said
    how: How
    said: Said

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


def _is_everyday(words: Sequence[Token]) -> bool:
    """Whether an abbreviation could be a syllable of everyday words: TU, HU, ĐU."""
    (word, *more) = words
    plain = word.exact.replace("đ", "d") == word.folded
    return not more and plain and bool(_SYLLABLE.fullmatch(word.folded))


def _pairs(group: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in group for other in group if one != other)


def _words(text: str) -> Said:
    return tuple(analyse(canonical(text)))


def _exact(text: str) -> tuple[str, ...]:
    return tuple(word.exact for word in _words(text))


def _key(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)


DEFAULT_ABBREVIATIONS = AbbreviationTable(
    (short, meaning) for short, meanings in SHORT_FORMS.items() for meaning in meanings
)
