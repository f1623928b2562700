"""Who may find what: the rules of :mod:`tracker.policy`, as the index keeps them on records.

The index is asked with what a person holds: "office" for those who see everything issued, and
"agency:ID" for each agency that they act for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.domain import Actor
from tracker.models import Assignment

OFFICE = "office"


def principals_of(actor: Actor) -> frozenset[str]:
    """Return what ``actor`` holds."""
    if actor.sees_everything:
        return frozenset({OFFICE})
    return frozenset(map(agency_principal, actor.agency_ids))


def agency_principal(agency_id: int) -> str:
    """Return what those who act for an agency hold."""
    return f"agency:{agency_id}"


def readers_of_task(assignments: Iterable[Assignment]) -> tuple[str, ...]:
    """Return who may know of a task with these assignments: all who have a part in it."""
    return (OFFICE, *sorted({agency_principal(part.agency_id) for part in assignments}))


def readers_of_part(part: Assignment, assignments: Sequence[Assignment]) -> tuple[str, ...]:
    """Return who may know of one part in a task: its agency, and those of another role in it."""
    beside = {
        agency_principal(other.agency_id)
        for other in assignments
        if other.agency_id == part.agency_id or other.role != part.role
    }
    return (OFFICE, *sorted(beside))
