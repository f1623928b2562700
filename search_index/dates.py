"""Days and spans of days as people write them in a query, the day always before the month."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from search_index.analysis import fold

Span = tuple[date, date]
Bounds = tuple[date | None, date | None]

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_SEP = r"[-/.]"
_QUARTER_NAMES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<d>\d\d?){_SEP}(?P<m>\d\d?){_SEP}(?P<y>(?:19|20)?\d\d)",
        rf"{_YEAR}{_SEP}(?P<m>\d\d?){_SEP}(?P<d>\d\d?)",
        rf"(?P<m>\d\d?){_SEP}{_YEAR}",
        rf"{_YEAR}{_SEP}(?P<m>\d\d?)",
        rf"{_YEAR}{_SEP}?(?:q|quy ?)(?P<q>iv|i{{1,3}}|[1-4])",
        rf"(?:q|quy ?)(?P<q>iv|i{{1,3}}|[1-4])(?:{_SEP}| nam | ){_YEAR}",
        _YEAR,
    )
)
_CENTURY = 2000
MONTHS_OF_QUARTER = 3


def span(words: str) -> Span | None:
    """Return the first and last day that ``words`` name, ``None`` when they name no day.

    30/6/2024, 2024-06-30, 6/2024, 2024-06, 2024-Q2, quý II/2024, 2024.
    """
    plain = " ".join(fold(words).split())
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    try:
        return _span({name: value for name, value in found.groupdict().items() if value})
    except ValueError:
        return None


def bounds(words: str) -> Bounds | None:
    """Return the days from and to which ``words`` reach; ``None`` for an open side.

    <30/6/2024, >=1/4/2024, 1/4/2024..30/6/2024, and all that :func:`span` reads.
    """
    comparison = re.fullmatch(r"\s*(<=|>=|<|>|=)?(.*)", words, re.DOTALL)
    assert comparison is not None, "every text fits"  # noqa: S101
    sign, rest = comparison[1], comparison[2]
    if sign is None and ".." in rest:
        low, _, high = rest.partition("..")
        first, last = span(low), span(high)
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    days = span(rest)
    return None if days is None else _compared(sign, days)


def _compared(sign: str | None, days: Span) -> Bounds:
    first, last = days
    one = timedelta(days=1)
    return {
        "<": (None, first - one),
        "<=": (None, last),
        ">": (last + one, None),
        ">=": (first, None),
    }.get(sign or "", (first, last))


def _span(parts: dict[str, str]) -> Span:
    year = int(parts["y"]) + (_CENTURY if len(parts["y"]) == 2 else 0)  # noqa: PLR2004
    if "q" in parts:
        last_month = _QUARTER_NAMES[parts["q"]] * MONTHS_OF_QUARTER
        return date(year, last_month - 2, 1), _end(year, last_month)
    if "m" not in parts:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(parts["m"])
    if "d" not in parts:
        return date(year, month, 1), _end(year, month)
    day = date(year, month, int(parts["d"]))
    return day, day


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
