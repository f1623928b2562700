"""What a task asks of each body that it names."""

from __future__ import annotations

import pytest

from directives import BodyRole
from tests.directives.parsed import HEAD, named, only_task, parsed

LEAD, DIRECTED, WITH, TO = BodyRole


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát quy hoạch.",
         {LEAD: ["Sở Xây dựng"], WITH: ["Sở Tài chính"]}),
        ("Giao Sở Xây dựng lập kế hoạch.", {LEAD: ["Sở Xây dựng"]}),
        ("Sở Y tế, Công an tỉnh kiểm tra các cơ sở.", {LEAD: ["Sở Y tế", "Công an tỉnh"]}),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh chỉ đạo Ủy ban nhân dân tỉnh xây dựng đề án.",
         {LEAD: ["Ban cán sự đảng Ủy ban nhân dân tỉnh"], DIRECTED: ["Ủy ban nhân dân tỉnh"]}),
        ("Sở Tài chính tổng hợp, báo cáo Ủy ban nhân dân tỉnh.",
         {LEAD: ["Sở Tài chính"], TO: ["Ủy ban nhân dân tỉnh"]}),
        ("Sở Nội vụ tham mưu Ban Thường vụ Tỉnh ủy ban hành kết luận.",
         {LEAD: ["Sở Nội vụ"], TO: ["Ban Thường vụ Tỉnh ủy"]}),
    ],
)  # fmt: skip
def test_every_body_has_the_role_that_the_words_give_it(
    words: str, roles: dict[BodyRole, list[str]]
) -> None:
    task = only_task(words)
    assert {role: named(task, role) for role in BodyRole if named(task, role)} == roles


def test_a_point_without_a_subject_inherits_the_bodies_of_the_lead_in() -> None:
    lead = only_task("Rà soát quy hoạch sử dụng đất.").lead
    assert [(body.text, body.group, body.inherited) for body in lead] == [
        ("các sở, ban, ngành", True, True)
    ]


def test_a_sub_task_inherits_its_parent_and_may_name_its_own() -> None:
    text = f"""{HEAD}Ban Thường vụ Tỉnh ủy yêu cầu:

1. Sở Xây dựng thực hiện:

a) Lập danh mục công trình.

b) Thanh tra tỉnh kiểm tra các công trình.

2. Sở Y tế báo cáo kết quả.
"""
    first, second = parsed(text).tasks[0].children
    assert [(b.text, b.inherited) for b in first.lead] == [("Sở Xây dựng", True)]
    assert [(b.text, b.inherited) for b in second.lead] == [("Thanh tra tỉnh", False)]


def test_where_nobody_is_named_nothing_is_guessed() -> None:
    tasks = parsed("CHỈ THỊ\n\n1. Rà soát quy hoạch.\n\n2. Kiểm tra đất đai.\n").tasks
    assert [task.lead for task in tasks] == [(), ()]


def test_those_who_get_a_copy_get_no_role() -> None:
    text = f"{HEAD}1. Sở Y tế kiểm tra.\n\n2. Sở Y tế báo cáo.\n\nNơi nhận:\n- Sở Tài chính;\n"
    reading = parsed(text)
    assert all(
        "Sở Tài chính" not in named(task, role) for task in reading.walk() for role in BodyRole
    )
    assert any("Sở Tài chính" in name for name in reading.document.recipients)
