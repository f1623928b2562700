"""The words there are, and which of them may have been meant by one that is mistyped."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from search_index.abbreviations import AbbreviationTable
from search_index.analysis import Token, analyse, fold
from search_index.keyboard import readings
from search_index.names import NameTable

SHORTEST_WORD = 3
LONG_WORD = 6
# A word of a name or of an abbreviation's meaning counts, though no record may have it yet.
KNOWN = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may have been meant: ``folded`` words, how they are written, how far off they are.

    ``cost`` is 0 for the very keys, else the number of mistypings.
    """

    folded: str
    written: str
    cost: int
    count: int


class Lexicon:
    """The words of an index, of names, and of what abbreviations stand for.

    Most questions need little of it, so that it is put together as it is asked for.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        names: NameTable | None,
        abbreviations: AbbreviationTable,
    ) -> None:
        """Take the words with how many records have each, folded or with their marks."""
        self._vocabulary = vocabulary
        self._phrases = [*(names.phrases() if names else ()), *abbreviations.phrases()]

    @cached_property
    def _marked(self) -> Mapping[str, dict[str, int]]:
        """The marked words by their folded ones; none of a vocabulary that is folded."""
        found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for word in self._vocabulary:
            if not word.isascii():
                found[fold(word)][word] = self._vocabulary[word]
        return dict(found)

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        """How many records have a folded word."""
        others = {
            folded: sum(words.values()) + self._vocabulary.get(folded, 0)
            for folded, words in self._marked.items()
        }
        known = dict.fromkeys(chain.from_iterable(self._phrases), KNOWN)
        return ChainMap(others, dict(self._vocabulary), known)

    @cached_property
    def _words(self) -> list[str]:
        return [word for word in self._counts if word.isascii() and word.isalpha()]

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for words in self._phrases for pair in pairwise(words))

    def count(self, word: Token) -> int:
        """Return how many records have a word, by its marks where those are known."""
        known = self._marked.get(word.folded)
        if word.is_marked and known:
            return known.get(word.exact, 0)
        return self._counts.get(word.folded, 0)

    def pair(self, one: str, other: str) -> int:
        """Return whether two folded words are known to stand beside each other."""
        return KNOWN if (one, other) in self._pairs else 0

    def by_keys(self, typed: str) -> Iterator[Candidate]:
        """Give the words that the keys would have given with the keyboard on."""
        for reading in readings(typed):
            (word,) = analyse(reading)
            count = self.count(word)
            if count:
                yield Candidate(word.folded, reading, 0, count)

    def by_marks(self, word: Token) -> Iterator[Candidate]:
        """Give the words with the same letters and other marks."""
        if word.is_marked:
            for marked, count in self._marked.get(word.folded, {}).items():
                if marked != word.exact:
                    yield Candidate(word.folded, marked, 1, count)

    def near(self, word: Token) -> Iterator[Candidate]:
        """Give the words that a mistyping makes of this one; two of a long word."""
        if len(word.folded) < SHORTEST_WORD:
            return
        limit = 2 if len(word.folded) >= LONG_WORD else 1
        found = process.extract(
            word.folded, self._words, scorer=OSA.distance, score_cutoff=limit, limit=None
        )
        for near, distance, _ in found:
            if distance:
                written = self._written(near, word)
                yield Candidate(near, written, int(distance), self._records(near))

    def halves(self, typed: str) -> Iterator[Candidate]:
        """Give the two words that may have been glued."""
        folded = fold(typed)
        for at in range(2, len(folded) - 1):
            halves = folded[:at], folded[at:]
            if all(map(self._counts.get, halves)) and len(folded) == len(typed):
                written = f"{typed[:at]} {typed[at:]}"
                count = min(self._counts[half] for half in halves) * (1 + 9 * self.pair(*halves))
                yield Candidate(" ".join(halves), written, 1, count)

    def _records(self, folded: str) -> int:
        """Return how many records have a word; none may have one that is only known."""
        return self._counts[folded] if folded in self._vocabulary or folded in self._marked else 0

    def _written(self, near: str, word: Token) -> str:
        """Return a word with its marks: those that are known, else those that were typed."""
        known = self._marked.get(near)
        if known:
            return min(known, key=lambda each: (OSA.distance(each, word.exact), -known[each]))
        return _with_marks(near, word)


def _with_marks(near: str, word: Token) -> str:
    """Return ``near`` with the marks of the letters that it shares with a typed word."""
    if len(word.exact) != len(word.folded):
        return near
    letters = list(near)
    for piece in Levenshtein.opcodes(word.folded, near):
        if piece.tag == "equal":
            letters[piece.dest_start : piece.dest_end] = word.exact[piece.src_start : piece.src_end]
    return "".join(letters)
