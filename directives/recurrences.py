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
_EVERY = {
    "tuần": Every.WEEK,
    "tháng": Every.MONTH,
    "quý": Every.QUARTER,
    "quí": Every.QUARTER,
    "năm": Every.YEAR,
}
_WINDOW = 90
_UNIT = r"(?P<every>tuần|tháng|qu[ýí]|năm)(?!\w)"
_ALWAYS = r"(?:hằng|hàng|mỗi)"
_OFTEN = rf"{_ALWAYS} {_UNIT}"
_ONE = r"(?:một|1|01)"
_TWO = r"(?:hai|2|02)"
_HOUR = _TABLE["hour"]
_BY = (
    rf"(?:(?:trước|vào|chậm nhất|muộn nhất|xong trước)(?: là)?(?: vào| trước)? {_HOUR}(?:ngày )?"
    rf"|{_HOUR}ngày )(?:mồng |mùng )?"
)
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?![\d.,/])"
_MONTH = r"(?: ?/ ?\d{1,2}| tháng \d{1,2})"
_DAY_OR_DATE = rf"(?P<day>\d{{1,2}})(?:{_MONTH})?(?![\d/]| ?(?:giờ|h|:)(?!\w))"
_DATE = rf"(?P<day>\d{{1,2}}){_MONTH}"
_GLOSS = r"(?: ?\([^()]{1,60}\))?"
_OF = r",? \(?(?:của )?"
_AND = rf"(?:,| và|;) (?:{_BY})?"
_DUTIES = any_of(_TABLE["recurring_duties"])


@dataclass(frozen=True, slots=True)
class _Shape:
    """A way to say how often; ``every`` is ``None`` where a group of the pattern says it.

    The pattern reads words in lower case. ``adverbial`` asks that the words tell of a duty and
    are no attribute of a noun ("kế hoạch hằng năm").
    """

    sieve: Sieve
    every: Every | None = None
    adverbial: bool = False


def _shape(pattern: str, every: Every | None = None, *, adverbial: bool = False) -> _Shape:
    return _Shape(Sieve(rf"(?<!\w){pattern}"), every, adverbial)


# Of those that begin at one place the first counts: longer ones stand before shorter ones.
_SHAPES = (
    _shape(
        rf"(?:{_BY})?{_DATE}{_GLOSS}{_AND}\d{{1,2}}{_MONTH}{_GLOSS}{_OF}{_ALWAYS} năm", Every.HALF
    ),
    _shape(rf"{_OFTEN} \({_BY}{_DAY_OR_DATE}"),
    _shape(rf"{_BY}{_DATE}{_GLOSS}{_OF}{_ALWAYS} năm", Every.YEAR),
    _shape(
        rf"{_BY}{_DAY}{_OF}tháng (?:cuối|thứ ba|đầu)(?: của)?(?: mỗi| hằng| hàng)? qu[ýí]",
        Every.QUARTER,
    ),
    _shape(rf"{_BY}{_DAY}{_OF}{_OFTEN}"),
    _shape(
        rf"{_BY}{_DAY}{_OF}tháng (?:trước đó|liền trước|liền sau|kế tiếp|tiếp theo|sau|báo cáo)",
        Every.MONTH,
    ),
    _shape(rf"(?:{_BY})?{_HOUR}(?:ngày )?{_TABLE['weekday']}{_OF}{_ALWAYS} tuần", Every.WEEK),
    _shape(rf"{_OFTEN},? {_BY}{_DAY_OR_DATE}"),
    _shape(
        rf"(?<!ngày )(?:định kỳ )?(?:0?6|sáu) tháng(?:(?: ?/ ?| )(?:{_ONE} )?lần"
        rf"|(?:,| và|, và) (?:(?:hằng|hàng|cả|{_ONE}) )?năm(?! ?\d)| (?:hằng|hàng|cả) năm)",
        Every.HALF,
    ),
    _shape(r"định kỳ(?: hằng| hàng| mỗi)? (?:0?6|sáu) tháng(?! đầu| cuối)", Every.HALF),
    _shape(r"(?:hằng|hàng|mỗi) (?:0?6|sáu) tháng", Every.HALF),
    _shape(rf"(?:định kỳ )?(?:0?3|ba) tháng(?: ?/ ?| )(?:{_ONE} )?lần", Every.QUARTER),
    _shape(r"định kỳ (?:0?3|ba) tháng(?!\w)", Every.QUARTER),
    _shape(
        rf"(?:định kỳ )?(?:ít nhất )?{_TWO} lần ?(?:/|trong|trên|một|mỗi) ?(?:một |1 )?năm(?! \d)",
        Every.HALF,
    ),
    _shape(
        rf"(?:mỗi|một|1|01) năm (?:ít nhất |tối thiểu |họp |tổ chức )?{_TWO} (?:lần|kỳ)", Every.HALF
    ),
    _shape(
        rf"(?<!\d )(?<!hai )(?:định kỳ )?(?:(?:mỗi|{_ONE}) )?{_UNIT} (?:ít nhất |tối thiểu |họp )?{_ONE} (?:lần|kỳ)"
    ),
    _shape(rf"(?:định kỳ )?{_ONE} lần ?(?:/|trong|trên|một|mỗi) ?(?:một |1 )?{_UNIT}"),
    _shape(rf"định kỳ,? (?:vào )?{_OFTEN}"),
    _shape(rf"định kỳ (?:theo )?{_UNIT}(?! (?:\d|một))"),
    _shape(rf"{_OFTEN}", adverbial=True),
)
# "Hằng quý, tổng hợp …" at the start of a clause, or before the verb of the duty.
_OPENS = re.compile(r"(?:^|[,;.:(+*-] ?|\n|(?<!\w)(?:và|đồng thời|định kỳ|để|phải|cần) )$")
_BEFORE_DUTY = re.compile(rf",? (?:{_DUTIES})(?!\w)")
_BEHIND_DUTY = re.compile(rf"(?<!\w)(?:{_DUTIES}) $")
_ATTRIBUTED = re.compile(_TABLE["attributed"])
_PERIODICALLY = re.compile(_TABLE["periodically"])
_FAR = 160
_ATTRIBUTE_BEFORE = re.compile(_TABLE["attribute_before"])
_ATTRIBUTE_AFTER = re.compile(_TABLE["attribute_after"])
_ENDS = re.compile(
    r" ?(?:[.,;:)(]|$|\n)| (?:và|cho|tại|gửi|hoặc|để|về|với|theo|trình|báo cáo|vào|lên)(?!\w)"
)
_YEARLESS_DAY = re.compile(rf"(?<!\w){_BY}{_DAY_OR_DATE}(?! ?[/.-] ?\d| (?:tháng|ngày|năm))")
_CLAUSE_BREAK = re.compile(r"[.;:\n]")

# No shape fits without one of these words, nor where none of the clues stands; most sentences
# have neither.
_HINT = Sieve(
    r"hằng|hàng|mỗi|định kỳ|lần|kỳ|tháng cuối|tháng đầu|tháng thứ|tháng (?:trước|liền|kế|tiếp|sau|báo)"
    r"|tháng,? (?:và )?(?:một|cả|1|01)|tháng và năm"
)
_CLUE = re.compile(
    rf"{_ALWAYS} (?:tuần|tháng|qu[ýí]|năm|0?6|sáu)|định kỳ|(?:{_ONE}|{_TWO}) (?:lần|kỳ)"
    r"|tháng(?: ?/ ?| )lần|tháng (?:cuối|thứ ba|đầu|trước đó|liền|kế tiếp|tiếp theo|sau|báo cáo)"
    r"|(?:6|sáu) tháng(?:,| và|, và| cả)"
)


_IN_NEXT = re.compile(r"(?<!\w)tháng (?:liền sau|kế tiếp|tiếp theo|sau)(?!\w)")


def due_in_next_month(recurrence: Recurrence) -> bool:
    """Return whether the day that a duty names lies in the month after each period."""
    return recurrence.due_day is not None and bool(_IN_NEXT.search(lowered(recurrence.text)))


def find_recurrence(text: str, start: int, end: int, low: str | None = None) -> Recurrence | None:
    """Return the period in which a duty comes back, if the words between two places say one.

    ``low`` is ``text`` in lower case, where it is known. Of several the one that stands first counts: lists begin with the shortest period.
    """
    low = lowered(text[start:end]) if low is None else low[start:end]
    first = min(_finds(low), key=lambda find: find[1].start(), default=None)
    if first is None:
        return None
    every, found = first
    groups = found.groupdict()
    every = every or _EVERY[groups["every"]]
    day = int(groups["day"]) if groups.get("day") else _day_beside(low, found)
    begin, finish = start + found.start(), start + found.end()
    return Recurrence(
        text[begin:finish], begin, finish, every, None if every is Every.WEEK else day
    )


def recurring_spans(low: str) -> Iterator[tuple[int, int]]:
    """Yield the places of all words, in lower case, that say how often.

    No date in them is a deadline.
    """
    return (found.span() for _, found in _finds(low))


def _finds(low: str) -> Iterator[tuple[Every | None, re.Match[str]]]:
    if not (_HINT.may_find(low) and _CLUE.search(low)):
        return
    for shape in _SHAPES:
        for found in shape.sieve.finds(low, low):
            if not shape.adverbial or _is_adverbial(low, *found.span()):
                yield shape.every, found


def _is_adverbial(low: str, start: int, end: int) -> bool:
    """Whether "hằng năm" tells how often something is done and belongs to no noun."""
    begin = max(0, start - _WINDOW)
    if _ATTRIBUTE_AFTER.match(low, end) or _ATTRIBUTE_BEFORE.search(low, begin, start):
        return False
    if _OPENS.search(low, begin, start):
        return True
    if _PERIODICALLY.search(low, max(0, start - _FAR), start) and _ENDS.match(low, end):
        return True
    if _ATTRIBUTED.search(low, begin, start):
        return False
    if _BEHIND_DUTY.search(low, begin, start):
        return True
    return bool(_BEFORE_DUTY.match(low, end) or _ENDS.match(low, end))


def _day_beside(low: str, found: re.Match[str]) -> int | None:
    """Return the day of "định kỳ hằng năm báo cáo … trước ngày 15/12", in the same clause."""
    stop = _CLAUSE_BREAK.search(low, found.end())
    start = max(low.rfind(mark, 0, found.start()) for mark in ".;:\n")
    day = _YEARLESS_DAY.search(low, start + 1, stop.start() if stop else len(low))
    return int(day["day"]) if day else None
