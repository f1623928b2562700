"""Recurrences: the words of a duty that comes back, and the day on which it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directives.lexicon import any_of, table
from directives.model import Every, Recurrence
from directives.sieve import Sieve
from directives.wording import lowered

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

    The pattern reads words in lower case. Where it has a group ``said``, only its words are
    published.
    """

    sieve: Sieve
    every: Every | None = None


def _shape(pattern: str, every: Every | None = None) -> _Shape:
    return _Shape(Sieve(rf"(?<!\w){pattern}"), every)


# "Hằng quý, tổng hợp …" at the start of a clause; inside one, "kế hoạch hằng năm" is no duty.
_OPENING = Sieve(rf"(?:^|(?<=[,;.:] ))(?P<said>{_OFTEN})(?=,| (?:{_DUTIES}))")
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
    _shape(rf"(?:thời gian|thời hạn|tiến độ)[^:]{{0,25}}: ?(?P<said>{_OFTEN})"),
    _shape(rf"(?:{_MEETINGS})(?: \S+){{0,4}} (?P<said>{_OFTEN})"),
    _Shape(_OPENING),
)


# No shape fits without one of these; most sentences have none.
_HINT = Sieve(r"hằng|hàng|mỗi|định kỳ|lần|tháng cuối|tháng,? (?:và )?(?:một|cả) năm")


def find_recurrence(text: str, start: int, end: int) -> Recurrence | None:
    """Return the period in which a duty comes back, if the words between two places say one."""
    for every, found in _finds(lowered(text[start:end])):
        groups = found.groupdict()
        day = int(groups["day"]) if groups.get("day") else None
        begin, finish = found.span("said" if "said" in groups else 0)
        begin, finish = start + begin, start + finish
        return Recurrence(text[begin:finish], begin, finish, every or _EVERY[groups["every"]], day)
    return None


def recurring_spans(low: str) -> Iterator[tuple[int, int]]:
    """Yield the places of all words, in lower case, that say how often.

    No date in them is a deadline.
    """
    return (found.span() for _, found in _finds(low))


def _finds(low: str) -> Iterator[tuple[Every | None, re.Match[str]]]:
    if not _HINT.may_find(low):
        return
    for shape in _SHAPES:
        for found in shape.sieve.finds(low, low):
            yield shape.every, found
