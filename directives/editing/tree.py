"""Finding and replacing tasks in a reading, and bringing its ledger back in step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from directives.ledger import cover
from directives.model import Directive, Span, SpanRole, TaskDraft


class EditError(Exception):
    """A correction that would break the reading; ``code`` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def find_task(directive: Directive, task_id: str) -> TaskDraft:
    """Return a task by its id; raise :class:`EditError` where there is none."""
    for task in directive.walk():
        if task.id == task_id:
            return task
    raise EditError("no-task", f"there is no task {task_id}")


def parent_of(tasks: Iterable[TaskDraft], task_id: str) -> TaskDraft | None:
    """Return the task right above one, ``None`` for a top task."""
    for task in tasks:
        if any(child.id == task_id for child in task.children):
            return task
        if (found := parent_of(task.children, task_id)) is not None:
            return found
    return None


def siblings_of(directive: Directive, task_id: str) -> Sequence[TaskDraft]:
    """Return the tasks of one level, the named one among them, in document order."""
    parent = parent_of(directive.tasks, task_id)
    return parent.children if parent else directive.tasks


def replaced(
    tasks: Iterable[TaskDraft], task_id: str, *instead: TaskDraft
) -> tuple[TaskDraft, ...]:
    """Return the tree with one task replaced by ``instead``, in document order."""
    found: list[TaskDraft] = []
    for task in tasks:
        if task.id == task_id:
            found.extend(instead)
        else:
            found.append(replace(task, children=replaced(task.children, task_id, *instead)))
    return tuple(sorted(found, key=lambda task: task.start))


def rebuilt(directive: Directive, tasks: tuple[TaskDraft, ...], *decided: Span) -> Directive:
    """Return the reading with other tasks and a ledger to match; ``decided`` wins over the old."""
    held = [Span(task.start, task.end, SpanRole.TASK) for task in tasks]
    kept = [
        span for span in directive.spans if span.role not in {SpanRole.TASK, SpanRole.UNEXPLAINED}
    ]
    layers = _without(decided, held) + _without(_without(kept, decided), held) + held
    return replace(directive, tasks=tasks, spans=cover(directive.text, layers))


def _without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return what is left of ``spans`` outside ``taken``."""
    left = list(spans)
    for cut in taken:
        left = [
            piece
            for span in left
            for piece in (
                Span(span.start, min(span.end, cut.start), span.role),
                Span(max(span.start, cut.end), span.end, span.role),
            )
            if piece.start < piece.end
        ]
    return left


def words_between(directive: Directive, start: int, end: int) -> tuple[int, int]:
    """Return the bounds drawn in to the first and last word between them.

    Raises:
        EditError: they lie outside the text, or hold no word.
    """
    if not 0 <= start < end <= len(directive.text):
        raise EditError("outside", "the bounds lie outside the text")
    words = directive.text[start:end]
    if not words.strip():
        raise EditError("no-words", "a task needs words")
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def free_id(directive: Directive, stem: str) -> str:
    """Return an id that no task has; ids outlive edits, since links and undo name them."""
    taken = {task.id for task in directive.walk()}
    number = 1
    while (candidate := f"{stem}n{number}") in taken:
        number += 1
    return candidate
