"""Dates and numbers as offices write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tracker.web.filters import day, moment, number, percent


def test_a_day_is_written_day_first() -> None:
    assert day(date(2024, 2, 7)) == "07/02/2024"


def test_a_moment_is_told_in_ho_chi_minh_city() -> None:
    assert moment(datetime(2024, 9, 30, 17, 5, tzinfo=UTC)) == "01/10/2024 00:05"


@pytest.mark.parametrize(
    ("value", "words"), [(16051, "16.051"), (98.62, "98,62"), (0, "0"), (1234567.5, "1.234.567,5")]
)
def test_a_number_has_dots_for_thousands_and_a_comma_for_decimals(value: float, words: str) -> None:
    assert number(value) == words


def test_a_percentage_keeps_its_sign_on_the_line() -> None:
    assert percent(98.62) == "98,62\N{NO-BREAK SPACE}%"


def test_what_is_not_known_is_a_dash() -> None:
    assert [day(None), moment(None), number(None), percent(None)] == ["–"] * 4
