"""Deadlines: from the words of a task to the last day on which it is on time.

Dates of citations bind nobody, so a moment counts only behind a word such as "trước ngày" or
where a time is expected: behind "Thời gian hoàn thành:", in a bracket at the end of a clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from directives.lexicon import any_of, table
from directives.model import Due, Precision
from directives.moments import Calendar, Moment, moments
from directives.recurrences import recurring_spans
from directives.sieve import Sieve
from directives.spans_of_time import limits
from directives.wording import lowered

_TABLE = table("time")
_WINDOW = 80
_CLAUSE = 160
_SHORTLY = 20
_LONGEST_PROPERTY = 90
_PARTS = tuple(f"{part} " for part in _TABLE["parts"])
_UNSAID = any_of(_TABLE["unsaid"])
_SAID = (
    rf"(?P<said>{any_of(_TABLE['triggers'])}(?:,? {any_of(_TABLE['links'])}){{0,4}}"
    rf"|{_TABLE['sittings']})"
)
_DAY_OPENS = (
    rf"{_TABLE['hour']}(?:{_TABLE['weekday']},? ?)?\(?(?P<day>(?:các |\d{{1,2}} )?ngày )?"
    rf"(?:{_TABLE['weekday']},? )?(?:\d{{1,2}} ?(?:,|-|và) ?){{0,4}}"
)
_BEFORE = re.compile(rf"(?<!\w)(?:{_SAID}|{_UNSAID}):? $")
_BEFORE_DAY = re.compile(rf"(?<!\w)(?:{_SAID}|{_UNSAID}):? {_DAY_OPENS}$")
_BEFORE_TERM = re.compile(rf"(?P<said>{_TABLE['before_terms']})")
_BEFORE_PART = re.compile(rf"(?:^|[,;:.(] ?|(?<!\w)(?:{any_of(_TABLE['before_parts'])}) )$")
_SITTING = re.compile(_TABLE["sittings"])
_BY_NUMBER_ALONE = tuple(_TABLE["by_number_alone"])
# These alone may also belong to a name; "đến hết năm", "trong năm" never do.
_VAGUE = frozenset(_TABLE["vague_triggers"])
_TELLS = re.compile(rf"(?<!\w)(?:{_TABLE['tells']}) $")
_TELLS_AFTER = re.compile(_TABLE["tells_after"])
_PLAN = re.compile(_TABLE["plans"])
_EFFORT = re.compile(_TABLE["efforts"])
_CLAUSE_END = re.compile(r" ?(?:[.,;)]|$)")
_STRIVING = re.compile(_TABLE["strivings"])
_ACCOUNT = re.compile(_TABLE["accounts"])
_PROPERTY = Sieve(rf"(?<!\w){_TABLE['time_properties']}")
_PROPERTY_END = re.compile(r"[.;](?!\d)")
_BRACKET = re.compile(r"\( ?(?=[^()]{0,60}\d{4})([^()]{4,90})\)(?= ?(?:[.;,]|$))")
_GOES_ON = re.compile(r"\s?-\s?(?:tháng|qu[ýí]|năm|ngày|\d)")
# What stands before a year of digits alone: "Thời gian: 2026", "giai đoạn 2026 - 2030".
_BEFORE_DIGITS = re.compile(_TABLE["before_digits"])
_STARTS = re.compile(rf"(?:từ|bắt đầu) {_TABLE['hour']}(?:(?:ngày|tháng|năm) )?$")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"\w")
_NUMBERLESS = Sieve(any_of(_TABLE["numberless"]))
_BREAK = re.compile(r"[.;:\n]")


class _Bound(NamedTuple):
    """A deadline by its place; ``yearless`` where the words name no year."""

    begin: int
    end: int
    day: date | None
    precision: Precision
    yearless: bool = False


def find_due(  # noqa: PLR0913 - a place, and how it is read
    text: str,
    start: int,
    end: int,
    frame: Calendar,
    low: str | None = None,
    *,
    times: bool = False,
) -> Due | None:
    """Return the strictest deadline that the words between two places set, if any.

    ``low`` is ``text`` in lower case, where it is known; ``times`` says that the words stand in a
    list of times. A day that can be told is stricter than one that cannot; of several the earliest
    binds.
    """
    words = lowered(text[start:end]) if low is None else low[start:end]
    bound = min(
        _bounds(words, frame, times=times),
        key=lambda each: (each.day is None, each.day or date.max, each.begin),
        default=None,
    )
    if bound is None:
        return None
    begin, finish = start + bound.begin, start + bound.end
    return Due(text[begin:finish], begin, finish, bound.day, bound.precision)


def _bounds(low: str, frame: Calendar, *, times: bool) -> Iterator[_Bound]:
    if not (_DIGIT.search(low) or _NUMBERLESS.may_find(low)):
        return
    expected = [(0, len(low))] if times else list(_expected(low))
    short = len(low) <= _SHORTLY
    found = [_Bound(*limit) for limit in limits(low, frame) if not _tells(low, limit.begin)]
    for moment in moments(low, frame, bare=short or bool(expected)):
        alone = any(start <= moment.begin < finish for start, finish in expected)
        alone = alone or (short and _fills(low, moment))
        if (bound := _bound(low, moment, frame, alone=alone)) is not None:
            found.append(bound)
    recurring = list(recurring_spans(low)) if found else []
    yield from (bound for bound in found if not _comes_back(low, bound, recurring))


def _comes_back(low: str, bound: _Bound, recurring: list[tuple[int, int]]) -> bool:
    """Tell a day of every period; one without a year is that beside any "hằng năm"."""
    for start, finish in recurring:
        if start < bound.end and bound.begin < finish:
            return True
        apart = low[finish : bound.begin] if finish <= bound.begin else low[bound.end : start]
        if bound.yearless and not _BREAK.search(apart):
            return True
    return False


def _fills(low: str, moment: Moment) -> bool:
    """Whether a moment is all that words say, as in a cell of a table."""
    return not _LETTER.search(low, 0, moment.begin) and not _LETTER.search(low, moment.end)


def _expected(low: str) -> Iterator[tuple[int, int]]:
    """Yield the places where a time may stand alone: of properties and of brackets."""
    if ":" in low:
        for found in _PROPERTY.finds(low, low):
            limit = found.end() + _LONGEST_PROPERTY
            stop = _PROPERTY_END.search(low, found.end(), limit)
            yield found.end(), stop.start() if stop else limit
    for found in _BRACKET.finditer(low):
        yield found.start(1), found.start(1) + 1


def _bound(low: str, moment: Moment, frame: Calendar, *, alone: bool) -> _Bound | None:
    """Return the deadline that a moment is made by the words around it, if by any."""
    part = next((part for part in _PARTS if low.endswith(part, 0, moment.begin)), "")
    if part and moment.precision is not Precision.TERM:
        moment = moment.narrowed(part.strip())
    begin, said = _before(low, moment) or (-1, "")
    if not said and _GOES_ON.match(low, moment.end):
        return None
    if begin < 0:
        stands = (alone and _stands_alone(low, moment)) or (part and _opens(low, moment))
        if not stands and not _strives(low, moment):
            return None
        begin = moment.begin
    said = f"{said} {part}".strip()
    if (
        _tells(low, begin)
        or _TELLS_AFTER.match(low, moment.end)
        or _names(low, begin, moment, said)
    ):
        return None
    if _SITTING.match(said) and moment.precision is Precision.YEAR:
        return _Bound(begin, moment.end, None, Precision.HALF)
    day = _last(moment, said, frame)
    return _Bound(begin, moment.end, day, moment.precision, moment.yearless)


def _before(low: str, moment: Moment) -> tuple[int, str] | None:
    """Return where the words that make a moment a deadline begin, and these words."""
    if moment.bare:
        return None
    is_day = moment.precision is Precision.DAY
    pattern = _BEFORE_DAY if is_day else _BEFORE
    pattern = _BEFORE_TERM if moment.precision is Precision.TERM else pattern
    found = pattern.search(low, max(0, moment.begin - _WINDOW), moment.begin)
    if found is None:
        return None
    said = found["said"] or ""
    # "đến 2/3" may be a fraction; "trước 2/3" is a day.
    if is_day and moment.yearless and not found["day"] and not said.startswith(_BY_NUMBER_ALONE):
        return None
    return (found.start("said") if said else moment.begin), said


def _stands_alone(low: str, moment: Moment) -> bool:
    """Whether a moment is neither the start of a time nor the first of two with a dash."""
    start = max(0, moment.begin - _WINDOW)
    if moment.bare and not _BEFORE_DIGITS.search(low, start, moment.begin):
        return False
    opens = _STARTS.search(low, start, moment.begin)
    return not opens and not _GOES_ON.match(low, moment.end)


def _strives(low: str, moment: Moment) -> bool:
    start = max(0, moment.begin - _WINDOW - _SHORTLY)
    is_year = moment.precision is Precision.YEAR and not moment.bare
    ends = _CLAUSE_END.match(low, moment.end)
    strives = _STRIVING.search(low, start, moment.begin) if is_year and ends else None
    return strives is not None and not _PLAN.search(low, strives.start() + _SHORTLY, moment.begin)


def _opens(low: str, moment: Moment) -> bool:
    start = max(0, moment.begin - _WINDOW)
    return not moment.bare and bool(_BEFORE_PART.search(low, start, moment.begin))


def _last(moment: Moment, said: str, frame: Calendar) -> date | None:
    """Return the last day in time: "trước tháng 6" ends in May, "trước ngày 6" on that day."""
    before = said.startswith(("trước", "xong trước")) or said.endswith("trước")
    inclusive = moment.precision is Precision.DAY and frame.before_is_inclusive
    if before and not inclusive and moment.first is not None:
        return moment.first - timedelta(days=1)
    return moment.last


def _tells(low: str, begin: int) -> bool:
    """Whether the words before a moment, or before the start of its range, only tell of it."""
    if _TELLS.search(low, max(0, begin - _WINDOW), begin):
        return True
    opens = low.rfind("từ ", max(0, begin - _WINDOW // 2), begin)
    return opens > 0 and bool(_TELLS.search(low, max(0, opens - _WINDOW), opens))


def _names(low: str, begin: int, moment: Moment, said: str) -> bool:
    """Whether a half or a year only belongs to the name of a plan or of an account.

    "Quy hoạch … đến năm 2030" names, "hoàn thành … đến năm 2030" binds: the later word decides.
    """
    clause = low[
        max(0, begin - _CLAUSE, *(low.rfind(mark, 0, begin) + 1 for mark in ".;:(")) : begin
    ]
    if moment.precision is Precision.HALF:
        return bool(_ACCOUNT.search(clause))
    if moment.precision is not Precision.YEAR or said not in _VAGUE:
        return False
    if clause.endswith((", ", " để ")) or _EFFORT.search(low, moment.end, moment.end + _SHORTLY):
        return False
    plans = [found.start() for found in _PLAN.finditer(clause)]
    efforts = [found.start() for found in _EFFORT.finditer(clause)]
    return bool(plans) and plans[-1] > max(efforts, default=-1)
