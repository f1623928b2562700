"""The periods for which an agency owes a report: which are handed in, missed, or still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tracker.clocks import AssignmentFacts
from tracker.periods import OwedReport, ReportState, report_state

__all__ = ["PeriodReport", "ReportState", "report_periods"]


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """One period of a duty to report; ``due`` is the last day for its report.

    ``handed_in`` is when its first report came, and ``closed_at`` when the office closed it.
    """

    key: str
    start: date
    end: date
    due: date
    state: ReportState
    handed_in: datetime | None
    closed_at: datetime | None


def report_periods(facts: AssignmentFacts, today: date) -> tuple[PeriodReport, ...]:
    """Return the periods begun by ``today``, the newest first; none for a task without periods."""
    return tuple(_report(owed, facts, today) for owed in facts.owed_reports(today))[::-1]


def _report(owed: OwedReport, facts: AssignmentFacts, today: date) -> PeriodReport:
    period = owed.period
    handed_in = facts.reported_periods.get(period.key)
    closed_at = facts.closed_periods.get(period.key)
    state = report_state(owed.due, today, handed_in, closed_at)
    return PeriodReport(period.key, period.start, period.end, owed.due, state, handed_in, closed_at)
