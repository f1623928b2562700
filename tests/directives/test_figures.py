"""Quantities with their units."""

from __future__ import annotations

import pytest

from directives.figures import find_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("đạt 111/116 xã", [(111, 116, "xã")]),
        ("tối thiểu 95% hồ sơ", [(95, None, "%")]),
        ("tăng 7,5% so với năm trước", [(7.5, None, "%")]),
        ("giải ngân 1.250 tỷ đồng", [(1250, None, "tỷ đồng")]),
        ("trồng 20 ha, cấp cho 35 hộ", [(20, None, "ha"), (35, None, "hộ")]),
        ("thu ngân sách 16.051 tỷ đồng", [(16051, None, "tỷ đồng")]),
        ("tăng trưởng trên 6,8%", [(6.8, None, "%")]),
        ("đón 1,5 triệu lượt khách", [(1.5, None, "triệu lượt khách")]),
        ("vốn 2 nghìn tỷ đồng", [(2, None, "nghìn tỷ đồng")]),
        ("tăng từ 8 - 10%", [(8, None, "%")]),
        ("đạt từ 15% đến 20%", [(15, None, "%")]),
        ("thu nhập 60 triệu đồng/người/năm", [(60, None, "triệu đồng/người/năm")]),
    ],
)
def test_figures_have_value_whole_and_unit(
    text: str, figures: list[tuple[float, float | None, str]]
) -> None:
    found = list(find_figures(text, 0, len(text)))
    assert [(figure.value, figure.of, figure.unit) for figure in found] == figures
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("đạt tối thiểu 95%", "đạt tối thiểu 95%"),
        ("Trên 6,8%", "Trên 6,8%"),
        ("đạt 111/116 xã", "111/116 xã"),
    ],
)
def test_the_words_of_a_figure_begin_with_its_bound(text: str, words: str) -> None:
    assert [figure.text for figure in find_figures(text, 0, len(text))] == [words]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 15/3/2025",
        "Kế hoạch số 15-KH/TU",
        "Điều 5 và Điều 6",
        "năm 2024 xã hội ổn định",
        "12 xã hội",
        "phân công 3 đồng chí phụ trách",
        "trước 30/6 xã báo cáo",
    ],
)
def test_dates_and_numbers_of_documents_are_no_figures(text: str) -> None:
    assert list(find_figures(text, 0, len(text))) == []
