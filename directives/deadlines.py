"""Deadlines: from the words of a task to the last day on which it is on time.

Dates of citations bind nobody, so a date counts only after a word such as "trước ngày".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from directives.lexicon import any_of, table
from directives.model import Due, Precision
from directives.recurrences import recurring_spans
from directives.sieve import Sieve
from directives.wording import lowered

_TABLE = table("time")
_DAYS = any_of(_TABLE["day_triggers"])
_PERIODS = any_of(_TABLE["period_triggers"])
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS: list[str] = _TABLE["months"]
_CLOCK = r"(?:\d{1,2}(?: giờ|h|:)(?: ?\d{2})?(?: phút)?,? (?:ngày )?)?"
_LONG_YEAR = r"(?:,? năm (?P<long_year>\d{4})|/(?P<slash_year>\d{4}))?"
_DATE = (
    r"(?:ngày )?(?P<day>\d{1,2})(?: ?[/.-] ?(?P<month>\d{1,2})(?: ?[/.-] ?(?P<year>\d{4}|\d{2}))?"
    rf"| tháng (?P<long_month>\d{{1,2}}|{any_of(_MONTHS)}){_LONG_YEAR})(?![\d/])"
)
_YEAR = r"(?:(?:/|-| ?,? ?năm )(?P<year>\d{4}))?(?!\d)"
_ISSUE = re.compile(r"ký|ban hành")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a relative date is counted from; ``issued_on`` is unknown for some documents."""

    issued_on: date | None = None
    before_is_inclusive: bool = True


_Told = tuple[date | None, Precision]
_Reading = _Told | None
_Resolver = Callable[[re.Match[str], Calendar], _Reading]


def _on_day(found: re.Match[str], frame: Calendar) -> _Reading:
    month_words = found["month"] or found["long_month"]
    month = int(month_words) if month_words.isdecimal() else _MONTHS.index(month_words) + 1
    year_words = found["year"] or found["long_year"] or found["slash_year"]
    year = _year(year_words)
    day = int(found["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - months and days
        return None
    resolved = _next_date(day, month, year, frame.issued_on)
    if resolved and not frame.before_is_inclusive and found["trigger"].startswith("trước"):
        resolved -= timedelta(days=1)
    return resolved, Precision.DAY


def _year(words: str | None) -> int | None:
    if words is None:
        return None
    return int(words) if len(words) == 4 else 2000 + int(words)  # noqa: PLR2004 - digits of a year


def _next_date(day: int, month: int, year: int | None, issued_on: date | None) -> date | None:
    """Return the date; without a year, the first one on or after the day of issue."""
    if year is None and issued_on is None:
        return None
    years = [year] if year else [issued_on.year, issued_on.year + 1] if issued_on else []
    for candidate in years:
        try:
            resolved = date(candidate, month, day)
        except ValueError:
            continue
        if year or (issued_on and resolved >= issued_on):
            return resolved
    return None


def _in_month(found: re.Match[str], frame: Calendar) -> _Reading:
    month = int(found["month"])
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return None
    year = _year(found["year"]) or _year_of(frame, lambda year: _month_end(year, month))
    if year is None:
        return None, Precision.MONTH
    if found["trigger"] == "trước":
        return date(year, month, 1) - timedelta(days=1), Precision.MONTH
    return _month_end(year, month), Precision.MONTH


def _in_quarter(found: re.Match[str], frame: Calendar) -> _Reading:
    name = found["quarter"]
    quarter = _ROMAN.get(name) or int(name)
    year = _year(found["year"]) or _year_of(frame, lambda year: _month_end(year, quarter * 3))
    return (_month_end(year, quarter * 3) if year else None), Precision.QUARTER


def _mid_month(found: re.Match[str], frame: Calendar) -> _Reading:
    reading = _in_month(found, frame)
    if reading is None or reading[0] is None:
        return reading
    return reading[0].replace(day=15), Precision.MONTH


def _early_quarter(found: re.Match[str], frame: Calendar) -> _Reading:
    """The first month of a quarter: how offices read "đầu quý III", only nearly exact."""
    end, precision = _in_quarter(found, frame)  # type: ignore[misc]  # a quarter is always read
    return (_month_end(end.year, end.month - 2) if end else None), precision


def _in_half(found: re.Match[str], frame: Calendar) -> _Reading:
    month = 6 if found["half"] == "đầu" else 12
    year = _year(found["year"]) or _year_of(frame, lambda year: _month_end(year, month))
    return (_month_end(year, month) if year else None), Precision.HALF


def _in_year(found: re.Match[str], _frame: Calendar) -> _Reading:
    return date(int(found["year"]), 12, 31), Precision.YEAR


def _in_term(_found: re.Match[str], _frame: Calendar) -> _Reading:
    # A term ends with a congress, whose day no document names.
    return None, Precision.TERM


def _within(found: re.Match[str], frame: Calendar) -> _Reading:
    from_issue = found["from"] and _ISSUE.search(found["from"])
    if frame.issued_on is None or not from_issue:
        return None, Precision.DAY
    days = int(found["days"])
    if not found["working"]:
        return frame.issued_on + timedelta(days=days), Precision.DAY
    day = frame.issued_on
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5  # noqa: PLR2004 - Saturday and Sunday are 5 and 6
    return day, Precision.DAY


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year_of(frame: Calendar, end: Callable[[int], date]) -> int | None:
    """Return the year in which the period next ends, seen from the day of issue."""
    if frame.issued_on is None:
        return None
    year = frame.issued_on.year
    return year if end(year) >= frame.issued_on else year + 1


def _shape(pattern: str, resolve: _Resolver) -> tuple[Sieve, _Resolver]:
    return Sieve(rf"(?<!\w){pattern}"), resolve


_PERIOD = rf"(?P<trigger>{_PERIODS}):?"
_MONTH = r"tháng (?P<month>\d{1,2})"
_QUARTER = r"quý (?P<quarter>iv|iii|ii|i|[1-4])"
_SPAN = (
    r"(?:trong|sau|chậm nhất)(?: thời hạn| thời gian| vòng| là)? (?P<days>\d{1,3}) ngày"
    r"(?P<working> làm việc)?"
)
_FROM = r"(?P<from>(?:ngày |khi )?(?:ký|ban hành|nhận)(?: ban hành| được)?)"
# Every pattern reads words in lower case.
_SHAPES: tuple[tuple[Sieve, _Resolver], ...] = (
    _shape(rf"(?P<trigger>{_DAYS}):? {_CLOCK}{_DATE}", _on_day),
    _shape(rf"{_PERIOD} {_MONTH}{_YEAR}(?! năm)", _in_month),
    _shape(rf"(?P<trigger>giữa) {_MONTH}{_YEAR}", _mid_month),
    _shape(rf"đầu {_QUARTER}{_YEAR}", _early_quarter),
    _shape(rf"{_PERIOD} {_QUARTER}{_YEAR}", _in_quarter),
    _shape(r"(?:6|sáu) tháng (?P<half>đầu|cuối) năm(?: (?P<year>\d{4}))?", _in_half),
    _shape(rf"{_PERIOD} năm (?P<year>20\d{{2}})(?!\d| ?-)", _in_year),
    _shape(r"(?:đến|hết|đến hết|trước) cuối nhiệm kỳ(?: \d{4} ?- ?\d{4})?", _in_term),
    _shape(r"trong [^.;,]{0,40}nhiệm kỳ \d{4} ?- ?\d{4}", _in_term),
    _shape(rf"{_SPAN}(?:,? ?(?:kể )?(?:từ|sau) {_FROM})?", _within),
)

# No shape fits without a number, a quarter or a term.
_DIGIT = re.compile(r"\d")
_NUMBERLESS = ("quý i", "nhiệm kỳ", "sáu tháng")
# "Thời hạn hoàn thành: tháng 5", "hoàn thành trong tháng 5": the deadline is said behind these.
_UNSAID = re.compile(rf"(?:(?:{any_of(_TABLE['unsaid'])})[: ]*)*")
# "năm 2025 và các năm tiếp theo" has no end.
_GOES_ON = re.compile(
    r",? (?:và|đến) (?:(?:các|những) năm|(?:hàng|hằng) năm|tiếp theo|thường xuyên|kiện toàn|bổ sung)"
    r"|,? (?:chỉ )?còn "
)
# "mới ban hành trong năm 2025" tells what was, "được Quốc hội thông qua trước ngày …" too.
_TELLS = re.compile(r"(?:đã|mới|được|từng)(?: \w+){1,3} $")
_TELLING_WORDS = 4


def find_due(text: str, start: int, end: int, frame: Calendar) -> Due | None:
    """Return the strictest deadline that the words between two places set, if any.

    A day that can be told is stricter than one that cannot; of several the earliest binds.
    """
    dues = [
        (day is None, day or date.max, begin + start, finish + start, precision)
        for begin, finish, (day, precision) in _dues(lowered(text[start:end]), frame)
    ]
    if not dues:
        return None
    untold, day, begin, finish, precision = min(dues, key=itemgetter(0, 1, 2))
    return Due(text[begin:finish], begin, finish, None if untold else day, precision)


def _dues(low: str, frame: Calendar) -> Iterator[tuple[int, int, _Told]]:
    if not (_DIGIT.search(low) or any(word in low for word in _NUMBERLESS)):
        return
    found = [(find, resolve) for sieve, resolve in _SHAPES for find in sieve.finds(low, low)]
    recurring = list(recurring_spans(low)) if found else []
    for find, resolve in found:
        begin, end = find.span()
        if any(start < end and begin < finish for start, finish in recurring):
            continue
        if _GOES_ON.match(low, end) or _tells(low, begin):
            continue
        if (told := resolve(find, frame)) is not None:
            said = _UNSAID.match(low, begin, end)
            yield said.end() if said else begin, end, told


def _tells(low: str, at: int) -> bool:
    # Only the few words before are read, not all of the sentence for each of its dates.
    start = at - 1
    for _ in range(_TELLING_WORDS):
        start = low.rfind(" ", 0, max(start, 0))
    return bool(_TELLS.search(low, max(start, 0), at))
