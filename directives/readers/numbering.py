"""The automatic numbers of Word, written out as a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from directives.readers.legacy import from_legacy
from directives.readers.wordml import attribute, child, legacy_table, number, switch, value

DEEPEST = 8
_PLACE = re.compile(r"%([1-9])")
_PRIVATE_USE = range(0xE000, 0xF900)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_AFTER_TEN = {5: "lăm"}
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_LARGEST_IN_WORDS = 99
_LARGEST_ROMAN = 3999
_LARGEST_CIRCLED = 20


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its numerals, the frame round them ("%1.%2)"), where it starts.

    ``restarts_after`` counts from 1: the level begins anew after that level or a higher one;
    0 is never, ``None`` is after any higher level. ``style`` is the paragraph style bound to it.
    """

    numerals: str = "decimal"
    frame: str = ""
    start: int = 1
    is_legal: bool = False
    restarts_after: int | None = None
    suffix: str = " "
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list: the abstract list whose counters it shares, its levels, those it starts anew."""

    abstract: str
    levels: dict[int, Level]
    overridden: frozenset[int]


class Numbering:
    """The lists of a document and their running counters."""

    def __init__(self, root: Any) -> None:
        """Read ``numbering.xml``; ``root`` is ``None`` where the file has none."""
        self._definitions = {} if root is None else _definitions(root)
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def depth_of_style(self, list_id: str | None, style_id: str | None) -> int | None:
        """Return the level of a list that is bound to a paragraph style."""
        definition = self._definitions.get(list_id or "")
        levels = {} if definition is None or style_id is None else definition.levels
        return next((depth for depth, level in levels.items() if level.style == style_id), None)

    def next_label(self, list_id: str | None, depth: int) -> str | None:
        """Count one paragraph; return its number and the space after it, if any is shown."""
        definition = self._definitions.get(list_id or "")
        if definition is None or depth not in definition.levels:
            return None
        self._count(str(list_id), definition, depth)
        counters = self._counters[definition.abstract]
        level = definition.levels[depth]
        if level.numerals == "bullet":
            return _bullet(level.frame) + level.suffix
        written = _written(definition.levels, counters, depth)
        return written + level.suffix if written.strip() else None

    def _count(self, list_id: str, definition: ListDefinition, depth: int) -> None:
        counters = self._counters.setdefault(definition.abstract, {})
        level = definition.levels[depth]
        begins = depth in definition.overridden and (list_id, depth) not in self._begun
        self._begun.add((list_id, depth))
        counters[depth] = level.start if begins or depth not in counters else counters[depth] + 1
        for deeper in range(depth + 1, DEEPEST + 1):
            after = definition.levels.get(deeper, level).restarts_after
            if after is None or depth < after:
                counters.pop(deeper, None)


def _definitions(root: Any) -> dict[str, ListDefinition]:
    abstracts = {attribute(item, "abstractNumId"): item for item in root.findall("{*}abstractNum")}
    # A list may stand only for the list of a style, which then holds the levels.
    holders = {value(item, "styleLink"): item for item in abstracts.values()}
    holders.pop(None, None)
    found = {}
    for item in root.findall("{*}num"):
        abstract = value(item, "abstractNumId") or ""
        element = abstracts.get(abstract)
        element = holders.get(value(element, "numStyleLink"), element)
        list_id = attribute(item, "numId") or ""
        # Id 0 is how a paragraph says that it has no number after all.
        if element is not None and list_id != "0":
            found[list_id] = _definition(item, abstract, _levels(element))
    return found


def _definition(item: Any, abstract: str, levels: dict[int, Level]) -> ListDefinition:
    overridden = set()
    for override in item.findall("{*}lvlOverride"):
        depth = number(attribute(override, "ilvl")) or 0
        own = child(override, "lvl")
        if own is not None:
            levels[depth] = _level(own)
        start = number(value(override, "startOverride"))
        if start is not None:
            levels[depth] = replace(levels.get(depth, Level()), start=start)
            overridden.add(depth)
    return ListDefinition(abstract, levels, frozenset(overridden))


def _levels(parent: Any) -> dict[int, Level]:
    return {number(attribute(item, "ilvl")) or 0: _level(item) for item in parent.findall("{*}lvl")}


def _level(item: Any) -> Level:
    start = number(value(item, "start"))
    # A newer kind of numeral stands beside the one for older programs.
    plain = (
        item
        if child(item, "numFmt") is not None
        else child(child(item, "AlternateContent"), "Fallback")
    )
    return Level(
        numerals=value(plain, "numFmt") or "decimal",
        frame=_frame(item),
        start=1 if start is None else start,
        is_legal=bool(switch(item, "isLgl")),
        restarts_after=number(value(item, "lvlRestart")),
        suffix="" if value(item, "suff") == "nothing" else " ",
        style=value(item, "pStyle"),
    )


def _frame(item: Any) -> str:
    """Return the text round the numerals; it too may be in a font from before Unicode."""
    frame = value(item, "lvlText") or ""
    fonts = child(child(item, "rPr"), "rFonts")
    legacy = None if fonts is None else legacy_table(fonts)
    return from_legacy(frame, legacy) if legacy else frame


def _bullet(frame: str) -> str:
    """Return the bullet; symbol fonts draw theirs with letters that mean nothing as text."""
    first = frame.strip()[:1]
    is_drawn = not first or ord(first) in _PRIVATE_USE or first.isalnum()
    return "-" if is_drawn else first


def _written(levels: dict[int, Level], counters: dict[int, int], depth: int) -> str:
    is_legal = levels[depth].is_legal

    def numeral(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        level = levels.get(at, Level())
        return in_numerals(counters.get(at, level.start), "" if is_legal else level.numerals)

    return _PLACE.sub(numeral, levels[depth].frame)


def in_numerals(count: int, numerals: str) -> str:
    """Write ``count`` in the numerals that Word calls ``numerals``; decimal where unknown."""
    write = _NUMERALS.get(numerals)
    return str(count) if write is None else write(count)


def _letters(count: int) -> str:
    if count < 1:
        return str(count)
    # Word goes on with aa, bb, cc after z.
    return chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)


def _roman(count: int) -> str:
    if not 1 <= count <= _LARGEST_ROMAN:
        return str(count)
    written = ""
    for amount, letters in _ROMAN:
        times, count = divmod(count, amount)
        written += letters * times
    return written


def _in_words(count: int) -> str:
    """Write a number in Vietnamese words: một, mười lăm, hai mươi mốt."""
    if not 0 <= count <= _LARGEST_IN_WORDS:
        return str(count)
    tens, unit = divmod(count, 10)
    if count < len(_UNITS):
        return _UNITS[count]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if not unit:
        return head
    tails = _AFTER_TEN if tens == 1 else _AFTER_TENS
    tail = tails.get(unit, _UNITS[unit])
    return f"{head} {tail}"


def _circled(count: int) -> str:
    return chr(ord("①") + count - 1) if 1 <= count <= _LARGEST_CIRCLED else str(count)


def _ordinal(count: int) -> str:
    return "Thứ " + {1: "nhất", 4: "tư"}.get(count, _in_words(count))


_NUMERALS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "numberInDash": lambda count: f"- {count} -",
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "vietnameseCounting": _in_words,
    # Word writes these in the language of the text, which here is Vietnamese.
    "cardinalText": lambda count: _in_words(count).capitalize(),
    "ordinalText": _ordinal,
}
