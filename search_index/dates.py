"""Days and spans of days as people write them in a query, the day always before the month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from search_index.analysis import canonical, fold

Span = tuple[date, date]
Bounds = tuple[date | None, date | None]

_CENTURY = 2000
MONTHS_OF_QUARTER = 3
MONTHS_OF_YEAR = 12
_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_QUARTER_WORDS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4}

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_SEP = r"[-/.]"
_DAY = r"(?:ngay )?(?P<d>\d\d?)"
_MONTH = rf"(?P<m>\d\d?|{'|'.join(sorted(_MONTH_WORDS, key=len, reverse=True))})"
_QUARTER = rf"(?:q|quy ?)(?P<q>[1-4]|{'|'.join(sorted(_QUARTER_WORDS, key=len, reverse=True))})"
_OF_YEAR = rf"(?:(?: nam | ?{_SEP} ?| ){_YEAR})?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY} ?{_SEP} ?(?P<m>\d\d?)(?: ?{_SEP} ?(?P<y>(?:19|20)?\d\d))",
        rf"{_YEAR}{_SEP}(?P<m>\d\d?){_SEP}(?P<d>\d\d?)",
        rf"{_DAY} thang {_MONTH}{_OF_YEAR}",
        rf"(?P<m>\d\d?) ?{_SEP} ?{_YEAR}",
        rf"thang {_MONTH}{_OF_YEAR}",
        rf"{_YEAR}{_SEP}(?P<m>\d\d?)",
        rf"{_DAY}/(?P<m>\d\d?)",
        rf"{_YEAR}{_SEP}?{_QUARTER}",
        rf"{_QUARTER}{_OF_YEAR}",
        rf"(?P<n>3|6|9|ba|sau|chin) thang (?P<part>dau|cuoi)(?: nam)?(?: {_YEAR})?",
        rf"nua (?P<part>dau|cuoi)(?: nam)?(?: {_YEAR})?",
        rf"(?:nam )?{_YEAR}",
    )
)
# Signs and the words for them; what is said to be "until" a day includes it.
_SIGNS = (
    ("<=", r"<=|=<|den het |den |cham nhat (?:la )?|until "),
    (">=", r">=|=>|tu |from "),
    ("<", r"<|truoc |before "),
    (">", r">|sau (?!thang )|after "),
    ("", r"=|trong "),
)
_COMPARED = tuple((sign, re.compile(rf"(?:{forms}) ?(?P<rest>.+)")) for sign, forms in _SIGNS)
_RANGES = tuple(
    re.compile(form)
    for form in (
        r"(?P<low>.*?) ?\.\. ?(?P<high>.*)",
        r"[\[{](?P<low>.+?) to (?P<high>.+)[\]}]",
        r"(?:tu |from )?(?P<low>.+?) (?:den|to|-) (?P<high>.+)",
        rf"(?P<low>\d+{_SEP}\d+{_SEP}\d+|\d{{4}})-(?P<high>.+)",
    )
)
_AGO = re.compile(r"(?P<n>\d{1,3}) (?P<unit>ngay|tuan|days?|weeks?) (?P<way>qua|truoc|toi|nua)")
_UNITS = {
    "tuan": "week", "thang": "month", "quy": "quarter", "nam": "year",
    "week": "week", "month": "month", "quarter": "quarter", "year": "year",
}  # fmt: skip
_STEPS = {"nay": 0, "this": 0, "truoc": -1, "qua": -1, "last": -1, "sau": 1, "toi": 1, "next": 1}
_NOW = {
    "hom nay": 0, "today": 0, "hom qua": -1, "yesterday": -1, "ngay mai": 1, "mai": 1,
    "tomorrow": 1,
}  # fmt: skip


def span(words: str, today: date | None = None) -> Span | None:
    """Return the first and last day that ``words`` name, ``None`` when they name no day.

    30/6/2024, 30 tháng 6 năm 2024, 2024-06-30, tháng 6/2024, 2024-Q2, quý II/2024, 6 tháng đầu
    năm 2024, 2024. With ``today`` also what hangs on it: hôm nay, tuần này, quý II.
    """
    return _span(_plain(words), today)


def bounds(words: str, today: date | None = None) -> Bounds | None:
    """Return the days from and to which ``words`` reach; ``None`` for an open side.

    <30/6/2024, trước ngày 30/6/2024, >=1/4/2024, 1/4/2024..30/6/2024, từ 1/4 đến 30/6/2024,
    2023-2025, and all that :func:`span` reads. The earlier day of a range may come second; the
    year may be left to it.
    """
    plain = _plain(words)
    days = _span(plain, today)
    if days is not None:
        return days
    for form in _RANGES:
        found = form.fullmatch(plain)
        between = found and _between(found["low"], found["high"], today)
        if between:
            return between
    for sign, form in _COMPARED:
        found = form.fullmatch(plain)
        if found:
            days = _span(found["rest"], today)
            return days and _compared(sign, days)
    return None


def _plain(words: str) -> str:
    return " ".join(fold(canonical(words)).split())


def _between(low: str, high: str, today: date | None) -> Bounds | None:
    last = _span(high, today) if high else None
    first = _span(low, today, last[1].year if last else None) if low else None
    if (low and not first) or (high and not last) or not (first or last):
        return None
    if first and last and first[0] > last[1]:
        first, last = last, first
    return first and first[0], last and last[1]


def _compared(sign: str, days: Span) -> Bounds | None:
    first, last = days
    one = timedelta(days=1)
    try:
        match sign:
            case "<":
                return None, first - one
            case ">":
                return last + one, None
    except OverflowError:
        return None
    return {"<=": (None, last), ">=": (first, None)}.get(sign, days)


def _span(plain: str, today: date | None, year: int | None = None) -> Span | None:
    """Read one span; ``year`` is meant where none is written, else that of ``today``."""
    meant = year or (today.year if today else None)
    try:
        return _named(plain, meant) or (_relative(plain, today) if today else None)
    except (ValueError, OverflowError):
        return None


def _named(plain: str, meant: int | None) -> Span | None:
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    parts = {name: value for name, value in found.groupdict().items() if value}
    year = _year(parts["y"]) if "y" in parts else meant
    if year is None:
        return None
    if "part" in parts:
        return _part_of_year(year, parts["part"], _figure(parts.get("n", "6")))
    if "q" in parts:
        last = _figure(parts["q"], _QUARTER_WORDS) * MONTHS_OF_QUARTER
        return _months(year, last - MONTHS_OF_QUARTER + 1, last)
    return _day_or_month(year, parts)


def _day_or_month(year: int, parts: dict[str, str]) -> Span:
    if "m" not in parts:
        return _months(year, 1, MONTHS_OF_YEAR)
    month = _figure(parts["m"])
    if "d" not in parts:
        return _months(year, month, month)
    day = date(year, month, int(parts["d"]))
    return day, day


def _relative(plain: str, today: date) -> Span | None:
    if plain in _NOW:
        day = today + timedelta(days=_NOW[plain])
        return day, day
    counted = _AGO.fullmatch(plain)
    if counted:
        days = timedelta(days=int(counted["n"]) * (7 if counted["unit"][0] in "tw" else 1))
        past = counted["way"] in {"qua", "truoc"}
        return (today - days, today) if past else (today, today + days)
    words = plain.split()
    units = [_UNITS[word] for word in words if word in _UNITS]
    steps = [_STEPS[word] for word in words if word in _STEPS]
    if len(words) != 2 or len(units) != 1 or len(steps) != 1:  # noqa: PLR2004
        return None
    return _unit(today, units[0], steps[0])


def _unit(today: date, unit: str, step: int) -> Span:
    if unit == "week":
        monday = today + timedelta(days=7 * step - today.weekday())
        return monday, monday + timedelta(days=6)
    length = {"month": 1, "quarter": MONTHS_OF_QUARTER, "year": MONTHS_OF_YEAR}[unit]
    months = today.year * MONTHS_OF_YEAR + today.month - 1
    first = (months // length + step) * length
    year, month = divmod(first, MONTHS_OF_YEAR)
    return _months(year, month + 1, month + length)


def _part_of_year(year: int, part: str, months: int) -> Span:
    if part == "dau":
        return _months(year, 1, months)
    return _months(year, MONTHS_OF_YEAR - months + 1, MONTHS_OF_YEAR)


def _months(year: int, first: int, last: int) -> Span:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _year(written: str) -> int:
    return int(written) + (_CENTURY if len(written) == 2 else 0)  # noqa: PLR2004


def _figure(written: str, words: dict[str, int] = _MONTH_WORDS) -> int:
    return int(written) if written.isdigit() else words[written]
