"""One agency's part in one task on a day: how it stands, and what the office misses of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.clocks import AssignmentFacts, Clock, ClockFinding, running_clocks
from tracker.domain import (
    Actor,
    AssignmentRole,
    Disagreement,
    TimeState,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
    Workflow,
    office_day,
)
from tracker.models import Assignment, Task, Urging, assignment_facts
from tracker.models.answering import Answering
from tracker.models.names import Names


class Lack(StrEnum):
    """What the office misses of a lead's assignment; an agency may be urged for each."""

    NOT_ACCEPTED = "not-accepted"
    NO_WORD = "no-word"
    REPORT_MISSED = "report-missed"
    SILENT = "silent"
    PAST_DUE = "past-due"


_LACK_OF = {
    Clock.REPORT_MISSED: Lack.REPORT_MISSED,
    Clock.SILENT: Lack.SILENT,
    Clock.PAST_DUE: Lack.PAST_DUE,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """How one assignment stands; ``answering_id`` is who answers for it today.

    ``assigned`` and ``answering`` are names: that of the day of assigning, and today's.
    """

    assignment_id: int
    task_id: int
    agency_id: int
    assigned: str
    answering_id: int
    answering: str
    role: AssignmentRole
    workflow: Workflow
    time_state: TimeState
    due: date | None
    percent: int | None
    last_on: date | None
    claim: UpdateStatus | None
    verdict: VerdictKind | None
    clocks: tuple[ClockFinding, ...]
    disagreement: Disagreement | None
    lacks: tuple[Lack, ...]
    urged_at: datetime | None

    @property
    def is_lead(self) -> bool:
        """Whether the agency leads: those directed and supporting are shown beside."""
        return self.role is AssignmentRole.LEAD

    @property
    def counts(self) -> bool:
        """Whether it is one of those that have to be done: led, and still tracked."""
        return self.is_lead and self.workflow is not Workflow.STOPPED

    @property
    def is_done(self) -> bool:
        """Whether a lead's part has been confirmed."""
        return self.is_lead and self.workflow is Workflow.CONFIRMED

    @property
    def urged_on(self) -> date | None:
        """The day on which the agency was last urged."""
        return None if self.urged_at is None else office_day(self.urged_at)

    @property
    def days_overdue(self) -> int:
        """For how many days it has been past due; 0 where that clock does not run."""
        return next((found.days for found in self.clocks if found.clock is Clock.PAST_DUE), 0)


def cells(
    session: Session,
    actor: Actor,
    condition: ColumnElement[bool],
    *,
    today: date,
    rules: TrackingRules,
) -> list[Cell]:
    """Return a cell for each assignment that meets ``condition`` and that ``actor`` may read.

    ``condition`` may speak of assignments and tasks. The number of statements does not grow
    with the number of cells.
    """
    chosen = and_(condition, policy.visible_assignments(actor))
    facts = assignment_facts(session, chosen)
    frame = _Frame(session, chosen, facts, today)
    return [frame.cell(one, rules) for one in facts]


def done_of(found: Iterable[Cell]) -> tuple[int, int]:
    """Return how many of the leads' cells are confirmed, and how many there are."""
    leads = [cell for cell in found if cell.counts]
    return sum(cell.is_done for cell in leads), len(leads)


class _Frame:
    """What the cells share, each loaded once."""

    def __init__(
        self,
        session: Session,
        chosen: ColumnElement[bool],
        facts: Sequence[AssignmentFacts],
        today: date,
    ) -> None:
        self._today = today
        self._answering = Answering(session, today, {one.holder_id for one in facts})
        ids = select(Assignment.id).join(Task, Task.id == Assignment.task_id).where(chosen)
        urged = select(Urging.assignment_id, func.max(Urging.at)).group_by(Urging.assignment_id)
        rows = session.execute(urged.where(Urging.assignment_id.in_(ids)))
        self._urged = {row: at for row, at in rows if at is not None}
        self._names = Names(session, today)
        answering = {self._answering.of(one.assignment_id, one.holder_id) for one in facts}
        self._names.expect(answering | {one.agency_id for one in facts})

    def cell(self, facts: AssignmentFacts, rules: TrackingRules) -> Cell:
        """Return the cell of one assignment."""
        clocks = running_clocks(facts, self._today, rules)
        answering = self._answering.of(facts.assignment_id, facts.holder_id)
        return Cell(
            assignment_id=facts.assignment_id,
            task_id=facts.task_id,
            agency_id=facts.agency_id,
            assigned=self._names.name_of(facts.agency_id, facts.assigned_on),
            answering_id=answering,
            answering=self._names.name_of(answering, self._today),
            role=facts.role,
            workflow=facts.workflow,
            time_state=facts.time_state(self._today, rules),
            due=facts.due,
            percent=facts.percent,
            last_on=facts.last_update_on,
            claim=facts.claim,
            verdict=facts.verdict,
            clocks=clocks,
            disagreement=facts.disagreement,
            lacks=tuple(_lacks(facts, clocks)),
            urged_at=self._urged.get(facts.assignment_id),
        )


def _lacks(facts: AssignmentFacts, clocks: Iterable[ClockFinding]) -> Iterator[Lack]:
    if facts.role is not AssignmentRole.LEAD or not facts.is_open:
        return
    if facts.claim is None:
        if not facts.is_accepted:
            yield Lack.NOT_ACCEPTED
        yield Lack.NO_WORD
    yield from (_LACK_OF[found.clock] for found in clocks if found.clock in _LACK_OF)
