"""A real directive: a news page of 2024 that reproduces one in eight points and a closing one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from directives import BodyRole, Directive, Every, Nature, SpanRole, parse_directive
from tests.directives.parsed import named, words_in
from tests.directives.readings import assert_promises_kept

FOLDER = Path(__file__).parents[3] / "shared" / "seed"
FILES = sorted(FOLDER.glob("*.txt")) if FOLDER.is_dir() else []
pytestmark = pytest.mark.skipif(not FILES, reason="no document in ../shared/seed to read")

PROVINCE = "Ban cán sự đảng Ủy ban nhân dân tỉnh"
LEADS = {
    "Bốn là": [PROVINCE],
    "Năm là": ["Đảng đoàn Hội đồng nhân dân tỉnh"],
    "Sáu là": ["Ban Tuyên giáo Tỉnh ủy"],
    "Bảy là": [
        "Ban Dân vận Tỉnh ủy",
        "Đảng đoàn Mặt trận Tổ quốc Việt Nam tỉnh",
        "các đoàn thể chính trị - xã hội",
        "Ban Thường vụ Tỉnh đoàn",
    ],
    "Tám là": ["ban thường vụ các huyện ủy, thành ủy trực thuộc"],
    None: [PROVINCE],
}


@cache
def seed() -> Directive:
    return parse_directive(FILES[0].read_bytes(), name=FILES[0].name)


def test_it_has_eight_points_and_a_closing_task() -> None:
    words = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")
    assert [task.label for task in seed().tasks] == [*(f"{word} là" for word in words), None]
    assert_promises_kept(seed())


def test_every_point_has_the_leads_that_it_names() -> None:
    found = {task.label: named(task) for task in seed().tasks}
    assert {label: found[label] for label in LEADS} == LEADS


def test_points_that_name_nobody_are_led_by_those_whom_the_lead_in_addresses() -> None:
    for task in seed().tasks[:3]:
        assert [(body.group, body.inherited) for body in task.lead] == [(True, True)]


def test_whom_the_leads_direct_is_told() -> None:
    fourth, fifth, sixth = seed().tasks[3:6]
    assert named(fourth, BodyRole.DIRECTED)[0] == "Ủy ban nhân dân tỉnh"
    assert len(named(fourth, BodyRole.DIRECTED)) == 3
    assert named(fifth, BodyRole.DIRECTED)[0] == "Thường trực Hội đồng nhân dân tỉnh"
    assert named(sixth, BodyRole.DIRECTED) == ["các cơ quan truyền thông"]


def test_the_fourth_point_has_four_sub_tasks_and_only_the_first_names_its_own_lead() -> None:
    children = seed().tasks[3].children
    assert [named(child)[0] for child in children] == ["Ủy ban nhân dân tỉnh", *[PROVINCE] * 3]
    assert [child.lead[0].inherited for child in children] == [False, True, True, True]


def test_the_closing_task_comes_back_every_quarter() -> None:
    closing = seed().tasks[-1]
    assert closing.recurrence is not None
    assert (closing.recurrence.every, closing.nature) == (Every.QUARTER, Nature.PERIODIC)
    assert named(closing, BodyRole.COORDINATING) == ["các cơ quan liên quan"]
    assert named(closing, BodyRole.REPORTS_TO) == ["Ban Thường vụ Tỉnh ủy"]


def test_no_day_is_guessed_for_a_directive_that_sets_none() -> None:
    assert [task.due.date for task in seed().walk() if task.due] in ([], [None])
    assert seed().document.number is None
    assert seed().document.issued_on is None


def test_what_the_page_sets_around_the_document_is_furniture() -> None:
    assert words_in(seed(), SpanRole.UNEXPLAINED) == ""
    assert "Ban Biên tập" in words_in(seed(), SpanRole.FURNITURE)
