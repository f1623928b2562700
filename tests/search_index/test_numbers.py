"""Document numbers: one word, however they are typed, and found by any part that names them."""

from __future__ import annotations

import pytest

from search_index.analysis import analyse
from search_index.numbers import document_numbers, forms_of, kind_and_number


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("23-CT/TU", "23-ct-tu"),
        ("23ct/tu", "23-ct-tu"),
        ("23 CT TU", "23-ct-tu"),
        ("23 - CT / TU", "23-ct-tu"),
        ("Số: 023-CT/TU", "23-ct-tu"),
        ("23CTTU", "23-ct-tu"),
        ("15/CT-UBND", "15-ct-ubnd"),
        ("15/ct-ubnd", "15-ct-ubnd"),
        ("1961/QĐUBND", "1961-qd-ubnd"),
        ("1961/qdubnd", "1961-qd-ubnd"),
        ("1298/QĐ-UBND-HC", "1298-qd-ubnd-hc"),
        ("120/2024/NQ-HĐND", "120-2024-nq-hdnd"),
        ("32-CTr/TU", "32-ctr-tu"),
        ("04-QĐi/TW", "4-qdi-tw"),
        ("03-HD/BTGDVTU", "3-hd-btgdvtu"),
        ("1494/TTr-SNV", "1494-ttr-snv"),
        ("2231/SNV-CCHC&PC", "2231-snv-cchc-pc"),
        ("125/SGDĐT-VP", "125-sgddt-vp"),
        ("134-CV/UBKTTU", "134-cv-ubkttu"),
    ],
)
def test_a_number_is_one_word(text: str, word: str) -> None:
    assert [number.word for number in document_numbers(text)] == [word]
    assert word in [token.folded for token in analyse(text)]


@pytest.mark.parametrize(
    "text", ["ngày 30/6/2024", "111/116 xã", "2021-2025", "20/11", "24/7", "3-4 tuần", "5 tháng"]
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert document_numbers(text) == []


def test_a_number_is_found_without_its_year_its_unit_its_issuer_and_by_its_figure() -> None:
    assert forms_of("120-2024-nq-hdnd") == ("120-2024-nq-hdnd", "120-nq-hdnd", "120-nq", "120")
    assert forms_of("1298-qd-ubnd-hc") == ("1298-qd-ubnd-hc", "1298-qd-ubnd", "1298-qd", "1298")
    assert "15-ct-tu" not in forms_of("15-ct-ubnd")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("chi thi so 23", (4, "23-ct")),
        ("chi thi 23 ve", (3, "23-ct")),
        ("ct 023", (2, "23-ct")),
        ("23 ct", (2, "23-ct")),
        ("nghi quyet so 11-nq-tw", (4, "11-nq-tw")),
        ("nghi quyet 11-ct-tw", (0, None)),
        ("ke hoach cu the", (0, None)),
    ],
)
def test_a_kind_with_a_figure_names_a_document(words: str, read: tuple[int, str | None]) -> None:
    assert kind_and_number(words.split()) == read
