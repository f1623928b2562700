"""A task's words with its directive, as pages show them."""

from __future__ import annotations

from tracker.models import Directive, Task
from tracker.progress.pages import DirectiveLink, TaskWords


def task_words(task: Task) -> TaskWords:
    """Return a task as issued."""
    return TaskWords(
        task_id=task.id,
        label=task.label,
        text=task.text,
        nature=task.nature,
        due=task.original_due,
        due_words=task.due_words,
        recurs_every=task.recurs_every,
        recurrence_words=task.recurrence_words,
        directive=_link(task.directive),
    )


def _link(directive: Directive) -> DirectiveLink:
    return DirectiveLink(
        directive.id,
        directive.kind,
        directive.number,
        directive.issued_on,
        directive.title,
        directive.file_name,
    )
