"""Who may find what: the rules of :mod:`tracker.policy`, as the index keeps them on records.

The index is asked with what a person holds: "office" for those who see everything issued, and
"agency:ID" for each agency that they act for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.domain import Actor
from tracker.models import Assignment, Evidence
from tracker.models.answering import parts_of

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
    return (OFFICE, *sorted(_holding(assignments)))


def readers_of_part(part: Assignment, assignments: Sequence[Assignment]) -> tuple[str, ...]:
    """Return who may know of one part in a task: its agencies, and those of another role in it."""
    beside = [other for other in assignments if other.role != part.role]
    return (OFFICE, *sorted(_holding([part, *beside])))


def readers_of_file(
    file: Evidence, part: Assignment, assignments: Sequence[Assignment]
) -> tuple[str, ...]:
    """Return who may know of a file: those of the part, and only if it is shared the others."""
    return readers_of_part(part, assignments if file.is_shared else ())


def _holding(parts: Iterable[Assignment]) -> set[str]:
    """Return the principals of the agencies that parts were given, handed or delegated to."""
    return {agency_principal(agency) for part in parts for agency in parts_of(part)}
