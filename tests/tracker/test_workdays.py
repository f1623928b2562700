"""Working days: weekends, Vietnamese holidays, and what the office enters itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import DayOffRule
from tracker.workdays import WorkingDays, national_days

DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))
OWN = st.dictionaries(DAYS, st.booleans(), max_size=40)


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 1, 1),
        date(2024, 2, 10),  # Tết Giáp Thìn
        date(2024, 4, 18),  # Giỗ Tổ: the tenth of the third month by the moon
        date(2024, 4, 29),  # a bridging day, worked on 04/05 instead
        date(2025, 1, 29),  # Tết Ất Tỵ
        date(2025, 9, 1),
        date(2026, 2, 17),  # Tết Bính Ngọ
        date(2027, 2, 8),
    ],
)
def test_the_holidays_of_the_sun_and_of_the_moon_are_known(day: date) -> None:
    assert not WorkingDays().is_working(day)
    assert national_days(day.year)[day].name


def test_a_saturday_worked_for_a_bridging_day_is_a_working_day() -> None:
    assert WorkingDays().is_working(date(2024, 5, 4))
    assert not WorkingDays().is_working(date(2024, 5, 11))


def test_the_office_says_otherwise_of_a_single_day() -> None:
    office = WorkingDays({date(2025, 3, 14): False, date(2025, 4, 30): True})
    assert not office.is_working(date(2025, 3, 14))
    assert office.is_working(date(2025, 4, 30))


def test_working_days_run_over_a_worked_saturday_and_a_bridge_of_holidays() -> None:
    assert WorkingDays().after(date(2025, 4, 24), 5) == date(2025, 5, 5)


def test_years_whose_moon_is_not_known_have_weekends_only() -> None:
    assert national_days(2399) == {}
    assert WorkingDays().is_working(date(2399, 9, 2))


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (DayOffRule.STAY, date(2025, 4, 30)),
        (DayOffRule.NEXT, date(2025, 5, 5)),
        (DayOffRule.PREVIOUS, date(2025, 4, 29)),
    ],
)
def test_a_report_due_on_a_day_off_is_moved_as_the_office_says(rule: DayOffRule, day: date) -> None:
    assert WorkingDays(reports_on_day_off=rule).report_day(date(2025, 4, 30)) == day


@given(DAYS, st.integers(0, 60), OWN)
def test_the_last_of_so_many_working_days_is_that_of_a_slow_count(
    day: date, count: int, own: dict[date, bool]
) -> None:
    office = WorkingDays(own)
    following = (day + timedelta(days=step) for step in range(1, 400))
    worked = [one for one in following if office.is_working(one)]
    assert office.after(day, count) == (worked[count - 1] if count else day)
