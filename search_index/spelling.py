"""Did you mean: a query with its mistyped words put right, by the words that an index has.

A word is doubted when the index does not have it, or when it never stands beside the words that
it is typed beside. What is put in its place is another word of the index: what the keys would
have given with the keyboard on, the same letters with other marks, a few mistypings less, two
words that were glued, or one that was torn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product

from search_index import query
from search_index.abbreviations import DEFAULT_ABBREVIATIONS, AbbreviationTable
from search_index.analysis import Token, canonical
from search_index.errors import SearchQueryError
from search_index.lexicon import Candidate, Lexicon
from search_index.names import NameTable
from search_index.reading import ANY_DAY, parse_query

MOST_QUESTIONS = 40
MOST_CANDIDATES = 6
SHORTEST_WORD = 3
LONG_ENOUGH = 4
MOST_OF_TWO = 3
# What is put in place of a word that finds something has to find so many times more.
MUCH_MORE = 2

Found = Callable[[str], int]


def suggest_spelling(
    text: str,
    vocabulary: Mapping[str, int],
    names: NameTable | None = None,
    *,
    abbreviations: AbbreviationTable = DEFAULT_ABBREVIATIONS,
    found: Found | None = None,
) -> str | None:
    """Return ``text`` with its mistyped words put right; ``None`` when there is nothing better.

    ``vocabulary`` says how many records have a word, by the word folded or with its marks.
    ``found`` says how many records the reader finds for a query: with it a suggestion always
    finds more than ``text`` does, and words are also doubted for those beside them. Without it
    the caller has to look, because the vocabulary is that of everybody's records.
    """
    text = canonical(text)
    try:
        asked = parse_query(text, names, abbreviations, ANY_DAY)
    except SearchQueryError:
        return None
    words = sorted(_typed(asked), key=lambda token: token.start)
    if not words:
        return None
    speller = _Speller(text, words, Lexicon(vocabulary, names, abbreviations), _Asking(found))
    better = speller.corrected()
    if better == text or (found is not None and not speller.is_worth(better)):
        return None
    return better


def _typed(asked: query.Query) -> Iterator[Token]:
    """Give the words that are sought as they are: no fields, abbreviations and exclusions."""
    match asked:
        case query.And(parts) | query.Or(parts):
            for part in parts:
                yield from _typed(part)
        case query.Words(tokens, ways):
            known = {at for way in ways for at in range(way.start, way.end)}
            yield from (token for at, token in enumerate(tokens) if at not in known)
        case query.Phrase(tokens):
            yield from tokens


class _Asking:
    """Asks how much a query finds, each once, and no more than a page has time for."""

    def __init__(self, found: Found | None) -> None:
        self._found = found
        self._answers: dict[str, int] = {}

    @property
    def is_possible(self) -> bool:
        """Whether there is somebody to ask."""
        return self._found is not None

    def how_many(self, text: str) -> int:
        """Return how many records ``text`` finds; 0 when there were too many questions."""
        if text not in self._answers:
            if self._found is None or len(self._answers) >= MOST_QUESTIONS:
                return 0
            self._answers[text] = self._found(text)
        return self._answers[text]


class _Speller:
    """Puts the words of one text right."""

    def __init__(
        self, text: str, words: Sequence[Token], lexicon: Lexicon, asking: _Asking
    ) -> None:
        self._text = text
        self._words = words
        self._lexicon = lexicon
        self._asking = asking
        self._is_marked = not text.isascii()
        self._said = [word.folded for word in words]
        self._better: dict[int, str] = {}

    def corrected(self) -> str:
        """Return the text with every doubted word replaced for which there is a better one."""
        unknown = [place for place in range(len(self._words)) if self._is_unknown(place)]
        # Again from behind: a word put right tells of the one before it.
        for place in (*unknown, *reversed(unknown)):
            if place not in self._better:
                likely = [c for c in self._candidates(place) if self._is_likely(place, c)]
                self._replace(place, likely)
        for one, other in pairwise(unknown):
            if (one, other) in self._beside(one) and not {one, other} & self._better.keys():
                self._replace_both(one, other)
        if not unknown:
            for place in range(len(self._words)):
                if self._stands_alone(place):
                    fitting = [each for each in self._candidates(place) if self._fits(place, each)]
                    self._replace(place, fitting)
        return self._written()

    def is_worth(self, better: str) -> bool:
        """Whether the reader finds enough more by ``better`` to show it."""
        more, as_typed = self._asking.how_many(better), self._asking.how_many(self._text)
        known = not any(map(self._is_unknown, range(len(self._words))))
        return more > as_typed * (MUCH_MORE if known else 1)

    def _is_unknown(self, place: int) -> bool:
        word = self._words[place]
        if not word.folded.isalnum() or word.folded.isdigit():
            return False
        return not self._lexicon.count(word)

    def _stands_alone(self, place: int) -> bool:
        """Whether a word is found, but never beside those that it is typed beside."""
        beside = list(self._beside(place))
        if not beside or len(self._words[place].folded) < SHORTEST_WORD:
            return False
        return not any(self._pair(self._said[a], self._said[b]) for a, b in beside)

    def _fits(self, place: int, candidate: Candidate) -> bool:
        return all(
            self._pair(*(candidate.folded if at == place else self._said[at] for at in pair))
            for pair in self._beside(place)
        )

    def _is_likely(self, place: int, candidate: Candidate) -> bool:
        """Whether a candidate is what keys gave, or stands beside its neighbours somewhere."""
        beside = list(self._beside(place))
        if not candidate.cost:
            return True
        if not beside:
            return len(candidate.folded) >= LONG_ENOUGH
        neighbours = {at for pair in beside for at in pair} - {place}
        if self._asking.is_possible:
            return self._context(place, candidate) > 0
        return not all(map(self._is_unknown, neighbours))

    def _replace_both(self, one: int, other: int) -> None:
        """Replace two neighbours that are both unknown, by two that are found together."""
        firsts, seconds = (self._candidates(place)[:MOST_OF_TWO] for place in (one, other))
        for first, second in product(firsts, seconds):
            if self._pair(first.folded.split()[-1], second.folded.split()[0]):
                self._replace(one, [first])
                self._replace(other, [second])
                return

    def _replace(self, place: int, candidates: Sequence[Candidate]) -> None:
        def rank(candidate: Candidate) -> tuple[bool, int, int, int]:
            context = self._context(place, candidate)
            return context > 0, -candidate.cost, context, candidate.count

        if candidates:
            best = max(candidates, key=rank)
            self._said[place], self._better[place] = best.folded, best.written

    def _context(self, place: int, candidate: Candidate) -> int:
        first, last = candidate.folded.split()[0], candidate.folded.split()[-1]
        return sum(
            self._pair(last, self._said[b]) if a == place else self._pair(self._said[a], first)
            for a, b in self._beside(place)
        )

    def _beside(self, place: int) -> Iterator[tuple[int, int]]:
        """Give the pairs of places that a word makes with its neighbours, spaces between only."""
        for a, b in ((place - 1, place), (place, place + 1)):
            if a >= 0 and b < len(self._words):
                between = self._text[self._words[a].end : self._words[b].start]
                if between.isspace():
                    yield a, b

    def _pair(self, one: str, other: str) -> int:
        known = self._lexicon.pair(one, other)
        return known or self._asking.how_many(f'"{one} {other}"')

    def _candidates(self, place: int) -> list[Candidate]:
        word = self._words[place]
        typed = self._text[word.start : word.end]
        found = [
            *self._lexicon.by_keys(typed),
            *self._lexicon.by_marks(word),
            *self._lexicon.near(word),
            *self._lexicon.halves(typed),
        ]
        shown = [each if self._is_marked else _bare(each) for each in found]
        shown.sort(key=lambda each: (each.cost, -each.count))
        return shown[:MOST_CANDIDATES]

    def _written(self) -> str:
        text = self._text
        for place in sorted(self._better, reverse=True):
            word = self._words[place]
            text = f"{text[: word.start]}{self._better[place]}{text[word.end :]}"
        return text


def _bare(candidate: Candidate) -> Candidate:
    """Write a candidate without marks, as the rest of the text is, unless keys gave its marks."""
    return candidate if candidate.cost == 0 else replace(candidate, written=candidate.folded)
