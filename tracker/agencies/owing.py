"""What one agency owes on a day: its own tasks and those that came to it by succession."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.agencies.history import AgencyNames, agency_names
from tracker.clocks import (
    AssignmentFacts,
    Clock,
    ClockFinding,
    DueDay,
    Lag,
    behind_schedule,
    running_clocks,
)
from tracker.db import Database
from tracker.domain import (
    HALTED,
    Actor,
    AssignmentRole,
    Disagreement,
    TimeState,
    TrackingRules,
    Workflow,
)
from tracker.errors import NotFound
from tracker.models import Agency, Assignment, Directive, Task, acting_for
from tracker.models.answering import Answering, delegates_of
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry

# Of each section the first rows stand on the page; the rest is a press away.
SECTION = 25


class Urgency(StrEnum):
    """The sections of an agency's page, the most urgent first."""

    OVERDUE = "overdue"
    UNHEARD = "unheard"
    DUE_SOON = "due-soon"
    OPEN = "open"
    DONE = "done"
    HALTED = "halted"
    PASSED_ON = "passed-on"


@dataclass(frozen=True, slots=True)
class OwedTask:
    """One assignment in a row.

    ``inherited_from`` is the agency first assigned, if another; ``passed_to`` who answers today,
    where this agency does not; ``delegate`` the unit below that does the work.
    """

    assignment_id: int
    task_id: int
    label: str | None
    text: str
    directive_id: int
    directive_kind: str | None
    directive_number: str | None
    directive_title: str | None
    role: AssignmentRole
    workflow: Workflow
    is_open: bool
    time_state: TimeState
    due_day: DueDay
    last_update_on: date | None
    clocks: tuple[ClockFinding, ...]
    disagreement: Disagreement | None
    lag: Lag | None
    inherited_from: str | None
    passed_to: str | None = None
    delegate: str | None = None

    @property
    def due(self) -> date | None:
        """The due day in force."""
        return self.due_day.day

    @property
    def urgency(self) -> Urgency:
        """The section it stands in; only leading tasks run clocks, so only they are urgent."""
        clocks = {finding.clock for finding in self.clocks}
        if self.passed_to is not None:
            return Urgency.PASSED_ON
        if Clock.PAST_DUE in clocks:
            return Urgency.OVERDUE
        if clocks & {Clock.REPORT_MISSED, Clock.SILENT}:
            return Urgency.UNHEARD
        if self.workflow in HALTED:
            return Urgency.HALTED
        if not self.is_open:
            return Urgency.DONE
        return Urgency.DUE_SOON if self.time_state is TimeState.DUE_SOON else Urgency.OPEN


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """An agency with its names and, for those who may see it, what it owes by urgency.

    ``owed`` is ``None`` for a reader who may know the agency only by its names. Of a long
    section it has the first rows; ``counts`` has them all.
    """

    agency: AgencyNames
    owed: Mapping[Urgency, tuple[OwedTask, ...]] | None
    counts: Mapping[Urgency, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many assignments there are."""
        return sum(self.counts.values())


def agency_page(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    agency_id: int,
    *,
    today: date,
    rules: TrackingRules,
    as_assigned: bool = False,
    whole: Urgency | None = None,
) -> AgencyPage:
    """Return an agency as ``actor`` may know it; raise :class:`NotFound` when it may not.

    ``as_assigned`` names those first assigned as on that day, and not as today. ``whole`` is
    the section of which every row is wanted.
    """
    with database.reading() as session:
        agency = session.scalar(
            select(Agency).where(Agency.id == agency_id, policy.visible_agencies(actor))
        )
        if agency is None:
            raise NotFound
        registry = Registry.on(session, today)
        names = agency_names(session, actor, agency, registry)
        if not policy.sees_work_of(actor, agency_id):
            return AgencyPage(names, None)
        owed = _by_urgency(_owed(session, agency_id, registry, rules, as_assigned))
        shown = {
            urgency: rows if urgency is whole else rows[:SECTION] for urgency, rows in owed.items()
        }
        return AgencyPage(names, shown, {urgency: len(rows) for urgency, rows in owed.items()})


def _owed(
    session: Session,
    agency_id: int,
    registry: Registry,
    rules: TrackingRules,
    as_assigned: bool,  # noqa: FBT001 - a choice of the reader's
) -> list[OwedTask]:
    had = acting_for(session, agency_id, registry.day)
    parts = (Assignment.agency_id, Assignment.holder_id, Assignment.delegate_id)
    facts = assignment_facts(session, or_(*(part.in_(had) for part in parts)))
    tasks = _tasks(session, [fact.task_id for fact in facts])
    answering = Answering(session, registry.day, {fact.holder_id for fact in facts} | had)
    delegates = delegates_of(session, [fact.assignment_id for fact in facts], registry.day)
    frame = _Frame(registry, rules, agency_id, answering, delegates, as_assigned)
    rows = (frame.row(fact, tasks[fact.task_id]) for fact in facts)
    return sorted(rows, key=lambda row: (row.due or date.max, row.directive_id, row.task_id))


def _tasks(session: Session, task_ids: list[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    # Not the whole rows: each directive holds the text of its document.
    rows = session.execute(
        select(
            Task.id,
            Task.label,
            Task.text,
            Task.directive_id,
            Directive.kind,
            Directive.number,
            Directive.title,
        )
        .join(Task.directive)
        .where(Task.id.in_(task_ids))
    )
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the rows of one agency's page share."""

    registry: Registry
    rules: TrackingRules
    agency_id: int
    answering: Answering
    delegates: Mapping[int, int]
    as_assigned: bool

    def row(self, facts: AssignmentFacts, task: Row[*tuple[Any, ...]]) -> OwedTask:
        """Return the row of one assignment."""
        today = self.registry.day
        delegate = self.delegates.get(facts.assignment_id)
        return OwedTask(
            assignment_id=facts.assignment_id,
            task_id=task.id,
            label=task.label,
            text=task.text,
            directive_id=task.directive_id,
            directive_kind=task.kind,
            directive_number=task.number,
            directive_title=task.title,
            role=facts.role,
            workflow=facts.workflow,
            is_open=facts.is_open,
            time_state=facts.time_state(today, self.rules),
            due_day=facts.due_day,
            last_update_on=facts.last_update_on,
            clocks=running_clocks(facts, today, self.rules),
            disagreement=facts.disagreement,
            lag=behind_schedule(facts, today, self.rules),
            inherited_from=self._inherited_from(facts),
            passed_to=self._passed_to(facts, delegate),
            delegate=None if delegate is None else self._name(delegate),
        )

    def _inherited_from(self, facts: AssignmentFacts) -> str | None:
        assigned = facts.agency_id
        day = facts.assigned_on if self.as_assigned else None
        name = self.registry.name_of(assigned, day)
        is_own = assigned == self.agency_id and name == self._name(assigned)
        return None if is_own else name

    def _passed_to(self, facts: AssignmentFacts, delegate: int | None) -> str | None:
        """Return who answers, where that is neither the agency nor the heir of all it had."""
        answering = self.answering.of(facts.assignment_id, facts.holder_id)
        here = {self.agency_id, self.answering.after(self.agency_id)}
        return None if answering in here or delegate == self.agency_id else self._name(answering)

    def _name(self, agency_id: int) -> str:
        return self.registry.name_of(agency_id)


def _by_urgency(rows: list[OwedTask]) -> dict[Urgency, tuple[OwedTask, ...]]:
    sections = {
        urgency: tuple(row for row in rows if row.urgency is urgency) for urgency in Urgency
    }
    return {urgency: found for urgency, found in sections.items() if found}
