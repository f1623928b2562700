"""Figures with their units: "111/116 xã", "tối thiểu 95%", "1,5 triệu người"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directives.lexicon import any_of, table
from directives.model import Figure

# Behind its first digit: thousands set apart by points, or digits alone; then a fraction.
_REST = r"(?:\d{0,2}(?:\.\d{3}){1,4}(?:,\d{1,4})?|\d{0,8}(?:,\d{1,4})?)"
_TABLE = table("figures")
_BOUNDS = sorted((f"{bound} " for bound in _TABLE["bounds"]), key=len, reverse=True)
_LONGEST_BOUND = len(_BOUNDS[0]) + 1
_UNCOUNTED = tuple(f"{word} " for word in _TABLE["not_counted"])
_MANY = any_of(_TABLE["multiples"])
_UNITS = any_of(_TABLE["units"])
# The pattern begins with the digit itself, for which the text is searched fastest.
_FIGURE = re.compile(
    rf"(?P<value>\d(?<![\d/.,-].){_REST})"
    rf"(?: ?/ ?(?P<of>\d{_REST})|(?: ?%)? ?(?:-|–|đến) ?\d{_REST})?"
    rf"(?: ?(?P<percent>%)| (?P<unit>(?:{_MANY} )?{_UNITS})(?!\w| (?:hội|chí)(?!\w)))"
)


def find_figures(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the figures between two places of ``text``.

    Of a range ("8 - 10%") the value is its lower end, which is what is asked at least.
    """
    reached = start
    for found in _FIGURE.finditer(text, start, end):
        at = found.start()
        before = text[max(reached, at - _LONGEST_BOUND) : at].lower()
        value = _value(found["value"])
        whole = _value(found["of"]) if found["of"] else None
        # "ngày 30/6 xã A …" is a day; a part is not greater than its whole.
        if counts_nothing(before) or (whole is not None and value > whole):
            continue
        begin, reached = at - _bound(before), found.end()
        unit = found["percent"] or found["unit"]
        yield Figure(text[begin:reached], value, whole, unit, begin, reached)


def counts_nothing(before: str) -> bool:
    """Return whether a number after these words in lower case only names something: "Điều 5"."""
    return before.endswith(_UNCOUNTED)


def _bound(before: str) -> int:
    """Return the length of a bound before the number: "tối thiểu 95%", "Trên 6,8%"."""
    return next((len(bound) for bound in _BOUNDS if _ends_with_words(before, bound)), 0)


def _ends_with_words(text: str, words: str) -> bool:
    return text.endswith(words) and not text[: -len(words)][-1:].isalpha()


def _value(words: str) -> float:
    number = float(words.replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number
