"""Limits that count from something: "trong thời hạn 15 ngày làm việc, kể từ ngày ký"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from directives.lexicon import any_of, table
from directives.model import Due, Precision
from directives.moments import Calendar, after_days, after_months
from directives.wording import lowered

_TABLE = table("time")
_WINDOW = 60
_HOURS_OF_DAY = 24
_SPAN = re.compile(
    # No number goes on before it; said behind the digit, which a text is searched for.
    r"(?P<count>\d(?<![\d/.,-].)\d{0,2})(?: \([^()]{1,30}\))? (?P<unit>ngày|giờ|tháng|tuần|năm)"
    rf"(?P<working> làm việc)?(?: đầu)?(?:(?P<start>{_TABLE['span_starts']})"
    rf"(?P<event>(?: (?!(?:{any_of(_TABLE['span_stops'])})(?!\w))[^\s.,;:()]+){{0,8}}))?"
)
_BEFORE_EVENT = re.compile(rf"(?<!\w)(?:{_TABLE['before_events']})")
_BEFORE = re.compile(rf"(?<!\w){_TABLE['before_spans']}")
_LIMIT = re.compile(_TABLE["limits"])
_ISSUE = re.compile(_TABLE["issue"])
_PRECISIONS = {"tháng": Precision.MONTH, "năm": Precision.YEAR}


class Limit(NamedTuple):
    """A limit by its place; ``day`` is ``None`` where it counts from a day that is not told."""

    begin: int
    end: int
    day: date | None
    precision: Precision


def limits(low: str, frame: Calendar) -> Iterator[Limit]:
    """Yield the limits that words in lower case set.

    Counted from the day of issue, if it is said to be what counts; without any beginning only
    days and months in words such as "trong thời hạn" are a limit.
    """
    if " ngày" in low:
        for event in _BEFORE_EVENT.finditer(low):
            yield Limit(*event.span(), None, Precision.DAY)
    for found in _SPAN.finditer(low):
        before = _BEFORE.search(low, max(0, found.start() - _WINDOW), found.start())
        if before is None:
            continue
        told = found["start"] or (found["unit"] != "năm" and _LIMIT.search(before[0]))
        if told:
            precision = _PRECISIONS.get(found["unit"], Precision.DAY)
            yield Limit(before.start(), found.end(), _counted(found, frame), precision)


def working_days_counted(due: Due, issued_on: date | None) -> int | None:
    """Return how many working days after the day of issue a deadline was counted, if it was.

    A deadline that a person has put on another day is not counted any more, whatever its words.
    """
    low = lowered(due.text)
    for found in _SPAN.finditer(low):
        if found["working"] and issued_on and due.date == _counted(found, Calendar(issued_on)):
            return _days(found)
    return None


def _counted(found: re.Match[str], frame: Calendar) -> date | None:
    start = f"{found['start'] or ''}{found['event'] or ''}"
    if frame.issued_on is None or not _ISSUE.search(start) or "trước" in start:
        return None
    match found["unit"]:
        case "năm":
            return after_months(frame.issued_on, 12 * int(found["count"]))
        case "tháng":
            return after_months(frame.issued_on, int(found["count"]))
    return after_days(frame.issued_on, _days(found), working=bool(found["working"]))


def _days(found: re.Match[str]) -> int:
    count = int(found["count"])
    match found["unit"]:
        case "tuần":
            return 7 * count
        case "giờ":
            return -(-count // _HOURS_OF_DAY)
    return count
