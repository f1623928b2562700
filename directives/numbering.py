"""Numbers of points that are missing or stand twice: a sign that words were lost or misread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from directives.enumeration import BULLETS, Label, Style
from directives.lexicon import table
from directives.nodes import Node
from directives.passages import Passage

_ALPHABET: str = table("enumeration")["letters"]["order"]
# Many offices go from "d)" to "e)"; "(i)" among letters reads as a Roman one.
_OFTEN_LEFT_OUT = frozenset(_ALPHABET.index(letter) + 1 for letter in "đi")
_LETTERS = frozenset({Style.LETTER, Style.BRACKETED_LETTER})
# A leap this long is no slip of a count: another list goes on, or a number was misread.
_LONGEST_LEAP = 5


@dataclass(frozen=True, slots=True)
class Slip:
    """A point whose number does not follow on that of the point before it."""

    point: Passage
    before: Passage

    @property
    def is_repeated(self) -> bool:
        """Whether both points have one number."""
        return _number(self.point) == _number(self.before)


def slips(roots: Iterable[Node], passages: Sequence[Passage]) -> Iterator[Slip]:
    """Yield the points that follow on wrongly; the outline keeps all as they stand."""
    places = {passage.start: place for place, passage in enumerate(passages)}
    for siblings in _lists(list(roots)):
        for before, node in pairwise(siblings):
            if before.style is not node.style or node.style in BULLETS or node.style is None:
                continue
            between = passages[places[before.head.start] + 1 : places[node.head.start]]
            if not _follows(before.head, node.head, between):
                yield Slip(node.head, before.head)


def _lists(nodes: list[Node]) -> Iterator[list[Node]]:
    yield nodes
    for node in nodes:
        yield from _lists(node.children)


def _follows(before: Passage, point: Passage, between: Sequence[Passage]) -> bool:
    """Whether a point counts on, begins anew, or leaves out what stands in other places."""
    label, last, number = point.label, _number(before), _number(point)
    if label is None or last == 0 or number == 1 or not 0 <= number - last <= _LONGEST_LEAP:
        return True
    if number == last:
        # Some offices count "e), f), g)" as abroad.
        return "f" in label.text and "e" in (before.label.text if before.label else "")
    known = {_number(each) for each in between if each.label and _alike(each.label, label)}
    left_out = _OFTEN_LEFT_OUT if label.style in _LETTERS else frozenset()
    return set(range(last + 1, number)) <= known | left_out


def _alike(label: Label, other: Label) -> bool:
    return label.style is other.style


def _number(passage: Passage) -> int:
    return passage.label.number if passage.label else 0
