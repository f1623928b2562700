"""A document's text cut into stretches that a page can mark and link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from directives import Span, SpanRole, TaskDraft


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text inside one role and one innermost task; ``begins`` where that task begins."""

    text: str
    start: int
    role: SpanRole
    task: str | None = None
    begins: bool = False


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
    span_at = _Cursor(spans)
    begun: set[str] = set()
    for start, end in pairwise(ordered):
        role = span_at(start)
        # Of the tasks that hold this place the one that began last is the innermost.
        inner = max(
            (task for task in tasks if task.start <= start < task.end),
            key=lambda task: (task.start, -task.end),
            default=None,
        )
        name = inner.name if inner else None
        yield Piece(text[start:end], start, role, name, name is not None and name not in begun)
        if name is not None:
            begun.add(name)


class _Cursor:
    """Gives the role at rising places of a ledger."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._place = 0

    def __call__(self, at: int) -> SpanRole:
        while self._place < len(self._spans) - 1 and self._spans[self._place].end <= at:
            self._place += 1
        return self._spans[self._place].role if self._spans else SpanRole.CONTEXT
