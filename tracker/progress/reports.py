"""The periods for which an agency owes a report: which are handed in, missed, or still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.clocks import AssignmentFacts
from tracker.periods import OwedReport


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
    return tuple(_report(owed, facts, today) for owed in facts.owed_reports(today))[::-1]


def _report(owed: OwedReport, facts: AssignmentFacts, today: date) -> PeriodReport:
    period = owed.period
    if period.key in facts.reported_periods:
        state = ReportState.REPORTED
    else:
        state = ReportState.MISSED if today > owed.due else ReportState.OPEN
    return PeriodReport(period.key, period.start, period.end, owed.due, state)
