"""One row of the review: who owes what since when, what was last said, and which clocks run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from tracker.clocks import (
    AssignmentFacts,
    Clock,
    ClockFinding,
    DueDay,
    Lag,
    behind_schedule,
    running_clocks,
)
from tracker.domain import (
    AssignmentRole,
    Category,
    DirectiveState,
    Disagreement,
    TrackingRules,
    Workflow,
    office_day,
)
from tracker.models import Assignment, Directive, Task, assignment_facts
from tracker.models.answering import Answering
from tracker.models.last_words import LastVerdict, LastWord, last_verdicts, last_words
from tracker.models.registry import Registry

# Below what SQLite takes as parameters of one statement.
BATCH = 5_000
_LEADS_ISSUED = and_(
    Assignment.role == AssignmentRole.LEAD,
    Task.directive_id.in_(select(Directive.id).where(Directive.state == DirectiveState.ISSUED)),
)


@dataclass(frozen=True, slots=True)
class DirectiveName:
    """What a directive is known by; any part but the id may be missing."""

    directive_id: int
    kind: str | None
    number: str | None
    issued_on: date | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Participant:
    """An agency that supports a task or is directed by it, beside the lead."""

    agency_id: int
    name: str
    role: AssignmentRole


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A lead's assignment on the day of the review.

    ``agency_id`` and ``agency`` answer today; ``other_name`` is the body as the document assigned
    it, under its name of that day, where that reads otherwise. As assigned, it is the other way
    round. ``last_word``, ``entered_for`` (the agency, where the office entered that word) and
    ``verdict`` are loaded only for rows that are shown (:func:`with_words`).
    """

    assignment_id: int
    task_id: int
    position: int
    task_label: str | None
    task_text: str
    directive: DirectiveName
    agency_id: int
    agency: str
    other_name: str | None
    others: tuple[Participant, ...]
    due_day: DueDay
    workflow: Workflow
    category: Category
    clocks: tuple[ClockFinding, ...]
    disagreement: Disagreement | None
    lag: Lag | None = None
    last_word: LastWord | None = None
    entered_for: str | None = None
    verdict: LastVerdict | None = None

    @property
    def due(self) -> date | None:
        """The due day in force."""
        return self.due_day.day

    @property
    def days_overdue(self) -> int:
        """For how many days the task has been past due; 0 where that clock does not run."""
        return next((found.days for found in self.clocks if found.clock is Clock.PAST_DUE), 0)

    @property
    def days_running(self) -> int:
        """For how many days the longest of its clocks has run."""
        return max((finding.days for finding in self.clocks), default=0)

    @property
    def needs_attention(self) -> bool:
        """Whether a clock runs, or the agency's word and the inspector's differ."""
        return bool(self.clocks) or self.disagreement is not None

    @property
    def supporting(self) -> tuple[str, ...]:
        """The names of the agencies that coordinate."""
        return tuple(o.name for o in self.others if o.role is AssignmentRole.SUPPORTING)

    @property
    def all_words(self) -> str:
        """What the filter by words looks at."""
        parts = (
            *(self.agency, self.other_name, self.directive.number, self.directive.title),
            *(self.task_label, self.task_text),
        )
        return " ".join(part for part in parts if part)


def review_rows(
    session: Session, registry: Registry, rules: TrackingRules, *, as_assigned: bool = False
) -> Iterator[ReviewRow]:
    """Yield a row for each lead's assignment of the issued directives, on the registry's day.

    Agencies are those that answer on the day, or those ``as_assigned``, by their names of then.

    The number of statements does not grow with the number of rows.
    """
    frame = _Frame(session, registry, rules, as_assigned=as_assigned)
    for facts in assignment_facts(session, _LEADS_ISSUED):
        yield frame.row(facts)


def with_words(
    session: Session, registry: Registry, rows: Sequence[ReviewRow]
) -> Iterator[ReviewRow]:
    """Yield ``rows`` with what was last said of each."""
    for begin in range(0, len(rows), BATCH):
        batch = rows[begin : begin + BATCH]
        ids = [row.assignment_id for row in batch]
        words, verdicts = last_words(session, ids), last_verdicts(session, ids)
        for row in batch:
            word, verdict = words.get(row.assignment_id), verdicts.get(row.assignment_id)
            agency_id = word.on_behalf_of_id if word else None
            entered_for = None if agency_id is None else registry.name_of(agency_id)
            yield replace(row, last_word=word, entered_for=entered_for, verdict=verdict)


class _Frame:
    """What the rows share, each loaded once."""

    def __init__(
        self, session: Session, registry: Registry, rules: TrackingRules, *, as_assigned: bool
    ) -> None:
        self._as_assigned = as_assigned
        self._session = session
        self._registry = registry
        self._rules = rules
        self._answering = Answering(session, registry.day)

    @cached_property
    def _directives(self) -> dict[int, DirectiveName]:
        # Not the whole rows: each holds the text of its document.
        columns = (Directive.id, Directive.kind, Directive.number, Directive.issued_on)
        rows = self._session.execute(select(*columns, Directive.title))
        return {row[0]: DirectiveName(*row) for row in rows}

    @cached_property
    def _tasks(self) -> dict[int, Row[int, int, int, str | None, str]]:
        columns = (Task.id, Task.directive_id, Task.position, Task.label, Task.text)
        return {row[0]: row for row in self._session.execute(select(*columns))}

    @cached_property
    def _others(self) -> defaultdict[int, list[Participant]]:
        columns = (Assignment.id, Assignment.agency_id, Assignment.holder_id)
        rows = self._session.execute(
            select(*columns, Assignment.assigned_at, Assignment.task_id, Assignment.role)
            .where(Assignment.role != AssignmentRole.LEAD)
            .order_by(Assignment.id)
        )
        others: defaultdict[int, list[Participant]] = defaultdict(list)
        for part, assigned, holder, at, task_id, role in rows:
            agency, name, _ = self._named(part, assigned, holder, office_day(at))
            others[task_id].append(Participant(agency, name, role))
        return others

    def _named(
        self, part: int, assigned: int, holder: int, assigned_on: date
    ) -> tuple[int, str, str | None]:
        """Return the agency of an assignment with its name, and its other name if it has one."""
        answering = self._answering.of(part, holder)
        now = (answering, self._registry.name_of(answering))
        then = (assigned, self._registry.name_of(assigned, assigned_on))
        (agency, name), (_, other) = (then, now) if self._as_assigned else (now, then)
        return agency, name, None if other == name else other

    def row(self, facts: AssignmentFacts) -> ReviewRow:
        """Return the row of one assignment."""
        today = self._registry.day
        _, directive_id, position, label, text = self._tasks[facts.task_id]
        agency_id, agency, other_name = self._named(
            facts.assignment_id, facts.agency_id, facts.holder_id, facts.assigned_on
        )
        return ReviewRow(
            assignment_id=facts.assignment_id,
            task_id=facts.task_id,
            position=position,
            task_label=label,
            task_text=text,
            directive=self._directives[directive_id],
            agency_id=agency_id,
            agency=agency,
            other_name=other_name,
            others=tuple(self._others[facts.task_id]),
            due_day=facts.due_day,
            workflow=facts.workflow,
            category=facts.category(today),
            clocks=running_clocks(facts, today, self._rules),
            disagreement=facts.disagreement,
            lag=behind_schedule(facts, today, self._rules),
        )
