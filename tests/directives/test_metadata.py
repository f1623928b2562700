"""What a document says of itself."""

from __future__ import annotations

from datetime import date

import pytest

from directives import Metadata
from tests.directives.parsed import parsed

BODY = """
Căn cứ Nghị quyết số 18-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương;

Ban Thường vụ Tỉnh ủy yêu cầu:

1. Sở Tài chính lập kế hoạch.

2. Sở Y tế báo cáo kết quả.

"""
PARTY = f"""TỈNH ỦY LÂM THAO
Số 12-CT/TU

ĐẢNG CỘNG SẢN VIỆT NAM
Lâm Thao, ngày 10 tháng 3 năm 2025

CHỈ THỊ
về tăng cường quản lý đất đai
{BODY}
Nơi nhận:
- Các huyện ủy,
- Lưu Văn phòng Tỉnh ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ

Trần Văn Hòa
"""
STATE = f"""ỦY BAN NHÂN DÂN
TỈNH LÂM THAO
Số: 05/CT-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lâm Thao, ngày 2 tháng 4 năm 2025

HỎA TỐC

CHỈ THỊ
Về việc phòng, chống cháy rừng mùa khô
{BODY}"""


def document(text: str) -> Metadata:
    return parsed(text).document


def test_the_head_of_a_party_document_is_read() -> None:
    found = document(PARTY)
    assert (found.kind, found.number, found.issued_on) == (
        "chi-thi",
        "12-CT/TU",
        date(2025, 3, 10),
    )
    assert found.issuer is not None
    assert found.issuer.startswith("Tỉnh ủy")
    assert found.place == "Lâm Thao"
    assert found.title is not None
    assert "tăng cường quản lý đất đai" in found.title


def test_the_head_of_a_state_document_is_read() -> None:
    found = document(STATE)
    assert (found.kind, found.number, found.issued_on) == (
        "chi-thi",
        "05/CT-UBND",
        date(2025, 4, 2),
    )
    assert found.issuer == "Ủy ban nhân dân tỉnh Lâm Thao"
    assert found.urgency == "HỎA TỐC"
    assert found.title == "Về việc phòng, chống cháy rừng mùa khô"


def test_signature_and_recipients_are_read_at_the_end() -> None:
    found = document(PARTY)
    assert found.signer == "Trần Văn Hòa"
    assert found.signer_title is not None
    assert "PHÓ BÍ THƯ" in found.signer_title
    assert any("huyện ủy" in name for name in found.recipients)


def test_other_documents_that_the_text_names_are_cited_at_their_place() -> None:
    reading = parsed(PARTY)
    cite = next(cite for cite in reading.document.cites if cite.number == "18-NQ/TW")
    assert reading.text[cite.start : cite.end] == cite.text
    assert cite.text == "Nghị quyết số 18-NQ/TW"


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_mark_of_secrecy_is_told_and_warned_of(mark: str) -> None:
    reading = parsed(STATE.replace("HỎA TỐC", mark))
    assert reading.document.secrecy == mark
    assert "secret" in {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Số: 05/CT-UBND", "Số 05/CT-UBND"),
        ("Số: 05/CT-UBND", "Số:05/CT-UBND"),
        ("ỦY BAN NHÂN DÂN\n", "UỶ BAN NHÂN DÂN\n"),
    ],
)
def test_other_ways_to_type_the_head_are_read_alike(old: str, new: str) -> None:
    plain, other = document(STATE), document(STATE.replace(old, new))
    assert (other.number, other.issued_on) == (plain.number, plain.issued_on)
    assert other.issuer is not None


def test_a_date_that_no_calendar_has_is_no_date() -> None:
    assert document(STATE.replace("ngày 2 tháng 4", "ngày 31 tháng 2")).issued_on is None


def test_a_document_without_a_head_says_so() -> None:
    reading = parsed("Sở Y tế kiểm tra các cơ sở.\n\nSở Tài chính bố trí kinh phí.\n")
    assert reading.document.number is None
    assert {"no-number", "no-date"} <= {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    "mark", ["Độ mật: MẬT", "Độ mật: Tối mật", "[MẬT]", "| TUYỆT MẬT | Bản số 2 |"]
)
def test_a_mark_of_secrecy_is_seen_in_every_form_and_place_of_the_face(mark: str) -> None:
    for place in ("HỎA TỐC", "CHỈ THỊ\n", "ỦY BAN NHÂN DÂN\n"):
        assert document(STATE.replace(place, f"{mark}\n\n{place}", 1)).secrecy is not None


def test_a_letter_marked_secret_is_told_as_well() -> None:
    assert document("MẬT\n\nKính gửi: Sở Y tế\n\n1. Sở Y tế báo cáo.\n").secrecy == "MẬT"


@pytest.mark.parametrize(
    ("ending", "signer", "post"),
    [
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n(Đã ký)\n\nLê Văn Bình\n", "Lê Văn Bình", "PHÓ CHỦ TỊCH"),
        ("T/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nTrần Thị Mai\n", "Trần Thị Mai", "BÍ THƯ"),
        ("T/M BỘ CHÍNH TRỊ (Đã ký) Trần Thị Mai\n", "Trần Thị Mai", "T/M BỘ CHÍNH TRỊ"),
        ("KT. BỘ TRƯỞNG THỨ TRƯỞNG Lê Văn Bình\n", "Lê Văn Bình", "THỨ TRƯỞNG"),
        ("GIÁM ĐỐC\n\nThiếu tướng Lê Văn Bình\n", "Lê Văn Bình", "GIÁM ĐỐC"),
    ],
)
def test_signatures_of_all_forms_are_read(ending: str, signer: str, post: str) -> None:
    found = document(f"{STATE}\n{ending}")
    assert found.signer == signer
    assert found.signer_title is not None
    assert post in found.signer_title


@pytest.mark.parametrize(
    ("words", "text", "number"),
    [
        ("theo Kết luận số 127-KL/TW, ngày 28/2/2025", "Kết luận số 127-KL/TW", "127-KL/TW"),
        ("theo Nghị quyết 12-NQ/TU", "Nghị quyết 12-NQ/TU", "12-NQ/TU"),
        ("theo Công văn số 31/SNV-CCHC&PC", "Công văn số 31/SNV-CCHC&PC", "31/SNV-CCHC&PC"),
        ("theo Quyết định số 40/2022/QĐ-UBND", "Quyết định số 40/2022/QĐ-UBND", "40/2022/QĐ-UBND"),
        ("theo Luật số 64/2020/QH14", "Luật số 64/2020/QH14", "64/2020/QH14"),
        ("theo Chỉ thị 23 - CT / TU", "Chỉ thị 23 - CT / TU", "23-CT/TU"),
    ],
)
def test_every_form_of_citation_is_found_at_its_place(words: str, text: str, number: str) -> None:
    reading = parsed(f"{STATE}\n3. Sở Y tế thực hiện {words}.\n")
    cite = next(cite for cite in reading.document.cites if cite.number == number)
    assert cite.text == reading.text[cite.start : cite.end] == text


def test_a_document_does_not_cite_itself_and_days_are_no_numbers() -> None:
    cites = document(f"{STATE}\n3. Thực hiện Chỉ thị số 05/CT-UBND trước ngày 30/6/2025.\n").cites
    assert {cite.number for cite in cites} == {"18-NQ/TW"}


def test_a_committee_whose_place_is_untold_is_named_by_its_level() -> None:
    told = "Kính gửi: Sở Y tế.\n\nUBND Thành phố yêu cầu Sở Y tế thực hiện:\n\n1. Lập kế hoạch.\n\n"
    reading = parsed(f"{told}TM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nLê Văn An\n")
    assert reading.document.issuer == "Ủy ban nhân dân thành phố"
    assert reading.document.signer == "Lê Văn An"
    assert [task.text for task in reading.tasks] == ["1. Lập kế hoạch."]


def test_a_signature_below_the_first_point_is_no_headline() -> None:
    reading = parsed("1. Sở Y tế lập kế hoạch.\n\nTM. ỦY BAN NHÂN DÂN\n\nLê Văn An\n")
    assert [task.text for task in reading.tasks] == ["1. Sở Y tế lập kế hoạch."]
