"""Reporting periods: weeks, months, quarters, halves and years, with the day a report is due."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from directives.model import Every

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}
_KEY = re.compile(r"(\d{4})(?:-(?:(Q)([1-4])|(H)([12])|(W)(\d{2})|(\d{2})))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of the calendar; ``end`` is its last day."""

    start: date
    end: date
    every: Every

    @property
    def key(self) -> str:
        """The name under which reports are kept: 2024-Q2, 2024-05, 2024-H1, 2024, 2024-W07."""
        match self.every:
            case Every.WEEK:
                year, week, _ = self.start.isocalendar()
                return f"{year}-W{week:02}"
            case Every.MONTH:
                return f"{self.start:%Y-%m}"
            case Every.QUARTER:
                return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
            case Every.HALF:
                return f"{self.start.year}-H{(self.start.month + 5) // 6}"
        return f"{self.start.year}"

    @property
    def number(self) -> int:
        """Which one of its year this period is, from 1."""
        if self.every is Every.WEEK:
            return self.start.isocalendar().week
        return (self.start.month - 1) // _MONTHS[self.every] + 1

    def due(self, due_day: int | None) -> date:
        """Return the last day on which the report is on time.

        ``due_day`` is a day of the period's last month, clamped to that month's length (of the
        week: a weekday from 1); without it the period's last day counts.
        """
        if due_day is None:
            return self.end
        if self.every is Every.WEEK:
            return self.start + timedelta(days=min(due_day, 7) - 1)
        last = calendar.monthrange(self.end.year, self.end.month)[1]
        return self.end.replace(day=min(due_day, last))

    def following(self) -> Period:
        """Return the next period of the same length."""
        return period_containing(self.end + timedelta(days=1), self.every)


def period_containing(day: date, every: Every) -> Period:
    """Return the period in which ``day`` lies."""
    if every is Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6), every)
    months = _MONTHS[every]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    end = date(day.year, last, calendar.monthrange(day.year, last)[1])
    return Period(date(day.year, first, 1), end, every)


def period_from_key(key: str) -> Period:
    """Return the period that ``key`` names; raise :class:`ValueError` for no such period."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"no period is called {key!r}")
    year = int(found[1])
    if found[2]:
        return period_containing(date(year, int(found[3]) * 3, 1), Every.QUARTER)
    if found[4]:
        return period_containing(date(year, int(found[5]) * 6, 1), Every.HALF)
    if found[6]:
        return period_containing(date.fromisocalendar(year, int(found[7]), 1), Every.WEEK)
    if found[8]:
        return period_containing(date(year, int(found[8]), 1), Every.MONTH)
    return period_containing(date(year, 1, 1), Every.YEAR)


def periods_since(begun_on: date, every: Every, today: date) -> Iterator[Period]:
    """Yield each period from the one running at ``begun_on`` to the one running ``today``."""
    period = period_containing(begun_on, every)
    while period.start <= today:
        yield period
        period = period.following()


def periods_fallen_due(
    begun_on: date, every: Every, due_day: int | None, today: date
) -> tuple[Period, ...]:
    """Return the periods whose report should have come: from the day after its due day."""
    return tuple(
        period for period in periods_since(begun_on, every, today) if period.due(due_day) < today
    )
