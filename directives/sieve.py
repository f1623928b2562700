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
    """Patterns of which any may be found, and the words that each find holds.

    Both the text that is searched and the same in lower case are given, since the caller has
    both.
    """

    def __init__(self, *patterns: str, flags: int = 0) -> None:
        self.patterns = tuple(re.compile(pattern, flags) for pattern in patterns)
        needs = [needed_words(pattern) for pattern in patterns]
        if len(needs) > 1:
            # A find of one pattern holds none of the words of another.
            needs = [(_NONE.union(*map(_best, needs)),)] if all(needs) else [()]
        self._needs = tuple(tuple(_without_longer(words)) for words in needs[0])

    def may_find(self, low: str) -> bool:
        """Return whether a text, given in lower case, holds the words that are needed."""
        # Plain loops: most texts end here, and any() would cost more than what it asks.
        for words in self._needs:
            for word in words:
                if word in low:
                    break
            else:
                return False
        return True

    def fits(self, text: str, low: str) -> bool:
        """Return whether a pattern is found in ``text``; ``low`` is ``text`` in lower case."""
        return self.may_find(low) and any(pattern.search(text) for pattern in self.patterns)

    def finds(self, text: str, low: str) -> Iterator[re.Match[str]]:
        """Return every find of every pattern; ``low`` is ``text`` in lower case."""
        if not self.may_find(low):
            return iter(())
        return chain.from_iterable(pattern.finditer(text) for pattern in self.patterns)


def needed_words(pattern: str) -> tuple[Words, ...]:
    """Return sets of words in lower case; every match of ``pattern`` holds one of each set.

    The set whose shortest word is longest comes first; spaces alone tell nothing.
    """
    return _of_sequence(_parser.parse(pattern)) if _parser else ()


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> tuple[Words, ...]:
    sets: list[Words] = []
    letters = ""
    for operation, argument in parts:
        if str(operation) == "LITERAL":
            letters += chr(argument)
            continue
        read = _READERS.get(str(operation))
        sets += [frozenset({letters.lower()}), *(read(argument) if read else ())]
        letters = ""
    sets.append(frozenset({letters.lower()}))
    telling = dict.fromkeys(words for words in sets if all(map(str.strip, words)))
    return tuple(sorted(filter(_worth, telling), key=_worth, reverse=True))


def _of_branches(argument: Any) -> tuple[Words, ...]:
    branches = [_of_sequence(branch) for branch in argument[1]]
    return (_NONE.union(*map(_best, branches)),) if all(branches) else ()


def _of_repeated(argument: Any) -> tuple[Words, ...]:
    least, _most, parts = argument
    return _of_sequence(parts) if least else ()


_READERS: dict[str, Callable[[Any], tuple[Words, ...]]] = {
    "BRANCH": _of_branches,
    "SUBPATTERN": lambda argument: _of_sequence(argument[-1]),
    "MAX_REPEAT": _of_repeated,
    "MIN_REPEAT": _of_repeated,
}


def _best(sets: tuple[Words, ...]) -> Words:
    return sets[0]


def _worth(words: Words) -> int:
    return min(map(len, words), default=0)


def _without_longer(words: Words) -> Iterator[str]:
    """Yield the words that hold no other one; where they are missing, so are the longer."""
    for word in sorted(words):
        if not any(other in word for other in words - {word}):
            yield word
