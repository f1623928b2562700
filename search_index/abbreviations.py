"""Abbreviations and what they stand for, each leading to the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from search_index.analysis import Token, analyse, canonical
from search_index.tables import SHORT_FORMS


class Way(NamedTuple):
    """Another way of saying the same; an abbreviation is sought with its very letters.

    Folded, many abbreviations are everyday syllables.
    """

    tokens: tuple[Token, ...]
    is_short: bool


def other_ways(words: Sequence[Token], place: int) -> tuple[int, tuple[Way, ...]]:
    """Return how many ``words`` at ``place`` can be said otherwise, and how; the longest first."""
    for length in range(min(_longest(), len(words) - place), 0, -1):
        if ways := _table().get(_key(words[place : place + length])):
            return length, ways
    return 0, ()


@cache
def _table() -> dict[tuple[str, ...], tuple[Way, ...]]:
    table: dict[tuple[str, ...], tuple[Way, ...]] = {}
    for short, meanings in SHORT_FORMS.items():
        for meaning in meanings:
            brief, full = (tuple(analyse(canonical(words))) for words in (short, meaning))
            table[_key(brief)] = (*table.get(_key(brief), ()), Way(full, is_short=False))
            table[_key(full)] = (*table.get(_key(full), ()), Way(brief, is_short=True))
    return table


@cache
def _longest() -> int:
    return max(map(len, _table()))


def _key(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple(word.folded for word in words)
