"""Working days: weekends, the country's holidays, and what the office's own calendar changes.

The holidays of Viet Nam come from the package ``holidays``: those on a fixed day, Tết and the
Hùng Kings' day by the moon, the days off in lieu, and the Saturdays worked for a bridging day.
Whatever the law or a yearly decision says otherwise, the office enters in its own calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import holidays

from tracker.domain import DayOffRule

COUNTRY = "VN"
# Tết of other years cannot be told; weekends can.
KNOWN_YEARS = range(1990, 2100)
_SATURDAY = 5
_DAY = timedelta(days=1)


class KnownDay(NamedTuple):
    """A day that is known by name: a holiday, or a day of the weekend that is worked."""

    is_working: bool
    name: str


@lru_cache(maxsize=64)
def national_days(year: int) -> Mapping[date, KnownDay]:
    """Return the country's days off and moved working days of a year, with Vietnamese names."""
    if year not in KNOWN_YEARS:
        return {}
    known = holidays.country_holidays(COUNTRY, years=year, language="vi")
    worked = {
        day: KnownDay(is_working=True, name="")
        for day in known.weekend_workdays
        if day.year == year
    }
    return worked | {day: KnownDay(is_working=False, name=name) for day, name in known.items()}


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """On which days the office works; ``own`` says so of single days, whatever they are.

    ``reports_on_day_off`` says what becomes of a report's due day on which nobody works.
    """

    own: Mapping[date, bool] = field(default_factory=dict)
    reports_on_day_off: DayOffRule = DayOffRule.STAY

    def is_working(self, day: date) -> bool:
        """Return whether the office works on ``day``."""
        if (own := self.own.get(day)) is not None:
            return own
        known = national_days(day.year).get(day)
        return day.weekday() < _SATURDAY if known is None else known.is_working

    def after(self, day: date, count: int) -> date:
        """Return the last of the ``count`` working days that follow ``day``."""
        while count:
            day += _DAY
            count -= self.is_working(day)
        return day

    def report_day(self, day: date) -> date:
        """Return the last day for a report whose due day is ``day``."""
        match self.reports_on_day_off:
            case DayOffRule.NEXT:
                return self._nearest(day, _DAY)
            case DayOffRule.PREVIOUS:
                return self._nearest(day, -_DAY)
        return day

    def _nearest(self, day: date, step: timedelta) -> date:
        while not self.is_working(day):
            day += step
        return day
