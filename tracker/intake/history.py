"""Undo and redo over revisions that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What the history needs of a revision."""

    number: int
    action: str


@dataclass(frozen=True, slots=True)
class History:
    """Which revisions undoing and redoing would bring back; ``None`` where there is none."""

    undo_to: int | None
    redo_to: int | None


def history_of(steps: Iterable[Step]) -> History:
    """Follow the steps from the first; a change after an undo leaves nothing to redo."""
    before: list[int] = []
    undone: list[int] = []
    current: int | None = None
    for step in steps:
        if step.action == "undo" and before and current is not None:
            undone.append(current)
            current = before.pop()
        elif step.action == "redo" and undone and current is not None:
            before.append(current)
            current = undone.pop()
        else:
            if current is not None:
                before.append(current)
            undone.clear()
            current = step.number
    return History(before[-1] if before else None, undone[-1] if undone else None)
