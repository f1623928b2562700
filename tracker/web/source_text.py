"""A document's text cut into stretches that a page can mark and link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from directives import Span, SpanRole, TaskDraft


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside one role and one innermost task.

    ``begin`` are the tasks that begin with it: links to them lead here.
    """

    text: str
    start: int
    role: SpanRole
    task: str | None = None
    begin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """What a cut needs of a task: its name in links and where it stands."""

    name: str
    start: int
    end: int


def marked_tasks(tasks: Iterable[TaskDraft]) -> tuple[Marked, ...]:
    """Return the places of tasks and their sub-tasks, outer ones first."""
    return tuple(Marked(task.id, task.start, task.end) for top in tasks for task in top.walk())


def pieces(text: str, spans: Sequence[Span], tasks: Sequence[Marked]) -> Iterator[Piece]:
    """Yield the text from first to last character; the innermost task names each piece."""
    cuts = {0, len(text)}
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
        )


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
