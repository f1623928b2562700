"""Reference readings: what people found in real documents, to hold the parser against.

A reading quotes the first and last words of each task. Both sides are compared as letters and
digits alone, so that line breaks, stars and dashes decide nothing.
"""

from __future__ import annotations

import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
READINGS = PROJECT / "tests" / "references"
DOCUMENTS = PROJECT.parent / "shared" / "corpus"


class MisquotedError(Exception):
    """Words that a reading quotes do not stand in its document."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One reading: ``tasks`` in document order, each with its ``level`` from 1."""

    document: Path
    metadata: Mapping[str, Any]
    tasks: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PlacedTask:
    """A task with its place among the letters of the text; ``end`` is exclusive."""

    start: int
    end: int
    level: int
    words: Mapping[str, Any]


def read_references() -> Iterator[Reference]:
    """Yield every reading whose document is at hand."""
    for path in sorted(READINGS.glob("*.toml")):
        found = tomllib.loads(path.read_text("utf-8"))
        document = DOCUMENTS / found["document"]
        if document.is_file():
            yield Reference(document, found.get("metadata", {}), tuple(found.get("tasks", ())))


def letters(words: str) -> str:
    """Return the letters and digits of ``words`` in lower case, composed."""
    folded = unicodedata.normalize("NFC", words).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


@dataclass(slots=True)
class LetterMap:
    """The letters of a text, and the way from its characters to them."""

    text: str
    stream: str = field(init=False)
    _places: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._places = []
        folded: list[str] = []
        for place, character in enumerate(self.text):
            for letter in character.casefold():
                if letter.isalnum():
                    folded.append(letter)
                    self._places.append(place)
        self.stream = "".join(folded)

    def at(self, place: int) -> int:
        """Return how many letters stand before the character at ``place``."""
        return bisect_left(self._places, place)

    def words(self, start: int, count: int) -> str:
        """Return the text of ``count`` letters from letter ``start`` on."""
        places = self._places[start : start + count]
        return self.text[places[0] : places[-1] + 1] if places else ""

    def placed(self, reference: Reference) -> list[PlacedTask]:
        """Return the tasks of a reading where their words stand.

        Raises:
            MisquotedError: words do not stand in the text, or not in this order.
        """
        tasks = reference.tasks
        starts: list[int] = []
        for words in tasks:
            starts.append(self._find(words["first"], starts[-1] if starts else 0))
        own = [self._own_end(tasks, starts, place) for place in range(len(tasks))]
        return [
            PlacedTask(start, max(own[at] for at in _within(tasks, place)), words["level"], words)
            for place, (start, words) in enumerate(zip(starts, tasks, strict=True))
        ]

    def _own_end(
        self, tasks: Sequence[Mapping[str, Any]], starts: Sequence[int], place: int
    ) -> int:
        """Return where the last words of a task end, 0 where it has none of its own.

        Words that stand several times before the next task are meant where they stand last.
        """
        if "last" not in tasks[place]:
            return 0
        following = place + len(_within(tasks, place))
        found = -1
        if following < len(tasks):
            found = self.stream.rfind(
                letters(tasks[place]["last"]), starts[place], starts[following]
            )
        if found < 0:
            found = self._find(tasks[place]["last"], starts[place])
        return found + len(letters(tasks[place]["last"]))

    def _find(self, words: str, at: int) -> int:
        found = self.stream.find(letters(words), at)
        if found < 0:
            raise MisquotedError(words)
        return found


def _within(tasks: Sequence[Mapping[str, Any]], place: int) -> list[int]:
    """Return the places of a task and of all that stands below it."""
    level = tasks[place]["level"]
    below = takewhile(lambda at: tasks[at]["level"] > level, range(place + 1, len(tasks)))
    return [place, *below]
