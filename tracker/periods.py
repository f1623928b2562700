"""Reporting periods: weeks, months, quarters, halves and years, with the day a report is due.

Periods of months run by the calendar, or from a day of the month before to the day before it:
quarter II from the 15th is 15/03 to 14/06. Such a period is named by its last month.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from directives.model import Every
from tracker.domain import office_day

CALENDAR = 1
# Every month has a 28th.
FIRST_DAYS = range(CALENDAR, 29)
YEARS = range(1900, 3000)
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}
_KEY = re.compile(r"(\d{4})(?:-(?:(Q)([1-4])|(H)([12])|(W)(\d{2})|(\d{2})))?(?:\.(\d{2}))?")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of the calendar; ``end`` is its last day."""

    start: date
    end: date
    every: Every

    @property
    def begins_on_day(self) -> int:
        """The day of the month on which such periods begin; 1 for those of the calendar."""
        return CALENDAR if self.every is Every.WEEK else self.start.day

    @property
    def key(self) -> str:
        """The name under which reports are kept: 2024-Q2, 2024-05, 2024-H1, 2024, 2024-W07.

        Of periods from another day than the first it tells that day: 2024-Q2.15.
        """
        return _key(self)

    @property
    def year(self) -> int:
        """The year that the period is named by."""
        # The year of a week is not always that of its Monday.
        return self.start.isocalendar().year if self.every is Every.WEEK else self.end.year

    @property
    def number(self) -> int:
        """Which one of its year this period is, from 1."""
        if self.every is Every.WEEK:
            return self.start.isocalendar().week
        return (self.end.month - 1) // _MONTHS[self.every] + 1

    def due(self, due_day: int | None, *, in_next: bool = False) -> date:
        """Return the last day on which the report is on time.

        ``due_day`` is a day of the period's last month, or ``in_next`` of the month after it,
        clamped to that month's length (of the week: a weekday from 1); without it the period's
        last day counts.
        """
        if due_day is None:
            return self.end
        if self.every is Every.WEEK:
            return self.start + timedelta(days=min(due_day, 7) - 1 + 7 * in_next)
        month = self.end.replace(day=1)
        if in_next:
            month = (month + timedelta(days=31)).replace(day=1)
        last = calendar.monthrange(month.year, month.month)[1]
        return month.replace(day=min(due_day, last))

    def following(self) -> Period:
        """Return the next period of the same length and shape."""
        return period_containing(self.end + _DAY, self.every, self.begins_on_day)


# Thousands of duties have the same few periods.
@lru_cache(maxsize=4_096)
def _key(period: Period) -> str:
    year, number = period.year, period.number
    part = {
        Every.WEEK: f"-W{number:02}",
        Every.MONTH: f"-{number:02}",
        Every.QUARTER: f"-Q{number}",
        Every.HALF: f"-H{number}",
    }.get(period.every, "")
    shape = "" if period.begins_on_day == CALENDAR else f".{period.begins_on_day:02}"
    return f"{year:04}{part}{shape}"


class Duty(NamedTuple):
    """How reports are owed from a day on; ``every`` is ``None`` where none are.

    ``due_in_next`` is whether the due day lies in the month, or week, after the period.
    """

    every: Every | None
    begins_on_day: int = CALENDAR
    due_day: int | None = None
    valid_from: date = date.min
    due_in_next: bool = False


class OwedReport(NamedTuple):
    """The report of a period; ``due`` is the last day on which it is on time."""

    period: Period
    due: date


class ReportState(StrEnum):
    """How the report of one period stands on a day."""

    REPORTED = "reported"
    REPORTED_LATE = "reported-late"
    AFTER_CLOSING = "after-closing"
    OPEN = "open"
    MISSED = "missed"


HANDED_IN = (ReportState.REPORTED, ReportState.REPORTED_LATE, ReportState.AFTER_CLOSING)


def report_state(
    due: date, today: date, handed_in: datetime | None, closed_at: datetime | None
) -> ReportState:
    """Return how a report stands that was first handed in at a moment, if it was."""
    if handed_in is None:
        return ReportState.MISSED if today > due else ReportState.OPEN
    if closed_at is not None and handed_in >= closed_at:
        return ReportState.AFTER_CLOSING
    return ReportState.REPORTED_LATE if office_day(handed_in) > due else ReportState.REPORTED


def period_containing(day: date, every: Every, begins_on_day: int = CALENDAR) -> Period:
    """Return the period in which ``day`` lies."""
    if every is Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6), every)
    year, month = day.year, day.month
    if begins_on_day != CALENDAR and day.day >= begins_on_day:
        year, month = year + month // 12, month % 12 + 1
    return _period_ending(year, month, every, begins_on_day)


@lru_cache(maxsize=4_096)
def _period_ending(year: int, month: int, every: Every, begins_on_day: int) -> Period:
    """Return the period in whose months, by the calendar, a month lies."""
    months = _MONTHS[every]
    first = (month - 1) // months * months + 1
    last = first + months - 1
    if begins_on_day == CALENDAR:
        end = date(year, last, calendar.monthrange(year, last)[1])
        return Period(date(year, first, 1), end, every)
    before = date(year, first, 1) - _DAY
    return Period(before.replace(day=begins_on_day), date(year, last, begins_on_day - 1), every)


def period_from_key(key: str) -> Period:
    """Return the period that ``key`` names; raise :class:`ValueError` for no such period."""
    found = _KEY.fullmatch(key)
    if found is None or int(found[1]) not in YEARS or not _is_shape(found[9], weekly=found[6]):
        raise ValueError(f"no period is called {key!r}")
    year, begins_on_day = int(found[1]), int(found[9] or CALENDAR)
    if found[6]:
        return period_containing(date.fromisocalendar(year, int(found[7]), 1), Every.WEEK)
    every, month = Every.YEAR, 1
    if found[2]:
        every, month = Every.QUARTER, int(found[3]) * 3
    elif found[4]:
        every, month = Every.HALF, int(found[5]) * 6
    elif found[8]:
        every, month = Every.MONTH, int(found[8])
    return _period_ending(year, date(year, month, 1).month, every, begins_on_day)


def _is_shape(begins_on_day: str | None, *, weekly: str | None) -> bool:
    if begins_on_day is None:
        return True
    return weekly is None and CALENDAR < int(begins_on_day) < FIRST_DAYS.stop


def periods_since(
    begun_on: date, every: Every, today: date, begins_on_day: int = CALENDAR
) -> Iterator[Period]:
    """Yield each period from the one running at ``begun_on`` to the one running ``today``."""
    period = period_containing(begun_on, every, begins_on_day)
    while period.start <= today:
        yield period
        period = period.following()


def duties_in_force(said: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return duties in the order of their days from those in the order of being said.

    What is said later holds from its day on, whatever was said of later days before.
    """
    kept: list[Duty] = []
    for duty in said:
        while kept and kept[-1].valid_from >= duty.valid_from:
            kept.pop()
        kept.append(duty)
    return tuple(kept)


def owed_reports(
    begun_on: date, duties: tuple[Duty, ...], today: date, report_day: Callable[[date], date]
) -> Iterator[OwedReport]:
    """Yield the reports of the periods begun by ``today``, the oldest first.

    A period belongs to the duty in force on its last day. No report is owed whose due day had
    passed before its duty began. ``report_day`` moves due days on which nobody works.
    """
    for period, due_in_words, first in _owed(begun_on, duties, today):
        due = report_day(due_in_words)
        if due >= first:
            yield OwedReport(period, due)


# The assignments of one task, and the tasks of one directive, mostly owe the same.
@lru_cache(maxsize=4_096)
def _owed(
    begun_on: date, duties: tuple[Duty, ...], today: date
) -> tuple[tuple[Period, date, date], ...]:
    """Return each period with its due day in words and the first day of its duty."""
    found: list[tuple[Period, date, date]] = []
    for duty, following in zip_longest(duties, duties[1:]):
        if duty.every is None:
            continue
        first = max(begun_on, duty.valid_from)
        for period in periods_since(first, duty.every, today, duty.begins_on_day):
            if following is not None and period.end >= following.valid_from:
                break
            found.append((period, period.due(duty.due_day, in_next=duty.due_in_next), first))
    return tuple(found)
