"""What the styles of a Word file say of a paragraph: its list, outline level and weight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from directives.readers.wordml import (
    attribute,
    child,
    children,
    legacy_table,
    number,
    switch,
    val,
    value,
)

_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d", re.IGNORECASE)
_BODY_TEXT_OUTLINE = 9


@dataclass(frozen=True, slots=True)
class Look:
    """How words are shown; ``legacy`` is the table of a font from before Unicode, or empty."""

    bold: bool = False
    hidden: bool = False
    caps: bool = False
    legacy: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """One style with all that it inherits; ``None`` where nothing is said.

    ``list_style`` is the style that names the list, which may be an ancestor; ``legacy`` is the
    table of its font from before Unicode, "" for any other font.
    """

    list_id: str | None = None
    depth: int | None = None
    list_style: str | None = None
    heading: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    caps: bool | None = None
    legacy: str | None = None
    is_contents: bool = False
    look: Look = Look()

    def over(self, look: Look) -> Look:
        """Return what the style makes of how words are shown."""
        return Look(
            look.bold if self.bold is None else self.bold,
            look.hidden if self.hidden is None else self.hidden,
            look.caps if self.caps is None else self.caps,
            look.legacy if self.legacy is None else self.legacy,
        )


class Styles:
    """The styles of a document by their id, read only as far as one is looked for.

    Most of the part that holds them are looks of tables, which say nothing of words.
    """

    def __init__(self, elements: Iterator[Any]) -> None:
        """Read up to the default style; ``elements`` are ``docDefaults`` and each ``style``."""
        self._unread = elements
        self._elements: dict[str, Any] = {}
        self._known: dict[str | None, Style] = {}
        self._base = Style()
        self._default: str | None = None
        while self._default is None and self._read():
            pass

    def paragraph(self, style_id: str | None) -> Style:
        """Return a paragraph's style, the document's default where it names none."""
        named = self._element(style_id) is not None
        return self._resolved(style_id if named else self._default, self._base)

    def named(self, style_id: str | None) -> Style:
        """Return a character style; one that is based on itself inherits nothing twice."""
        return self._resolved(style_id, Style())

    def _read(self) -> bool:
        element = next(self._unread, None)
        if element is None:
            return False
        style_id = attribute(element, "styleId")
        if style_id is None:
            self._base = Style(**_said_of_runs(child(child(element, "rPrDefault"), "rPr")))
        else:
            self._elements[style_id] = element
            is_default = attribute(element, "default") in ("1", "true")
            if is_default and attribute(element, "type") == "paragraph":
                self._default = self._default or style_id
        return True

    def _element(self, style_id: str | None) -> Any:
        if style_id is None:
            return None
        while style_id not in self._elements and self._read():
            pass
        return self._elements.get(style_id)

    def _resolved(self, style_id: str | None, base: Style) -> Style:
        known = self._known.get(style_id)
        if known is None:
            known = self._known[style_id] = self._inherited(style_id, base)
        return known

    def _inherited(self, style_id: str | None, style: Style) -> Style:
        chain: list[tuple[str | None, Any]] = []
        while (element := self._element(style_id)) is not None and (style_id, element) not in chain:
            chain.append((style_id, element))
            style_id = value(element, "basedOn")
        for ancestor, element in reversed(chain):
            style = _refined(style, ancestor, element)
        return replace(style, look=style.over(Look()))


def list_place(said: Mapping[str, Any]) -> tuple[str | None, int | None]:
    """Return the list id and the depth that paragraph properties, by their names, tell."""
    numbering = said.get("numPr")
    if numbering is None:
        return None, None
    return value(numbering, "numId"), number(value(numbering, "ilvl"))


def heading_level(said: Mapping[str, Any]) -> int | None:
    """Return the outline level that paragraph properties give, from 1; 0 is body text."""
    outline = number(val(said.get("outlineLvl")))
    if outline is None:
        return None
    return outline + 1 if outline < _BODY_TEXT_OUTLINE else 0


def _said_of_runs(properties: Any) -> dict[str, Any]:
    fonts = child(properties, "rFonts")
    return {
        "bold": switch(properties, "b"),
        "hidden": switch(properties, "vanish"),
        "caps": switch(properties, "caps"),
        "legacy": None if fonts is None else legacy_table(fonts),
    }


def _refined(style: Style, style_id: str | None, element: Any) -> Style:
    """Lay what ``element`` says over what its ancestors said."""
    paragraph, run = children(child(element, "pPr")), child(element, "rPr")
    list_id, depth = list_place(paragraph)
    name = value(element, "name") or ""
    named_heading = _HEADING.fullmatch(name)
    said: dict[str, Any] = {
        "list_id": list_id,
        "depth": depth,
        "list_style": style_id if list_id else None,
        "heading": int(named_heading[1]) if named_heading else heading_level(paragraph),
        **_said_of_runs(run),
        "is_contents": bool(_CONTENTS.fullmatch(name)) or None,
    }
    return replace(style, **{key: what for key, what in said.items() if what is not None})
