"""Patterns that are tried only on texts that hold a word which they need.

Most sentences have nothing to do with most rules, and to see that a word is not in a text is
many times cheaper than to try a pattern at each of its places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

try:
    # The parser of the standard library has no public name; without it nothing is sifted out.
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - no Python that is supported lacks it
    _parser = None

Words = frozenset[str]
_NONE: Words = frozenset()


class Sieve:
    """Patterns of which any may be found, and the words of which every find holds one.

    Both the text that is searched and the same in lower case are given, since the caller has
    both.
    """

    def __init__(self, *patterns: str, flags: int = 0) -> None:
        self.patterns = tuple(re.compile(pattern, flags) for pattern in patterns)
        needs = [needed_words(pattern) for pattern in patterns]
        self._words = tuple(_without_longer(_NONE.union(*needs))) if all(needs) else ("",)

    def may_find(self, low: str) -> bool:
        """Return whether a text, given in lower case, holds a word that is needed."""
        # A plain loop: most texts end here, and any() would cost more than what it asks.
        for word in self._words:  # noqa: SIM110
            if word in low:
                return True
        return False

    def fits(self, text: str, low: str) -> bool:
        """Return whether a pattern is found in ``text``; ``low`` is ``text`` in lower case."""
        return self.may_find(low) and any(pattern.search(text) for pattern in self.patterns)

    def finds(self, text: str, low: str) -> Iterator[re.Match[str]]:
        """Return every find of every pattern; ``low`` is ``text`` in lower case."""
        if not self.may_find(low):
            return iter(())
        return chain.from_iterable(pattern.finditer(text) for pattern in self.patterns)


def needed_words(pattern: str) -> Words:
    """Return words in lower case of which every match of ``pattern`` holds one.

    Of several such sets it is the one whose shortest word is longest. It is empty where a
    match needs no word.
    """
    return _of_sequence(_parser.parse(pattern)) if _parser else _NONE


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> Words:
    sets: list[Words] = []
    letters = ""
    for operation, argument in parts:
        if str(operation) == "LITERAL":
            letters += chr(argument)
            continue
        sets += [frozenset({letters.lower()}), _of_part(str(operation), argument)]
        letters = ""
    best = max([*sets, frozenset({letters.lower()})], key=_worth)
    return best if _worth(best) else _NONE


def _of_part(operation: str, argument: Any) -> Words:
    read = _READERS.get(operation)
    return read(argument) if read else _NONE


def _of_branches(argument: Any) -> Words:
    sets = [_of_sequence(branch) for branch in argument[1]]
    return _NONE.union(*sets) if all(sets) else _NONE


def _of_repeated(argument: Any) -> Words:
    least, _most, parts = argument
    return _of_sequence(parts) if least else _NONE


_READERS: dict[str, Callable[[Any], Words]] = {
    "BRANCH": _of_branches,
    "SUBPATTERN": lambda argument: _of_sequence(argument[-1]),
    "MAX_REPEAT": _of_repeated,
    "MIN_REPEAT": _of_repeated,
}


def _worth(words: Words) -> int:
    return min(map(len, words), default=0)


def _without_longer(words: Words) -> Iterator[str]:
    """Yield the words that hold no other one; where they are missing, so are the longer."""
    for word in sorted(words):
        if not any(other in word for other in words - {word}):
            yield word
