"""Figures with their units: "111/116 xã", "tối thiểu 95%", "20 xã"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directives.lexicon import any_of
from directives.model import Figure

_NUMBER = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,4})?|\d{1,9}(?:,\d{1,4})?"
_UNITS = any_of(
    [
        "xã", "phường", "thị trấn", "huyện", "quận", "tỉnh", "thành phố", "hộ", "người", "đồng", "triệu đồng", "tỷ đồng",
        "nghìn tỷ đồng", "tỷ USD", "triệu USD", "ha", "km", "m2", "m3", "tấn", "doanh nghiệp", "hợp tác xã", "dự án", "đề án", "công trình",
        "đơn vị", "cơ sở", "trường", "căn", "thủ tục", "thủ tục hành chính", "nhiệm vụ", "tiêu chí", "lớp", "mô hình", "sản phẩm", "điểm",
    ]
)  # fmt: skip
_FIGURE = re.compile(
    rf"(?:(?:tối thiểu|ít nhất|trên|dưới|khoảng|đạt|tối đa) )?(?<![\d/.,-])"
    rf"(?P<value>{_NUMBER})(?: ?/ ?(?P<of>{_NUMBER}))?(?: ?(?P<percent>%)| (?P<unit>{_UNITS})(?!\w))"
)


def find_figures(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the figures between two places of ``text``."""
    for found in _FIGURE.finditer(text, start, end):
        whole = _value(found["of"]) if found["of"] else None
        unit = found["percent"] or found["unit"]
        yield Figure(found[0], _value(found["value"]), whole, unit, found.start(), found.end())


def _value(words: str) -> float:
    number = float(words.replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number
