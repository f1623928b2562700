"""Correcting a reading: pure operations that give a new one and keep its promises.

Whatever is done, the ledger covers the text, every task's words are the text's own, children
lie inside their parents, tasks beside each other do not overlap, and ids are unique. An act
that cannot keep this is refused with :class:`EditError`.
"""

from __future__ import annotations

from directives.editing.fields import TaskFields, change_task, set_document
from directives.editing.shaping import (
    add_task,
    merge_with_next,
    remove_task,
    set_span_role,
    split_places,
    split_task,
)
from directives.editing.tree import EditError, find_task

__all__ = [
    "EditError",
    "TaskFields",
    "add_task",
    "change_task",
    "find_task",
    "merge_with_next",
    "remove_task",
    "set_document",
    "set_span_role",
    "split_places",
    "split_task",
]
