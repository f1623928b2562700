"""Which words of a text a query found, as positions; and the piece of the text to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search_index import query
from search_index.analysis import Token, analyse, fold
from search_index.model import Snippet

SNIPPET_CHARACTERS = 280
LEAD_IN_CHARACTERS = 60


def snippet(text: str, asked: query.Query, characters: int = SNIPPET_CHARACTERS) -> Snippet:
    """Return the piece of canonical ``text`` with the most that was ``asked`` for, marked."""
    marks = list(_marks(analyse(text), asked))
    start, end = _window(text, marks, characters)
    inside = tuple((a - start, b - start) for a, b in marks if start <= a and b <= end)
    return Snippet(text[start:end], inside, cut_before=start > 0, cut_after=end < len(text))


def places_of(text: str, asked: query.Query) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of all that was ``asked`` for in canonical ``text``, in order."""
    return tuple(_marks(analyse(text), asked))


def _marks(words: Sequence[Token], asked: query.Query) -> Iterator[tuple[int, int]]:
    rows = set(_rows(asked, frozenset(word.exact for word in words)))
    place = 0
    while place < len(words):
        length = max((len(row.keys) for row in rows if row.stands(words, place)), default=0)
        if length:
            yield words[place].start, words[place + length - 1].end
        place += max(length, 1)


class _Row(NamedTuple):
    """Words in a row that are worth a mark; the last may be only the beginning of a word."""

    keys: tuple[str, ...]
    exact: bool = False
    open_end: bool = False

    def stands(self, words: Sequence[Token], place: int) -> bool:
        """Whether the row stands at ``place`` of ``words``."""
        here = words[place : place + len(self.keys)]
        found = tuple(word.exact if self.exact else word.folded for word in here)
        if self.open_end:
            return found[:-1] == self.keys[:-1] and found[-1].startswith(self.keys[-1])
        return found == self.keys


def _rows(asked: query.Query, present: frozenset[str]) -> Iterator[_Row]:
    """Give the rows worth a mark; what is excluded is not."""
    match asked:
        case query.And(parts) | query.Or(parts):
            for part in parts:
                yield from _rows(part, present)
        case query.Phrase(tokens):
            yield _row(tokens, exact=any(token.is_marked for token in tokens))
        case query.Prefix(token):
            yield _Row((token.folded,), open_end=True)
        case query.Fuzzy(token, distance):
            near = (word for word in present if OSA.distance(fold(word), token.folded) <= distance)
            yield from (_Row((word,), exact=True) for word in near)
        case query.Words():
            yield from _words(asked, present)
        case query.Like(tokens):
            yield from (_row([token], exact=True) for token in tokens)


def _words(asked: query.Words, present: frozenset[str]) -> Iterator[_Row]:
    # Where a word stands with its own marks, look-alikes are not what was meant.
    for token in asked.tokens:
        yield _row([token], exact=token.is_marked and token.exact in present)
    for way in asked.ways:
        if way.how is query.How.NUMBER:
            yield _Row((f"{way.tokens[0].folded}-",), open_end=True)
        else:
            yield _row(way.tokens, exact=way.how is query.How.SHORT)


def _row(tokens: Iterable[Token], *, exact: bool) -> _Row:
    return _Row(tuple(token.exact if exact else token.folded for token in tokens), exact)


def _window(text: str, marks: Sequence[tuple[int, int]], characters: int) -> tuple[int, int]:
    """Return the bounds of the piece with the most marks, the first of them if several."""
    if len(text) <= characters:
        return 0, len(text)
    starts = [start for start, _ in marks] or [0]
    best = max(starts, key=lambda s: (sum(s <= a < s + characters // 2 for a, _ in marks), -s))
    start = max(0, min(best - LEAD_IN_CHARACTERS, len(text) - characters))
    end = min(len(text), start + characters)
    return _at_a_space(text, start, forward=True), _at_a_space(text, end, forward=False)


def _at_a_space(text: str, place: int, *, forward: bool) -> int:
    """Move a cut to the next space, so that no word is cut, unless there is none near."""
    if place in (0, len(text)):
        return place
    limit = LEAD_IN_CHARACTERS // 2
    near = (
        range(place, min(place + limit, len(text))) if forward else range(place, place - limit, -1)
    )
    found = next((at for at in near if text[at].isspace()), place)
    return found + 1 if forward and text[found].isspace() else found
