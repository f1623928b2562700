"""Days as documents write them: "ngày 13 tháng 9 năm 2025", "13/9/2025"."""

from __future__ import annotations

import re
from datetime import date

_LONG = r"(?P<d>\d{1,2}) ?tháng ?(?P<m>\d{1,2}) ?(?:năm|,) ?(?P<y>\d{4})"
_SLASHED = r"(?P<D>\d{1,2}) ?[/.-] ?(?P<M>\d{1,2}) ?[/.-] ?(?P<Y>\d{4})(?![\d/])"
DAY = rf"(?:{_LONG}|{_SLASHED})"
"""A written day, as a part of patterns; a pattern holds it once and gives the find to :func:`day_of`."""
_DAY = re.compile(DAY)


def day_of(found: re.Match[str]) -> date | None:
    """Return the day of a find of :data:`DAY`, ``None`` for one that no calendar has."""
    parts = found.group("y", "m", "d") if found["y"] else found.group("Y", "M", "D")
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def first_day(words: str) -> date | None:
    """Return the first day that is written in ``words``."""
    found = _DAY.search(words)
    return day_of(found) if found else None
