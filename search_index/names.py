"""Names that a field is asked with (``cq:BTGTU``), and the values that they stand for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from rapidfuzz import fuzz, process

from search_index.abbreviations import DEFAULT_ABBREVIATIONS, AbbreviationTable
from search_index.analysis import Token, analyse, canonical
from search_index.query import Way

SHORTEST_LIKE = 4
MOST_WAYS = 16
Said = tuple[Token, ...]


class NameTable:
    """Finds values by a full name, or by words of a name that stand together in it."""

    def __init__(
        self,
        names: Mapping[str, Iterable[str]],
        abbreviations: AbbreviationTable = DEFAULT_ABBREVIATIONS,
    ) -> None:
        """Take for each value all the names that stand for it."""
        self._abbreviations = abbreviations
        self._by_name: dict[str, set[str]] = {}
        self._written: dict[str, str] = {}
        for value, written in names.items():
            for name in written:
                key = _key(name)
                self._by_name.setdefault(key, set()).add(value)
                self._written.setdefault(key, name)
        self._sorted = sorted(self._by_name)
        # One long text is searched faster than many short ones.
        self._joined = "".join(f" {name} \n" for name in self._sorted)
        self._starts = [0, *accumulate(len(name) + 3 for name in self._sorted)]

    def find(self, words: str) -> tuple[str, ...]:
        """Return the values that ``words`` stand for; none when no name has them."""
        return self.called(words) or tuple(sorted(self._containing(self._keys(words))))

    def called(self, words: str) -> tuple[str, ...]:
        """Return the values that have ``words`` for a whole name."""
        keys = self._keys(words)
        return tuple(sorted({value for key in keys for value in self._by_name.get(key, ())}))

    def begun_by(self, words: str) -> tuple[str, ...]:
        """Return the values with ``words`` for a name, or else as the beginning of one."""
        begun = (value for key in self._keys(words) for value in self._beginning(key))
        return self.called(words) or tuple(sorted(set(begun)))

    def phrases(self) -> Iterator[tuple[str, ...]]:
        """Give the folded words of every name."""
        return (tuple(name.split()) for name in self._by_name)

    def nearest(self, words: str) -> tuple[str, float] | None:
        """Return the name that is most like ``words``, and how much of 100; ``None`` for none."""
        key = _key(words)
        if len(key) < SHORTEST_LIKE:
            return None
        whole = process.extractOne(key, self._sorted, scorer=fuzz.ratio, score_cutoff=70)
        near = whole or process.extractOne(
            key, self._sorted, scorer=fuzz.partial_ratio, score_cutoff=85
        )
        return (self._written[near[0]], near[1]) if near else None

    def _keys(self, words: str) -> set[str]:
        """Return the ways of saying ``words`` as names are compared, what is short in full."""
        run = tuple(analyse(canonical(words)))
        found = {run}
        for way in self._abbreviations.ways(run):
            if len(found) < MOST_WAYS:
                found |= {_replaced(said, run, way) for said in found}
        return {" ".join(token.folded for token in said) for said in found} - {""}

    def _beginning(self, key: str) -> Iterator[str]:
        start = bisect_left(self._sorted, f"{key} ")
        for name in self._sorted[start:]:
            if not name.startswith(f"{key} "):
                return
            yield from self._by_name[name]

    def _containing(self, keys: Iterable[str]) -> set[str]:
        """Return the values with a name that has one of the keys in it, as whole words."""
        return {
            value
            for key in keys
            for found in re.finditer(f"(?<= ){re.escape(key)}(?= )", self._joined)
            for value in self._by_name[self._sorted[bisect_right(self._starts, found.start()) - 1]]
        }


def _replaced(said: Said, run: Said, way: Way) -> Said:
    """Return a way of saying ``run`` with one more piece of it said otherwise."""
    piece = run[way.start : way.end]
    at = next((n for n in range(len(said)) if said[n : n + len(piece)] == piece), None)
    return said if at is None else (*said[:at], *way.tokens, *said[at + len(piece) :])


def _key(words: str) -> str:
    return " ".join(token.folded for token in analyse(canonical(words)))
