"""Which paragraphs are points, how they nest, and what the rest is for."""

from __future__ import annotations

from itertools import pairwise

import pytest

from directives import SpanRole, parse_directive
from tests.directives.parsed import HEAD, LEAD_IN, named, parsed, shape, words_in


def test_labels_nest_by_rank_and_keep_their_words() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Sở Xây dựng thực hiện các việc sau:

a) Lập danh mục công trình:

- Rà soát hồ sơ.

- Kiểm tra hiện trường.

b) Báo cáo kết quả.

2. Sở Y tế kiểm tra các cơ sở.
"""
    reading = parsed(text)
    assert shape(reading) == [
        ("t1", "1."),
        ("t1.1", "a)"),
        ("t1.1.1", "-"),
        ("t1.1.2", "-"),
        ("t1.2", "b)"),
        ("t2", "2."),
    ]
    assert reading.tasks[0].text.endswith("b) Báo cáo kết quả.")


def test_a_list_inside_one_paragraph_is_split() -> None:
    text = (
        f"{HEAD}Ban Thường vụ Tỉnh ủy yêu cầu các sở, ngành: Một là, lập kế hoạch. "
        "Hai là, kiểm tra đất đai. Ba là, báo cáo kết quả.\n"
    )
    assert [label for _, label in shape(parsed(text))] == ["Một là", "Hai là", "Ba là"]


def test_paragraphs_after_a_head_that_ends_in_a_colon_are_its_children() -> None:
    text = f"""{HEAD}{LEAD_IN}Một là, Sở Xây dựng tập trung:

Ban hành kế hoạch kiểm tra các công trình.

Rà soát quy hoạch sử dụng đất.

Hai là, Sở Y tế kiểm tra các cơ sở.
"""
    assert shape(parsed(text)) == [
        ("t1", "Một là"),
        ("t1.1", None),
        ("t1.2", None),
        ("t2", "Hai là"),
    ]


def test_no_point_counts_on_from_before_a_heading_with_words_of_its_own() -> None:
    text = f"""{HEAD}{LEAD_IN}Một là, Sở Xây dựng lập kế hoạch.

I. Rà soát quy hoạch.

TỔ CHỨC THỰC HIỆN

Sở Y tế kiểm tra các cơ sở.

II. Kiểm tra đất đai.
"""
    tasks = parsed(text).tasks
    assert [task.label for task in tasks] == ["Một là", None, "II."]
    assert all(before.end <= after.start for before, after in pairwise(tasks))


def test_other_paragraphs_below_a_point_are_its_own_words() -> None:
    text = f"""{HEAD}{LEAD_IN}Một là, Sở Xây dựng lập kế hoạch kiểm tra.

Việc kiểm tra phải khách quan, đúng quy định.

Hai là, Sở Y tế kiểm tra các cơ sở.
"""
    first, second = parsed(text).tasks
    assert first.text.endswith("đúng quy định.")
    assert second.text.startswith("Hai là")


def test_a_closing_paragraph_that_names_a_lead_is_a_task_without_a_label() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Sở Xây dựng lập kế hoạch kiểm tra.

2. Sở Y tế kiểm tra các cơ sở.

Văn phòng Tỉnh ủy chủ trì, phối hợp với các cơ quan liên quan theo dõi, đôn đốc, \
định kỳ hằng quý báo cáo Ban Thường vụ Tỉnh ủy.
"""
    last = parsed(text).tasks[-1]
    assert last.label is None
    assert named(last) == ["Văn phòng Tỉnh ủy"]
    assert last.recurrence is not None


def test_headings_that_only_group_are_no_tasks() -> None:
    text = f"""{HEAD}I. NHIỆM VỤ, GIẢI PHÁP

1. Về đất đai

a) Sở Xây dựng lập quy hoạch.

b) Sở Tài chính bố trí kinh phí.

2. Về y tế

a) Sở Y tế kiểm tra các cơ sở.

b) Công an tỉnh bảo đảm an ninh.
"""
    reading = parsed(text)
    assert [label for _, label in shape(reading)] == ["a)", "b)", "a)", "b)"]
    assert "1. Về đất đai" in words_in(reading, SpanRole.HEADING)


@pytest.mark.parametrize(
    "title", ["I. ĐÁNH GIÁ TÌNH HÌNH", "I. MỤC ĐÍCH, YÊU CẦU", "I. KẾT QUẢ ĐẠT ĐƯỢC"]
)
def test_sections_that_judge_or_aim_direct_nobody(title: str) -> None:
    text = f"""{HEAD}{title}

1. Công tác quản lý đất đai có nhiều tiến bộ.

2. Còn một số hạn chế trong thu hồi đất.

II. NHIỆM VỤ

1. Sở Xây dựng lập quy hoạch.

2. Sở Y tế kiểm tra các cơ sở.
"""
    reading = parsed(text)
    assert [named(task) for task in reading.tasks] == [["Sở Xây dựng"], ["Sở Y tế"]]
    assert "tiến bộ" in words_in(reading, SpanRole.CONTEXT)


def test_every_zone_of_a_document_has_its_role() -> None:
    text = f"""{HEAD}Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;

Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Xây dựng lập quy hoạch.

2. Sở Y tế kiểm tra các cơ sở.

Chỉ thị này có hiệu lực kể từ ngày ký.

Nơi nhận:
- Sở Xây dựng;

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""
    reading = parsed(text)
    assert "Luật Đất đai" in words_in(reading, SpanRole.BASIS)
    assert "có hiệu lực" in words_in(reading, SpanRole.CONTEXT)
    assert "Nơi nhận" in words_in(reading, SpanRole.RECIPIENTS)
    assert "TM. ỦY BAN NHÂN DÂN" in words_in(reading, SpanRole.SIGNATURE)
    assert "CHỈ THỊ" in words_in(reading, SpanRole.HEADING)
    assert len(reading.tasks) == 2


def test_those_whom_a_letter_addresses_are_no_tasks() -> None:
    text = f"""{HEAD}Kính gửi:

- Sở Xây dựng;

- Sở Y tế.

Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Xây dựng lập quy hoạch.

2. Sở Y tế kiểm tra các cơ sở.
"""
    assert [label for _, label in shape(parsed(text))] == ["1.", "2."]


def test_points_of_an_article_are_its_tasks() -> None:
    text = """QUYẾT ĐỊNH

Điều 1. Giao nhiệm vụ cho các cơ quan:

1. Sở Xây dựng lập quy hoạch.

2. Sở Y tế kiểm tra các cơ sở.

Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
"""
    labels = [label for _, label in shape(parsed(text))]
    assert "1." in labels
    assert "2." in labels
    assert "Điều 2" not in labels


@pytest.mark.parametrize(
    ("outer", "inner"), [(("A.", "B."), ("I.", "II.")), (("I.", "II."), ("A.", "B."))]
)
def test_capital_letters_hold_roman_numbers_where_they_come_first(
    outer: tuple[str, str], inner: tuple[str, str]
) -> None:
    text = f"""{HEAD}Ủy ban nhân dân tỉnh yêu cầu Sở Xây dựng thực hiện các việc sau:

{outer[0]} Những nội dung về đất đai

{inner[0]} Công tác quy hoạch

1. Lập danh mục công trình.

{inner[1]} Công tác kiểm tra

1. Kiểm tra hiện trường.

{outer[1]} Những nội dung về nhà ở

1. Rà soát hồ sơ.
"""
    reading = parsed(text)
    assert [task.text for task in reading.tasks] == [
        "1. Lập danh mục công trình.",
        "1. Kiểm tra hiện trường.",
        "1. Rà soát hồ sơ.",
    ]
    assert [named(task) for task in reading.tasks] == [["Sở Xây dựng"]] * 3


def test_a_list_behind_an_account_is_not_taken_for_its_continuation() -> None:
    text = f"""{HEAD}Công tác này có ý nghĩa như sau:

Thứ nhất, bảo đảm an sinh xã hội.

Thứ hai, tạo việc làm cho Nhân dân.

Để đạt kết quả, Ủy ban nhân dân tỉnh nhấn mạnh hai nhóm nhiệm vụ.

Thứ nhất, Sở Xây dựng lập kế hoạch.

Thứ hai, Sở Y tế kiểm tra các cơ sở.
"""
    assert [named(task) for task in parsed(text).tasks] == [["Sở Xây dựng"], ["Sở Y tế"]]


def test_a_last_point_that_is_only_a_title_takes_the_paragraph_that_names_a_body() -> None:
    text = f"""{HEAD}{LEAD_IN}Một là, về công tác kiểm tra.

Lập kế hoạch kiểm tra các công trình.

Hai là , về công tác báo cáo.

Sở Xây dựng báo cáo kết quả.
"""
    reading = parsed(text)
    assert shape(reading) == [("t1", "Một là"), ("t2", "Hai là")]
    assert named(reading.tasks[1]) == ["Sở Xây dựng"]


def test_a_last_point_takes_a_paragraph_as_all_those_before_it_do() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Tăng cường kiểm tra đất đai.

Sở Xây dựng kiểm tra các công trình.

2. Xây dựng hệ thống theo dõi.

Sở Y tế lập danh mục cơ sở.
"""
    assert shape(parsed(text)) == [("t1", "1."), ("t2", "2.")]


def test_an_f_between_e_and_g_is_a_point_and_no_slip() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Sở Xây dựng:

d) Lập danh mục công trình.

đ) Kiểm tra hiện trường.

e) Rà soát hồ sơ.

f) Cung cấp thông tin cho Nhân dân.

g) Báo cáo kết quả.
"""
    reading = parsed(text)
    assert [label for _, label in shape(reading)] == ["1.", "d)", "đ)", "e)", "f)", "g)"]
    assert not [finding for finding in reading.findings if "f)" in finding.message]


def test_a_bold_line_does_not_go_on_in_the_plain_line_below_it() -> None:
    page = "**Lê Văn An**\n\ngiao Sở Y tế kiểm tra các cơ sở.\n"
    reading = parse_directive(page.encode(), name="tin.md")
    assert [task.text for task in reading.tasks] == ["giao Sở Y tế kiểm tra các cơ sở."]


def test_functions_that_bodies_act_on_are_no_legal_basis() -> None:
    duty = "Căn cứ chức năng, nhiệm vụ được giao, Sở Y tế chủ động lập kế hoạch."
    assert words_in(parsed(f"{HEAD}{duty}\n"), SpanRole.BASIS) == ""


def test_a_dash_before_what_a_body_is_begins_no_point() -> None:
    duty = "Sở Xây dựng theo dõi việc thực hiện, tổng hợp kết quả của các địa phương"
    text = f"""{HEAD}{LEAD_IN}1. {duty} và báo cáo Sở Nội vụ

- Cơ quan thường trực Ban Chỉ đạo để tổng hợp.

2. Sở Y tế kiểm tra các cơ sở.
"""
    assert shape(parsed(text)) == [("t1", "1."), ("t2", "2.")]


@pytest.mark.parametrize(
    "told",
    [
        "Ngày 08 tháng 11 năm 2025, Chủ tịch Ủy ban nhân dân tỉnh chủ trì Phiên họp lần thứ 2.",
        "Sau khi nghe Sở Giao thông vận tải báo cáo, Chủ tịch Ủy ban nhân dân tỉnh phát biểu.",
    ],
)
def test_what_is_told_of_a_session_directs_nobody(told: str) -> None:
    assert len(parsed(f"{HEAD}{told}\n\nGiao Sở Y tế kiểm tra các cơ sở.\n").tasks) == 1


def test_bullets_that_say_what_is_done_by_when_belong_to_their_point() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Xây dựng giáo trình.

Thời gian thực hiện:

- Biên soạn: 2026;

- Hoàn thiện: 2027.

2. Sở Y tế kiểm tra các cơ sở.
"""
    assert shape(parsed(text)) == [("t1", "1."), ("t2", "2.")]


def test_a_line_that_ends_in_giao_goes_on() -> None:
    text = f"{HEAD}Ủy ban nhân dân tỉnh giao\n\nSở Y tế kiểm tra các cơ sở.\n"
    assert [task.text for task in parsed(text).tasks] == [
        "Ủy ban nhân dân tỉnh giao\nSở Y tế kiểm tra các cơ sở."
    ]
