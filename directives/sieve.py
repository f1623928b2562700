"""Patterns that are tried only on texts that hold a word which they need.

Most sentences have nothing to do with most rules, and to see that a word is not in a text is
many times cheaper than to try a pattern at each of its places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

try:
    # The parser of the standard library has no public name; without it nothing is sifted out.
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - no Python that is supported lacks it
    _parser = None

Words = frozenset[str]
_Part = tuple[Any, Any]
_Needs = list[tuple[str, ...]]


class Sieve:
    """Patterns of which any may be found, and the words that each find holds.

    Both the text that is searched and the same in lower case are given, since the caller has
    both.
    """

    def __init__(self, *patterns: str, flags: int = 0) -> None:
        self.patterns = tuple(re.compile(pattern, flags) for pattern in patterns)
        needs = [needed_words(pattern) for pattern in patterns]
        self._needs_of_each = [_in_order(sets) for sets in needs]
        # Of several patterns one is found, and it holds none of the words of another.
        of_any = needs[0] if len(needs) == 1 else (_union(needs),) if all(needs) else ()
        self._needs = _in_order(of_any)

    def may_find(self, low: str) -> bool:
        """Return whether a text, given in lower case, holds the words that are needed."""
        return _holds(low, self._needs)

    def first(self, text: str, low: str) -> int | None:
        """Return which pattern is the first that is found in ``text``; ``low`` is its lower case."""
        if _holds(low, self._needs):
            for place, needs in enumerate(self._needs_of_each):
                if _holds(low, needs) and self.patterns[place].search(text):
                    return place
        return None

    def fits(self, text: str, low: str) -> bool:
        """Return whether a pattern is found in ``text``; ``low`` is ``text`` in lower case."""
        return self.first(text, low) is not None

    def finds(self, text: str, low: str) -> Iterator[re.Match[str]]:
        """Return every find of every pattern; ``low`` is ``text`` in lower case."""
        if not _holds(low, self._needs):
            return iter(())
        return chain.from_iterable(pattern.finditer(text) for pattern in self.patterns)


def _holds(low: str, needs: _Needs) -> bool:
    # Plain loops: most texts end here, and any() would cost more than what it asks.
    for words in needs:
        for word in words:
            if word in low:
                break
        else:
            return False
    return True


def needed_words(pattern: str) -> tuple[Words, ...]:
    """Return sets of words in lower case; every match of ``pattern`` holds one of each set.

    The set whose shortest word is longest comes first; spaces alone tell nothing.
    """
    return _needed(_parser.parse(pattern)) if _parser else ()


def _needed(parts: Sequence[_Part]) -> tuple[Words, ...]:
    sets: list[Words] = []
    letters = False
    for place, (operation, argument) in enumerate(parts):
        if str(operation) == "LITERAL":
            if not letters:
                sets.append(_beginnings(parts[place:]))
            letters = True
            continue
        letters = False
        sets += _READERS[str(operation)](argument) if str(operation) in _READERS else ()
    telling = (words for words in dict.fromkeys(sets) if all(map(str.strip, words)))
    return _not_implied(sorted(filter(_worth, telling), key=_worth, reverse=True))


def _beginnings(parts: Iterable[_Part]) -> Words:
    """Return words with one of which every match of ``parts`` begins."""
    found = {""}
    for operation, argument in parts:
        if str(operation) == "LITERAL":
            found = {word + chr(argument).lower() for word in found}
            continue
        # What comes behind these may belong to a part of the words only.
        if str(operation) == "SUBPATTERN":
            found = {word + more for word in found for more in _beginnings(argument[-1])}
        elif str(operation) == "BRANCH":
            found = {w + more for w in found for b in argument[1] for more in _beginnings(b)}
        break
    return frozenset(found)


def _of_branches(argument: Any) -> tuple[Words, ...]:
    branches = [_needed(branch) for branch in argument[1]]
    return (_union(branches),) if all(branches) else ()


def _of_repeated(argument: Any) -> tuple[Words, ...]:
    least, _most, parts = argument
    return _needed(parts) if least else ()


_READERS: dict[str, Callable[[Any], tuple[Words, ...]]] = {
    "BRANCH": _of_branches,
    "SUBPATTERN": lambda argument: _needed(argument[-1]),
    "MAX_REPEAT": _of_repeated,
    "MIN_REPEAT": _of_repeated,
}


def _union(alternatives: Iterable[tuple[Words, ...]]) -> Words:
    """Return the words of the best set of each alternative."""
    return frozenset().union(*(sets[0] for sets in alternatives))


def _worth(words: Words) -> int:
    return min(map(len, words), default=0)


def _not_implied(sets: Iterable[Words]) -> tuple[Words, ...]:
    """Leave out sets one of whose words is held by each word of a set before."""
    kept: list[Words] = []
    for words in sets:
        if not any(all(any(w in word for w in words) for word in other) for other in kept):
            kept.append(words)
    return tuple(kept)


def _in_order(sets: Iterable[Words]) -> _Needs:
    """Return sets of words without needless ones; the fewest first, the quickest to say no."""
    return sorted((tuple(_without_longer(words)) for words in sets), key=len)


def _without_longer(words: Words) -> Iterator[str]:
    """Yield the words that hold no other one; where they are missing, so are the longer."""
    for word in sorted(words):
        if not any(other in word for other in words - {word}):
            yield word
