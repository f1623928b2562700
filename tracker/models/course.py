"""What events and changed due days have made of many assignments, in two statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tracker.clocks import Pause
from tracker.domain import AssignmentEventKind, DueChangeKind, Workflow
from tracker.models.handling import AssignmentEvent, DueChange

# A day that the document or the Standing Committee did not set is the office's own.
OFFICIAL_CHANGES = frozenset({DueChangeKind.REVIEW, DueChangeKind.CORRECTION})
_HALTS = {
    AssignmentEventKind.SUSPENDED: Workflow.SUSPENDED,
    AssignmentEventKind.STOPPED: Workflow.STOPPED,
    AssignmentEventKind.RESUMED: None,
}


@dataclass(slots=True)
class Course:
    """Where one assignment has come to by its events and changed due days."""

    is_accepted: bool = False
    halted: Workflow | None = None
    pauses: list[Pause] = field(default_factory=list)
    held_since: date | None = None
    extensions: int = 0
    due_is_official: bool = False

    def follow(self, kind: AssignmentEventKind, day: date) -> None:
        """Take in the next event."""
        if kind is AssignmentEventKind.ACCEPTED:
            self.is_accepted = True
        elif kind is AssignmentEventKind.HANDED_OVER:
            # Whoever receives the work has not taken it on yet.
            self.is_accepted, self.held_since = False, day
        elif kind in _HALTS:
            self._halt(_HALTS[kind], day)

    def _halt(self, halted: Workflow | None, day: date) -> None:
        if self.halted is not None and self.pauses:
            self.pauses[-1] = Pause(self.pauses[-1].first, day)
        if halted is not None:
            self.pauses.append(Pause(day))
        self.halted = halted


def courses(session: Session, chosen: Select[int]) -> defaultdict[int, Course]:
    """Return the course of each assignment whose id ``chosen`` selects."""
    found: defaultdict[int, Course] = defaultdict(Course)
    events = session.execute(
        select(AssignmentEvent.assignment_id, AssignmentEvent.kind, AssignmentEvent.effective_on)
        .where(AssignmentEvent.assignment_id.in_(chosen))
        .order_by(AssignmentEvent.id)
    )
    for assignment_id, kind, day in events:
        found[assignment_id].follow(kind, day)
    changes = session.execute(
        select(DueChange.assignment_id, DueChange.kind).where(DueChange.assignment_id.in_(chosen))
    )
    for assignment_id, change in changes:
        course = found[assignment_id]
        course.extensions += change is DueChangeKind.EXTENSION
        course.due_is_official |= change in OFFICIAL_CHANGES
    return found
