"""Periods: which one holds a day, what it is called, when its report is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.model import Every
from tracker.periods import (
    FIRST_DAYS,
    Duty,
    duties_in_force,
    owed_reports,
    period_containing,
    period_from_key,
)

DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
SHAPES = st.sampled_from(FIRST_DAYS)


def _fallen_due(begun: date, today: date, *duties: Duty) -> list[str]:
    owed = owed_reports(begun, duties, today, lambda day: day)
    return [report.period.key for report in owed if report.due < today]


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


@pytest.mark.parametrize(
    ("every", "key", "start", "end"),
    [
        (Every.MONTH, "2024-01.15", date(2023, 12, 15), date(2024, 1, 14)),
        (Every.QUARTER, "2024-Q1.15", date(2023, 12, 15), date(2024, 3, 14)),
        (Every.HALF, "2024-H1.15", date(2023, 12, 15), date(2024, 6, 14)),
        (Every.YEAR, "2024.15", date(2023, 12, 15), date(2024, 12, 14)),
    ],
)
def test_a_period_from_the_15th_of_the_month_before_is_named_by_its_last_month(
    every: Every, key: str, start: date, end: date
) -> None:
    for day in (start, end):
        period = period_containing(day, every, 15)
        assert (period.key, period.start, period.end) == (key, start, end)
    assert period.due(20) == end.replace(day=20)


@given(DAYS, st.sampled_from(Every), SHAPES)
def test_a_period_holds_its_day_and_is_found_again_by_its_name(
    day: date, every: Every, begins_on_day: int
) -> None:
    period = period_containing(day, every, begins_on_day)
    assert period.start <= day <= period.end
    assert period_from_key(period.key) == period
    assert period.following().start == period.end + timedelta(days=1)


@given(DAYS, st.sampled_from(Every), st.integers(1, 31), SHAPES)
def test_a_report_is_due_in_the_last_month_of_its_period(
    day: date, every: Every, due_day: int, begins_on_day: int
) -> None:
    period = period_containing(day, every, begins_on_day)
    due = period.due(due_day)
    assert period.start <= due
    assert every is Every.WEEK or (due.year, due.month) == (period.end.year, period.end.month)
    assert period.due(None) == period.end


def test_the_31st_of_a_short_month_is_its_last_day() -> None:
    assert period_containing(date(2024, 5, 1), Every.QUARTER).due(31) == date(2024, 6, 30)


@pytest.mark.parametrize(
    "key",
    [
        *("", "2024-Q5", "2024-13", "2024-W99", "quý 2", "24-Q1", "0001", "9999-Q4"),
        *("2024-Q1.01", "2024-Q1.29", "2024-Q1.1", "2024-W07.15", "2024-Q1.15.15"),
    ],
)
def test_what_names_no_period_is_an_error(key: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|week|range"):
        period_from_key(key)


def test_a_report_falls_due_the_day_after_its_last_day() -> None:
    begun, duty = date(2024, 2, 20), Duty(Every.QUARTER, due_day=20)
    assert _fallen_due(begun, date(2024, 3, 20), duty) == []
    assert _fallen_due(begun, date(2024, 3, 21), duty) == ["2024-Q1"]


@pytest.mark.parametrize(
    ("duty", "due"),
    [
        (Duty(Every.QUARTER, due_day=5, due_in_next=True), date(2024, 4, 5)),
        (Duty(Every.MONTH, due_day=31, due_in_next=True), date(2024, 3, 31)),
        (Duty(Every.YEAR, due_day=15, due_in_next=True), date(2025, 1, 15)),
        (Duty(Every.WEEK, due_day=1, due_in_next=True), date(2024, 2, 12)),
    ],
)
def test_a_report_may_be_due_in_the_month_or_week_after_its_period(duty: Duty, due: date) -> None:
    owed = owed_reports(date(2024, 2, 7), (duty,), date(2024, 2, 8), lambda day: day)
    assert [report.due for report in owed] == [due]


def test_no_report_is_owed_that_was_due_before_its_duty_began() -> None:
    duty = Duty(Every.QUARTER, due_day=20)
    assert _fallen_due(date(2024, 3, 21), date(2024, 6, 21), duty) == ["2024-Q2"]


def test_a_changed_duty_holds_for_the_periods_that_end_from_its_day_on() -> None:
    changed = Duty(Every.QUARTER, 15, 20, date(2024, 5, 10))
    duties = duties_in_force([Duty(Every.QUARTER), changed])
    owed = _fallen_due(date(2024, 1, 5), date(2024, 10, 1), *duties)
    assert owed == ["2024-Q1", "2024-Q2.15", "2024-Q3.15"]


def test_a_duty_that_ended_owes_no_further_period() -> None:
    duties = duties_in_force([Duty(Every.MONTH), Duty(None, valid_from=date(2024, 4, 1))])
    assert _fallen_due(date(2024, 1, 5), date(2024, 12, 1), *duties) == [
        *("2024-01", "2024-02", "2024-03")
    ]


def test_what_is_said_later_of_an_earlier_day_replaces_all_that_followed() -> None:
    first, second = Duty(Every.MONTH, valid_from=date(2024, 6, 1)), Duty(Every.YEAR)
    assert duties_in_force([Duty(None), first, second]) == (second,)


@given(DAYS, st.integers(0, 900), st.sampled_from([Every.MONTH, Every.QUARTER, Every.HALF]), SHAPES)
def test_the_periods_fallen_due_are_those_a_slow_count_finds(
    begun: date, later: int, every: Every, begins_on_day: int
) -> None:
    today = begun + timedelta(days=later)
    days = (begun + timedelta(days=step) for step in range(later + 1))
    found = {period_containing(day, every, begins_on_day) for day in days}
    slow = {period.key for period in found if period.end < today}
    assert set(_fallen_due(begun, today, Duty(every, begins_on_day))) == slow
