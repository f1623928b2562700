"""Times that stand away from their duty, and years that only belong to a name."""

from __future__ import annotations

from datetime import date

import pytest

from directives import Every
from tests.directives.parsed import HEAD, LEAD_IN, named, only_task, parsed


def due_of(words: str) -> date | None:
    due = only_task(words).due
    return due.date if due else None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Tập trung thi công, bảo đảm thông xe kỹ thuật năm 2026.", date(2026, 12, 31)),
        ("Phấn đấu 20% số xã không có điểm nóng năm 2026, giữ vững trật tự.", date(2026, 12, 31)),
        ("Trong hai năm 2026 và 2027 phải lập xong bản đồ ngập lụt.", date(2027, 12, 31)),
        ("Từ nay đến 2028 cắt giảm một nửa số đầu mối.", date(2028, 12, 31)),
        ("Phấn đấu hoàn thành các chỉ tiêu kế hoạch năm 2026.", None),
        ("Phấn đấu thu ngân sách cao hơn năm 2024.", None),
        ("Đối với các hạng mục triển khai trong năm 2026, bố trí đủ vốn.", None),
        ("Hỗ trợ các xã lập lộ trình đạt mục tiêu không còn nhà tạm vào năm 2030.", None),
        ("Ưu tiên dự án trong danh mục hoàn thành 200 km đường vào năm 2030.", None),
        ("Hỗ trợ nông dân, trong năm 2026 tập trung vào vùng chuyên canh.", None),
        ("Giữ giá ổn định; trong quý I/2026, không tăng phí.", None),
    ],
)
def test_a_year_binds_where_something_is_to_be_reached_by_it(words: str, day: date | None) -> None:
    assert due_of(words) == day


@pytest.mark.parametrize(
    "limit",
    [
        "trước khi họp ít nhất 05 ngày làm việc",
        "trước ngày khai giảng tối thiểu 10 ngày",
        "chậm nhất 07 ngày trước khi khai mạc",
    ],
)
def test_a_limit_may_end_with_an_event(limit: str) -> None:
    due = only_task(f"Văn phòng gửi tài liệu {limit}.").due
    assert due is not None
    assert (due.text, due.date) == (limit, None)


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("Định kỳ tổ chức sơ kết việc thực hiện chương trình hằng năm.", Every.YEAR),
        ("Đưa việc thực hiện vào chương trình kiểm tra, giám sát hằng năm.", None),
        ("Nâng cao chất lượng phong trào đọc sách hằng năm và giai đoạn 2026 - 2030.", None),
    ],
)
def test_every_year_belongs_to_the_duty_or_to_a_noun(words: str, every: Every | None) -> None:
    found = only_task(words).recurrence
    assert (found.every if found else None) == every


def test_a_list_of_times_gives_its_first_to_the_point_above() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Xây dựng nhà lưu trữ\n\nThời gian thực hiện:\n\n"
        "- 2026 - 2027: xây dựng phần thô;\n\n- 2028: đưa kho vào khai thác.\n\n"
        "2. Sở Y tế kiểm tra.\n"
    )
    first, second = parsed(text).tasks
    assert first.due is not None
    assert first.due.date == date(2027, 12, 31)
    assert (first.children, second.due) == ((), None)


def test_the_time_behind_a_list_is_the_one_of_the_list() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Tổ chức tập huấn\n\n- Biên soạn tài liệu tập huấn.\n\n"
        "- Mời giảng viên.\n\nThời gian thực hiện: 2026 - 2027\n\n2. Sở Y tế kiểm tra.\n"
    )
    first = parsed(text).tasks[0]
    assert first.due is not None
    assert first.due.date == date(2027, 12, 31)
    assert [child.due for child in first.children] == [None, None]


def test_a_paragraph_that_goes_on_belongs_to_the_duty_before_it() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Sở Y tế kiểm tra.\n\n"
        "Giao Văn phòng Ủy ban nhân dân tỉnh đôn đốc việc thực hiện.\n\n"
        "Định kỳ hằng quý báo cáo kết quả.\n"
    )
    last = parsed(text).tasks[-1]
    assert named(last) == ["Văn phòng Ủy ban nhân dân tỉnh"]
    assert last.recurrence is not None
    assert last.text.endswith("báo cáo kết quả.")


def test_what_is_said_begins_a_sentence_of_its_own() -> None:
    words = (
        "Chỉ thị yêu cầu, trường hợp chậm bàn giao, người đứng đầu phải có trách nhiệm "
        "giải trình trước ngày 31/3/2026."
    )
    assert named(only_task(words)) == ["người đứng đầu"]


def test_a_stage_is_a_duty_with_its_own_time() -> None:
    text = (
        f"{HEAD}{LEAD_IN}1. Giai đoạn 1: Rà soát hiện trạng (từ tháng 6/2026 đến tháng 9/2026)\n\n"
        "- Thu thập số liệu.\n\n- Lập báo cáo hiện trạng.\n\n2. Sở Y tế kiểm tra.\n"
    )
    first = parsed(text).tasks[0]
    assert first.due is not None
    assert (first.label, first.due.date) == ("1.", date(2026, 9, 30))
