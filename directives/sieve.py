"""Patterns that are tried only on texts that hold a word which they need.

Most sentences have nothing to do with most rules, and to see that a word is not in a text is
many times cheaper than to try a pattern at each of its places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

try:
    # The parser of the standard library has no public name; without it nothing is sifted out.
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # pragma: no cover - no Python that is supported lacks it
    _parser = None

Words = frozenset[str]
_Part = tuple[Any, Any]
_Needs = list[tuple[str, ...]]
_Ending = tuple[str, bool]
_LONGEST_END = 4
_MOST_ENDS = 400


class Sieve:
    """Patterns of which any may be found, and the words that each find holds or ends with.

    Both the text that is searched and the same in lower case are given, since the caller has
    both.
    """

    def __init__(self, *patterns: str, flags: int = 0) -> None:
        self._each = [_sifted(pattern, flags) for pattern in patterns]
        self.patterns = tuple(each.compiled for each in self._each)
        # Of several patterns one is found, and it holds none of the words of another.
        needs = [each.words for each in self._each]
        of_any = needs[0] if len(needs) == 1 else (_union(needs),) if all(needs) else ()
        self._needs = _in_order(of_any)
        ends = [each.ends for each in self._each]
        self._ends = _alike_long(ends) if all(ends) else frozenset()
        self._length = _worth(self._ends)

    def may_find(self, low: str) -> bool:
        """Return whether a text, given in lower case, holds the words that are needed."""
        return _holds(low, self._needs)

    def first(self, text: str, low: str) -> int | None:
        """Return which pattern is the first that is found in ``text``; ``low`` is its lower case."""
        if self._ends and low[-self._length :] not in self._ends:
            return None
        if _holds(low, self._needs):
            for place, each in enumerate(self._each):
                if each.ends and low[-each.length :] not in each.ends:
                    continue
                if _holds(low, each.needs) and each.search(text):
                    return place
        return None

    def find(self, text: str, low: str) -> re.Match[str] | None:
        """Return the find of the first pattern that is found in ``text``."""
        place = self.first(text, low)
        return None if place is None else self._each[place].search(text)

    def fits(self, text: str, low: str) -> bool:
        """Return whether a pattern is found in ``text``; ``low`` is ``text`` in lower case."""
        return self.first(text, low) is not None

    def finds(self, text: str, low: str) -> Iterator[re.Match[str]]:
        """Return every find of every pattern; ``low`` is ``text`` in lower case."""
        if not _holds(low, self._needs):
            return iter(())
        if len(self.patterns) == 1:
            return self.patterns[0].finditer(text)
        return chain.from_iterable(pattern.finditer(text) for pattern in self.patterns)


class _Sifted(NamedTuple):
    """One pattern: how a text ends in which it is found, if that can be told, and what it needs.

    ``words`` are the needs as they were found, the best first; ``needs`` in the order of asking.
    """

    compiled: re.Pattern[str]
    search: Callable[[str], re.Match[str] | None]
    ends: Words
    length: int
    words: tuple[Words, ...]
    needs: _Needs


def _sifted(pattern: str, flags: int) -> _Sifted:
    compiled, ends = re.compile(pattern, flags), last_letters(pattern)
    if _begins_text(pattern):
        # Where only one place has to be looked at, words tell nothing sooner.
        return _Sifted(compiled, compiled.match, ends, _worth(ends), (), [])
    words = needed_words(pattern)
    return _Sifted(compiled, compiled.search, ends, _worth(ends), words, _in_order(words))


@lru_cache(maxsize=1)
def _parsed(pattern: str) -> Sequence[_Part]:
    """Return the parts of a pattern; none where they cannot be told."""
    return tuple(_parser.parse(pattern)) if _parser else ()


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
    return _needed(_parsed(pattern))


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


def last_letters(pattern: str) -> Words:
    """Return letters in lower case; a text in which ``pattern`` is found ends with some of them.

    All are equally long. There are none for a pattern that need not reach the end of the text.
    """
    parts = _parsed(pattern)
    if not parts or not _is_at(parts[-1], "AT_END"):
        return frozenset()
    words = frozenset(word for word, _ in _endings(parts[:-1]))
    # "$" also stands before a line break.
    return _alike_long([words, frozenset(f"{word}\n" for word in words)])


def _alike_long(ends: Iterable[Words]) -> Words:
    """Return the last letters of all words, of each as many as the shortest and few words have."""
    words = frozenset().union(*ends)
    length = min(_worth(words), _LONGEST_END)
    return frozenset(word[-length:] for word in words) if length > 1 else frozenset()


def _endings(parts: Iterable[_Part]) -> set[_Ending]:
    """Return how matches of ``parts`` end, and whether that is all they are."""
    found: set[_Ending] = {("", True)}
    for part in reversed(list(parts)):
        if len(found) > _MOST_ENDS or not any(whole for _, whole in found):
            return {(word, False) for word, _ in found}
        before = _endings_of(*part)
        found = {(word, False) for word, whole in found if not whole} | {
            (more + word, all_of_part)
            for word, whole in found
            if whole
            for more, all_of_part in before
        }
    return found


def _endings_of(operation: Any, argument: Any) -> set[_Ending]:
    match str(operation):
        case "LITERAL":
            return {(chr(argument).lower(), True)}
        case "SUBPATTERN" | "BRANCH":
            branches = argument[1] if str(operation) == "BRANCH" else [argument[-1]]
            return set().union(*map(_endings, branches))
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, parts = argument
            # Of several in a row only the last is known.
            repeated = {(word, whole and most == 1) for word, whole in _endings(parts)}
            return repeated if least else {*repeated, ("", True)}
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return {("", True)}
        case "IN" if all(str(each[0]) == "LITERAL" for each in argument):
            return {(chr(letter).lower(), True) for _, letter in argument}
    return {("", False)}


def _is_at(part: _Part, place: str) -> bool:
    return str(part[0]) == "AT" and str(part[1]) == place


def _begins_text(pattern: str) -> bool:
    """Return whether a pattern can be found at the beginning of a text only."""
    parts = _parsed(pattern)
    return bool(parts) and _is_at(parts[0], "AT_BEGINNING")


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
