"""Changing which tasks there are: split, merge, add, remove, and the role of other text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from directives.editing.tree import (
    EditError,
    find_task,
    free_id,
    rebuilt,
    replaced,
    siblings_of,
    words_between,
)
from directives.model import Body, Directive, Due, Nature, Recurrence, Span, SpanRole, TaskDraft

_BREAK = re.compile(r"[.;:!?]\s+|\n\s*")


def split_places(task: TaskDraft) -> tuple[int, ...]:
    """Return where a task is likely to be cut: before its sentences, clauses and lines."""
    places = (task.start + found.end() for found in _BREAK.finditer(task.text))
    return tuple(at for at in places if at < task.end and not _cuts_a_child(task, at))


def split_task(directive: Directive, task_id: str, at: int) -> Directive:
    """Cut a task in two at a place in its words.

    Both parts have the bodies; what is due or comes back goes with the part that says so.
    """
    task = find_task(directive, task_id)
    if not task.start < at < task.end:
        raise EditError("outside", "the place to split lies outside the task")
    if _cuts_a_child(task, at):
        raise EditError("inside-child", "the place to split lies inside a sub-task")
    first = _part(directive, task, task.start, at)
    second = _part(directive, task, at, task.end)
    second = replace(second, id=free_id(directive, task_id), label=None)
    return rebuilt(directive, replaced(directive.tasks, task_id, first, second))


def _cuts_a_child(task: TaskDraft, at: int) -> bool:
    return any(child.start < at < child.end for child in task.children)


def _part(directive: Directive, task: TaskDraft, begin: int, finish: int) -> TaskDraft:
    start, end = words_between(directive, begin, finish)

    def says(duty: Due | Recurrence | None) -> bool:
        # What was said outside the task, in a lead-in or by a person, stays with the first part.
        place = duty.start if duty and task.start <= duty.start < task.end else task.start
        return begin <= place < finish

    return replace(
        task,
        start=start,
        end=end,
        text=directive.text[start:end],
        due=task.due if says(task.due) else None,
        recurrence=task.recurrence if says(task.recurrence) else None,
        figures=tuple(f for f in task.figures if start <= f.start and f.end <= end),
        children=tuple(c for c in task.children if start <= c.start and c.end <= end),
    )


def merge_with_next(directive: Directive, task_id: str) -> Directive:
    """Join a task and the next one beside it: the first one's label, the stricter deadline."""
    first = find_task(directive, task_id)
    following = [task for task in siblings_of(directive, task_id) if task.start > first.start]
    if not following:
        raise EditError("no-next", "no task follows beside this one")
    second = following[0]
    merged = replace(
        first,
        end=second.end,
        text=directive.text[first.start : second.end],
        lead=_union(first.lead, second.lead),
        directed=_union(first.directed, second.directed),
        coordinating=_union(first.coordinating, second.coordinating),
        reports_to=_union(first.reports_to, second.reports_to),
        due=min(filter(None, (first.due, second.due)), key=_strictness, default=None),
        recurrence=first.recurrence or second.recurrence,
        figures=first.figures + second.figures,
        children=first.children + second.children,
    )
    without = replaced(directive.tasks, second.id)
    return rebuilt(directive, replaced(without, task_id, merged))


def _strictness(due: Due) -> date:
    return due.date or date.max


def _union(first: Sequence[Body], second: Sequence[Body]) -> tuple[Body, ...]:
    known = {body.text.lower() for body in first}
    return (*first, *(body for body in second if body.text.lower() not in known))


def add_task(directive: Directive, start: int, end: int) -> Directive:
    """Make a task of text that is in none; inside a task it becomes its sub-task."""
    start, end = words_between(directive, start, end)
    added = TaskDraft(
        id=free_id(directive, "t"),
        label=None,
        start=start,
        end=end,
        text=directive.text[start:end],
        nature=Nature.SPECIFIC,
        confidence=1.0,
    )
    return rebuilt(directive, _insert(directive.tasks, added))


def _insert(tasks: Sequence[TaskDraft], added: TaskDraft) -> tuple[TaskDraft, ...]:
    for task in tasks:
        if task.start <= added.start and added.end <= task.end and task.text != added.text:
            inside = replace(task, children=_insert(task.children, added))
            return tuple(inside if other is task else other for other in tasks)
        if task.start < added.end and added.start < task.end:
            raise EditError("overlap", "the words already belong to a task")
    return tuple(sorted((*tasks, added), key=lambda task: task.start))


def remove_task(directive: Directive, task_id: str, role: SpanRole = SpanRole.CONTEXT) -> Directive:
    """Take a task away; its sub-tasks move up, its other words get ``role``.

    Inside an outer task they simply stay that task's words. ``role`` may be unexplained, for
    words that still have to be looked at.
    """
    if role is SpanRole.TASK:
        raise EditError("role", "only a task makes text a task's")
    task = find_task(directive, task_id)
    left = replaced(directive.tasks, task_id, *task.children)
    decided = () if role is SpanRole.UNEXPLAINED else (Span(task.start, task.end, role),)
    return rebuilt(directive, left, *decided)


def set_span_role(directive: Directive, start: int, end: int, role: SpanRole) -> Directive:
    """Say what a stretch outside every task is for."""
    if role in {SpanRole.TASK, SpanRole.UNEXPLAINED}:
        raise EditError("role", "only a task makes text a task's")
    start, end = words_between(directive, start, end)
    if any(task.start < end and start < task.end for task in directive.tasks):
        raise EditError("overlap", "the words already belong to a task")
    return rebuilt(directive, directive.tasks, Span(start, end, role))
