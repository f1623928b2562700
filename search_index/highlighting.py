"""Which words of a text a query found, as positions; and the piece of the text to show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from search_index import query
from search_index.analysis import Token, analyse
from search_index.model import Snippet
from search_index.numbers import forms_of
from search_index.wording import is_number, needed

SNIPPET_CHARACTERS = 280
LEAD_IN_CHARACTERS = 60
# Beyond, the beginning of a text stands for all of it: a page has to come soon.
MOST_CHARACTERS = 400_000


class Mark(NamedTuple):
    """A place worth a mark, and which of the things asked for stands there."""

    start: int
    end: int
    what: int


def snippet(text: str, asked: query.Query, characters: int = SNIPPET_CHARACTERS) -> Snippet:
    """Return the piece of canonical ``text`` with the most that was ``asked`` for, marked."""
    marks = _marks(text[:MOST_CHARACTERS], asked)
    start, end = _window(text, marks, characters)
    inside = tuple((a - start, b - start) for a, b, _ in marks if start <= a and b <= end)
    return Snippet(text[start:end], inside, cut_before=start > 0, cut_after=end < len(text))


def places_of(text: str, asked: query.Query) -> tuple[tuple[int, int], ...]:
    """Return (start, end) of all that was ``asked`` for in canonical ``text``, in order."""
    return tuple((mark.start, mark.end) for mark in _marks(text, asked))


class _Row(NamedTuple):
    """Words in a row that are worth a mark, by folded keys; with ``exact`` by those alone."""

    what: int
    folded: tuple[str, ...]
    exact: tuple[str, ...] | None = None
    is_alone_exact: bool = False


@dataclass(slots=True)
class _Sought:
    """All that a query is worth marks for; ``rows`` by the first of their folded words."""

    rows: defaultdict[str, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    beginnings: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)
    fuzzy: list[tuple[str, int]] = field(default_factory=list)

    @property
    def has_singles(self) -> bool:
        """Whether words are sought otherwise than by their keys."""
        return bool(self.beginnings or self.numbers or self.fuzzy)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is sought in texts."""
        return not self.rows and not self.has_singles

    def add(self, tokens: Sequence[Token], *, exact: bool, prefer: bool = False) -> None:
        """Seek words in a row; of a single word with marks ``prefer`` its own marks."""
        folded = tuple(token.folded for token in tokens)
        own = tuple(token.exact for token in tokens)
        kept = own if exact or prefer else None
        if all((row.folded, row.exact) != (folded, kept) for row in self.rows[folded[0]]):
            what = sum(map(len, self.rows.values()))
            self.rows[folded[0]].append(_Row(what, folded, kept, prefer))


def _marks(text: str, asked: query.Query) -> list[Mark]:
    sought = _sought(asked)
    if sought.is_empty:
        return []
    words = analyse(text)
    rows = _rows_of(sought, words)
    marks: list[Mark] = []
    after = 0
    for place, word in enumerate(words):
        here = rows.get(word.folded)
        if place < after or (here is None and not sought.has_singles):
            continue
        length, what = _longest(here or (), words, place)
        if not length and sought.has_singles and _is_single(sought, word):
            length = 1
        if length:
            marks.append(Mark(word.start, words[place + length - 1].end, what))
            after = place + length
    return marks


def _rows_of(sought: _Sought, words: Sequence[Token]) -> dict[str, list[_Row]]:
    """Return the rows to look for in a text: with its marks alone where a word has them."""
    exact = {word.exact for word in words if word.folded in sought.rows}
    return {
        folded: [
            row._replace(exact=None) if row.is_alone_exact and row.exact[0] not in exact else row  # type: ignore[index]
            for row in rows
        ]
        for folded, rows in sought.rows.items()
    }


def _longest(rows: Iterable[_Row], words: Sequence[Token], place: int) -> tuple[int, int]:
    best, what = 0, -1
    for row in rows:
        if len(row.folded) > best and _stands(row, words, place):
            best, what = len(row.folded), row.what
    return best, what


def _stands(row: _Row, words: Sequence[Token], place: int) -> bool:
    here = words[place : place + len(row.folded)]
    if row.exact is not None:
        return tuple(word.exact for word in here) == row.exact
    return tuple(word.folded for word in here) == row.folded


def _is_single(sought: _Sought, word: Token) -> bool:
    """Whether a word is found by its beginning, as a number, or in spite of a mistyping."""
    folded = word.folded
    return (
        any(map(folded.startswith, sought.beginnings))
        or (
            bool(sought.numbers)
            and is_number(word)
            and not sought.numbers.isdisjoint(forms_of(folded))
        )
        or any(OSA.distance(folded, near, score_cutoff=d) <= d for near, d in sought.fuzzy)
    )


@lru_cache(maxsize=64)
def _sought(asked: query.Query) -> _Sought:
    sought = _Sought()
    _collect(asked, sought)
    return sought


def _collect(asked: query.Query, sought: _Sought) -> None:
    """Add what is worth a mark; what is excluded, or sought in a field, is not."""
    match asked:
        case query.And(parts) | query.Or(parts):
            for part in parts:
                _collect(part, sought)
        case query.Phrase(tokens):
            sought.add(tokens, exact=any(token.is_marked for token in tokens))
        case query.Prefix(token):
            sought.beginnings.append(token.folded)
        case query.Fuzzy(token, distance):
            sought.fuzzy.append((token.folded, distance))
        case query.Words() | query.Most():
            _collect_words(asked, sought)
        case query.Like(tokens):
            _collect_each(tokens, sought, exact=True)


def _collect_words(words: query.Words | query.Most, sought: _Sought) -> None:
    """Add words, the very common ones only in the row in which they were typed."""
    if isinstance(words, query.Most):
        words = words.words
        sought.fuzzy += [(token.folded, 1) for token in words.tokens if query.is_long(token)]
    tokens = words.tokens
    telling = [at for span in needed(words, (0, len(tokens))) for at in range(*span)]
    _collect_each([tokens[at] for at in telling], sought, exact=False)
    if len(telling) < len(tokens):
        sought.add(tokens, exact=False)
    for way in words.ways:
        if way.how is query.How.NUMBER:
            sought.numbers.add(way.tokens[0].folded)
        else:
            sought.add(way.tokens, exact=way.how is query.How.SHORT)


def _collect_each(tokens: Iterable[Token], sought: _Sought, *, exact: bool) -> None:
    for token in tokens:
        sought.add([token], exact=exact, prefer=token.is_marked and not exact)
        if is_number(token) or token.folded.isdigit():
            sought.numbers.add(token.folded.lstrip("0") or "0")


def _window(text: str, marks: Sequence[Mark], characters: int) -> tuple[int, int]:
    """Return the bounds of the piece with the most different marks, then with the most."""
    if len(text) <= characters:
        return 0, len(text)
    best = _best_start(marks, characters - 2 * LEAD_IN_CHARACTERS)
    start = max(0, min(best - LEAD_IN_CHARACTERS, len(text) - characters))
    end = min(len(text), start + characters)
    return _at_a_space(text, start, forward=True), _at_a_space(text, end, forward=False)


def _best_start(marks: Sequence[Mark], characters: int) -> int:
    inside: Counter[int] = Counter()
    best, best_start, last = (0, 0), 0, 0
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end <= mark.start + characters:
            inside[marks[last].what] += 1
            last += 1
        score = (len(inside), last - first)
        if score > best:
            best, best_start = score, mark.start
        inside[mark.what] -= 1
        if inside[mark.what] <= 0:
            del inside[mark.what]
    return best_start


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
