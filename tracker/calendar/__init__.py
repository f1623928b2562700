"""Use case: the office keeps its calendar, duties to report, periods and escalation steps."""

from __future__ import annotations

from tracker.calendar.changes import (
    AlreadyRemoved,
    ChangePreview,
    DayChange,
    change_day,
    preview_day,
    preview_removal,
    remove_day,
    set_day_off_rule,
)
from tracker.calendar.closings import AlreadyClosed, NotBegun, close_period
from tracker.calendar.days import CalendarRow, CalendarYear, calendar_year
from tracker.calendar.duties import (
    DutyChange,
    DutyPage,
    SaidDuty,
    duty_faults,
    duty_page,
    set_duty,
)
from tracker.calendar.gathering import (
    AgencyPeriods,
    AlreadyReported,
    GatheredDuty,
    GatheredReport,
    Handed,
    agency_periods,
    gathered_report,
    hand_in,
)
from tracker.calendar.moving import Move
from tracker.calendar.periods import (
    PeriodDuty,
    PeriodList,
    PeriodPage,
    PeriodRow,
    period_list,
    period_page,
)
from tracker.calendar.steps import StepTable, add_step, remove_step, step_table, usual_steps_again

__all__ = [
    "AgencyPeriods",
    "AlreadyClosed",
    "AlreadyRemoved",
    "AlreadyReported",
    "CalendarRow",
    "CalendarYear",
    "ChangePreview",
    "DayChange",
    "DutyChange",
    "DutyPage",
    "GatheredDuty",
    "GatheredReport",
    "Handed",
    "Move",
    "NotBegun",
    "PeriodDuty",
    "PeriodList",
    "PeriodPage",
    "PeriodRow",
    "SaidDuty",
    "StepTable",
    "add_step",
    "agency_periods",
    "calendar_year",
    "change_day",
    "close_period",
    "duty_faults",
    "duty_page",
    "gathered_report",
    "hand_in",
    "period_list",
    "period_page",
    "preview_day",
    "preview_removal",
    "remove_day",
    "remove_step",
    "set_day_off_rule",
    "set_duty",
    "step_table",
    "usual_steps_again",
]
