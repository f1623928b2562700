"""Undo and redo over revisions that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Revision(Protocol):
    """What the history needs of a revision."""

    number: int
    action: str
    undo_of: int | None


@dataclass(frozen=True, slots=True)
class History:
    """Which revisions undoing and redoing would bring back; ``None`` where there is none."""

    undo_to: int | None
    redo_to: int | None


def history_of(revisions: Iterable[Revision]) -> History:
    """Follow revisions from the first; ``undo_of`` names the state that one restores."""
    before: list[int] = []
    undone: list[int] = []
    current: int | None = None
    for revision in revisions:
        if revision.action == "undo" and before and current is not None:
            undone.append(current)
            current = before.pop()
        elif revision.action == "redo" and undone and current is not None:
            before.append(current)
            current = undone.pop()
        else:
            if current is not None:
                before.append(current)
            undone.clear()
            current = revision.number
    return History(before[-1] if before else None, undone[-1] if undone else None)
