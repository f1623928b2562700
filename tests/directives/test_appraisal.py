"""How a task binds, and how surely it was read."""

from __future__ import annotations

import pytest

from directives import Nature
from tests.directives.parsed import HEAD, only_task, parsed


@pytest.mark.parametrize(
    ("words", "nature"),
    [
        ("Sở Y tế ban hành kế hoạch.", Nature.SPECIFIC),
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính xây dựng đề án.", Nature.SPECIFIC),
        ("Sở Y tế tăng cường tuyên truyền, hoàn thành trước ngày 30/6/2025.", Nature.SPECIFIC),
        ("Tiếp tục tuyên truyền, vận động nhân dân.", Nature.REGULAR),
        ("Tiếp tục rà soát, sửa đổi các quy định.", Nature.REGULAR),
        ("Sở Y tế tăng cường kiểm tra các cơ sở.", Nature.REGULAR),
        ("Sở Y tế rà soát, tiếp tục hoàn thiện quy hoạch.", Nature.SPECIFIC),
        ("Sở Y tế định kỳ hằng quý báo cáo kết quả.", Nature.PERIODIC),
    ],
)
def test_time_and_the_first_verb_tell_how_a_task_binds(words: str, nature: Nature) -> None:
    assert only_task(words).nature is nature


def test_a_deadline_that_cannot_be_told_makes_a_reading_less_sure() -> None:
    told, untold = (
        only_task(f"Sở Y tế lập báo cáo {time}.").confidence
        for time in ("trước ngày 30/6/2025", "chậm nhất 5 ngày sau khi kết thúc đợt kiểm tra")
    )
    assert untold < told


def test_a_point_that_names_nobody_is_less_sure_than_one_below_a_named_lead() -> None:
    text = (
        f"{HEAD}1. Sở Y tế có trách nhiệm:\n\na) Lập kế hoạch kiểm tra.\n\n"
        "2. Lập danh mục các cơ sở.\n"
    )
    own, inherited, nobody = (task.confidence for task in parsed(text).walk())
    assert nobody < own < inherited
