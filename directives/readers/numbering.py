"""The automatic numbers of Word, written out as a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_STYLE_DEPTH = 20
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the number's format, its frame ("%1.%2)") and where it starts."""

    format: str = "decimal"
    frame: str = ""
    start: int = 1
    legal: bool = False
    restarts: bool = True


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A ``w:num``: the abstract list it belongs to, its levels, and the levels it starts anew."""

    abstract: str
    levels: dict[int, Level]
    overridden: frozenset[int]


@dataclass(slots=True)
class Numbering:
    """The running counters of a document's lists."""

    definitions: dict[str, ListDefinition]
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def next_label(self, number_id: str, depth: int) -> str | None:
        """Count one paragraph and return its label, or ``None`` where nothing is shown."""
        definition = self.definitions.get(number_id)
        if definition is None or depth not in definition.levels:
            return None
        counters = self._counters.setdefault(definition.abstract, {})
        self._advance(counters, number_id, definition, depth)
        return _written(definition.levels, counters, depth)

    def _advance(
        self, counters: dict[int, int], number_id: str, definition: ListDefinition, depth: int
    ) -> None:
        level = definition.levels[depth]
        anew = depth in definition.overridden and (number_id, depth) not in self._begun
        self._begun.add((number_id, depth))
        counters[depth] = level.start if anew or depth not in counters else counters[depth] + 1
        for deeper in [key for key in counters if key > depth]:
            if definition.levels.get(deeper, level).restarts:
                del counters[deeper]


def _written(levels: dict[int, Level], counters: dict[int, int], depth: int) -> str | None:
    level = levels[depth]
    if level.format == "bullet":
        # Symbol fonts keep their bullets in the private use area, where no reader sees a letter.
        printable = bool(level.frame) and not "\ue000" <= level.frame[0] <= "\uf8ff"
        return level.frame if printable and level.frame != "o" else "•"

    def number(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        there = levels.get(at, Level())
        shape = "decimal" if level.legal else there.format
        return FORMATS.get(shape, str)(counters.get(at, there.start))

    return _PLACE.sub(number, level.frame).strip() or None


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * min(times, 10)
    return written


FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says that a reading needs."""

    number_id: str | None = None
    depth: int | None = None
    outline: int | None = None
    bold: bool | None = None
    based_on: str | None = None
    name: str = ""


def read_numbering(root: Any) -> Numbering:
    """Read ``numbering.xml``; ``root`` may be ``None`` where a file has none."""
    if root is None:
        return Numbering({})
    abstracts = {
        item.get(f"{W}abstractNumId"): {
            _depth(level): _level(level) for level in item.iter(f"{W}lvl")
        }
        for item in root.iter(f"{W}abstractNum")
    }
    return Numbering(
        {item.get(f"{W}numId"): _definition(item, abstracts) for item in root.iter(f"{W}num")}
    )


def _definition(item: Any, abstracts: dict[str, dict[int, Level]]) -> ListDefinition:
    abstract = value_of(item, "abstractNumId") or ""
    levels = dict(abstracts.get(abstract, {}))
    overridden = set()
    for override in item.iter(f"{W}lvlOverride"):
        depth = _depth(override)
        if (level := override.find(f"{W}lvl")) is not None:
            levels[depth] = _level(level)
        if (start := value_of(override, "startOverride")) is not None:
            base = levels.get(depth, Level())
            levels[depth] = Level(
                base.format, base.frame, _number(start, 1), base.legal, base.restarts
            )
            overridden.add(depth)
    return ListDefinition(abstract, levels, frozenset(overridden))


def _level(item: Any) -> Level:
    return Level(
        format=value_of(item, "numFmt") or "decimal",
        frame=value_of(item, "lvlText") or "",
        start=_number(value_of(item, "start"), 1),
        legal=is_on(item, "isLgl"),
        restarts=value_of(item, "lvlRestart") != "0",
    )


def read_styles(root: Any) -> dict[str, Style]:
    """Read the paragraph styles of ``styles.xml`` by their id."""
    if root is None:
        return {}
    return {item.get(f"{W}styleId"): _style(item) for item in root.iter(f"{W}style")}


def _style(item: Any) -> Style:
    outline = _number(value_of(item.find(f"{W}pPr"), "outlineLvl"), None)
    number_id, depth = numbering_of(item.find(f"{W}pPr"))
    run = item.find(f"{W}rPr")
    bold = None if run is None or run.find(f"{W}b") is None else is_on(run, "b")
    name = value_of(item, "name") or ""
    return Style(number_id, depth, outline, bold, value_of(item, "basedOn"), name)


def numbering_of(properties: Any) -> tuple[str | None, int | None]:
    """Return the list and the depth that paragraph properties name."""
    if properties is None or (numbers := properties.find(f"{W}numPr")) is None:
        return None, None
    return value_of(numbers, "numId"), _number(value_of(numbers, "ilvl"), None)


def value_of(parent: Any, tag: str) -> str | None:
    """Return the ``w:val`` of a child element, ``None`` where it is missing."""
    child = None if parent is None else parent.find(f"{W}{tag}")
    found: str | None = None if child is None else child.get(f"{W}val")
    return found


def is_on(parent: Any, tag: str) -> bool:
    """Return whether a switch such as ``w:b`` is set; a switch without value is."""
    child = None if parent is None else parent.find(f"{W}{tag}")
    return child is not None and child.get(f"{W}val") not in {"0", "false", "off"}


def _depth(item: Any) -> int:
    return _number(item.get(f"{W}ilvl"), 0)


def _number(text: str | None, default: Any) -> Any:
    return int(text) if text and text.isdecimal() and len(text) < 7 else default  # noqa: PLR2004


def inherited(styles: dict[str, Style], style_id: str | None, quality: str) -> Any:
    """Return the first value of ``quality`` along a style and what it is based on."""
    for _ in range(MAX_STYLE_DEPTH):  # a style may be based on itself
        style = styles.get(style_id or "")
        if style is None:
            return None
        if (value := getattr(style, quality)) is not None:
            return value
        style_id = style.based_on
    return None
