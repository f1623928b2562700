"""Labels at the start of a line, and lists that share a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.enumeration import Style, inline_starts, read_label, roman_value


@pytest.mark.parametrize(
    ("line", "label", "style", "number"),
    [
        ("Một là, kiểm tra đê điều.", "Một là", Style.WORD, 1),
        ("Mười là, tổng kết.", "Mười là", Style.WORD, 10),
        ("Thứ hai, rà soát quy hoạch.", "Thứ hai", Style.ORDINAL, 2),
        ("Điều 5. Trách nhiệm của Sở Xây dựng", "Điều 5", Style.ARTICLE, 5),
        ("Chương II QUY ĐỊNH CỤ THỂ", "Chương II", Style.CHAPTER, 0),
        ("IV. TỔ CHỨC THỰC HIỆN", "IV.", Style.ROMAN, 4),
        ("A. NHIỆM VỤ CHUNG", "A.", Style.CAPITAL, 1),
        ("1. Sở Y tế lập kế hoạch.", "1.", Style.DECIMAL, 1),
        ("12) Sở Y tế lập kế hoạch.", "12)", Style.DECIMAL_BRACKET, 12),
        ("(3) Sở Y tế lập kế hoạch.", "(3)", Style.BRACKETED_DECIMAL, 3),
        ("(ii) Sở Y tế lập kế hoạch.", "(ii)", Style.BRACKETED_ROMAN, 2),
        ("1.2. Về nguồn lực", "1.2.", Style.DECIMAL_2, 2),
        ("1.2.3 Về nguồn lực", "1.2.3", Style.DECIMAL_3, 3),
        ("a) Lập đoàn kiểm tra.", "a)", Style.LETTER, 1),
        ("đ) Lập đoàn kiểm tra.", "đ)", Style.LETTER, 5),
        ("- Lập đoàn kiểm tra.", "-", Style.DASH, 0),
        ("+ Lập đoàn kiểm tra.", "+", Style.PLUS, 0),
        ("• Lập đoàn kiểm tra.", "•", Style.DOT, 0),
    ],
)
def test_a_label_is_read_as_its_family_and_number(
    line: str, label: str, style: Style, number: int
) -> None:
    found = read_label(line)
    assert found is not None
    assert (found.text, found.style, found.number) == (label, style, number)


@pytest.mark.parametrize(
    "line",
    [
        "Một lần nữa, Ban Thường vụ nhắc lại.",
        "Sở Y tế lập kế hoạch.",
        "2025 là năm cuối của nhiệm kỳ.",
        "1.500 hộ dân được di dời.",
        "43-CV/TU ngày 5/3/2025",
        "15/3/2025 là hạn cuối.",
        "Điều này cho thấy quyết tâm cao.",
        "-5 độ C",
        "",
    ],
)
def test_words_and_numbers_that_label_nothing_are_no_label(line: str) -> None:
    found = read_label(line)
    assert found is None or found.style is Style.DASH


@given(st.text(max_size=80))
def test_a_label_is_the_beginning_of_its_line(line: str) -> None:
    found = read_label(line)
    assert found is None or (line.startswith(found.text) and found.length <= len(line))


def test_number_words_that_count_on_split_a_paragraph() -> None:
    text = "Tập trung: Một là, kiểm tra. Hai là, rà soát. Ba là, báo cáo."
    starts = inline_starts(text)
    assert [text[at : at + 6] for at in starts] == ["Một là", "Hai là", "Ba là,"]


@pytest.mark.parametrize(
    "text",
    [
        "Kết quả tốt. Một là, đó là nhờ nhân dân.",
        "Kết quả tốt. Hai là, kiểm tra. Năm là, báo cáo.",
        "Không có gì để chia.",
    ],
)
def test_number_words_that_do_not_count_on_split_nothing(text: str) -> None:
    assert inline_starts(text) == ()


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14)])
def test_roman_numerals_have_their_value(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value
