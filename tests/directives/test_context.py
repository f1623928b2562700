"""What stands among the points of a document and directs nobody, and what only looks so."""

from __future__ import annotations

import pytest

from tests.directives.parsed import HEAD, LEAD_IN, named, parsed

END = "\n\n3. Sở Y tế kiểm tra.\n"


def labels(text: str) -> list[str | None]:
    return [task.label for task in parsed(text).walk()]


@pytest.mark.parametrize(
    "context",
    [
        "Trường hợp cần thiết Trưởng ban có thể triệu tập họp bất thường.",
        "Căn cứ yêu cầu thực tế, Cơ quan thường trực có thể đề xuất mời chuyên gia dự họp.",
        "Trong quá trình thực hiện nhiệm vụ, Tổ công tác được làm việc với các bộ, ngành.",
        "Danh mục nhiệm vụ cụ thể nêu tại Phụ lục kèm theo.",
    ],
)
def test_permission_and_what_an_annex_holds_are_no_duties(context: str) -> None:
    assert labels(f"{HEAD}{LEAD_IN}1. Sở Xây dựng rà soát.\n\n2. {context}{END}") == ["1.", "3."]


def test_what_a_course_or_a_check_is_about_is_no_duty() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Sở Xây dựng rà soát.\n\n2. Nội dung tập huấn\n\n- Quản trị tài khoản."
    )
    assert labels(f"{text}{END}") == ["1.", "3."]


def test_a_section_of_one_line_is_a_heading() -> None:
    text = f"{HEAD}{LEAD_IN}I. NHIỆM VỤ\n\n1. Sở Y tế kiểm tra.\n\nII. Hiệu lực thi hành\n"
    assert labels(f"{text}\nChỉ thị này có hiệu lực từ ngày ký.\n") == ["1."]


def test_a_title_bent_on_something_is_a_duty_of_its_own() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Bản tin thường kỳ, tập trung vào các nhóm nội dung\n\n"
        "- Phổ biến chính sách mới.\n\n2. Sở Y tế kiểm tra.\n"
    )
    assert [task.label for task in parsed(text).tasks] == ["1.", "2."]


def test_a_word_broken_at_its_dash_begins_no_point() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Sở Xây dựng rà soát kế hoạch phát triển kinh tế\n\n- xã hội của tỉnh."
    )
    assert labels(f"{text}{END}") == ["1.", "3."]


def test_what_is_added_at_once_belongs_to_the_point() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Sở Y tế kiểm tra.\n\n2. Giao Công an tỉnh tuần tra.\n\n"
        "Đồng thời, giao Sở Tài chính bố trí kinh phí.\n"
    )
    assert named(parsed(text).tasks[-1]) == ["Công an tỉnh", "Sở Tài chính"]


def test_a_caption_is_furniture() -> None:
    caption = "Các đơn vị cần khẩn trương rà soát quỹ đất đang sử dụng. Ảnh: Internet."
    assert labels(
        f"{HEAD}{caption}\n\n{LEAD_IN}1. Sở Y tế kiểm tra.\n\n2. Sở Nội vụ đôn đốc.\n"
    ) == [
        "1.",
        "2.",
    ]


def test_those_for_whom_a_condition_holds_lead() -> None:
    text = (
        f"{HEAD}Thủ tướng yêu cầu, địa phương nào chưa lập Ban Chỉ đạo thì phải lập ngay, "
        "hoàn thành trong tháng 6/2025.\n"
    )
    assert named(parsed(text).tasks[0]) == ["địa phương nào chưa lập Ban Chỉ đạo"]


def test_a_long_sentence_about_money_awaits_no_paragraph() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Sở Y tế kiểm tra.\n\n2. Kinh phí thực hiện:\n\n"
        "- Kinh phí thực hiện Kế hoạch được bảo đảm từ ngân sách tỉnh và các nguồn vốn hợp pháp "
        "khác theo quy định của pháp luật hiện hành về ngân sách.\n\n"
        "Trên đây là Kế hoạch kiểm tra. Yêu cầu các sở, ngành nghiêm túc thực hiện.\n"
    )
    assert named(parsed(text).tasks[-1]) == ["các sở, ngành"]
