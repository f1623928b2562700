"""Which words of a text a query found, as positions; and the piece of the text to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from search_index import query
from search_index.abbreviations import other_ways
from search_index.analysis import Token, analyse
from search_index.model import Snippet
from search_index.numbers import kind_and_number

SNIPPET_CHARACTERS = 280
LEAD_IN_CHARACTERS = 60

Row = tuple[str, ...]


def snippet(text: str, asked: query.Query, characters: int = SNIPPET_CHARACTERS) -> Snippet:
    """Return the piece of canonical ``text`` with the most that was ``asked`` for, marked."""
    marks = list(_marks(analyse(text), asked))
    start, end = _window(text, marks, characters)
    inside = tuple((a - start, b - start) for a, b in marks if start <= a and b <= end)
    return Snippet(text[start:end], inside, cut_before=start > 0, cut_after=end < len(text))


def _marks(words: Sequence[Token], asked: query.Query) -> Iterator[tuple[int, int]]:
    rows = {row for row in _rows(asked) if row}
    place = 0
    while place < len(words):
        length = max((len(row) for row in rows if _begins(words, place, row)), default=0)
        if length:
            yield words[place].start, words[place + length - 1].end
        place += max(length, 1)


def _begins(words: Sequence[Token], place: int, row: Row) -> bool:
    """Whether a row stands at ``place``; one word may be a beginning (``xây*``) or a number."""
    here = words[place : place + len(row)]
    if len(row) == 1 and row[0].endswith("*"):
        return here[0].folded.startswith(row[0][:-1])
    return tuple(word.folded for word in here) == row


def _rows(asked: query.Query) -> Iterator[Row]:
    """Give the rows of folded words that are worth a mark; what is excluded is not."""
    match asked:
        case query.And(parts) | query.Or(parts):
            for part in parts:
                yield from _rows(part)
        case query.Phrase(tokens):
            yield _folded(tokens)
        case query.Prefix(token):
            yield (f"{token.folded}*",)
        case query.Words(tokens):
            yield from _words(tokens)


def _words(tokens: Sequence[Token]) -> Iterator[Row]:
    for place, token in enumerate(tokens):
        yield (token.folded,)
        _, form = kind_and_number([word.folded for word in tokens[place:]])
        if form is not None:
            yield (f"{form}-*",)
        yield from (_folded(way.tokens) for way in other_ways(tokens, place)[1])


def _folded(tokens: Iterable[Token]) -> Row:
    return tuple(token.folded for token in tokens)


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
    near = range(place, min(place + limit, len(text))) if forward else range(place, place - limit, -1)
    found = next((at for at in near if text[at].isspace()), place)
    return found + 1 if forward and text[found].isspace() else found
