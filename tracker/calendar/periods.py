"""The reports of a period, gathered: what an agency owes for it, and how all agencies stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role
from tracker.errors import NotFound
from tracker.models import (
    Assignment,
    Directive,
    PeriodClosing,
    ReportingDuty,
    Task,
    User,
    streamed_facts,
)
from tracker.models.answering import Answering
from tracker.models.registry import Registry
from tracker.periods import OwedReport, Period, ReportState, period_from_key, report_state

READERS = (Role.CLERK, Role.INSPECTOR, Role.COMMITTEE)
# A list of periods goes back so far; older ones are still named where they are missed.
LOOKS_BACK = timedelta(days=500)
SHOWN = 500
PRESSING = (
    ReportState.MISSED,
    ReportState.OPEN,
    ReportState.AFTER_CLOSING,
    ReportState.REPORTED_LATE,
    ReportState.REPORTED,
)
_PERIODIC = or_(
    Task.recurs_every.is_not(None), Task.id.in_(select(ReportingDuty.task_id).distinct())
)
ISSUED = Task.directive_id.in_(select(Directive.id).where(Directive.state == DirectiveState.ISSUED))
PERIODIC_LEADS = and_(Assignment.role == AssignmentRole.LEAD, _PERIODIC, ISSUED)


@dataclass(frozen=True, slots=True)
class Closing:
    """When a period was closed, and by whom."""

    at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period over many duties: how many reports stand how; ``due`` is the latest due day."""

    period: Period
    due: date
    states: Counter[ReportState]
    closing: Closing | None

    @property
    def owed(self) -> int:
        """How many reports are owed."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class PeriodList:
    """The periods of the office, the newest first."""

    rows: tuple[PeriodRow, ...]
    may_close: bool


@dataclass(frozen=True, slots=True)
class PeriodDuty:
    """The report of one agency that answers for a task."""

    task_id: int
    text: str
    agency_id: int
    agency: str
    due: date
    state: ReportState
    handed_in: datetime | None


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """A period with the reports owed for it, those that are missing first.

    Of very many only the first ``SHOWN`` are in ``duties``; ``row`` counts all.
    """

    row: PeriodRow
    duties: tuple[PeriodDuty, ...]
    may_close: bool


@dataclass(slots=True)
class _Sum:
    due: date = date.min
    states: Counter[ReportState] = field(default_factory=Counter)

    def add(self, due: date, state: ReportState) -> None:
        self.due = max(self.due, due)
        self.states[state] += 1


def period_list(database: Database, actor: Actor, *, today: date) -> PeriodList:
    """Return the periods of the last sixteen months with the state of their reports."""
    policy.require(actor, *READERS)
    with database.reading() as session:
        rows = period_rows(session, streamed_facts(session, PERIODIC_LEADS), today)
        return PeriodList(rows, actor.has(Role.CLERK))


def period_page(database: Database, actor: Actor, key: str, *, today: date) -> PeriodPage:
    """Return a period with who owes a report and how it stands.

    Raises:
        NotFound: nobody owes a report for such a period.
    """
    policy.require(actor, *READERS)
    period = named_period(key)
    with database.reading() as session:
        found = [
            (facts, owed, state)
            for facts in streamed_facts(session, PERIODIC_LEADS)
            for owed, state in owed_states(facts, today)
            if owed.period == period
        ]
        if not found:
            raise NotFound
        whole = _Sum()
        for _, owed, state in found:
            whole.add(owed.due, state)
        closing = closings_of(session, PeriodClosing.period == key).get(key)
        row = PeriodRow(period, whole.due, whole.states, closing)
        found.sort(key=lambda one: (PRESSING.index(one[2]), one[1].due, one[0].assignment_id))
        return PeriodPage(row, tuple(_duties(session, found[:SHOWN], today)), actor.has(Role.CLERK))


def _duties(
    session: Session, found: Iterable[tuple[AssignmentFacts, OwedReport, ReportState]], today: date
) -> Iterator[PeriodDuty]:
    found = tuple(found)
    registry, answering = Registry.on(session, today), Answering(session, today)
    rows = session.execute(
        select(Task.id, Task.text).where(Task.id.in_([facts.task_id for facts, _, _ in found]))
    )
    texts = {row.id: row.text for row in rows}
    for facts, owed, state in found:
        agency = answering.of(facts.assignment_id, facts.holder_id)
        yield PeriodDuty(
            task_id=facts.task_id,
            text=texts[facts.task_id],
            agency_id=agency,
            agency=registry.name_of(agency),
            due=owed.due,
            state=state,
            handed_in=facts.reported_periods.get(owed.period.key),
        )


def named_period(key: str) -> Period:
    """Return the period that a key names; raise :class:`NotFound` for none."""
    try:
        return period_from_key(key)
    except ValueError as error:
        raise NotFound from error


def period_rows(
    session: Session, many: Iterable[AssignmentFacts], today: date
) -> tuple[PeriodRow, ...]:
    """Count the reports that assignments owe, period by period."""
    sums: dict[Period, _Sum] = {}
    for facts in many:
        for owed, state in owed_states(facts, today):
            if owed.period.end >= today - LOOKS_BACK:
                sums.setdefault(owed.period, _Sum()).add(owed.due, state)
    closings = closings_of(session)
    return tuple(
        PeriodRow(period, sums[period].due, sums[period].states, closings.get(period.key))
        for period in sorted(sums, key=lambda one: (one.end, one.start), reverse=True)
    )


def owed_states(facts: AssignmentFacts, today: date) -> Iterator[tuple[OwedReport, ReportState]]:
    """Yield the reports of an assignment with how they stand; none is asked of a paused one."""
    if facts.halted is not None:
        return
    for owed in facts.owed_reports(today):
        key = owed.period.key
        handed_in, closed_at = facts.reported_periods.get(key), facts.closed_periods.get(key)
        state = report_state(owed.due, today, handed_in, closed_at)
        if state is not ReportState.MISSED or facts.is_asked_on(owed.due):
            yield owed, state


def closings_of(session: Session, only: ColumnElement[bool] | None = None) -> dict[str, Closing]:
    """Return the closed periods by their keys."""
    query = select(PeriodClosing, User.display_name).join(User, User.id == PeriodClosing.author_id)
    rows = session.execute(query if only is None else query.where(only))
    return {row.period: Closing(row.at, name) for row, name in rows}
