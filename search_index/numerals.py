"""Roman and Arabic figures where either is usual: đại hội XI, khóa 13, quý II."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search_index.analysis import Token
from search_index.query import How, Way

# The word before tells that a figure is meant: elsewhere "vi" and "di" are syllables.
_BEFORE = frozenset({"hoi", "khoa", "qui", "thu", "vung", "loai", "cap", "vuc"})
_ROMAN = (
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx"),
)
_ARABIC = {roman: str(figure) for figure, roman in enumerate(_ROMAN, start=1)}
_OTHER = {**_ARABIC, **{arabic: roman for roman, arabic in _ARABIC.items()}}


def numeral_ways(words: Sequence[Token]) -> Iterator[Way]:
    """Give the figures among ``words`` that can be written in the other way, with that way."""
    for place in range(1, len(words)):
        other = _OTHER.get(words[place].folded)
        if other is not None and words[place - 1].folded in _BEFORE:
            # With the word before, so that no other figure of a text is taken for it.
            run = (words[place - 1], Token(other, other, 0, 0))
            yield Way(place - 1, place + 1, run, How.WORDS)
