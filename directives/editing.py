"""Correcting a reading: pure operations that give a new one and keep its promises.

Whatever is done, the ledger covers the text, every task's words are the text's own, children
lie inside their parents, tasks do not overlap, and ids are unique. An act that cannot keep
this is refused with :class:`EditError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from directives.ledger import cover
from directives.model import (
    Body,
    BodyRole,
    Directive,
    Due,
    Every,
    Metadata,
    Nature,
    Precision,
    Recurrence,
    Span,
    SpanRole,
    TaskDraft,
)


class EditError(Exception):
    """A correction that would break the reading; ``code`` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class TaskFields:
    """What a person may say of a task, all at once.

    Bodies are given by their words, each role with its list; words that stand in the task keep
    their place, others have none. ``due`` and ``every`` are ``None`` for none.
    """

    label: str | None
    start: int
    end: int
    nature: Nature
    bodies: dict[BodyRole, tuple[str, ...]]
    due: date | None
    every: Every | None
    due_day: int | None


def find_task(directive: Directive, task_id: str) -> TaskDraft:
    """Return a task by its id; raise :class:`EditError` where there is none."""
    for task in directive.walk():
        if task.id == task_id:
            return task
    raise EditError("no-task", f"there is no task {task_id}")


def change_task(directive: Directive, task_id: str, fields: TaskFields) -> Directive:
    """Give a task other bounds, label, bodies, time or nature."""
    task = find_task(directive, task_id)
    _check_bounds(directive, task, fields.start, fields.end)
    changed = replace(
        task,
        label=fields.label or None,
        start=fields.start,
        end=fields.end,
        text=directive.text[fields.start : fields.end],
        nature=fields.nature,
        due=_due(task, fields),
        recurrence=_recurrence(task, fields),
        **{
            role.value: tuple(
                _body(directive, task, role, words) for words in fields.bodies.get(role, ())
            )
            for role in BodyRole
        },  # type: ignore[arg-type]  # each role is a field of bodies
    )
    return _rebuilt(directive, _with(directive.tasks, task_id, lambda _: (changed,)))


def split_task(directive: Directive, task_id: str, at: int) -> Directive:
    """Cut a task in two at a place in its words; the second part takes the same bodies."""
    task = find_task(directive, task_id)
    if not task.start < at < task.end:
        raise EditError("outside", "the place to split lies outside the task")
    if any(child.start < at < child.end for child in task.children):
        raise EditError("inside-child", "the place to split lies inside a sub-task")
    first_end = task.start + len(directive.text[task.start : at].rstrip())
    second_start = (
        at + len(directive.text[at : task.end]) - len(directive.text[at : task.end].lstrip())
    )
    if first_end <= task.start or second_start >= task.end:
        raise EditError("empty", "one of the parts would have no words")
    first = _cut(directive, task, task.start, first_end)
    second = replace(
        _cut(directive, task, second_start, task.end), label=None, due=None, recurrence=None
    )
    second = replace(second, id=_free_id(directive, task_id))
    return _rebuilt(directive, _with(directive.tasks, task_id, lambda _: (first, second)))


def _cut(directive: Directive, task: TaskDraft, start: int, end: int) -> TaskDraft:
    children = tuple(child for child in task.children if start <= child.start and child.end <= end)
    figures = tuple(figure for figure in task.figures if start <= figure.start < end)
    return replace(
        task,
        start=start,
        end=end,
        text=directive.text[start:end],
        children=children,
        figures=figures,
    )


def merge_with_next(directive: Directive, task_id: str) -> Directive:
    """Join a task and the next one beside it; the first one's label and time stay."""
    siblings = _siblings(directive.tasks, task_id)
    place = [task.id for task in siblings].index(task_id)
    if place + 1 >= len(siblings):
        raise EditError("no-next", "no task follows beside this one")
    first, second = siblings[place], siblings[place + 1]
    merged = replace(
        first,
        end=second.end,
        text=directive.text[first.start : second.end],
        due=first.due or second.due,
        recurrence=first.recurrence or second.recurrence,
        figures=first.figures + second.figures,
        children=first.children + second.children,
        **{role.value: _union(first.bodies(role), second.bodies(role)) for role in BodyRole},  # type: ignore[arg-type]  # each role is a field of bodies
    )
    without = _with(directive.tasks, second.id, lambda _: ())
    return _rebuilt(directive, _with(without, task_id, lambda _: (merged,)))


def _union(first: Sequence[Body], second: Sequence[Body]) -> tuple[Body, ...]:
    known = {body.text.lower() for body in first}
    return (*first, *(body for body in second if body.text.lower() not in known))


def add_task(directive: Directive, start: int, end: int) -> Directive:
    """Make a task of text that is in none; within a task it becomes its sub-task."""
    if not 0 <= start < end <= len(directive.text) or not directive.text[start:end].strip():
        raise EditError("empty", "a task needs words")
    added = TaskDraft(
        id=_free_id(directive, "t"),
        label=None,
        start=start,
        end=end,
        text=directive.text[start:end],
        nature=Nature.SPECIFIC,
        confidence=1.0,
    )
    return _rebuilt(directive, _insert(directive.tasks, added))


def _insert(tasks: Sequence[TaskDraft], added: TaskDraft) -> tuple[TaskDraft, ...]:
    for task in tasks:
        if task.start <= added.start and added.end <= task.end and task.text != added.text:
            inside = replace(task, children=_insert(task.children, added))
            return tuple(inside if other is task else other for other in tasks)
        if task.start < added.end and added.start < task.end:
            raise EditError("overlap", "the words already belong to a task")
    return tuple(sorted((*tasks, added), key=lambda task: task.start))


def remove_task(directive: Directive, task_id: str) -> Directive:
    """Take a task away; its words become context unless an outer task holds them."""
    task = find_task(directive, task_id)
    left = _with(directive.tasks, task_id, lambda _: ())
    return _rebuilt(directive, left, Span(task.start, task.end, SpanRole.CONTEXT))


def set_span_role(directive: Directive, start: int, end: int, role: SpanRole) -> Directive:
    """Say what a stretch outside every task is for."""
    if role in {SpanRole.TASK, SpanRole.UNEXPLAINED}:
        raise EditError("role", "only a task makes text a task's")
    if not 0 <= start < end <= len(directive.text):
        raise EditError("outside", "the stretch lies outside the text")
    if any(task.start < end and start < task.end for task in directive.tasks):
        raise EditError("overlap", "the words already belong to a task")
    return _rebuilt(directive, directive.tasks, Span(start, end, role))


def set_document(directive: Directive, document: Metadata) -> Directive:
    """Correct what the document says of itself."""
    return replace(directive, document=document)


_Change = Callable[[TaskDraft], tuple[TaskDraft, ...]]


def _with(tasks: Iterable[TaskDraft], task_id: str, change: _Change) -> tuple[TaskDraft, ...]:
    """Return the tree with one task replaced by what ``change`` makes of it."""
    found: list[TaskDraft] = []
    for task in tasks:
        if task.id == task_id:
            found.extend(change(task))
        else:
            found.append(replace(task, children=_with(task.children, task_id, change)))
    return tuple(found)


def _siblings(tasks: Sequence[TaskDraft], task_id: str) -> Sequence[TaskDraft]:
    if any(task.id == task_id for task in tasks):
        return tasks
    for task in tasks:
        if any(inner.id == task_id for inner in task.walk()):
            return _siblings(task.children, task_id)
    raise EditError("no-task", f"there is no task {task_id}")


def _rebuilt(directive: Directive, tasks: tuple[TaskDraft, ...], *decided: Span) -> Directive:
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


def _free_id(directive: Directive, stem: str) -> str:
    """Return an id no task has; ids outlive edits, since links and undo name them."""
    taken = {task.id for task in directive.walk()}
    number = 1
    while (candidate := f"{stem}n{number}") in taken:
        number += 1
    return candidate


def _check_bounds(directive: Directive, task: TaskDraft, start: int, end: int) -> None:
    if not 0 <= start < end <= len(directive.text) or not directive.text[start:end].strip():
        raise EditError("outside", "the bounds lie outside the text")
    if any(child.start < start or end < child.end for child in task.children):
        raise EditError("inside-child", "the bounds would cut a sub-task")
    parent = _parent(directive.tasks, task.id)
    if parent and not (parent.start <= start and end <= parent.end):
        raise EditError("outside-parent", "the bounds leave the task above")
    for other in _siblings(directive.tasks, task.id):
        if other.id != task.id and other.start < end and start < other.end:
            raise EditError("overlap", "the words already belong to another task")


def _parent(tasks: Iterable[TaskDraft], task_id: str) -> TaskDraft | None:
    for task in tasks:
        if any(child.id == task_id for child in task.children):
            return task
        if (found := _parent(task.children, task_id)) is not None:
            return found
    return None


def _body(directive: Directive, task: TaskDraft, role: BodyRole, words: str) -> Body:
    """Return a body by its words: as read before, else at its place in the task, else nowhere."""
    for body in task.bodies(role):
        if body.text == words:
            return body
    for known in (body for other in BodyRole for body in task.bodies(other)):
        if known.text == words:
            return known
    place = directive.text.find(words, task.start, task.end)
    start = place if place >= 0 else task.start
    return Body(words, start, start + len(words) if place >= 0 else start, group=False)


def _due(task: TaskDraft, fields: TaskFields) -> Due | None:
    if fields.due is None:
        return task.due if task.due and task.due.date is None else None
    if task.due is not None and task.due.date == fields.due:
        return task.due
    return Due("", task.start, task.start, fields.due, Precision.DAY)


def _recurrence(task: TaskDraft, fields: TaskFields) -> Recurrence | None:
    if fields.every is None:
        return None
    old = task.recurrence
    if old is not None:
        return replace(old, every=fields.every, due_day=fields.due_day)
    return Recurrence("", task.start, task.start, fields.every, fields.due_day)
