"""Periods: which one holds a day, what it is called, when its report is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.model import Every
from tracker.periods import period_containing, period_from_key, periods_fallen_due

DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("every", "key", "start", "end"),
    [
        (Every.WEEK, "2024-W20", date(2024, 5, 13), date(2024, 5, 19)),
        (Every.MONTH, "2024-05", date(2024, 5, 1), date(2024, 5, 31)),
        (Every.QUARTER, "2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        (Every.HALF, "2024-H1", date(2024, 1, 1), date(2024, 6, 30)),
        (Every.YEAR, "2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_each_period_has_its_bounds_and_its_name(
    every: Every, key: str, start: date, end: date
) -> None:
    period = period_containing(date(2024, 5, 15), every)
    assert (period.key, period.start, period.end) == (key, start, end)


@given(DAYS, st.sampled_from(Every))
def test_a_period_holds_its_day_and_is_found_again_by_its_name(day: date, every: Every) -> None:
    period = period_containing(day, every)
    assert period.start <= day <= period.end
    assert period_from_key(period.key) == period
    assert period.following().start == period.end + timedelta(days=1)


@given(DAYS, st.sampled_from(Every), st.integers(1, 31))
def test_a_report_is_due_inside_its_own_period(day: date, every: Every, due_day: int) -> None:
    period = period_containing(day, every)
    assert period.start <= period.due(due_day) <= period.end
    assert period.due(None) == period.end


def test_the_31st_of_a_short_month_is_its_last_day() -> None:
    assert period_containing(date(2024, 5, 1), Every.QUARTER).due(31) == date(2024, 6, 30)


@pytest.mark.parametrize("key", ["", "2024-Q5", "2024-13", "2024-W99", "quý 2", "24-Q1"])
def test_what_names_no_period_is_an_error(key: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|week|range"):
        period_from_key(key)


def test_a_report_falls_due_the_day_after_its_last_day() -> None:
    begun = date(2024, 2, 20)
    on_the_day = periods_fallen_due(begun, Every.QUARTER, 20, date(2024, 3, 20))
    next_day = periods_fallen_due(begun, Every.QUARTER, 20, date(2024, 3, 21))
    assert on_the_day == ()
    assert [period.key for period in next_day] == ["2024-Q1"]


@given(DAYS, st.integers(0, 900), st.sampled_from([Every.MONTH, Every.QUARTER, Every.HALF]))
def test_the_periods_fallen_due_are_those_a_slow_count_finds(
    begun: date, later: int, every: Every
) -> None:
    today = begun + timedelta(days=later)
    slow = {
        period_containing(begun + timedelta(days=step), every).key
        for step in range(later + 1)
        if period_containing(begun + timedelta(days=step), every).end < today
    }
    assert {period.key for period in periods_fallen_due(begun, every, None, today)} == slow
