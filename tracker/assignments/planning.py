"""Who is given which task: from the bodies of a reading to agencies, before anything is stored.

A lead whom a sub-task has as its lead too answers there, sub-task by sub-task, and is not
assigned the task above as well: one duty is never counted twice. Only where the task above has
a deadline or a return of its own is it assigned too, since no sub-task would watch that day.
Bodies directed or coordinating stay with the task that names them. In one task an agency holds
one role: lead before directed before supporting; the members of a group never come a second
time beside their own name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directives import Body, BodyRole, TaskDraft
from tracker.domain import AssignmentRole
from tracker.models.matching import resolve
from tracker.models.registry import BodyMatch, Registry

ROLES = {
    BodyRole.LEAD: AssignmentRole.LEAD,
    BodyRole.DIRECTED: AssignmentRole.DIRECTED,
    BodyRole.COORDINATING: AssignmentRole.SUPPORTING,
}


@dataclass(frozen=True, slots=True)
class PlannedBody:
    """A body of a task as written, whom it means, and the agencies it is assigned to."""

    role: BodyRole
    body: Body
    match: BodyMatch | None
    agencies: tuple[int, ...] = ()


def planned_bodies(
    task: TaskDraft, matches: Mapping[str, str], registry: Registry
) -> tuple[PlannedBody, ...]:
    """Return the bodies of ``task`` with the agencies that each adds, in the order of roles."""
    below = _answered_below(task)
    assigned: set[int] = set()
    planned: list[PlannedBody] = []
    for role in BodyRole:
        for body in _single_names_first(task.bodies(role), matches, registry):
            match = resolve(body.text, matches, registry)
            agencies: tuple[int, ...] = ()
            if role in ROLES and not (role is BodyRole.LEAD and body.text in below):
                agencies = tuple(a for a in _agencies(match, registry) if a not in assigned)
            assigned.update(agencies)
            planned.append(PlannedBody(role, body, match, agencies))
    return tuple(planned)


def _answered_below(task: TaskDraft) -> frozenset[str]:
    """Return the words of leads that a sub-task has as its leads too."""
    if task.due is not None or task.recurrence is not None:
        return frozenset()
    return frozenset(body.text for child in task.children for body in child.lead)


def _single_names_first(
    bodies: tuple[Body, ...], matches: Mapping[str, str], registry: Registry
) -> Iterator[Body]:
    def is_group(body: Body) -> bool:
        match = resolve(body.text, matches, registry)
        return match is not None and match.group_id is not None

    yield from sorted(bodies, key=is_group)


def _agencies(match: BodyMatch | None, registry: Registry) -> tuple[int, ...]:
    if match is None:
        return ()
    if match.group_id is not None:
        return registry.members(match.group_id)
    return () if match.agency_id is None else (match.agency_id,)
