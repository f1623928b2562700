"""One row of the review: who owes what since when, what was last said, and which clocks run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts, Clock, ClockFinding, running_clocks
from tracker.domain import (
    AssignmentRole,
    Category,
    DirectiveState,
    TrackingRules,
    VerdictKind,
    Workflow,
)
from tracker.models import (
    Assignment,
    Directive,
    ProgressUpdate,
    Task,
    assignment_facts,
    responsible_on,
)
from tracker.models.registry import Registry

GRAVITY = {clock: place for place, clock in enumerate(Clock)}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A lead's assignment on the day of the review.

    ``agency_id`` and ``agency`` answer today; ``formerly`` is the body that the document
    assigned where that is another. ``difficulties`` are the agency's last own words on why.
    """

    assignment_id: int
    task_id: int
    position: int
    agency_id: int
    agency: str
    formerly: str | None
    directive_id: int
    directive_number: str | None
    directive_kind: str | None
    directive_title: str | None
    directive_issued_on: date | None
    task_label: str | None
    task_text: str
    supporting: tuple[str, ...]
    due: date | None
    days_overdue: int
    workflow: Workflow
    verdict: VerdictKind | None
    category: Category
    percent: int | None
    last_update_on: date | None
    narrative: str
    result_number: str | None
    result_on: date | None
    difficulties: str
    proposals: str
    clocks: tuple[ClockFinding, ...]

    @property
    def days_running(self) -> int:
        """For how many days the longest of its clocks has run."""
        return max((finding.days for finding in self.clocks), default=0)

    @property
    def gravity(self) -> int:
        """The place of its gravest clock in the order of clocks; past due comes first."""
        return min((GRAVITY[finding.clock] for finding in self.clocks), default=len(GRAVITY))

    @property
    def all_words(self) -> str:
        """What the filter by words looks at."""
        parts = (
            self.agency, self.formerly, self.directive_number, self.directive_title,
            self.task_label, self.task_text, self.difficulties,
        )  # fmt: skip
        return " ".join(part for part in parts if part)


def review_rows(session: Session, *, today: date, rules: TrackingRules) -> Iterator[ReviewRow]:
    """Yield a row for each lead's assignment of the issued directives; a handful of statements."""
    issued = and_(
        Assignment.role == AssignmentRole.LEAD,
        Task.directive_id.in_(select(Directive.id).where(Directive.state == DirectiveState.ISSUED)),
    )
    facts = assignment_facts(session, issued)
    frame = _Frame(session, today, rules)
    for fact in facts:
        yield frame.row(fact)


class _Frame:
    """What the rows share, loaded once."""

    def __init__(self, session: Session, today: date, rules: TrackingRules) -> None:
        self._today = today
        self._rules = rules
        self._registry = Registry.on(session, today)
        self._heirs = responsible_on(session, today)
        self._tasks = {task.id: task for task in session.scalars(select(Task))}
        self._directives = {one.id: one for one in session.scalars(select(Directive))}
        newest = select(func.max(ProgressUpdate.id)).group_by(ProgressUpdate.assignment_id)
        updates = session.scalars(select(ProgressUpdate).where(ProgressUpdate.id.in_(newest)))
        self._updates = {update.assignment_id: update for update in updates}
        self._supporting: dict[int, list[str]] = {}
        supporting = select(Assignment.task_id, Assignment.agency_id).where(
            Assignment.role == AssignmentRole.SUPPORTING
        )
        for task_id, agency_id in session.execute(supporting):
            self._supporting.setdefault(task_id, []).append(self._registry.name_of(agency_id))

    def row(self, facts: AssignmentFacts) -> ReviewRow:
        """Return the row of one assignment."""
        task = self._tasks[facts.task_id]
        directive = self._directives[task.directive_id]
        answering = self._heirs.get(facts.agency_id, facts.agency_id)
        name, assigned = (self._registry.name_of(a) for a in (answering, facts.agency_id))
        update = self._updates.get(facts.assignment_id)
        category = facts.category(self._today)
        overdue = category is Category.OPEN_OVERDUE and facts.due is not None
        return ReviewRow(
            assignment_id=facts.assignment_id,
            task_id=task.id,
            position=task.position,
            agency_id=answering,
            agency=name,
            formerly=assigned if assigned != name else None,
            directive_id=directive.id,
            directive_number=directive.number,
            directive_kind=directive.kind,
            directive_title=directive.title,
            directive_issued_on=directive.issued_on,
            task_label=task.label,
            task_text=task.text,
            supporting=tuple(self._supporting.get(task.id, ())),
            due=facts.due,
            days_overdue=(self._today - facts.due).days if overdue and facts.due else 0,
            workflow=facts.workflow,
            verdict=facts.verdict,
            category=category,
            percent=facts.percent,
            last_update_on=facts.last_update_on,
            narrative=update.narrative if update else "",
            result_number=update.result_number if update else None,
            result_on=update.result_date if update else None,
            difficulties=update.difficulties if update else "",
            proposals=update.proposals if update else "",
            clocks=running_clocks(facts, self._today, self._rules),
        )
