"""The names of WordprocessingML in its two spellings, transitional and strict."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Any

from lxml import etree

from directives.readers.legacy import font_table

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_MATH = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SMALL_NUMBER = re.compile(r"[0-9]{1,6}")
_OFF = frozenset({"0", "false", "off"})

BLOCK_NAMES = frozenset((
    "p", "tbl", "tr", "tc", "sdtContent", "del", "moveFrom", "altChunk", "subDoc", "Choice",
    "Fallback",
))  # fmt: skip
_INLINE_NAMES = frozenset((
    "r", "t", "tab", "ptab", "br", "cr", "noBreakHyphen", "softHyphen", "sym", "fldChar",
    "footnoteReference",
    "endnoteReference", "pPr", "rPr", "sdt", "sdtContent", "hyperlink", "smartTag", "ins",
    "moveTo", "fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase", "AlternateContent",
    "oMath", "oMathPara", "pict",
))  # fmt: skip

# What the properties of a run say of its words.
_LOOKS = frozenset(("rStyle", "rFonts", "b", "caps", "vanish", "webHidden"))
_NAMES = BLOCK_NAMES | _INLINE_NAMES | _LOOKS
_PLAIN_NAMES = frozenset({"r", "t", "pPr", "rPr"})

#: Qualified tag → local name, for all that a reading looks at.
NAMES = {
    **{f"{space}{name}": name for space in _WORD for name in _NAMES},
    **{f"{space}{name}": name for space in _MATH for name in ("oMath", "oMathPara")},
    **{f"{_COMPATIBILITY}{name}": name for name in ("AlternateContent", "Choice", "Fallback")},
}
#: The tags at which the flow of paragraphs and tables changes, and those without which the words
#: of a paragraph are the plain texts of its runs.
TELLING_TAGS = tuple(tag for tag, name in NAMES.items() if name not in _PLAIN_NAMES)


def attribute(element: Any, name: str) -> str | None:
    """Return an attribute of the word namespace."""
    for spelling in _spellings(name):
        value: str | None = element.get(spelling)
        if value is not None:
            return value
    return None


@cache
def _spellings(name: str) -> tuple[str, ...]:
    return tuple(space + name for space in _WORD)


def children(parent: Any) -> dict[str, Any]:
    """Return the children by their local names, of each name the first; none of ``None``."""
    found: dict[str, Any] = {}
    if parent is not None:
        for element in parent.iterchildren("*"):
            found.setdefault(element.tag.rpartition("}")[2], element)
    return found


def child(parent: Any, name: str) -> Any:
    """Return the first child of that name; ``None`` where it, or ``parent``, is missing."""
    return None if parent is None else next(parent.iterchildren(f"{{*}}{name}"), None)


def value(parent: Any, name: str) -> str | None:
    """Return the ``w:val`` of a child."""
    return val(child(parent, name))


def val(element: Any) -> str | None:
    """Return the ``w:val`` of an element; ``None`` where it, or the element, is missing."""
    return None if element is None else attribute(element, "val")


def number(text: str | None) -> int | None:
    """Return a whole number of at most six digits; ``None`` for anything else."""
    return int(text) if text and _SMALL_NUMBER.fullmatch(text) else None


def is_on(element: Any) -> bool:
    """Tell whether a switch such as ``w:b`` that is there is on."""
    return attribute(element, "val") not in _OFF


def switch(parent: Any, name: str) -> bool | None:
    """Return whether a switch such as ``w:b`` is on; ``None`` where nothing is said of it."""
    found = child(parent, name)
    return None if found is None else is_on(found)


def legacy_table(fonts: Any) -> str | None:
    """Return the legacy table that a ``w:rFonts`` asks for, "" for none, ``None`` if it is mute.

    Letters beyond ASCII, and only those matter, are shown in the font called ``hAnsi``.
    """
    name = attribute(fonts, "hAnsi") or attribute(fonts, "ascii")
    if name is None:
        return "" if attribute(fonts, "hAnsiTheme") else None
    table = font_table(name)
    return "" if table is None or attribute(fonts, "hAnsiTheme") else table


# Compiled once for each spelling of the name space.
_PLAIN_TEXTS = {
    f"{space}p": etree.XPath("w:r/w:t/text()", namespaces={"w": space[1:-1]}, smart_strings=False)
    for space in _WORD
}


def plain_text(paragraph: Any) -> str:
    """Return the texts of the runs of a paragraph in which no telling tag stands."""
    texts: Any = _PLAIN_TEXTS[paragraph.tag](paragraph)
    return "".join(texts)


def is_removed(said: Container[str]) -> bool:
    """Tell by the names of properties whether a tracked change takes away what has them."""
    return "del" in said or "moveFrom" in said
