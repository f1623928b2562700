"""Correcting what a task says: its bounds, label, bodies, time and nature, all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from directives.editing.tree import (
    EditError,
    find_task,
    parent_of,
    rebuilt,
    replaced,
    siblings_of,
    words_between,
)
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
    TaskDraft,
)


@dataclass(frozen=True, slots=True)
class TaskFields:
    """What a person may say of a task.

    Bodies are given by their words, each role with its list; words that stand in the task keep
    their place, others have none. ``due`` and ``every`` are ``None`` for none; ``due_day`` is a
    day of the month and means nothing without ``every``.
    """

    label: str | None
    start: int
    end: int
    nature: Nature
    bodies: Mapping[BodyRole, tuple[str, ...]]
    due: date | None
    every: Every | None
    due_day: int | None


def change_task(directive: Directive, task_id: str, fields: TaskFields) -> Directive:
    """Give a task other bounds, label, bodies, time or nature."""
    task = find_task(directive, task_id)
    start, end = words_between(directive, fields.start, fields.end)
    _check_bounds(directive, task, start, end)
    bounded = replace(task, start=start, end=end, text=directive.text[start:end])
    changed = replace(
        bounded,
        label=fields.label or None,
        nature=fields.nature,
        due=_due(bounded, fields.due),
        recurrence=_recurrence(bounded, fields),
        figures=tuple(f for f in task.figures if start <= f.start and f.end <= end),
        lead=_bodies(bounded, BodyRole.LEAD, fields),
        directed=_bodies(bounded, BodyRole.DIRECTED, fields),
        coordinating=_bodies(bounded, BodyRole.COORDINATING, fields),
        reports_to=_bodies(bounded, BodyRole.REPORTS_TO, fields),
    )
    return rebuilt(directive, replaced(directive.tasks, task_id, changed))


def set_document(directive: Directive, document: Metadata) -> Directive:
    """Correct what the document says of itself."""
    return replace(directive, document=document)


def _check_bounds(directive: Directive, task: TaskDraft, start: int, end: int) -> None:
    if any(child.start < start or end < child.end for child in task.children):
        raise EditError("inside-child", "the bounds would cut a sub-task")
    parent = parent_of(directive.tasks, task.id)
    if parent and not (parent.start <= start and end <= parent.end):
        raise EditError("outside-parent", "the bounds leave the task above")
    for other in siblings_of(directive, task.id):
        if other.id != task.id and other.start < end and start < other.end:
            raise EditError("overlap", "the words already belong to another task")


def _bodies(task: TaskDraft, role: BodyRole, fields: TaskFields) -> tuple[Body, ...]:
    words = dict.fromkeys(fields.bodies.get(role, ()))
    return tuple(_body(task, role, each) for each in words)


def _body(task: TaskDraft, role: BodyRole, words: str) -> Body:
    """Return a body by its words: as read in this role or another, else at its place, if any."""
    for other in (role, *BodyRole):
        for known in task.bodies(other):
            if known.text == words:
                return known
    place = task.text.find(words)
    start = task.start + max(place, 0)
    return Body(words, start, start + len(words) if place >= 0 else start)


def _due(task: TaskDraft, day: date | None) -> Due | None:
    """Return the deadline on ``day``; the document's own words of it stay whatever the day."""
    read = task.due
    if read is None:
        return None if day is None else Due("", task.start, task.start, day, Precision.DAY)
    if read.date == day:
        return read
    if day is None and not read.text:
        return None
    return replace(read, date=day, precision=read.precision if day is None else Precision.DAY)


def _recurrence(task: TaskDraft, fields: TaskFields) -> Recurrence | None:
    if fields.every is None:
        return None
    read = task.recurrence or Recurrence("", task.start, task.start, fields.every)
    return replace(read, every=fields.every, due_day=fields.due_day)
