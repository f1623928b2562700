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
    ],
)
def test_figures_have_value_whole_and_unit(
    text: str, figures: list[tuple[float, float | None, str]]
) -> None:
    found = list(find_figures(text, 0, len(text)))
    assert [(figure.value, figure.of, figure.unit) for figure in found] == figures
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


@pytest.mark.parametrize("text", ["ngày 15/3/2025", "Kế hoạch số 15-KH/TU", "Điều 5 và Điều 6"])
def test_dates_and_numbers_of_documents_are_no_figures(text: str) -> None:
    assert list(find_figures(text, 0, len(text))) == []
