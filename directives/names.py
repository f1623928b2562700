"""Names that are known, found at every place of a text in one pass over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import NamedTuple

import ahocorasick

from directives.wording import lowered, plain_reading


class Kind(IntEnum):
    """What a known name is; the value is its place in what :meth:`KnownNames.find` returns."""

    GROUP = 0
    NAME = 1
    PREFIX = 2
    HEAD = 3
    NOUN = 4
    OPENING = 5
    """A word that only begins something: a quantifier or a title."""


class _Entry(NamedTuple):
    """One name: its length, and as which kinds it counts with a capital and without one."""

    length: int
    capital: tuple[Kind, ...]
    small: tuple[Kind, ...]


Ends = dict[int, int]
"""Where the longest name that begins at a place ends."""


class KnownNames:
    """Names by kind, found between word borders, in any case of the letters behind the first.

    The first letter is a capital, except in the names that begin with one of ``small`` of
    their kind.
    """

    def __init__(
        self, names: Mapping[Kind, Iterable[str]], small: Mapping[Kind, tuple[str, ...]]
    ) -> None:
        kinds: defaultdict[str, set[Kind]] = defaultdict(set)
        for kind, group in names.items():
            for name in group:
                kinds[lowered(plain_reading(name.strip()))].add(kind)
        self._automaton = ahocorasick.Automaton()
        for name, of in kinds.items():
            # What begins with no letter is the name of nothing.
            if name[:1].isalpha():
                without = tuple(kind for kind in of if name.startswith(small.get(kind, ())))
                self._automaton.add_word(name, _Entry(len(name), tuple(of), without))
        self._automaton.make_automaton()

    def find(self, text: str, low: str) -> tuple[Ends, ...]:
        """Return, for each kind, the names of ``text`` by where they begin.

        ``low`` is ``text`` in lower case, equally long.
        """
        found: tuple[Ends, ...] = ({}, {}, {}, {}, {}, {})
        bordered = f"{low} "
        for last, (length, capital, small) in self._automaton.iter(low):
            end = last + 1
            start = end - length
            # Before the first letter stands, for this purpose, the space behind the last.
            if bordered[end].isalnum() or bordered[start - 1].isalpha():
                continue
            # Ends come in order, so the longest name that begins at a place stays.
            for kind in capital if text[start].isupper() else small:
                found[kind][start] = end
        return found
