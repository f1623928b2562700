"""Where the names of bodies end that no table lists."""

from __future__ import annotations

import pytest

from directives import BodyRole
from directives.bodies import gazetteer
from directives.wording import plain_reading
from tests.directives.parsed import named, only_task, parsed

LEAD, DIRECTED, WITH, TO = BodyRole
ADDRESSED = ["các sở, ban, ngành"]
"""Whom the sentence before the list speaks to."""


@pytest.mark.parametrize(
    "name",
    [
        "Phòng Giáo dục và Đào tạo",
        "Phòng Kế hoạch - Tài chính",
        "Phòng Tổng hợp",
        "Trạm Chăn nuôi và Thú y",
        "Ban Tuyên giáo - Nữ công",
        "Khoa Khám bệnh",
        "Tiểu đoàn vận tải",
        "Bộ Tư lệnh Quân khu 9",
        "BTL Quân khu 5, 7 và 9",
        "Đội Quản lý thị trường số 4",
        "Cục Cảnh sát giao thông",
        "Vụ Tín dụng các ngành kinh tế",
        "Trung tâm Dịch vụ tổng hợp",
        "Công đoàn các khu công nghiệp tỉnh",
        "Công an các đơn vị, địa phương",
        "Trường Cao đẳng Y tế TP. Cần Thơ",
        "Ủy ban nhân dân các huyện Đông Hải, Hòa Bình",
        "Ban Chỉ huy PCTT và TKCN tỉnh",
        "Khoa Hồi sức tích cực",
        "Viện Nghiên cứu phát triển kinh tế - xã hội thành phố",
        "Quỹ Đầu tư phát triển tỉnh",
    ],
)
def test_a_name_ends_where_its_own_words_end(name: str) -> None:
    assert named(only_task(f"{name} chủ trì rà soát số liệu.")) == [name]
    assert named(only_task(f"{name} tham mưu kế hoạch năm tới.")) == [name]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Giáo viên chủ nhiệm phối hợp với phụ huynh quản lý học sinh.", ["Giáo viên chủ nhiệm"]),
        ("Các nghệ nhân có trách nhiệm truyền nghề.", ["Các nghệ nhân"]),
        ("Công tác tuyên truyền phối hợp với các đoàn thể phải đi trước một bước.", ADDRESSED),
        ("Việc sơ kết phối hợp với hội nghị cuối năm để tiết kiệm.", ADDRESSED),
    ],
)
def test_an_unknown_subject_leads_before_what_only_people_do(words: str, lead: list[str]) -> None:
    assert named(only_task(words)) == lead


@pytest.mark.parametrize(
    ("words", "reported_to"),
    [
        ("Vụ Pháp chế tổng hợp, báo cáo Bộ trước ngày 15/6/2024.", ["Bộ"]),
        ("Ban Kỹ thuật lập hồ sơ, trình Tập đoàn phê duyệt.", ["Tập đoàn"]),
        ("Phòng Hành chính theo dõi, báo cáo Giám đốc hằng tuần.", ["Giám đốc"]),
        ("Phòng Điều dưỡng gửi kết quả cho Ban Giám đốc.", ["Ban Giám đốc"]),
        ("Các chủ rừng báo ngay cho Hạt Kiểm lâm huyện khi có cháy.", ["Hạt Kiểm lâm huyện"]),
    ],
)
def test_the_one_that_all_know_gets_the_report(words: str, reported_to: list[str]) -> None:
    assert named(only_task(words), TO) == reported_to


def test_the_topic_before_a_subject_does_not_hide_it() -> None:
    task = only_task("Về dự án cầu Bình Lợi: Ban Quản lý dự án giao thông làm việc với nhà thầu.")
    assert named(task) == ["Ban Quản lý dự án giao thông"]
    task = only_task("Trước ngày 15/3/2023: Sở Nội vụ, Sở Y tế gửi báo cáo.")
    assert named(task) == ["Sở Nội vụ", "Sở Y tế"]


def test_each_clause_of_a_list_has_its_own_subject() -> None:
    words = "Giao Sở Tài chính bố trí vốn; Sở Xây dựng gỡ vướng; Sở Y tế chuẩn bị thuốc."
    assert named(only_task(words)) == ["Sở Tài chính", "Sở Xây dựng", "Sở Y tế"]


def test_whom_a_leading_body_assigns_is_directed() -> None:
    task = only_task("Huyện ủy lập kế hoạch, phân công các đồng chí Huyện ủy viên phụ trách.")
    assert named(task) == ["Huyện ủy"]
    assert named(task, DIRECTED)


def test_the_office_that_announces_its_opinion_leads_nothing() -> None:
    text = (
        "THÔNG BÁO\n\nSau khi xem xét, Chủ tịch UBND tỉnh có ý kiến chỉ đạo như sau:\n\n"
        "1. Rà soát các hồ sơ tồn đọng.\n\n2. Sở Nội vụ đôn đốc.\n"
    )
    assert [named(task) for task in parsed(text).tasks] == [[], ["Sở Nội vụ"]]


def test_a_comrade_may_be_abbreviated() -> None:
    words = "Giao đ/c Giám đốc Sở Xây dựng trực tiếp kiểm tra hiện trường."
    assert named(only_task(words)) == ["Giám đốc Sở Xây dựng"]


def test_names_that_never_end_are_read_only_so_deep() -> None:
    for piece in ("Thủ trưởng các ", "Sở Tài chính thuộc ", "Văn phòng Đảng ủy của "):
        assert gazetteer().find(plain_reading(piece * 2000)) is not None


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("Nghiệp đoàn nghề cá, Đồn Biên phòng Nhật Lệ tăng cường tuần tra.",
         ["Nghiệp đoàn nghề cá", "Đồn Biên phòng Nhật Lệ"]),
        ("Các nghệ nhân tổ chức truyền nghề.", ["Các nghệ nhân"]),
        ("Các mặt hàng phục vụ Tết phải rõ nguồn gốc.", ADDRESSED),
        ("Trung đoàn 754, Tiểu đoàn huấn luyện cơ động duy trì chế độ trực.",
         ["Trung đoàn 754", "Tiểu đoàn huấn luyện cơ động"]),
        ("Các doanh nghiệp trong khu công nghiệp: đấu nối nước thải.",
         ["Các doanh nghiệp trong khu công nghiệp"]),
    ],
)  # fmt: skip
def test_many_and_unknown_bodies_lead_together(words: str, lead: list[str]) -> None:
    assert named(only_task(words)) == lead


def test_a_part_in_brackets_does_not_end_the_list_of_bodies() -> None:
    words = "Sở Y tế gửi báo cáo về Bộ Tài chính (Vụ Ngân sách nhà nước) và Bộ Nội vụ để tổng hợp."
    assert named(only_task(words), TO) == ["Bộ Tài chính", "Bộ Nội vụ"]


def test_who_holds_an_office_is_no_part_of_its_name() -> None:
    words = "Phó Chủ tịch UBND tỉnh Lê Văn Nam chủ trì kiểm tra tại Hồ Chí Minh."
    assert named(only_task(words)) == ["Phó Chủ tịch UBND tỉnh"]
    assert named(only_task("UBND thành phố Hồ Chí Minh chủ trì.")) == ["UBND thành phố Hồ Chí Minh"]


def test_to_lead_a_body_is_no_body() -> None:
    task = only_task("Đảng ủy Quân sự tỉnh lãnh đạo Bộ Chỉ huy Quân sự tỉnh tuyển quân.")
    assert named(task) == ["Đảng ủy Quân sự tỉnh"]
