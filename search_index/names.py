"""Names that a field is asked with (``cq:BTGTU``), and the values that they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from search_index.abbreviations import DEFAULT_ABBREVIATIONS, AbbreviationTable
from search_index.analysis import analyse, canonical

SHORTEST_LIKE = 4


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

    def find(self, words: str) -> tuple[str, ...]:
        """Return the values that ``words`` stand for; none when no name has them."""
        keys = [_key(words), *map(_key, self._abbreviations.meanings(words))]
        exact = {value for key in keys for value in self._by_name.get(key, ())}
        return tuple(sorted(exact or self._containing(keys)))

    def phrases(self) -> Iterator[tuple[str, ...]]:
        """Give the folded words of every name."""
        return (tuple(name.split()) for name in self._by_name)

    def nearest(self, words: str) -> str | None:
        """Return the name that is most like ``words``, when one is like them at all."""
        key = _key(words)
        if len(key) < SHORTEST_LIKE:
            return None
        whole = process.extractOne(key, list(self._by_name), scorer=fuzz.ratio, score_cutoff=70)
        near = whole or process.extractOne(
            key, list(self._by_name), scorer=fuzz.partial_ratio, score_cutoff=85
        )
        return self._written[near[0]] if near else None

    def _containing(self, keys: Iterable[str]) -> set[str]:
        wanted = [f" {key} " for key in keys if key]
        return {
            value
            for name, values in self._by_name.items()
            if any(key in f" {name} " for key in wanted)
            for value in values
        }


def _key(words: str) -> str:
    return " ".join(token.folded for token in analyse(canonical(words)))
