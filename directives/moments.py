"""Moments: the days, months, quarters, halves and years that a text names, and when they end.

A moment binds nobody by itself; :mod:`directives.deadlines` asks what stands around it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from directives.lexicon import any_of, table
from directives.model import Precision
from directives.sieve import Sieve

_TABLE = table("time")
_NAMES: list[str] = _TABLE["months"]
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HOLIDAYS = frozenset(_TABLE["holidays"])
_SATURDAY = 5
_PRECISIONS = {1: Precision.MONTH, 3: Precision.QUARTER, 6: Precision.HALF, 12: Precision.YEAR}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a relative date is counted from; ``issued_on`` is unknown for some documents.

    ``only_year`` is the year of such a document, if its text names one and no other.
    """

    issued_on: date | None = None
    before_is_inclusive: bool = True
    only_year: int | None = None

    @property
    def earliest(self) -> date | None:
        """The first day that a date without a year can mean."""
        return self.issued_on or (date(self.only_year, 1, 1) if self.only_year else None)


class Moment(NamedTuple):
    """A day or a period that words name: its first and its last day, if they can be told.

    ``yearless`` says that the words name no year; ``bare`` that they are digits alone, which
    mean a time only where one is expected.
    """

    begin: int
    end: int
    precision: Precision
    first: date | None
    last: date | None
    yearless: bool = False
    bare: bool = False

    def narrowed(self, part: str) -> Moment:
        """Return the beginning, middle or end of the period, only nearly exact.

        Offices mean by "đầu tháng" the first ten days, by "đầu quý" the first month, by "đầu
        năm" the first quarter, by the middle its middle day, by the end the last day.
        """
        if self.first is None or self.last is None or part == "cuối":
            return self._replace(begin=self.begin - len(part) - 1)
        if part == "giữa":
            last = self.first + (self.last - self.first) / 2
        elif self.precision is Precision.MONTH:
            last = self.first.replace(day=10)
        else:
            months = 1 if self.precision is Precision.QUARTER else 3
            last = _month_end(self.first.year, self.first.month + months - 1)
        return self._replace(begin=self.begin - len(part) - 1, last=last)


# What must not stand before a number is said behind its first digits: a text is searched for these.
_ANY_YEAR = re.compile(r"(?:19|20)(?<![\w.,]..)\d\d(?![\w.,]\d)(?!\w)")
_Resolver = Callable[[re.Match[str], Calendar], Moment | None]


def _on_day(found: re.Match[str], frame: Calendar) -> Moment | None:
    words = found["month"] or found["long_month"]
    month = int(words) if words.isdecimal() else _named_month(words)
    year = _year(found["year"] or found["said_year"] or found["long_year"])
    day = int(found["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):  # noqa: PLR2004 - months and days
        return None
    told = _next_date(day, month, year, frame.earliest)
    return Moment(*found.span(), Precision.DAY, told, told, yearless=year is None)


def _year(words: str | None) -> int | None:
    if words is None:
        return None
    return int(words) if len(words) == 4 else 2000 + int(words)  # noqa: PLR2004 - digits of a year


def _named_month(words: str) -> int:
    # "tháng một" and "tháng chạp" stand behind the twelve usual names.
    return {"một": 1, "chạp": 12}.get(words) or _NAMES.index(words) + 1


def _next_date(day: int, month: int, year: int | None, earliest: date | None) -> date | None:
    """Return the date; without a year, the first one on or after the day of issue."""
    years = [year] if year else [earliest.year, earliest.year + 1] if earliest else []
    for candidate in years:
        try:
            resolved = date(candidate, month, day)
        except ValueError:
            continue
        if year or (earliest and resolved >= earliest):
            return resolved
    return None


def _in_month(found: re.Match[str], frame: Calendar) -> Moment | None:
    words = found["month"]
    month = int(words) if words.isdecimal() else _named_month(words)
    return _period(found, frame, month, 1)


def _in_quarter(found: re.Match[str], frame: Calendar) -> Moment | None:
    quarter = _ROMAN.get(found["quarter"]) or int(found["quarter"])
    return _period(found, frame, 3 * quarter - 2, 3)


def _in_half(found: re.Match[str], frame: Calendar) -> Moment | None:
    return _period(found, frame, 1 if found["half"] == "đầu" else 7, 6)


def _in_year(found: re.Match[str], frame: Calendar) -> Moment | None:
    return _period(found, frame, 1, 12)


def _in_digits(found: re.Match[str]) -> Moment:
    year = int(found["last"] or found[0][:4])
    return Moment(*found.span(), Precision.YEAR, date(year, 1, 1), date(year, 12, 31), bare=True)


def _in_this(found: re.Match[str], frame: Calendar) -> Moment | None:
    """Read "tháng này", "năm nay": the period that runs on the day of issue."""
    months = {"tháng": 1, "quý": 3, "quí": 3}.get(found["unit"], 12)
    if frame.issued_on is None:
        return Moment(*found.span(), _PRECISIONS[months], None, None)
    month = (frame.issued_on.month - 1) // months * months + 1
    return _period(found, frame, month, months, year=frame.issued_on.year)


def _in_term(found: re.Match[str], _frame: Calendar) -> Moment:
    # A term ends with a congress, whose day no document names.
    return Moment(*found.span(), Precision.TERM, None, None)


def _period(
    found: re.Match[str], frame: Calendar, month: int, months: int, *, year: int | None = None
) -> Moment:
    named = year or (_year(found["year"]) if "year" in found.re.groupindex else None)
    year = named or _year_of(frame, month + months - 1)
    first = date(year, month, 1) if year else None
    last = _month_end(year, month + months - 1) if year else None
    return Moment(*found.span(), _PRECISIONS[months], first, last, yearless=named is None)


def _year_of(frame: Calendar, month: int) -> int | None:
    """Return the year in which ``month`` next ends, seen from the day of issue."""
    earliest = frame.earliest
    return earliest.year + (month < earliest.month) if earliest else None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_FIRST_YEAR = r"(?:(?:19|20)\d{2} ?- ?)?"
_NO_MORE = r"(?! ?- ?\d|[\d%]|[/.]\d)"
_LISTED_YEARS = r"(?:(?:19|20)\d{2}(?: ?, ?| và )(?:năm )?(?=(?:19|20)\d{2}(?!\d))){0,4}"
_MONTH = rf"(?:1[0-2]|0?[1-9])(?![\d,.]\d)|{any_of(_NAMES)}"
_OF_YEAR = r"(?:(?: ?[/.-] ?|,? (?:của )?năm )(?P<year>(?:19|20)\d{2}))?(?![\d/%])"
# "tháng 11, 12/2013" and "quý III và quý IV năm 2025" end with the last that they name.
_LISTED_MONTHS = r"(?:(?:1[0-2]|0?[1-9])(?: ?, ?| ?- ?| và )(?:tháng )?){0,4}"
_LISTED_QUARTERS = r"(?:(?:iv|iii|ii|i|[1-4])(?: ?, ?| ?- ?| và )(?:qu[ýí] )?){0,3}"
_DAY = (
    # No number goes on before it; said behind the digit, which a text is searched for.
    r"(?P<day>\d(?<![\d/.,].)\d?)"
    r"(?: ?(?P<mark>[/.-]) ?(?P<month>\d{1,2})"
    r"(?: ?(?P=mark) ?(?P<year>\d{4}|\d{2})|,? năm (?P<said_year>\d{4}))?"
    rf"| tháng (?P<long_month>\d{{1,2}}|{any_of(_NAMES)})"
    r"(?:(?:,? năm | ?/ ?)(?P<long_year>\d{4}))?)(?![\d/%]| ?(?:ngày|giờ)(?!\w))"
)
_SHAPES: tuple[tuple[Sieve, _Resolver], ...] = tuple(
    (Sieve(pattern), resolve)
    for pattern, resolve in (
        (_DAY, _on_day),
        (rf"tháng (?<!\d.tháng.){_LISTED_MONTHS}(?P<month>{_MONTH}){_OF_YEAR}(?!\w)", _in_month),
        (
            rf"qu[ýí] {_LISTED_QUARTERS}(?P<quarter>iv|iii|ii|i|[1-4])(?!\w){_OF_YEAR}",
            _in_quarter,
        ),
        (
            r"(?:(?:0?6|sáu) tháng|nửa) (?P<half>đầu|cuối) (?:của )?năm(?: (?P<year>\d{4}))?",
            _in_half,
        ),
        (rf"năm {_FIRST_YEAR}{_LISTED_YEARS}(?P<year>(?:19|20)\d{{2}}){_NO_MORE}", _in_year),
        (rf"(?P<year>20(?<=nay đến 20)\d{{2}}){_NO_MORE}", _in_year),
        (r"(?P<unit>tháng|qu[ýí]|năm) (?:này|nay)(?!\w)", _in_this),
        (
            r"(?P<unit>năm)(?:(?<=nay đến cuối năm)|(?<=nay đến hết năm))(?! \w?\d)(?!\w)",
            _in_this,
        ),
        (
            r"nhiệm kỳ(?: \d{4} ?- ?\d{4}| đại hội(?: (?!có |phải |sẽ )[^\s.,;:()]+){1,5})?",
            _in_term,
        ),
    )
)
_DIGITS = re.compile(rf"20(?<![\d/.,-]..)\d\d(?: ?- ?(?P<last>20\d\d))?{_NO_MORE}")


def only_year(text: str) -> int | None:
    """Return the year that a text names, if it names no other."""
    years = {found[0] for found in _ANY_YEAR.finditer(text)}
    return int(years.pop()) if len(years) == 1 else None


def moments(low: str, frame: Calendar, *, bare: bool) -> Iterator[Moment]:
    """Yield what words in lower case name, in their order; of two that overlap the first.

    Years that are told by digits alone ("2026 - 2030") are looked for if ``bare``.
    """
    found = [
        moment
        for sieve, resolve in _SHAPES
        for find in sieve.finds(low, low)
        if (moment := resolve(find, frame)) is not None
    ]
    if bare:
        found += [_in_digits(find) for find in _DIGITS.finditer(low)]
    reached = 0
    for moment in sorted(found, key=lambda moment: (moment.begin, -moment.end)):
        if moment.begin >= reached:
            yield moment
            reached = moment.end


def after_days(day: date, count: int, *, working: bool) -> date:
    """Return the day ``count`` days after ``day``; working days skip weekends and holidays.

    Only holidays on a fixed day are known; those of the moon's calendar are set anew each year.
    """
    if not working:
        return day + timedelta(days=count)
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY and f"{day:%m-%d}" not in _HOLIDAYS
    return day


def after_months(day: date, count: int) -> date:
    """Return the same day ``count`` months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + count, 12)
    end = _month_end(day.year + year, month + 1)
    return min(end, end.replace(day=min(day.day, end.day)))
