"""The whole state of a search as its address has it: to be linked, kept, and read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search_index import Facet, Sort
from tracker.models import RecordKind
from tracker.search.results import Filter, Question

Pair = tuple[str, str]
LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """What an address asks; ``unread`` are the parts that this version has no meaning for."""

    question: Question
    unread: tuple[Pair, ...]


def written(question: Question) -> list[Pair]:
    """Return the parts of ``question``'s address, its page left out."""
    state = [
        ("q", question.text),
        *(("f", f"{facet}:{value}") for facet, value in question.filters),
        *(("x", f"{facet}:{value}") for facet, value in question.excluded),
        ("kind", question.kind or ""),
        ("sort", "" if question.sort is Sort.RELEVANCE else question.sort),
        ("like", question.like or ""),
    ]
    return [(name, str(value)) for name, value in state if value]


def read_address(parts: Iterable[Pair]) -> ReadAddress:
    """Read an address; of a part that is there twice the last one counts, all of the filters."""
    reading = _Reading(list(parts))
    question = Question(
        text=reading.last("q").strip(),
        filters=tuple(dict.fromkeys(reading.filters("f"))),
        excluded=tuple(dict.fromkeys(reading.filters("x"))),
        kind=reading.kind(),
        sort=reading.sort(),
        like=reading.last("like") or None,
        page=_number(reading.last("page")),
    )
    return ReadAddress(question, tuple(reading.unread))


def _number(text: str) -> int:
    # Python refuses to read numbers of thousands of digits.
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 1


class _Reading:
    def __init__(self, parts: list[Pair]) -> None:
        self._parts = parts
        known = {"q", "f", "x", "kind", "sort", "like", "page"}
        self.unread = [pair for pair in parts if pair[0] not in known]

    def last(self, name: str) -> str:
        return next((value for each, value in reversed(self._parts) if each == name), "")

    def filters(self, name: str) -> Iterator[Filter]:
        for each, text in self._parts:
            facet, _colon, value = text.partition(":")
            if each == name and facet in set(Facet) and value:
                yield Facet(facet), value
            elif each == name:
                self.unread.append((name, text))

    def kind(self) -> RecordKind | None:
        value = self.last("kind")
        if value in set(RecordKind):
            return RecordKind(value)
        self._leave("kind", value)
        return None

    def sort(self) -> Sort:
        value = self.last("sort")
        if value in set(Sort):
            return Sort(value)
        self._leave("sort", value)
        return Sort.RELEVANCE

    def _leave(self, name: str, value: str) -> None:
        if value:
            self.unread.append((name, value))
