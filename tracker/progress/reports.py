"""The periods for which an agency owes a report: which are handed in, missed, or still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.clocks import AssignmentFacts
from tracker.periods import Period, periods_since


class ReportState(StrEnum):
    """How the report of one period stands on a day."""

    REPORTED = "reported"
    OPEN = "open"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """One period of a duty to report; ``due`` is the last day for its report."""

    key: str
    start: date
    end: date
    due: date
    state: ReportState


def report_periods(facts: AssignmentFacts, today: date) -> tuple[PeriodReport, ...]:
    """Return the periods begun by ``today``, the newest first; none for a task without periods."""
    if facts.recurs_every is None:
        return ()
    periods = periods_since(facts.assigned_on, facts.recurs_every, today)
    return tuple(_report(period, facts, today) for period in periods)[::-1]


def _report(period: Period, facts: AssignmentFacts, today: date) -> PeriodReport:
    due = period.due(facts.report_due_day)
    if period.key in facts.reported_periods:
        state = ReportState.REPORTED
    else:
        state = ReportState.MISSED if today > due else ReportState.OPEN
    return PeriodReport(period.key, period.start, period.end, due, state)
