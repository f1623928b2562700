"""One form for all reports that an agency owes for a period.

Each entry is a report of its own: those that can be taken are taken, in one transaction, and
the others come back with what was typed and what is wrong with each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.calendar.periods import (
    ISSUED,
    Closing,
    PeriodRow,
    closings_of,
    named_period,
    owed_states,
    period_rows,
)
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, office_day
from tracker.errors import Conflict, NotFound, TrackerError
from tracker.models import Agency, Assignment, PeriodClosing, ProgressUpdate, Task
from tracker.models.answering import answered_by
from tracker.models.entries import ProgressEntry, cleaned
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry
from tracker.models.updating import add_update, check_entry
from tracker.periods import HANDED_IN, OwedReport, Period, ReportState


class AlreadyReported(Conflict):
    """The report of this period has been handed in before."""

    code = "already-reported"


@dataclass(frozen=True, slots=True)
class LastEntry:
    """What was last said of an assignment; ``narrative`` is Markdown."""

    on: date
    percent: int
    narrative: str


@dataclass(frozen=True, slots=True)
class GatheredDuty:
    """The report of one assignment for the period; ``last`` is what was said of it before."""

    assignment_id: int
    task_id: int
    label: str | None
    text: str
    directive: str
    due: date
    state: ReportState
    handed_in: datetime | None
    last: LastEntry | None

    @property
    def is_open(self) -> bool:
        """Whether the report is still to be handed in."""
        return self.state not in HANDED_IN


@dataclass(frozen=True, slots=True)
class GatheredReport:
    """All that an agency owes for a period."""

    agency_id: int
    agency: str
    period: Period
    duties: tuple[GatheredDuty, ...]
    closing: Closing | None
    may_report: bool


@dataclass(frozen=True, slots=True)
class AgencyPeriods:
    """The periods for which an agency owes reports, the newest first."""

    agency_id: int
    agency: str
    rows: tuple[PeriodRow, ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of the entries of a form: taken ones, and the faults of the others.

    A fault is :class:`tracker.errors.Invalid` with its fields, or why nothing is taken any more.
    """

    taken: tuple[int, ...] = ()
    faults: Mapping[int, TrackerError] = field(default_factory=dict)


def agency_periods(
    database: Database, actor: Actor, agency_id: int, *, today: date
) -> AgencyPeriods:
    """Return the periods of an agency; raise :class:`NotFound` for one not open to ``actor``."""
    with database.reading() as session:
        name = _name(session, actor, agency_id, today)
        rows = period_rows(session, _facts(session, agency_id, today), today)
        return AgencyPeriods(agency_id, name, rows)


def gathered_report(
    database: Database, actor: Actor, agency_id: int, key: str, *, today: date
) -> GatheredReport:
    """Return what an agency owes for a period.

    Raises:
        NotFound: the agency is not open to ``actor``, or owes no report for such a period.
    """
    with database.reading() as session:
        name = _name(session, actor, agency_id, today)
        period = named_period(key)
        owed = _owed(session, agency_id, period, today)
        if not owed:
            raise NotFound
        return GatheredReport(
            agency_id=agency_id,
            agency=name,
            period=period,
            duties=_duties(session, owed),
            closing=closings_of(session, PeriodClosing.period == key).get(key),
            may_report=agency_id in actor.agency_ids,
        )


def hand_in(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    agency_id: int,
    key: str,
    entries: Mapping[int, ProgressEntry],
    *,
    now: datetime,
) -> Handed:
    """Hand in the reports of a period, by assignment; return which were taken.

    An assignment that the agency does not owe for the period, that somebody has reported on
    since the form was opened, or that has been handed over, is a fault of its entry alone.
    """
    policy.require_voice(actor)
    today = office_day(now)
    with database.writing() as session:
        _name(session, actor, agency_id, today)
        owed = {
            facts.assignment_id: state
            for facts, _, state in _owed(session, agency_id, named_period(key), today)
        }
        taken, faults = [], {}
        for assignment_id, entry in entries.items():
            report = replace(cleaned(entry), period=key, evidence=())
            try:
                assignment = check_entry(session, actor, assignment_id, report, today)
                if owed.get(assignment_id) in HANDED_IN:
                    raise AlreadyReported
            except TrackerError as fault:
                faults[assignment_id] = fault
                continue
            add_update(session, actor, assignment, report, [], now=now)
            taken.append(assignment_id)
        return Handed(tuple(taken), faults)


def _name(session: Session, actor: Actor, agency_id: int, today: date) -> str:
    if session.get(Agency, agency_id) is None or not policy.sees_work_of(actor, agency_id):
        raise NotFound
    return Registry.on(session, today).name_of(agency_id)


def _facts(session: Session, agency_id: int, today: date) -> list[AssignmentFacts]:
    theirs = answered_by(session, agency_id, today) | (Assignment.delegate_id == agency_id)
    return assignment_facts(session, theirs & ISSUED & (Assignment.role == AssignmentRole.LEAD))


def _owed(
    session: Session, agency_id: int, period: Period, today: date
) -> list[tuple[AssignmentFacts, OwedReport, ReportState]]:
    return [
        (facts, owed, state)
        for facts in _facts(session, agency_id, today)
        for owed, state in owed_states(facts, today)
        if owed.period == period
    ]


def _duties(
    session: Session, owed: list[tuple[AssignmentFacts, OwedReport, ReportState]]
) -> tuple[GatheredDuty, ...]:
    ids = [facts.task_id for facts, _, _ in owed]
    rows = session.scalars(select(Task).where(Task.id.in_(ids)).options(joinedload(Task.directive)))
    tasks = {task.id: task for task in rows}
    last = _last_entries(session, [facts.assignment_id for facts, _, _ in owed])
    return tuple(
        _duty(facts, one, state, tasks[facts.task_id], last.get(facts.assignment_id))
        for facts, one, state in sorted(
            owed, key=lambda each: (each[0].task_id, each[0].assignment_id)
        )
    )


def _duty(
    facts: AssignmentFacts,
    owed: OwedReport,
    state: ReportState,
    task: Task,
    last: LastEntry | None,
) -> GatheredDuty:
    directive = task.directive
    return GatheredDuty(
        assignment_id=facts.assignment_id,
        task_id=task.id,
        label=task.label,
        text=task.text,
        directive=directive.number or directive.title or directive.file_name,
        due=owed.due,
        state=state,
        handed_in=facts.reported_periods.get(owed.period.key),
        last=last,
    )


def _last_entries(session: Session, ids: list[int]) -> dict[int, LastEntry]:
    rows = session.scalars(
        select(ProgressUpdate)
        .where(ProgressUpdate.assignment_id.in_(ids))
        .order_by(ProgressUpdate.id)
    )
    return {
        row.assignment_id: LastEntry(office_day(row.at), row.percent, row.narrative) for row in rows
    }
