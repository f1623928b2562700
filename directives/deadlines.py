"""Deadlines: from the words of a task to the last day on which it is on time.

Dates of citations bind nobody, so a moment counts only behind a word such as "trước ngày" or
where a time is expected: behind "Thời gian hoàn thành:", in a bracket at the end of a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from operator import itemgetter

from directives.lexicon import any_of, table
from directives.model import Due, Precision
from directives.moments import Calendar, Moment, after_days, after_months, moments
from directives.recurrences import recurring_spans
from directives.sieve import Sieve
from directives.wording import lowered

_TABLE = table("time")
_WINDOW = 90
_LONGEST_PROPERTY = 90
_SHORTLY = 20
_PARTS = tuple(f"{part} " for part in _TABLE["parts"])
_UNSAID = rf"(?:(?:{any_of(_TABLE['unsaid'])})[: ]+)?"
_SAID = (
    rf"(?P<said>{any_of(_TABLE['triggers'])}(?:,? {any_of(_TABLE['links'])}){{0,4}}"
    rf"|{_TABLE['sittings']})"
)
_DAY_OPENS = (
    rf"{_TABLE['hour']}(?:{_TABLE['weekday']},? ?)?\(?(?P<day>(?:các |\d{{1,2}} )?ngày )?"
    rf"(?:{_TABLE['weekday']},? )?"
)
_BEFORE = re.compile(rf"(?<!\w)(?:{_SAID}|{any_of(_TABLE['unsaid'])}):? $")
_BEFORE_DAY = re.compile(rf"(?<!\w)(?:{_SAID}|{any_of(_TABLE['unsaid'])}):? {_DAY_OPENS}$")
_BEFORE_TERM = re.compile(
    r"(?<!\w)(?:trong|đến hết|cuối|kết thúc)(?: (?:suốt|cả|hơn|một|năm|còn lại|của|thời gian)){0,8} $"
)
_SITTING = re.compile(_TABLE["sittings"])
_BEFORE_PART = re.compile(rf"(?:^|[,;:.(] ?|(?<!\w)(?:{any_of(_TABLE['before_parts'])}) )$")
_TELLS = re.compile(rf"(?<!\w){_TABLE['tells']}")
_TELLS_AFTER = re.compile(_TABLE["tells_after"])
_PLAN = re.compile(_TABLE["plans"])
_EFFORT = re.compile(_TABLE["efforts"])
_ACCOUNT = re.compile(_TABLE["accounts"])
_PROPERTY = Sieve(rf"(?<!\w){_TABLE['time_properties']}")
_BRACKET = re.compile(r"\( ?([^()]{4,90})\)(?= ?(?:[.;,]|$))")
_RANGE = re.compile(r"\s?-\s?(?:tháng|qu[ýí]|năm|ngày|\d)")
_STARTS = re.compile(r"(?:từ|bắt đầu)(?: (?:ngày|tháng|năm))? $")
_DIGIT = re.compile(r"\d")
_NUMBERLESS = ("quý i", "quí i", "nhiệm kỳ", "sáu tháng", " này", " nay", "tháng ")
_ANY_BREAK = re.compile(r"[.;:\n]")
_SPAN = re.compile(
    r"(?<![\d/.,-])(?P<count>\d{1,3})(?: \([^()]{1,30}\))? (?P<unit>ngày|giờ|tháng|tuần|năm)"
    rf"(?P<working> làm việc)?(?: đầu)?(?:(?P<start>{_TABLE['span_starts']})"
    rf"(?P<event>(?: (?!(?:{any_of(_TABLE['span_stops'])})(?!\w))[^\s.,;:()]+){{0,8}}))?"
)
_BEFORE_SPAN = re.compile(rf"(?<!\w){_TABLE['before_spans']}")
_LIMIT = re.compile(_TABLE["limits"])
_ISSUE = re.compile(_TABLE["issue"])

_Told = tuple[int, int, date | None, Precision]


def find_due(text: str, start: int, end: int, frame: Calendar) -> Due | None:
    """Return the strictest deadline that the words between two places set, if any.

    A day that can be told is stricter than one that cannot; of several the earliest binds.
    """
    dues = [
        (day is None, day or date.max, begin + start, finish + start, precision)
        for begin, finish, day, precision in _dues(lowered(text[start:end]), frame)
    ]
    if not dues:
        return None
    untold, day, begin, finish, precision = min(dues, key=itemgetter(0, 1, 2))
    return Due(text[begin:finish], begin, finish, None if untold else day, precision)


def _dues(low: str, frame: Calendar) -> Iterator[_Told]:
    if not (_DIGIT.search(low) or any(word in low for word in _NUMBERLESS)):
        return
    found = list(moments(low, frame))
    expected = list(_expected(low)) if found else []
    told = [*_spans(low, frame)]
    for moment in found:
        alone = any(start <= moment.begin < finish for start, finish in expected)
        if (due := _bound(low, moment, frame, alone=alone)) is not None:
            told.append(due)
    recurring = list(recurring_spans(low)) if told else []
    yearless = {moment.end for moment in found if moment.yearless}
    for due in told:
        if not _comes_back(low, due, recurring, yearless=due[1] in yearless):
            yield due


def _comes_back(
    low: str, due: _Told, recurring: list[tuple[int, int]], *, yearless: bool
) -> bool:
    """Tell a day of every period; one without a year is that beside any "hằng năm"."""
    begin, end, _, _ = due
    for start, finish in recurring:
        if start < end and begin < finish:
            return True
        gap = low[finish:begin] if finish <= begin else low[end:start]
        if yearless and not _ANY_BREAK.search(gap):
            return True
    return False


def _expected(low: str) -> Iterator[tuple[int, int]]:
    """Yield the places where a time stands alone."""
    for found in _PROPERTY.finds(low, low):
        stop = re.compile(r"[.;](?!\d)").search(low, found.end(), found.end() + _LONGEST_PROPERTY)
        yield found.end(), stop.start() if stop else found.end() + _LONGEST_PROPERTY
    for found in _BRACKET.finditer(low):
        yield found.start(1), found.start(1) + 1


def _bound(low: str, moment: Moment, frame: Calendar, *, alone: bool) -> _Told | None:
    """Return the deadline that a moment is made by the words around it, if by any."""
    part = next((part for part in _PARTS if low.endswith(part, 0, moment.begin)), "")
    if part and moment.precision is not Precision.TERM:
        moment = moment.narrowed(part.strip())
    before = _before(low, moment)
    if before is None and not (alone and _stands_alone(low, moment)):
        window = low[max(0, moment.begin - _WINDOW) : moment.begin]
        if not part or moment.bare or not _BEFORE_PART.search(window):
            return None
    begin, said = before or (moment.begin, "")
    if _TELLS_AFTER.match(low, moment.end) or _tells(low, begin) or _names(low, begin, moment, said):
        return None
    if _SITTING.match(said) and moment.precision is Precision.YEAR:
        return begin, moment.end, None, Precision.HALF
    return begin, moment.end, _last(moment, said, frame), moment.precision


def _stands_alone(low: str, moment: Moment) -> bool:
    opens = _STARTS.search(low, max(0, moment.begin - _WINDOW), moment.begin)
    return not opens and not _RANGE.match(low, moment.end)


def _before(low: str, moment: Moment) -> tuple[int, str] | None:
    """Return where the words that make a moment a deadline begin, and these words."""
    if moment.bare:
        return None
    start = max(0, moment.begin - _WINDOW)
    if moment.precision is Precision.TERM:
        found = _BEFORE_TERM.search(low, start, moment.begin)
        return (found.start(), found[0]) if found else None
    is_day = moment.precision is Precision.DAY
    found = (_BEFORE_DAY if is_day else _BEFORE).search(low, start, moment.begin)
    if found is None:
        return None
    said = found["said"] or ""
    if is_day and not found["day"] and moment.yearless and not said.startswith(("trước", "chậm", "muộn", "xong", "hạn")):
        return None
    return (found.start("said") if said else moment.begin), said


def _last(moment: Moment, said: str, frame: Calendar) -> date | None:
    """Return the last day in time: "trước tháng 6" ends in May, "trước ngày 6" on that day."""
    before = said.startswith(("trước", "xong trước")) or said.endswith("trước")
    if before and moment.first and (moment.precision is not Precision.DAY or not frame.before_is_inclusive):
        return moment.first - timedelta(days=1)
    return moment.last


def _tells(low: str, begin: int) -> bool:
    start = max(0, begin - _WINDOW)
    if _TELLS.search(low, start, begin):
        return True
    opens = low.rfind("từ ", max(0, begin - 40), begin)
    return opens > 0 and bool(_TELLS.search(low, max(0, opens - _WINDOW), opens))


def _names(low: str, begin: int, moment: Moment, said: str) -> bool:
    """Whether a half or a year only belongs to the name of a plan or of an account."""
    breaks = max(low.rfind(mark, 0, begin) for mark in ".;:(")
    clause = low[max(breaks + 1, begin - 160) : begin]
    if moment.precision is Precision.HALF:
        return bool(_ACCOUNT.search(clause))
    if moment.precision is not Precision.YEAR or said not in {"đến", "tới", "vào"}:
        return False
    after = low[moment.end : moment.end + _SHORTLY]
    if clause.rstrip().endswith((",", " để")) or _EFFORT.search(after):
        return False
    plans = [found.start() for found in _PLAN.finditer(clause)]
    efforts = [found.start() for found in _EFFORT.finditer(clause)]
    return bool(plans) and plans[-1] > max(efforts, default=-1)


def _spans(low: str, frame: Calendar) -> Iterator[_Told]:
    """Yield the deadlines that count from something: "trong 15 ngày kể từ ngày ký"."""
    for found in _SPAN.finditer(low):
        before = _BEFORE_SPAN.search(low, max(0, found.start() - _WINDOW), found.start())
        if before is None or _tells(low, before.start()):
            continue
        if found["start"] is None and (not _LIMIT.search(before[0]) or found["unit"] == "năm"):
            continue
        precision = {"tháng": Precision.MONTH, "năm": Precision.YEAR}.get(found["unit"], Precision.DAY)
        yield before.start(), found.end(), _counted(found, frame), precision


def _counted(found: re.Match[str], frame: Calendar) -> date | None:
    start = f"{found['start'] or ''}{found['event'] or ''}"
    if frame.issued_on is None or not _ISSUE.search(start) or "trước" in start:
        return None
    count = int(found["count"])
    if found["unit"] in {"tháng", "năm"}:
        return after_months(frame.issued_on, count * (12 if found["unit"] == "năm" else 1))
    days = {"giờ": (count + 23) // 24, "tuần": 7 * count}.get(found["unit"], count)
    return after_days(frame.issued_on, days, working=bool(found["working"]))
