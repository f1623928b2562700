"""Who issues a document, what it is called and when it was issued, in all shapes of heads."""

from __future__ import annotations

from datetime import date

import pytest

from directives import Metadata
from tests.directives.parsed import parsed

POINTS = """
Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện các nhiệm vụ sau:

1. Sở Tài chính lập dự toán kinh phí.

2. Sở Y tế báo cáo kết quả thực hiện.
"""


def document(text: str, *, name: str = "thu.md") -> Metadata:
    return parsed(text, name=name).document


def headed(*lines: str) -> Metadata:
    """Read a directive below these lines of a letterhead."""
    return document("\n\n".join((*lines, "CHỈ THỊ", "Về việc phòng cháy mùa khô", POINTS)))


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"), "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        (
            ("HỘI ĐỒNG NHÂN DÂN", "TỈNH BÀ RỊA - VŨNG TÀU"),
            "Hội đồng nhân dân tỉnh Bà Rịa - Vũng Tàu",
        ),
        (("HỘI ĐỒNG NHÂN DÂN TỈNH BÀ RỊA-VŨNG TÀU",), "Hội đồng nhân dân tỉnh Bà Rịa-Vũng Tàu"),
        (("BAN CHẤP HÀNH TRUNG ƯƠNG", "VĂN PHÒNG", "*"), "Văn phòng Trung ương Đảng"),
        (("BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN TỔ CHỨC", "*"), "Ban Tổ chức Trung ương"),
        (("TỈNH ỦY LÂM THAO", "VĂN PHÒNG", "*"), "Văn phòng Tỉnh ủy Lâm Thao"),
        (("TỈNH ỦY LÂM THAO VĂN PHÒNG", "*"), "Văn phòng Tỉnh ủy Lâm Thao"),
        (("ĐẢNG BỘ TỈNH LÂM THAO", "TỈNH ỦY LÂM THAO"), "Tỉnh ủy Lâm Thao"),
        (("ĐẢNG ỦY", "CÔNG AN TỈNH LÂM THAO"), "Đảng ủy Công an tỉnh Lâm Thao"),
        (("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), "Sở Nông nghiệp và Môi trường"),
        (("ỦY BAN BẦU CỬ XÃ AN HÒA", "TIỂU BAN TUYÊN TRUYỀN"), "Tiểu ban tuyên truyền"),
    ],
)
def test_the_last_body_of_the_letterhead_issues(lines: tuple[str, ...], issuer: str) -> None:
    assert headed(*lines, "Số 07-CT/TU", "Lâm Thao, ngày 3 tháng 3 năm 2025").issuer == issuer


def test_a_letterhead_in_a_table_is_read_column_by_column() -> None:
    found = document(
        "| ỦY BAN NHÂN DÂN TỈNH LÂM THAO -------"
        " | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ------- |\n|---|---|\n"
        "| Số: 45/CT-UBND | Lâm Thao, ngày 12 tháng 5 năm 2025 |\n\n"
        f"CHỈ THỊ\n\nVề việc trồng rừng\n{POINTS}"
    )
    assert found.issuer == "Ủy ban nhân dân tỉnh Lâm Thao"
    assert (found.number, found.issued_on) == ("45/CT-UBND", date(2025, 5, 12))


def test_who_decides_above_the_legal_bases_issues() -> None:
    found = document(
        "BỘ XÂY DỰNG\n\nSố: 12/QĐ-BXD\n\nHà Nội, ngày 5 tháng 6 năm 2025\n\nQUYẾT ĐỊNH\n\n"
        "Về việc ban hành Quy chế làm việc\n\nBỘ TRƯỞNG BỘ XÂY DỰNG\n\n"
        "Căn cứ Luật Tổ chức Chính phủ;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Giao Vụ Pháp chế theo dõi.\n"
    )
    assert found.issuer == "Bộ trưởng Bộ Xây dựng"
    assert found.title == "Về việc ban hành Quy chế làm việc"


@pytest.mark.parametrize("number", ["Số:      /CT-UBND", "Số: ……/CT-UBND", "Số: /2025/CT-UBND"])
def test_a_blank_number_is_no_number_even_where_the_title_cites_one(number: str) -> None:
    found = document(
        f"ỦY BAN NHÂN DÂN TỈNH LÂM THAO\n\n{number}\n\nLâm Thao, ngày   tháng 8 năm 2025\n\n"
        f"CHỈ THỊ\n\nTriển khai thực hiện Nghị quyết số 21/NQ-CP của Chính phủ\n{POINTS}"
    )
    assert (found.number, found.issued_on, found.place) == (None, None, "Lâm Thao")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Số 23-CT/TU", "23-CT/TU"),
        ("Số: 15/CT-UBND", "15/CT-UBND"),
        ("So: 15/CT-UBND", "15/CT-UBND"),
        ("Số: 36 /2025/CT-UBND", "36/2025/CT-UBND"),
        ("Số: 1961/CTUBND", "1961/CTUBND"),
        ("Số: 98/CT-UBND-HC", "98/CT-UBND-HC"),
        ("Số: 12/SNV-CCHC&PC", "12/SNV-CCHC&PC"),
    ],
)
def test_numbers_of_all_families_are_read(written: str, number: str) -> None:
    assert headed("ỦY BAN NHÂN DÂN TỈNH LÂM THAO", written).number == number


def test_kind_and_issuer_glued_together_are_told_apart() -> None:
    found = document(
        "KẾT LUẬNCỦA BỘ CHÍNH TRỊ, BAN BÍ THƯvề một số việc làm ngay\n\n"
        "1. Yêu cầu các tỉnh ủy, thành ủy rà soát.\n\n2. Giao Ban Tổ chức Trung ương đôn đốc.\n"
    )
    assert (found.kind, found.issuer) == ("ket-luan", "Bộ Chính trị, Ban Bí thư")
    assert found.title == "về một số việc làm ngay"


def test_an_urgent_message_without_letterhead_is_of_who_sends_it() -> None:
    found = document(
        "CÔNG ĐIỆN\n\nVỀ ỨNG PHÓ VỚI BÃO\n\nTHỦ TƯỚNG CHÍNH PHỦ điện:\n\n- Bộ Công an;\n\n"
        "1. Bộ Công an huy động lực lượng.\n\n2. Bộ Y tế chuẩn bị thuốc.\n"
    )
    assert (found.kind, found.issuer) == ("cong-dien", "Thủ tướng Chính phủ")


def test_a_council_names_itself_and_the_day_of_adoption() -> None:
    found = document(
        "NGHỊ QUYẾT\n\nVỀ CHƯƠNG TRÌNH GIÁM SÁT NĂM 2026\n\nHỘI ĐỒNG NHÂN DÂN TỈNH LÂM THAO\n\n"
        "KHÓA X, KỲ HỌP THỨ SÁU\n\nCăn cứ Luật Tổ chức chính quyền địa phương;\n\n"
        "Điều 1. Giao Thường trực Hội đồng nhân dân tỉnh tổ chức giám sát.\n\n"
        "Nghị quyết này được Hội đồng nhân dân tỉnh khóa X thông qua ngày 9 tháng 12 năm 2025./.\n"
    )
    assert found.issuer == "Hội đồng nhân dân tỉnh Lâm Thao"
    assert found.title == "VỀ CHƯƠNG TRÌNH GIÁM SÁT NĂM 2026"
    assert found.issued_on == date(2025, 12, 9)


def test_a_title_in_segmented_words_tells_kind_and_place() -> None:
    found = document(
        "Chỉ_thị về việc bảo_vệ nguồn nước trên địa_bàn tỉnh lâm thao\n\n"
        "1 . Sở Y_tế báo_cáo Ủy_ban_nhân_dân tỉnh .\n\n2 . Sở Tài_chính bố_trí kinh_phí .\n",
        name="thu.txt",
    )
    assert (found.kind, found.issuer) == ("chi-thi", "Ủy ban nhân dân tỉnh Lâm Thao")


def test_the_annex_tells_the_number_that_the_head_has_lost() -> None:
    found = document(
        "QUYẾT ĐỊNH\n\nBAN HÀNH QUY CHẾ LÀM VIỆC\n\nỦY BAN NHÂN DÂN TỈNH LÂM THAO\n\n"
        "Căn cứ Luật Tổ chức chính quyền địa phương;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Giao Sở Nội vụ theo dõi việc thực hiện.\n\nTM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\n"
        "Lê Văn Bình\n\nQUY CHẾ\n\nLàm việc\n\n"
        "(Kèm theo Quyết định số 77/QĐ-UBND ngày 4 tháng 4 năm 2025 của Ủy ban nhân dân tỉnh)\n"
    )
    assert (found.number, found.issued_on) == ("77/QĐ-UBND", date(2025, 4, 4))
    assert (found.signer, found.signer_title) == ("Lê Văn Bình", "CHỦ TỊCH")
