"""Use case: the office keeps its calendar, and running deadlines in working days follow it."""

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
from tracker.calendar.days import CalendarRow, CalendarYear, calendar_year
from tracker.calendar.moving import Move

__all__ = [
    "AlreadyRemoved",
    "CalendarRow",
    "CalendarYear",
    "ChangePreview",
    "DayChange",
    "Move",
    "calendar_year",
    "change_day",
    "preview_day",
    "preview_removal",
    "remove_day",
    "set_day_off_rule",
]
