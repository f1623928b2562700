"""Whole documents in the forms in which they come: sites, articles, letters, plans, resolutions."""

from __future__ import annotations

import pytest

from directives import BodyRole, SpanRole
from tests.directives.parsed import HEAD, LEAD_IN, named, only_task, parsed, shape, words_in


def test_a_law_site_leaves_only_the_document_between_its_box_and_its_links() -> None:
    text = """Đang tải văn bản...

Số hiệu:

07/CT-UBND

Ngày ban hành:

12/5/2024

Người ký:

Trần Văn Bình

ỦY BAN NHÂN DÂN
TỈNH LÂM THAO

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Độc lập - Tự do - Hạnh phúc

CHỈ THỊ

VỀ PHÒNG CHÁY RỪNG

Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Tài chính bố trí kinh phí.

2. Sở Nội vụ kiện toàn tổ chức.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Bình

Văn bản liên quan

- Hỗ trợ người đọc: 1900.0000
"""
    reading = parsed(text)
    assert shape(reading) == [("t1", "1."), ("t2", "2.")]
    assert "Hỗ trợ người đọc" in words_in(reading, SpanRole.FURNITURE)
    document = reading.document
    assert (document.number, str(document.issued_on)) == ("07/CT-UBND", "2024-05-12")
    assert (document.issuer, document.signer) == ("Ủy ban nhân dân tỉnh Lâm Thao", "Trần Văn Bình")
    assert document.signer_title == "PHÓ CHỦ TỊCH"


def test_an_article_answers_its_questions_by_quoting_the_law() -> None:
    text = """# Toàn văn Chỉ thị 09/CT-UBND về phòng cháy rừng ra sao?

Theo đó, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ngành:

- Lập phương án chữa cháy trước ngày 30/4/2025.

- Kiểm tra các trạm bảo vệ rừng.

**Chủ rừng có nghĩa vụ gì?**

Căn cứ Điều 39 Luật Lâm nghiệp 2017 quy định nghĩa vụ của chủ rừng như sau:

- Bảo vệ rừng.

- Báo cáo diễn biến rừng.
"""
    reading = parsed(text, name="bai-viet.md")
    assert [task.text.split(" ", 2)[1] for task in reading.tasks] == ["Lập", "Kiểm"]
    assert "Báo cáo diễn biến rừng." in words_in(reading, SpanRole.CONTEXT)
    assert (reading.document.kind, reading.document.number) == ("chi-thi", "09/CT-UBND")


def test_a_letter_has_addressees_and_a_subject_and_no_name_of_a_kind() -> None:
    text = """SỞ NỘI VỤ

Số: 231/SNV-CCHC

V/v báo cáo cải cách hành chính

Lâm Thao, ngày 02 tháng 4 năm 2025

Kính gửi:

- Các sở, ban, ngành;

- Ủy ban nhân dân các huyện.

Sở Nội vụ đề nghị các sở, ban, ngành thực hiện một số nội dung sau:

1. Rà soát thủ tục hành chính.

2. Gửi báo cáo về Sở Nội vụ trước ngày 20/4/2025.
"""
    reading = parsed(text)
    document = reading.document
    assert (document.kind, document.number) == ("cong-van", "231/SNV-CCHC")
    assert (document.issuer, document.title) == ("Sở Nội vụ", "V/v báo cáo cải cách hành chính")
    assert "Ủy ban nhân dân các huyện" in words_in(reading, SpanRole.RECIPIENTS)
    assert [named(task) for task in reading.tasks] == [["các sở, ban, ngành"]] * 2
    assert named(reading.tasks[1], BodyRole.REPORTS_TO) == ["Sở Nội vụ"]


def test_who_and_when_may_stand_beside_what_in_points_of_their_own() -> None:
    text = f"""{HEAD}II. NHIỆM VỤ

1. Về dữ liệu đất đai

a) Nhiệm vụ: Chuẩn hóa dữ liệu của các thửa đất.

b) Cơ quan thực hiện:

- Đơn vị chủ trì: Sở Tài nguyên và Môi trường.

- Đơn vị phối hợp: Sở Tư pháp, Công an tỉnh.

c) Thời gian thực hiện: Quý II/2025.

2. Về hạ tầng

a) Nhiệm vụ: Nâng cấp đường truyền.
"""
    first, second = parsed(text).tasks
    assert (first.label, second.label) == ("a)", "a)")
    assert named(first) == ["Sở Tài nguyên và Môi trường"]
    assert named(first, BodyRole.COORDINATING) == ["Sở Tư pháp", "Công an tỉnh"]
    assert first.due is not None
    assert (first.due.text, str(first.due.date)) == ("Quý II/2025", "2025-06-30")


def test_a_heading_of_bodies_gives_them_the_points_beside_it() -> None:
    text = f"""{HEAD}I. CÔNG TÁC TUYÊN TRUYỀN

1. Nội dung, biện pháp

a) Xây dựng chuyên mục trên báo.

b) Lập cổng thông tin.

2. Cơ quan chủ trì

- Sở Thông tin và Truyền thông; Báo Lâm Thao.
"""
    reading = parsed(text)
    assert [task.label for task in reading.tasks] == ["a)", "b)"]
    assert [body.inherited for body in reading.tasks[0].lead] == [True, True]
    assert named(reading.tasks[0]) == ["Sở Thông tin và Truyền thông", "Báo Lâm Thao"]


def test_what_a_council_finds_directs_nobody_and_what_it_asks_does() -> None:
    text = """NGHỊ QUYẾT
VỀ SỬ DỤNG ĐẤT
HỘI ĐỒNG NHÂN DÂN TỈNH LÂM THAO

Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;

QUYẾT NGHỊ:

Điều 1. Hội đồng nhân dân tỉnh tán thành báo cáo của Ủy ban nhân dân tỉnh.

Điều 2. Hội đồng nhân dân tỉnh yêu cầu Ủy ban nhân dân tỉnh:

1. Chỉ đạo Sở Tài nguyên và Môi trường rà soát các dự án chậm tiến độ.

2. Công khai danh mục dự án.

Điều 3. Nghị quyết này có hiệu lực từ ngày ký.
"""
    reading = parsed(text)
    assert shape(reading) == [("t1", "Điều 2"), ("t1.1", "1."), ("t1.2", "2.")]
    assert named(reading.tasks[0]) == ["Ủy ban nhân dân tỉnh"]
    first = reading.tasks[0].children[0]
    assert named(first, BodyRole.DIRECTED) == ["Sở Tài nguyên và Môi trường"]
    assert reading.document.issuer == "Hội đồng nhân dân tỉnh Lâm Thao"
    assert "Luật Đất đai" in words_in(reading, SpanRole.BASIS)


def test_numbers_count_on_behind_a_title_that_stands_between_them() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Sở Xây dựng:

a) Lập danh mục công trình.

- Công trình nhà ở.

2. Sở Y tế:

a) Kiểm tra cơ sở khám bệnh.
"""
    assert [label for _, label in shape(parsed(text))] == ["1.", "a)", "-", "2.", "a)"]


def test_a_point_may_list_what_situations_there_are_without_giving_tasks() -> None:
    text = f"""{HEAD}Bên cạnh đó, việc quản lý đất đai còn một số hạn chế, khó khăn:

(i) Hồ sơ còn thiếu.

(ii) Cán bộ còn ít.

{LEAD_IN}1. Sở Nội vụ bố trí cán bộ.

2. Sở Tư pháp rà soát hồ sơ.
"""
    assert [label for _, label in shape(parsed(text))] == ["1.", "2."]


@pytest.mark.parametrize(
    ("leads", "duty"),
    [
        (["Bộ trưởng, Thủ trưởng cơ quan ngang bộ"], "chịu trách nhiệm thi hành"),
        (["Các tỉnh Lâm Thao, Tam Nông và Thanh Sơn"], "khẩn trương lập hồ sơ"),
        (["Ban Quản lý các khu công nghiệp"], "chủ trì kiểm tra"),
        (["Cục Văn thư và Lưu trữ nhà nước"], "tiếp tục đôn đốc"),
        (["Thủ trưởng các đơn vị thuộc Bộ Tư pháp"], "chịu trách nhiệm thực hiện"),
        (["Sở Y tế", "Cảng hàng không Hùng Lô", "Sở Du lịch"], "kiểm tra"),
        (["Chủ tịch Ủy ban nhân dân các huyện: Tam Nông, Thanh Thủy"], "phải báo cáo"),
    ],
)
def test_leads_are_whole_names_however_they_are_listed(leads: list[str], duty: str) -> None:
    assert named(only_task(f"{', '.join(leads)} {duty}.")) == leads


def test_behind_a_signature_only_an_annex_is_read() -> None:
    text = f"""{HEAD}{LEAD_IN}1. Sở Y tế kiểm tra các cơ sở khám bệnh.

2. Sở Nội vụ bố trí cán bộ.

T/M BAN THƯỜNG VỤ
BÍ THƯ
Lê Văn An

[1] Theo báo cáo của Sở Y tế.

PHÂN CÔNG NHIỆM VỤ

1. Sở Tài chính bố trí kinh phí.

2. Sở Tư pháp thẩm định văn bản.
"""
    reading = parsed(text)
    assert [named(task) for task in reading.tasks] == [
        ["Sở Y tế"], ["Sở Nội vụ"], ["Sở Tài chính"], ["Sở Tư pháp"],
    ]  # fmt: skip
    assert "[1] Theo báo cáo" in words_in(reading, SpanRole.CONTEXT)
    assert reading.document.signer == "Lê Văn An"


def test_a_table_tells_its_deadlines_and_periods_by_rows() -> None:
    text = """# KẾ HOẠCH

| STT | Nội dung | Chủ trì | Phối hợp | Thời hạn |
|---|---|---|---|---|
| 1 | Lập danh mục | Sở Xây dựng | Sở Tài chính, các huyện | 30/6/2025 |
| 2 | Báo cáo kết quả | Văn phòng UBND tỉnh | | Hằng quý |
| 3 | Sở Y tế kiểm tra cơ sở trước ngày 15/9/2025 | | | |
"""
    first, second, third = parsed(text, name="ke-hoach.md").tasks
    assert first.due is not None
    assert (first.due.text, str(first.due.date)) == ("30/6/2025", "2025-06-30")
    assert second.recurrence is not None
    assert second.recurrence.text == "Hằng quý"
    assert third.due is not None
    assert (named(third), third.due.text) == (["Sở Y tế"], "trước ngày 15/9/2025")


def test_segmented_words_are_read_as_words_and_published_as_they_stand() -> None:
    text = f"{HEAD}{LEAD_IN}1 . Sở Y_tế kiểm_tra cơ_sở .\n\n2 . Sở Nội_vụ bố_trí cán_bộ .\n"
    reading = parsed(text)
    assert [named(task) for task in reading.tasks] == [["Sở Y_tế"], ["Sở Nội_vụ"]]
