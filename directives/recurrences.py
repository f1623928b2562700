"""Recurrences: the words of a duty that comes back, and the day on which it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directives.lexicon import any_of, table
from directives.model import Every, Recurrence

_TABLE = table("time")
_EVERY = {"tuần": Every.WEEK, "tháng": Every.MONTH, "quý": Every.QUARTER, "năm": Every.YEAR}
_OFTEN = r"(?:hằng|hàng|mỗi) (?P<every>tuần|tháng|quý|năm)(?!\w)"
_BY = r"(?:(?:trước|vào|chậm nhất(?: là)?|muộn nhất(?: là)?|xong trước) )?(?:ngày )?"
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?:/\d{1,2}| tháng \d{1,2})"
_AT = r"(?:trước |vào )?(?:\d{1,2}(?:h|:| giờ)\d{0,2} )?(?:ngày )?"
_ALWAYS = r"(?:hằng|hàng|mỗi)"
_MEETINGS = "báo cáo|giao ban|họp|tổng hợp|đánh giá|công bố"
_DUTIES = any_of(_TABLE["recurring_duties"])


@dataclass(frozen=True, slots=True)
class _Shape:
    """A way to say how often; ``every`` is ``None`` where a group of the pattern says it.

    Where the pattern has a group ``said``, only its words are published.
    """

    pattern: re.Pattern[str]
    every: Every | None = None


def _shape(pattern: str, every: Every | None = None) -> _Shape:
    return _Shape(re.compile(rf"(?<!\w){pattern}", re.IGNORECASE), every)


# "Hằng quý, tổng hợp …" at the start of a clause; inside one, "kế hoạch hằng năm" is no duty.
_OPENING = re.compile(rf"(?:^|(?<=[,;.:] ))(?P<said>{_OFTEN})(?=,| (?:{_DUTIES}))", re.IGNORECASE)
# The first that fits counts: those that name a day stand before those that do not.
_SHAPES = (
    _shape(rf"{_BY}{_DAY}{_MONTH} và {_BY}\d{{1,2}}{_MONTH} {_ALWAYS} năm", Every.HALF),
    _shape(rf"{_BY}{_DAY}{_MONTH} \(?(?:của )?{_ALWAYS} năm", Every.YEAR),
    _shape(rf"{_BY}{_DAY} (?:của )?tháng cuối (?:của )?(?:mỗi |hằng |hàng )?quý", Every.QUARTER),
    _shape(rf"{_BY}{_DAY} (?:của )?{_OFTEN}"),
    _shape(rf"{_AT}thứ (?:hai|ba|tư|năm|sáu|bảy) {_ALWAYS} tuần", Every.WEEK),
    _shape(r"(?:báo cáo )?định kỳ(?: hằng| hàng)? (?:6|sáu|06) tháng(?: một lần)?", Every.HALF),
    _shape(
        r"(?:6|sáu|06) tháng(?: một lần|/(?:1 )?lần|,? (?:và )?(?:hằng|hàng|một|cả) năm)",
        Every.HALF,
    ),
    _shape(r"(?:định kỳ )?(?:3|ba|03) tháng(?: một lần|/lần|/1 lần)", Every.QUARTER),
    _shape(r"(?:ít nhất )?(?:hai|2|02) lần/năm", Every.HALF),
    _shape(r"(?:mỗi )?(?P<every>tuần|tháng|quý|năm) (?:ít nhất )?(?:một|1|01) lần"),
    _shape(r"(?:một|1|01) lần/(?P<every>tuần|tháng|quý|năm)"),
    _shape(rf"định kỳ,? {_OFTEN}"),
    _shape(r"định kỳ (?P<every>tuần|tháng|quý|năm)(?!\w)"),
    _shape(rf"(?:Thời gian|Thời hạn|Tiến độ)[^:]{{0,25}}: ?(?P<said>{_OFTEN})"),
    _shape(rf"(?:{_MEETINGS})(?: \S+){{0,4}} (?P<said>{_OFTEN})"),
    _Shape(_OPENING),
)


# No shape fits without one of these; most sentences have none.
_HINT = re.compile(
    r"hằng|hàng|mỗi|định kỳ|lần|tháng cuối|tháng,? (?:và )?(?:một|cả) năm", re.IGNORECASE
)


def find_recurrence(text: str, start: int, end: int) -> Recurrence | None:
    """Return the period in which a duty comes back, if the words between two places say one."""
    words = text[start:end]
    if not _HINT.search(words):
        return None
    for shape in _SHAPES:
        if found := shape.pattern.search(words):
            groups = found.groupdict()
            every = shape.every or _EVERY[groups["every"].lower()]
            day = int(groups["day"]) if groups.get("day") else None
            said = "said" if "said" in groups else 0
            begin, finish = found.span(said)
            return Recurrence(found[said], start + begin, start + finish, every, day)
    return None


def recurring_spans(words: str) -> Iterator[tuple[int, int]]:
    """Yield the places of all words that say how often; no date in them is a deadline."""
    if not _HINT.search(words):
        return
    for shape in _SHAPES:
        yield from (found.span() for found in shape.pattern.finditer(words))
