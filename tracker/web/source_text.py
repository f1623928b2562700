"""A document's text cut into stretches that a page can mark and link."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from directives import Span, SpanRole, TaskDraft


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside one role and one innermost task.

    ``begin`` are the tasks that begin with it: links to them lead here. ``is_found`` says that
    it was searched for, ``is_sought`` that a link from a result leads to it.
    """

    text: str
    start: int
    role: SpanRole
    task: str | None = None
    begin: tuple[str, ...] = ()
    is_found: bool = False
    is_sought: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """What a cut needs of a task: its name in links and where it stands."""

    name: str
    start: int
    end: int


def marked_tasks(tasks: Iterable[TaskDraft]) -> tuple[Marked, ...]:
    """Return the places of tasks and their sub-tasks, outer ones first."""
    return tuple(Marked(task.id, task.start, task.end) for top in tasks for task in top.walk())


@dataclass(frozen=True, slots=True)
class Sought:
    """Where what was searched for stands, and from which place on a link looks for it."""

    places: tuple[tuple[int, int], ...] = ()
    at: int | None = None

    @property
    def start(self) -> int | None:
        """Where the link leads: to the first place from ``at`` on, or to ``at`` itself."""
        if self.at is None:
            return None
        return next((start for start, _ in self.places if start >= self.at), self.at)


def pieces(
    text: str, spans: Sequence[Span], tasks: Sequence[Marked], sought: Sought | None = None
) -> Iterator[Piece]:
    """Yield the text from first to last character; the innermost task names each piece."""
    sought = sought or Sought()
    found = _within(sought.places)
    cuts = {0, len(text)} | {place for places in sought.places for place in places}
    cuts |= {sought.start} if sought.start is not None else set()
    cuts.update(place for span in spans for place in (span.start, span.end))
    cuts.update(place for task in tasks for place in (task.start, task.end))
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    role_at = _Cursor(spans)
    for start, end in pairwise(ordered):
        yield Piece(
            text=text[start:end],
            start=start,
            role=role_at(start),
            task=_innermost(tasks, start),
            begin=tuple(task.name for task in tasks if task.start == start),
            is_found=found(start),
            is_sought=start == sought.start,
        )


def _within(places: Sequence[tuple[int, int]]) -> Callable[[int], bool]:
    """Return whether a place lies in one of ``places``, which are in order."""
    starts = [start for start, _ in places]

    def within(at: int) -> bool:
        before = bisect_right(starts, at)
        return bool(before) and at < places[before - 1][1]

    return within


def _innermost(tasks: Sequence[Marked], at: int) -> str | None:
    """Return the task that holds a place and began last; of two that began at once, the shorter."""
    holding = (task for task in tasks if task.start <= at < task.end)
    inner = max(holding, key=lambda task: (task.start, -task.end), default=None)
    return inner.name if inner else None


class _Cursor:
    """Gives the role at rising places of a ledger."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._place = 0

    def __call__(self, at: int) -> SpanRole:
        while self._place < len(self._spans) - 1 and self._spans[self._place].end <= at:
            self._place += 1
        return self._spans[self._place].role if self._spans else SpanRole.CONTEXT
