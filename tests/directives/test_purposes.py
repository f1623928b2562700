"""What a point is for: it directs, only groups, tells of things, or defines."""

from __future__ import annotations

import pytest

from directives import SpanRole
from tests.directives.parsed import HEAD, LEAD_IN, named, parsed, shape, words_in

FILLER = "\n\n9. Sở Y tế kiểm tra các cơ sở.\n"


def labels(text: str) -> list[str | None]:
    return [label for _, label in shape(parsed(text))]


def test_a_topic_only_groups_and_its_points_stand_in_its_place() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Về đất đai

- Rà soát hồ sơ địa chính.

- Thu hồi đất bỏ hoang.{FILLER}"""
    assert labels(text) == ["-", "-", "9."]


def test_a_command_directs_although_points_stand_below_it() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Tăng cường quản lý đất đai

- Rà soát hồ sơ địa chính.

- Thu hồi đất bỏ hoang.{FILLER}"""
    assert shape(parsed(text))[:3] == [("t1", "1."), ("t1.1", "-"), ("t1.2", "-")]


def test_a_section_only_groups_even_where_its_title_commands() -> None:
    text = f"""{HEAD}I. Tăng cường quản lý đất đai

1. Sở Xây dựng rà soát hồ sơ địa chính.

2. Sở Y tế kiểm tra các cơ sở.
"""
    assert labels(text) == ["1.", "2."]


def test_a_section_that_names_a_body_gives_it_the_points_below() -> None:
    text = f"""{HEAD}I. Sở Xây dựng:

1. Rà soát hồ sơ địa chính.

2. Kiểm tra các công trình.
"""
    reading = parsed(text)
    assert shape(reading) == [("t1", "I."), ("t1.1", "1."), ("t1.2", "2.")]
    assert [named(task) for task in reading.walk()] == [["Sở Xây dựng"]] * 3


def test_the_title_of_an_article_is_a_heading_and_its_sentence_a_task() -> None:
    text = f"""{HEAD}Điều 1. Trách nhiệm của Sở Xây dựng

1. Rà soát hồ sơ địa chính.

2. Kiểm tra các công trình.

Điều 2. Giám đốc Sở Xây dựng chịu trách nhiệm thi hành Quyết định này.
"""
    reading = parsed(text)
    assert shape(reading) == [("t1", "1."), ("t2", "2."), ("t3", "Điều 2")]
    assert [named(task) for task in reading.tasks[:2]] == [["Sở Xây dựng"]] * 2


def test_an_article_of_paragraphs_alone_is_the_task() -> None:
    text = f"""{HEAD}Điều 1. Chế độ báo cáo

Sở Xây dựng báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện.

Điều 2. Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này.
"""
    assert labels(text) == ["Điều 1", "Điều 2"]


def test_an_article_and_its_first_point_may_share_a_line() -> None:
    text = f"""{HEAD}Điều 1. 1. Giao Sở Xây dựng rà soát hồ sơ địa chính.

2. Giao Sở Y tế kiểm tra các cơ sở.
"""
    assert labels(text) == ["1.", "2."]


def test_members_of_a_body_are_no_tasks_but_what_follows_them_may_be() -> None:
    text = f"""{HEAD}Điều 1. Thành lập Ban Chỉ đạo gồm các thành viên sau:

1. Trưởng ban: Chủ tịch Ủy ban nhân dân tỉnh.

2. Các ủy viên:

- Giám đốc Sở Xây dựng;

- Giám đốc Sở Y tế.

Điều 2. Giám đốc Sở Xây dựng chịu trách nhiệm thi hành Quyết định này.
"""
    assert labels(text) == ["Điều 2"]


@pytest.mark.parametrize(
    "line",
    [
        "Sở Nội vụ là cơ quan tham mưu, giúp Ủy ban nhân dân tỉnh về tổ chức bộ máy.",
        "Các thành viên Ban Chỉ đạo làm việc theo chế độ kiêm nhiệm.",
        "Trưởng ban sử dụng con dấu của Ủy ban nhân dân tỉnh.",
        "Phạm vi: thực hiện trên toàn địa bàn tỉnh.",
    ],
)
def test_definitions_and_permissions_direct_nobody(line: str) -> None:
    assert labels(f"{HEAD}{LEAD_IN}1. {line}{FILLER}") == ["9."]


def test_an_account_of_things_may_hold_commands() -> None:
    text = f"""{HEAD}Điều 1. Hội đồng nhân dân tỉnh thống nhất với nội dung chất vấn, cụ thể:

1. Về đất rừng:

- Diện tích đất rừng giảm so với năm trước.

- Yêu cầu Ủy ban nhân dân tỉnh kiểm tra việc chuyển mục đích sử dụng đất rừng.

Điều 2. Thường trực Hội đồng nhân dân tỉnh chịu trách nhiệm thi hành Nghị quyết này.
"""
    reading = parsed(text)
    assert [task.label for task in reading.walk()] == ["-", "Điều 2"]
    assert named(reading.tasks[0]) == ["Ủy ban nhân dân tỉnh"]
    assert "Diện tích đất rừng" in words_in(reading, SpanRole.CONTEXT)


def test_aims_and_duties_in_one_section_are_read_for_their_duties() -> None:
    text = f"""{HEAD}II. MỤC TIÊU, NHIỆM VỤ VÀ GIẢI PHÁP

1. Sở Xây dựng rà soát hồ sơ địa chính.

2. Sở Y tế kiểm tra các cơ sở.
"""
    assert labels(text) == ["1.", "2."]


def test_where_the_money_comes_from_is_no_duty_but_who_provides_it_is() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Sở Xây dựng rà soát hồ sơ địa chính.

IV. KINH PHÍ THỰC HIỆN

1. Nguồn ngân sách tỉnh.

2. Giao Sở Tài chính bố trí kinh phí hằng năm.
"""
    assert labels(text) == ["1.", "2."]


def test_a_single_paragraph_below_a_topic_is_the_duty_of_its_number() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Về đường tránh thị trấn:

Giao Sở Xây dựng lập hồ sơ, báo cáo Ủy ban nhân dân tỉnh.

2. Về trạm y tế:

Giao Sở Y tế lập danh mục trang thiết bị.
"""
    first, second = parsed(text).tasks
    assert (first.label, first.children) == ("1.", ())
    assert first.text.endswith("báo cáo Ủy ban nhân dân tỉnh.")
    assert named(second) == ["Sở Y tế"]


def test_each_paragraph_of_prose_that_names_who_answers_is_a_task_of_its_own() -> None:
    text = f"""{HEAD}Sở Xây dựng có trách nhiệm kiểm tra các công trình ven sông.

Mùa mưa năm nay đến sớm hơn mọi năm.

Sở Y tế có trách nhiệm dự trữ thuốc; trong đó,

ưu tiên các xã thường bị chia cắt.
"""
    first, second = parsed(text).tasks
    assert first.text.endswith("ven sông.")
    assert second.text.endswith("bị chia cắt.")


def test_a_second_copy_behind_the_signature_directs_nobody() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Sở Xây dựng rà soát hồ sơ địa chính.

T/M BAN THƯỜNG VỤ
BÍ THƯ
Nguyễn Văn An

{HEAD}{LEAD_IN}1. Sở Xây dựng rà soát hồ sơ địa chính.
"""
    assert labels(text) == ["1."]


def test_an_l_typed_as_a_capital_i_counts_on_from_k() -> None:
    letters = "abcdđeghik"
    points = "\n\n".join(f"{letter}) Rà soát hồ sơ số {n}." for n, letter in enumerate(letters))
    text = f"{HEAD}{LEAD_IN}1. Sở Xây dựng:\n\n{points}\n\nI) Báo cáo kết quả.{FILLER}"
    assert labels(text) == ["1.", *(f"{letter})" for letter in letters), "I)", "9."]


def test_a_number_on_a_line_of_its_own_belongs_to_the_sentence_below() -> None:
    text = f"{HEAD}{LEAD_IN}1 .\nSở Xây dựng rà soát hồ sơ .\n2 .\nSở Y tế kiểm tra các cơ sở .\n"
    first, second = parsed(text).tasks
    assert first.text.endswith("hồ sơ .")
    assert named(second) == ["Sở Y tế"]


def test_an_account_that_is_ordered_is_a_duty_not_an_account() -> None:
    text = f"""{HEAD}Ủy ban nhân dân tỉnh yêu cầu Sở Y tế lập kế hoạch với các nội dung sau:

I. Về đánh giá tình hình thực hiện kế hoạch

Các nội dung cần tập trung đánh giá bao gồm:

1. Kết quả khám, chữa bệnh.

2. Việc huy động các nguồn vốn.
"""
    assert [named(task) for task in parsed(text).tasks] == [["Sở Y tế"], ["Sở Y tế"]]


def test_principles_of_a_regulation_hold_duties_of_its_members() -> None:
    text = f"""{HEAD}Điều 1. Nguyên tắc làm việc

1. Ban Chỉ đạo làm việc theo nguyên tắc tập trung, dân chủ.

2. Các Ủy viên có trách nhiệm tham dự đầy đủ các cuộc họp.

Điều 2. Trách nhiệm của Sở Y tế

1. Lập kế hoạch kiểm tra.
"""
    assert [task.label for task in parsed(text).tasks] == ["2.", "1."]


def test_a_topic_with_a_paragraph_that_says_who_must_is_a_task() -> None:
    text = f"""{HEAD}I. NHIỆM VỤ

1. Về tăng trưởng kinh tế:

Tỉnh cần tập trung lãnh đạo các dự án.

2. Sở Y tế lập kế hoạch.
"""
    assert [task.label for task in parsed(text).tasks] == ["1.", "2."]
