"""Figures with their units: "111/116 xã", "tối thiểu 95%", "20 xã"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directives.lexicon import any_of, table
from directives.model import Figure

# Behind its first digit: thousands set apart by points, or digits alone; then a fraction.
_REST = r"(?:\d{0,2}(?:\.\d{3}){1,4}(?:,\d{1,4})?|\d{0,8}(?:,\d{1,4})?)"
_TABLE = table("figures")
_BOUNDS = sorted((f"{bound} " for bound in _TABLE["bounds"]), key=len, reverse=True)
_UNITS = any_of(_TABLE["units"])
# The pattern begins with the digit itself, for which the text is searched fastest.
_FIGURE = re.compile(
    rf"(?P<value>\d(?<![\d/.,-].){_REST})(?: ?/ ?(?P<of>\d{_REST}))?"
    rf"(?: ?(?P<percent>%)| (?P<unit>{_UNITS})(?!\w))"
)


def find_figures(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the figures between two places of ``text``."""
    reached = start
    for found in _FIGURE.finditer(text, start, end):
        begin = _begin(text, reached, found.start())
        reached = found.end()
        whole = _value(found["of"]) if found["of"] else None
        unit = found["percent"] or found["unit"]
        yield Figure(text[begin:reached], _value(found["value"]), whole, unit, begin, reached)


def _begin(text: str, start: int, at: int) -> int:
    """Take a bound before the number with it: "tối thiểu 95%"."""
    return next((at - len(b) for b in _BOUNDS if text.endswith(b, start, at)), at)


def _value(words: str) -> float:
    number = float(words.replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number
