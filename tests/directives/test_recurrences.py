"""From the words of a duty that comes back to its period and its day."""

from __future__ import annotations

from datetime import date

import pytest

from directives import Every
from directives.recurrences import find_recurrence
from tests.directives.parsed import only_task


@pytest.mark.parametrize(
    ("words", "every", "day"),
    [
        ("định kỳ hằng quý báo cáo Tỉnh ủy", Every.QUARTER, None),
        ("định kỳ hàng tháng báo cáo Tỉnh ủy", Every.MONTH, None),
        ("định kỳ quý, năm báo cáo Tỉnh ủy", Every.QUARTER, None),
        ("báo cáo kết quả hằng năm", Every.YEAR, None),
        ("hằng tuần báo cáo tiến độ", Every.WEEK, None),
        ("báo cáo tiến độ vào thứ Năm hằng tuần", Every.WEEK, None),
        ("báo cáo trước 10 giờ thứ Sáu hằng tuần", Every.WEEK, None),
        ("định kỳ 6 tháng báo cáo", Every.HALF, None),
        ("định kỳ 6 tháng, hằng năm báo cáo", Every.HALF, None),
        ("báo cáo 6 tháng một lần", Every.HALF, None),
        ("họp ít nhất 02 lần/năm", Every.HALF, None),
        ("mỗi năm hai lần tổ chức đối thoại", Every.HALF, None),
        ("định kỳ 03 tháng/01 lần cung cấp số liệu", Every.QUARTER, None),
        ("họp giao ban 1 lần/quý", Every.QUARTER, None),
        ("mỗi năm một lần tổ chức diễn tập", Every.YEAR, None),
        ("công bố hằng tháng danh mục thủ tục", Every.MONTH, None),
        ("báo cáo trước ngày 25 hằng tháng", Every.MONTH, 25),
        ("định kỳ hằng tháng (trước ngày 25) gửi báo cáo", Every.MONTH, 25),
        ("gửi báo cáo trước ngày 05 của tháng tiếp theo", Every.MONTH, 5),
        ("báo cáo trước ngày 20 của tháng cuối quý", Every.QUARTER, 20),
        ("báo cáo trước ngày 15/6 và 15/12 hằng năm", Every.HALF, 15),
        ("báo cáo trước ngày 15 tháng 6 và ngày 15 tháng 12 hằng năm", Every.HALF, 15),
        ("báo cáo trước ngày 25/12 hằng năm", Every.YEAR, 25),
        ("hằng năm, trước ngày 15/12, báo cáo kết quả", Every.YEAR, 15),
        ("định kỳ hằng năm báo cáo kết quả trước ngày 15/12", Every.YEAR, 15),
        ("hằng tháng, hằng quý gửi báo cáo trước ngày 18", Every.MONTH, 18),
        ("Thời gian thực hiện: Hằng năm", Every.YEAR, None),
    ],
)
def test_a_duty_that_comes_back_has_its_period(words: str, every: Every, day: int | None) -> None:
    text = f"Sở Y tế, {words}."
    found = find_recurrence(text, 0, len(text))
    assert found is not None
    assert (found.every, found.due_day) == (every, day)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "words",
    [
        "xây dựng kế hoạch công tác hằng năm của đơn vị",
        "lập dự toán ngân sách hằng năm gửi Sở Tài chính",
        "đưa vào tiêu chí đánh giá, xếp loại hằng năm",
        "xây dựng kế hoạch trung hạn 5 năm, hằng năm",
        "báo cáo định kỳ theo quy định",
        "chủ trì các cuộc họp định kỳ, đột xuất",
        "tăng gấp 2 lần năm 2020",
        "gửi báo cáo trước ngày 6 tháng 1 năm 2026",
    ],
)
def test_the_attribute_of_a_noun_is_no_recurrence(words: str) -> None:
    text = f"Sở Y tế {words}."
    assert find_recurrence(text, 0, len(text)) is None


def test_words_of_a_segmented_corpus_are_read_alike() -> None:
    task = only_task("Sở Y_tế định_kỳ hằng quý báo_cáo kết_quả .")
    assert task.recurrence is not None
    assert task.recurrence.every is Every.QUARTER


def test_a_day_of_every_year_comes_back_and_is_no_single_deadline() -> None:
    task = only_task("Sở Y tế báo cáo kết quả trước ngày 25/12 hằng năm.")
    assert task.due is None
    assert task.recurrence is not None
    assert (task.recurrence.every, task.recurrence.due_day) == (Every.YEAR, 25)


@pytest.mark.parametrize(
    "words",
    [
        "Định kỳ 6 tháng, hằng năm, Sở Y tế báo cáo trước ngày 15/6 và ngày 15/12.",
        "Trước ngày 15/12, định kỳ hằng năm Sở Y tế báo cáo kết quả.",
    ],
)
def test_days_without_a_year_beside_a_recurrence_are_no_deadline(words: str) -> None:
    task = only_task(words)
    assert task.due is None
    assert task.recurrence is not None
    assert task.recurrence.due_day == 15


def test_a_task_may_be_due_once_and_come_back() -> None:
    task = only_task(
        "Sở Y tế hoàn thành kế hoạch trước ngày 30/4/2025; hằng năm báo cáo trước ngày 15/12."
    )
    assert task.due is not None
    assert task.recurrence is not None
    assert (task.due.date, task.recurrence.every) == (date(2025, 4, 30), Every.YEAR)
