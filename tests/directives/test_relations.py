"""What a document does to those that it cites."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.citations import find_citations
from directives.relations import find_relations, number_key, read_reference
from directives.wording import plain_reading


def relations(text: str) -> list[tuple[str, str]]:
    cites = find_citations(text, plain_reading(text), None)
    return [(one.kind, one.reference.words) for one in find_relations(text, cites)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thực hiện Chỉ thị số 05-CT/TU ngày 12/3/2024, Sở Y tế yêu cầu:", "implements"),
        ("Để tiếp tục thực hiện nghiêm Chỉ thị số 05-CT/TU, các đơn vị:", "implements"),
        ("Chuyển đổi số gắn với việc thực hiện Chỉ thị số 05-CT/TU.", "implements"),
        ("Tổng kết 05 năm việc thực hiện Chỉ thị số 05-CT/TU.", "cites"),
        ("KẾ HOẠCH\nTRIỂN KHAI THỰC HIỆN CHỈ THỊ SỐ 05-CT/TU", "implements"),
        ("Quyết định này sửa đổi, bổ sung một số điều của Quyết định số 15/QĐ-UBND.", "amends"),
        ("Chỉ thị này có hiệu lực từ ngày ký, thay thế Chỉ thị số 05-CT/TU.", "replaces"),
        ("Bãi bỏ Quyết định số 15/QĐ-UBND ngày 02/01/2020.", "replaces"),
        ("Chỉ thị số 05-CT/TU ngày 12/3/2019 hết hiệu lực kể từ ngày ký.", "replaces"),
        ("Căn cứ Quyết định số 15/QĐ-UBND ngày 02/01/2020;", "cites"),
        ("Sau 03 năm thực hiện Chỉ thị số 05-CT/TU, kết quả còn hạn chế.", "cites"),
        ("Giao Sở Nội vụ rà soát, tham mưu sửa đổi, bổ sung Quyết định số 15/QĐ-UBND.", "cites"),
        ("Quy hoạch đã được sửa đổi, bổ sung tại Quyết định số 15/QĐ-UBND.", "cites"),
        ("Các chỉ tiêu nêu tại Kết luận số 71-KL/TU.", "cites"),
    ],
)
def test_the_words_before_a_citation_say_what_is_done_to_it(text: str, kind: str) -> None:
    assert [found for found, _words in relations(text)] == [kind]


def test_each_of_a_list_is_implemented() -> None:
    text = (
        "Thực hiện Chỉ thị số 05-CT/TU ngày 12/3/2024 của Ban Thường vụ Tỉnh ủy, Kế hoạch số "
        "94/KH-UBND ngày 19 tháng 9 năm 2024 của Ủy ban nhân dân tỉnh về phòng cháy."
    )
    assert relations(text) == [
        ("implements", "Chỉ thị số 05-CT/TU ngày 12/3/2024 của Ban Thường vụ Tỉnh ủy"),
        (
            "implements",
            "Kế hoạch số 94/KH-UBND ngày 19 tháng 9 năm 2024 của Ủy ban nhân dân tỉnh",
        ),
    ]


def test_the_strongest_relation_to_one_document_holds() -> None:
    text = (
        "Căn cứ Chỉ thị số 05-CT/TU ngày 12/3/2019. Chỉ thị này thay thế "
        "Chỉ thị số 05-CT/TU ngày 12/3/2019."
    )
    assert [kind for kind, _words in relations(text)] == ["replaces"]


def test_a_reference_is_read_back_from_its_words() -> None:
    words = "Chỉ thị số 05-CT/TU ngày 12/3/2024 của Ban Thường vụ Tỉnh ủy"
    reference = read_reference(words)
    assert (reference.number, reference.day) == ("05-CT/TU", date(2024, 3, 12))
    assert reference.issuer == "Ban Thường vụ Tỉnh ủy"
    assert read_reference("Nghị quyết 57-NQ/TW năm 2024").year == 2024
    assert read_reference("văn bản không số").number is None


def test_ways_of_writing_a_number_have_one_key() -> None:
    assert {number_key(number) for number in ("05-CT/TU", "5/CT-TU", "05 - CT/TU")} == {"5CTTU"}


@given(st.text(alphabet=" ,;.\nthực hiện sửa đổi số 05-CT/TU ngày12/3", max_size=300))
def test_any_text_gives_relations_only_to_what_it_cites(text: str) -> None:
    cites = tuple(find_citations(text, plain_reading(text), None))
    found = find_relations(text, cites)
    assert {one.reference.number for one in found} <= {cited.number for cited in cites}
