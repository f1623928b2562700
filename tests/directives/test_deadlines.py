"""From the words of a deadline to the last day that is still on time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives import Every, Nature, Precision, ReadingSettings
from directives.deadlines import Calendar, find_due
from directives.recurrences import find_recurrence
from tests.directives.parsed import HEAD, LEAD_IN, only_task, parsed

ISSUED = Calendar(date(2025, 3, 10))


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("trước ngày 30/6/2025", date(2025, 6, 30), Precision.DAY),
        ("trước ngày 30-6-2025", date(2025, 6, 30), Precision.DAY),
        ("chậm nhất ngày 05 tháng 4 năm 2025", date(2025, 4, 5), Precision.DAY),
        ("trước ngày 15/4", date(2025, 4, 15), Precision.DAY),
        ("trước ngày 15/01", date(2026, 1, 15), Precision.DAY),
        ("trước 17 giờ ngày 20/3/2025", date(2025, 3, 20), Precision.DAY),
        ("hoàn thành trong tháng 6/2025", date(2025, 6, 30), Precision.MONTH),
        ("hoàn thành trong tháng 2 năm 2028", date(2028, 2, 29), Precision.MONTH),
        ("hoàn thành trong quý II/2025", date(2025, 6, 30), Precision.QUARTER),
        ("trong quý I năm 2026", date(2026, 3, 31), Precision.QUARTER),
        ("trong 6 tháng đầu năm 2025", date(2025, 6, 30), Precision.HALF),
        ("hoàn thành trong năm 2026", date(2026, 12, 31), Precision.YEAR),
        ("trong thời hạn 15 ngày kể từ ngày ký", date(2025, 3, 25), Precision.DAY),
        ("trong 5 ngày làm việc kể từ ngày ban hành", date(2025, 3, 17), Precision.DAY),
        ("trong thời hạn 15 ngày kể từ ngày nhận được báo cáo", None, Precision.DAY),
        ("trong nhiệm kỳ 2020-2025", None, Precision.TERM),
    ],
)  # fmt: skip
def test_a_deadline_is_read_to_its_last_day(
    words: str, day: date | None, precision: Precision
) -> None:
    text = f"Lập báo cáo {words}."
    due = find_due(text, 0, len(text), ISSUED)
    assert due is not None
    assert (due.date, due.precision) == (day, precision)
    assert text[due.start : due.end] == due.text


@pytest.mark.parametrize(
    "words",
    [
        "Thực hiện Kế hoạch số 15-KH/TU ngày 20/5/2024 của Tỉnh ủy.",
        "Kết quả năm 2024 tăng 5%.",
        "Giai đoạn 2021-2025 có nhiều khởi sắc.",
        "Trước ngày 45/13/2025 không có hạn nào.",
    ],
)
def test_dates_that_bind_nobody_are_no_deadline(words: str) -> None:
    assert find_due(words, 0, len(words), ISSUED) is None


def test_of_several_deadlines_the_earliest_binds() -> None:
    text = "Dự thảo trước ngày 30/9/2025, lấy ý kiến trước ngày 15/8/2025."
    due = find_due(text, 0, len(text), ISSUED)
    assert due is not None
    assert due.date == date(2025, 8, 15)


def test_without_a_year_and_a_day_of_issue_no_day_is_guessed() -> None:
    due = find_due("xong trước ngày 15/4", 0, 20, Calendar())
    assert due is not None
    assert due.date is None


def test_an_office_may_count_before_a_day_as_the_day_before() -> None:
    text = f"{HEAD}{LEAD_IN}1. Sở Y tế báo cáo trước ngày 01/6/2025.\n\n2. Sở Y tế kiểm tra.\n"
    by_default, strict = (
        parsed(text, ReadingSettings(before_is_inclusive=inclusive)).tasks[0].due
        for inclusive in (True, False)
    )
    assert by_default is not None
    assert strict is not None
    assert (by_default.date, strict.date) == (date(2025, 6, 1), date(2025, 5, 31))


@pytest.mark.parametrize(
    ("words", "every", "day"),
    [
        ("định kỳ hằng quý báo cáo Tỉnh ủy", Every.QUARTER, None),
        ("định kỳ hàng tháng báo cáo Tỉnh ủy", Every.MONTH, None),
        ("báo cáo kết quả hằng năm", Every.YEAR, None),
        ("định kỳ 6 tháng báo cáo", Every.HALF, None),
        ("báo cáo trước ngày 25 hằng tháng", Every.MONTH, 25),
        ("báo cáo trước ngày 20 của tháng cuối quý", Every.QUARTER, 20),
        ("hằng tuần báo cáo tiến độ", Every.WEEK, None),
    ],
)
def test_a_duty_that_comes_back_has_its_period(words: str, every: Every, day: int | None) -> None:
    text = f"Sở Y tế, {words}."
    found = find_recurrence(text, 0, len(text))
    assert found is not None
    assert (found.every, found.due_day) == (every, day)
    assert text[found.start : found.end] == found.text


def test_a_day_of_every_year_comes_back_and_is_no_single_deadline() -> None:
    task = only_task("Sở Y tế báo cáo kết quả trước ngày 25/12 hằng năm.")
    assert task.due is None
    assert task.recurrence is not None
    assert (task.recurrence.every, task.recurrence.due_day) == (Every.YEAR, 25)


@pytest.mark.parametrize(
    ("words", "nature"),
    [
        ("Sở Y tế ban hành kế hoạch.", Nature.SPECIFIC),
        ("Sở Y tế tăng cường tuyên truyền, hoàn thành trước ngày 30/6/2025.", Nature.SPECIFIC),
        ("Tiếp tục tuyên truyền, vận động nhân dân.", Nature.REGULAR),
        ("Sở Y tế định kỳ hằng quý báo cáo kết quả.", Nature.PERIODIC),
    ],
)
def test_verb_and_time_tell_how_a_task_binds(words: str, nature: Nature) -> None:
    assert only_task(words).nature is nature


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["trước ngày", "chậm nhất ngày", "đến hết ngày"]),
    st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0.day} tháng {0.month} năm {0.year}"]),
)
def test_every_way_to_write_a_day_is_read_back(day: date, trigger: str, written: str) -> None:
    text = f"Sở Y tế hoàn thành {trigger} {written.format(day)}."
    due = find_due(text, 0, len(text), Calendar())
    assert due is not None
    assert due.date == day
