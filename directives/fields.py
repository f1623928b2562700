"""Fields of work, which name ministries and departments: "Bộ Y tế", "các Sở: Y tế, Nội vụ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directives.lexicon import any_of, table

_TABLE = table("bodies")
FIELD = re.compile(rf" {any_of(_TABLE['fields'])}(?!\w)")
SMALL_FIELD = re.compile(rf" {any_of(name.lower() for name in _TABLE['fields'])}(?!\w)")
_FIELD_LIST = re.compile(
    rf"(?: ?, ?| và | ?; )(?:(?:Bộ|Sở|bộ|sở) )?(?= ?{any_of(_TABLE['fields'])}(?!\w))"
)
_SEVERAL = re.compile(
    r"(?:(?:Giám đốc|Bộ trưởng|Thủ trưởng) (?=các (?:Bộ|Sở|bộ|sở) ?:))?"
    r"[Cc]ác (?:đồng chí )?(?P<head>Bộ|Sở|bộ|sở)(?P<colon> ?:)?(?= [^\W\d_])"
)


def field_at(text: str, low: str, at: int) -> re.Match[str] | None:
    """Return the field of work that begins at ``at``: "Y tế", also written "y tế"."""
    return FIELD.match(text, at) or SMALL_FIELD.match(low, at)


def fields_of_several(text: str, at: int) -> list[tuple[int, int]]:
    """Return the places of the bodies of "các Bộ: Công Thương, Ngoại giao", each by its own words."""
    several = _SEVERAL.match(text, at)
    return list(_fields(text, several)) if several else []


def _fields(text: str, several: re.Match[str]) -> Iterator[tuple[int, int]]:
    field = FIELD.match(text, several.end())
    start = several.end() + 1 if several["colon"] else several.start("head")
    more = field and _FIELD_LIST.match(text, field.end())
    if several["head"].lower() == "sở" and not several["colon"] and not more:
        return
    while field is not None:
        yield start, field.end()
        joint = _FIELD_LIST.match(text, field.end())
        if joint is None:
            return
        own_head = text[joint.start() : joint.end()].strip(" ,;") not in {"", "và"}
        start = joint.end() - 3 if own_head else joint.end()
        field = FIELD.match(text, joint.end() - 1)
