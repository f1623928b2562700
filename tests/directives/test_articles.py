"""Articles that report a document: kind, number, day, issuer and title of what they report."""

from __future__ import annotations

from datetime import date

import pytest

from directives import Metadata
from tests.directives.parsed import parsed

BODY = "\n\nTheo đó, các địa phương tập trung một số việc sau.\n\n- Sở Y tế kiểm tra.\n"


def article(headline: str, *paragraphs: str) -> Metadata:
    return parsed("\n\n".join((f"# {headline}", *paragraphs)) + BODY, name="tin.md").document


def test_the_first_sentence_tells_of_the_document() -> None:
    found = article(
        "Toàn văn Chỉ thị 31/CT-TTg về phòng cháy ra sao?",
        "Ngày 13/9/2025, Thủ tướng Chính phủ đã có Chỉ thị 31/CT-TTg năm 2025"
        " về việc tăng cường phòng cháy.",
    )
    assert (found.kind, found.number, found.issued_on) == (
        "chi-thi",
        "31/CT-TTg",
        date(2025, 9, 13),
    )
    assert found.issuer == "Thủ tướng Chính phủ"
    assert found.title == "về việc tăng cường phòng cháy"


@pytest.mark.parametrize(
    ("sentence", "number", "issuer"),
    [
        (
            "Theo Nghị quyết 88/NQ-CP ngày 07/4/2025 của Chính phủ, các bộ rà soát.",
            "88/NQ-CP",
            "Chính phủ",
        ),
        (
            "Thủ tướng vừa ký ban hành Chỉ thị số 23 / CT - TTg về trồng rừng.",
            "23/CT-TTg",
            "Thủ tướng Chính phủ",
        ),
        ("Chính phủ ban hành Nghị quyết số 99/NQ-CP về đất đai.", "99/NQ-CP", "Chính phủ"),
        (
            "Theo Chỉ thị số 05/CT-TTg về cổ phần hóa vừa được ban hành, các bộ rà soát.",
            "05/CT-TTg",
            "Thủ tướng Chính phủ",
        ),
        (
            "Ngày 3/6/2025, Bộ Chính trị đã ban hành Kết luận số 201-KL/TW.",
            "201-KL/TW",
            "Bộ Chính trị",
        ),
    ],
)
def test_other_ways_to_tell_it_are_read(sentence: str, number: str, issuer: str) -> None:
    found = article("Nhiều việc phải làm ngay", sentence)
    assert (found.number, found.issuer) == (number, issuer)


def test_a_document_told_of_late_is_not_what_the_news_reports() -> None:
    found = article(
        "Thủ tướng họp về nhà ở",
        "Hội nghị được tổ chức sáng nay.",
        "Nhiều địa phương tham dự hội nghị.",
        "Các ý kiến đều thống nhất.",
        "Năm 2023, Thủ tướng Chính phủ đã ban hành Quyết định số 338/QĐ-TTg về nhà ở.",
    )
    assert (found.kind, found.number, found.issuer) == (None, None, None)


def test_the_symbol_tells_the_issuer_where_nothing_else_does() -> None:
    assert article("Chỉ thị 31/CT-TTg yêu cầu tiết kiệm điện").issuer == "Thủ tướng Chính phủ"
