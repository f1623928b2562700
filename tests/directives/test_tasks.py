"""Tasks from points and from tables."""

from __future__ import annotations

from datetime import date

from directives import BodyRole
from tests.directives.parsed import HEAD, named, only_task, parsed

TABLE = """| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |
| --- | --- | --- | --- | --- |
| 1 | Xây dựng kế hoạch sử dụng đất | Sở Xây dựng | Sở Tài chính | 30/6/2025 |
| 2 | Kiểm tra các cơ sở y tế | Sở Y tế | | Hằng quý |
"""
OTHER_TABLE = """| Xã | Diện tích |
| --- | --- |
| An Bình | 20 ha |
"""


def test_a_task_holds_the_figures_of_its_own_words() -> None:
    figures = only_task("Sở Y tế kiểm tra 111/116 xã.").figures
    assert [(figure.value, figure.of, figure.unit) for figure in figures] == [(111, 116, "xã")]


def test_a_named_body_and_a_duty_make_a_reading_surer() -> None:
    sure = only_task("Sở Y tế kiểm tra các cơ sở.")
    unsure = parsed("CHỈ THỊ\n\n1. Đất đai là tài nguyên quý.\n\n2. Kiểm tra.\n").tasks
    assert 0 <= max((task.confidence for task in unsure), default=0) < sure.confidence <= 1


def test_each_row_of_a_table_of_tasks_is_a_task() -> None:
    reading = parsed(f"{HEAD}{TABLE}", name="bang.md")
    first, second = reading.tasks
    assert named(first) == ["Sở Xây dựng"]
    assert named(first, BodyRole.COORDINATING) == ["Sở Tài chính"]
    assert first.due is not None
    assert first.due.date == date(2025, 6, 30)
    assert named(second) == ["Sở Y tế"]
    assert second.recurrence is not None


def test_a_table_of_something_else_makes_no_tasks() -> None:
    assert parsed(f"{HEAD}{OTHER_TABLE}", name="bang.md").tasks == ()
