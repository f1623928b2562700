"""Figures with their units: "111/116 xã", "tối thiểu 95%", "20 xã"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directives.lexicon import any_of, table
from directives.model import Figure

_NUMBER = r"\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,4})?|\d{1,9}(?:,\d{1,4})?"
_TABLE = table("figures")
_BOUND = any_of(_TABLE["bounds"])
_UNITS = any_of(_TABLE["units"])
_FIGURE = re.compile(
    rf"(?:(?:{_BOUND}) )?(?<![\d/.,-])"
    rf"(?P<value>{_NUMBER})(?: ?/ ?(?P<of>{_NUMBER}))?"
    rf"(?: ?(?P<percent>%)| (?P<unit>{_UNITS})(?!\w))"
)


def find_figures(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the figures between two places of ``text``."""
    for found in _FIGURE.finditer(text, start, end):
        whole = _value(found["of"]) if found["of"] else None
        unit = found["percent"] or found["unit"]
        yield Figure(found[0], _value(found["value"]), whole, unit, found.start(), found.end())


def _value(words: str) -> float:
    number = float(words.replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number
