"""Plans of words: every word by its letters, or the run it stands in by another way to say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from search_index import plan, query
from search_index.analysis import Token
from search_index.numbers import own_number
from search_index.plan import Plan, Tokens
from search_index.query import How

# Found with the same marks weighs more than any repetition of the same letters without them.
EXACT_WEIGHT = 6.0
NUMBER_WEIGHT = 4.0
OWN_NUMBER_WEIGHT = 32.0
ROW_WEIGHT = 2.0
# What a record says itself weighs more than what it is named.
NAME_WEIGHT = 0.3
# A page of text may be pasted; more than this tells no more of what is wanted.
MOST_LIFTS, LONGEST_ROW = 24, 24
# Too common to be asked for beside others. "mã" is none, "ma" may be "mà".
_STOP_WORDS = frozenset(
    {"và", "của", "các", "những", "cho", "là", "thì", "mà"}
    | {"va", "cua", "cac", "nhung", "la", "thi", "ma"}
)
# "số" before a number says nothing that the number does not.
WORD_FOR_NUMBER = "so"
Span = tuple[int, int]


class Place(Protocol):
    """Where words are sought."""

    def word(self, token: Token) -> Plan:
        """Return the plan of one word."""

    def row(self, tokens: Sequence[Token], how: How) -> Plan:
        """Return the plan of words one right after the other."""


class Anywhere:
    """Seeks in the text of records, and in the names that one of ``principals`` may know."""

    def __init__(self, principals: Sequence[str]) -> None:
        self.principals = principals

    def word(self, token: Token) -> Plan:
        """Return the plan of one word."""
        if is_number(token):
            return number(token.folded)
        found: list[Plan] = [plan.Term(Tokens.FOLDED, token.folded)]
        found += map(number, plain_number(token))
        names = (f"{principal}|{token.folded}" for principal in self.principals)
        return some([*found, *(plan.Term(Tokens.NAMES, form, NAME_WEIGHT) for form in names)])

    def row(self, tokens: Sequence[Token], how: How) -> Plan:
        """Return the plan of words one right after the other."""
        if how is How.NUMBER:
            return number(tokens[0].folded)
        is_short = how is How.SHORT
        text = in_a_row(
            Tokens.EXACT if is_short else Tokens.FOLDED,
            [token.exact if is_short else token.folded for token in tokens],
        )
        names = [
            in_a_row(Tokens.NAMES, [f"{principal}|{t.folded}" for t in tokens], NAME_WEIGHT)
            for principal in self.principals
        ]
        return some([text, *names])


class Within:
    """Seeks in one field, which keeps its words folded and the numbers beside them."""

    def __init__(self, field: Tokens) -> None:
        self.field = field

    def word(self, token: Token) -> Plan:
        """Return the plan of one word."""
        forms = dict.fromkeys([token.folded, *plain_number(token)])
        return some([plan.Term(self.field, form) for form in forms])

    def row(self, tokens: Sequence[Token], how: How) -> Plan:  # noqa: ARG002 - all are folded
        """Return the plan of words one right after the other."""
        return in_a_row(self.field, [token.folded for token in tokens])


def plan_of_words(words: query.Words, place: Place) -> Plan:
    """Return the plan of words that must all be there; very common ones only when alone."""
    return _all_of(words, place, needed(words, (0, len(words.tokens)), whole=True))


def plan_of_most(words: query.Words, place: Anywhere) -> Plan:
    """Return the plan of half of the words or more, or of words like them.

    Two neighbours are often one word of the language, so what has them in a row ranks higher.
    """
    spans = needed(words, (0, len(words.tokens)), whole=True)
    fixed = [span for span in spans if _is_number(words, span)]
    loose = tuple(_like(words, place, span) for span in spans if span not in fixed)
    must = [_part(words, place, span) for span in fixed]
    least = len(loose) if len(loose) <= query.BOTH else -(-len(loose) // 2)
    if not fixed:
        must = [plan.AtLeast(loose, least)]
    also = (plan_of_words(words, place), *loose, *_pairs(words.tokens))
    return plan.Prefer(plan.All(tuple(must)), also)


def _is_number(words: query.Words, span: Span) -> bool:
    ways = [way for way in words.ways if (way.start, way.end) == span]
    return is_number(words.tokens[span[0]]) or any(way.how is How.NUMBER for way in ways)


def _like(words: query.Words, place: Anywhere, span: Span) -> Plan:
    token = words.tokens[span[0]]
    same = _part(words, place, span)
    if span[1] - span[0] > 1 or not query.is_long(token):
        return same
    return some([same, plan.Near(Tokens.FOLDED, token.folded, 1)])


def _pairs(tokens: Sequence[Token]) -> Iterator[Plan]:
    for pair in pairwise(token.folded for token in tokens):
        yield in_a_row(Tokens.FOLDED, pair, ROW_WEIGHT)


def plan_of_row(phrase: query.Phrase, place: Place) -> Plan:
    """Return the plan of words in a row, or of what the whole of them can be said by."""
    whole = (0, len(phrase.tokens))
    ways = [way for way in phrase.ways if (way.start, way.end) == whole]
    return some([place.row(phrase.tokens, How.WORDS), *(place.row(w.tokens, w.how) for w in ways)])


def lifts(tokens: Sequence[Token]) -> list[Plan]:
    """Return what ranks a record higher: the same marks, and the words in a row."""
    exact = dict.fromkeys(
        plan.Term(Tokens.EXACT, token.exact, EXACT_WEIGHT)
        for token in tokens
        if token.is_marked and token.exact not in _STOP_WORDS
    )
    row = [token.folded for token in tokens[:LONGEST_ROW]]
    in_order: list[Plan] = [in_a_row(Tokens.FOLDED, row, ROW_WEIGHT)] if len(row) > 1 else []
    return [*list(exact)[:MOST_LIFTS], *in_order]


def bearers(words: query.Words) -> list[Plan]:
    """Return what ranks the document that bears a number before those that cite it."""
    whole = [token.folded for token in words.tokens if is_number(token)]
    ways = [way.tokens[0].folded for way in words.ways if way.how is How.NUMBER]
    forms = dict.fromkeys(map(own_number, (*whole, *ways)))
    return [plan.Term(Tokens.NUMBERS, form, OWN_NUMBER_WEIGHT) for form in forms]


def is_number(token: Token) -> bool:
    """Whether a word is a whole document number: no other word has a dash."""
    return "-" in token.folded


def plain_number(token: Token) -> list[str]:
    """Return a word that is a number as documents are numbered, without noughts before it."""
    return [token.folded.lstrip("0") or "0"] if token.folded.isdigit() else []


def number(form: str) -> Plan:
    """Return the plan of a document number in one of its forms."""
    return plan.Term(Tokens.NUMBERS, form, NUMBER_WEIGHT)


def in_a_row(field: Tokens, words: Sequence[str], weight: float = 1.0) -> Plan:
    """Return the plan of words one right after the other in a field."""
    if len(words) == 1:
        return plan.Term(field, words[0], weight)
    return plan.Sequence(field, tuple(words), weight)


def some(parts: Sequence[Plan]) -> Plan:
    """Return the plan that at least one of ``parts`` holds."""
    if not parts:
        return plan.Nothing()
    return parts[0] if len(parts) == 1 else plan.Some(tuple(parts))


def needed(words: query.Words, span: Span, *, whole: bool = False) -> list[Span]:
    """Return the runs of a span that must be there: all, without the very common words.

    A run can be said otherwise as a whole, or is one word; the longest is taken first. The span
    itself is no run of its own unless ``whole``.
    """
    runs = list(_runs(words, span, whole=whole))
    telling = [run for run in runs if not all(_is_common(words.tokens, at) for at in range(*run))]
    return telling or runs


def _runs(words: query.Words, span: Span, *, whole: bool) -> Iterator[Span]:
    start, end = span
    while start < end:
        ends = [
            way.end
            for way in words.ways
            if way.start == start and way.end <= end and (whole or (start, way.end) != span)
        ]
        stop = max(ends, default=start + 1)
        yield start, stop
        start = stop


def _is_common(tokens: Sequence[Token], place: int) -> bool:
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    before_number = following is not None and is_number(following)
    return tokens[place].exact in _STOP_WORDS or (
        before_number and tokens[place].folded == WORD_FOR_NUMBER
    )


def _all_of(words: query.Words, place: Place, spans: Sequence[Span]) -> Plan:
    parts = list(dict.fromkeys(_part(words, place, span) for span in spans))
    return parts[0] if len(parts) == 1 else plan.All(tuple(parts))


def _part(words: query.Words, place: Place, span: Span) -> Plan:
    start, end = span
    one = end - start == 1
    same = place.word(words.tokens[start]) if one else _all_of(words, place, needed(words, span))
    return some([same, *_ways(words, place, span)])


def _ways(words: query.Words, place: Place, span: Span) -> list[Plan]:
    return [place.row(way.tokens, way.how) for way in words.ways if (way.start, way.end) == span]
