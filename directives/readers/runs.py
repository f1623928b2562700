"""The visible words of one Word paragraph.

Tracked insertions count, deletions do not; a field shows its result, not its instruction;
hidden text, placeholders and the marks of notes are no words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from directives.readers.legacy import from_legacy
from directives.readers.styles import Look, Style, Styles
from directives.readers.wordml import (
    NAMES,
    attribute,
    child,
    is_on,
    legacy_table,
    number,
    plain_text,
    value,
)
from directives.text import clean_line

_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_PRIVATE_USE = 0xD800
_DRAWN_LETTERS = "{urn:schemas-microsoft-com:vml}textpath"
_SPACES = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n"}


@dataclass(slots=True)
class Words:
    """The pieces of a paragraph; for each whether it is bold, and the table of its old font."""

    pieces: list[str] = field(default_factory=list)
    weights: list[bool] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, text: str, look: Look) -> None:
        """Add a piece."""
        self.pieces.append(text.upper() if look.caps and not look.legacy else text)
        self.weights.append(look.bold or not text.strip())
        self.tables.append(look.legacy)

    def take_back(self, length: int) -> None:
        """Forget all pieces after the first ``length``."""
        del self.pieces[length:], self.weights[length:], self.tables[length:]

    def extend(self, other: Words) -> None:
        """Add the pieces of the paragraph that follows."""
        self.pieces += other.pieces
        self.weights += other.weights
        self.tables += other.tables

    @property
    def text(self) -> str:
        """The words as one clean line."""
        return clean_line(self._joined())

    @property
    def lines(self) -> tuple[str, ...]:
        """The words as clean lines, where breaks inside the paragraph end one; none is empty."""
        return tuple(line for raw in self._joined().split("\n") if (line := clean_line(raw)))

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold."""
        return all(self.weights)

    def _joined(self) -> str:
        return "".join(self._in_unicode() if any(self.tables) else self.pieces)

    def _in_unicode(self) -> Iterator[str]:
        # A letter and its mark may stand in two runs, so neighbours are converted together.
        for legacy, group in groupby(zip(self.tables, self.pieces, strict=True), key=itemgetter(0)):
            text = "".join(piece for _, piece in group)
            yield from_legacy(text, legacy) if legacy else text


def read_words(paragraph: Any, style: Style, styles: Styles, *, plain: bool) -> Words:
    """Return the visible words of a ``w:p``, without those of text boxes in it.

    ``plain`` says that no telling tag stands in it, so its runs need not be looked at one by one.
    """
    if plain and not (style.look.hidden or style.look.caps or style.look.legacy):
        words = Words()
        words.add(plain_text(paragraph), style.look)
        return words
    reader = _RunReader(styles, style.look)
    reader.walk(paragraph)
    return reader.words


@dataclass(slots=True)
class _Field:
    """An open field: where its instruction began, and what was chosen if it is a list."""

    begin: int | None
    choice: str


def _chosen(mark: Any) -> str:
    """Return the entry chosen in a drop-down list, which has no result in the text."""
    choices = child(child(mark, "ffData"), "ddList")
    if choices is None:
        return ""
    entries = [attribute(entry, "val") or "" for entry in choices.findall("{*}listEntry")]
    place = number(value(choices, "result")) or 0
    return entries[place] if place < len(entries) else ""


@dataclass(slots=True)
class _RunReader:
    """Walks a paragraph; libxml2 has limited its depth, so recursion is safe."""

    styles: Styles
    look: Look
    words: Words = field(default_factory=Words)
    fields: list[_Field] = field(default_factory=list)

    def walk(self, parent: Any) -> None:
        for element in parent:
            name = NAMES.get(element.tag)
            if name == "t":
                self._add(element.text or "")
            elif name == "r":
                self._run(element)
            elif name in _SPACES:
                self._add(_SPACES[name])
            elif name is not None:
                handler = _HANDLERS.get(name)
                if handler is not None:
                    handler(self, element)

    def _add(self, text: str) -> None:
        if not self.look.hidden:
            self.words.add(text, self.look)

    def _run(self, run: Any) -> None:
        before = self.look
        self.walk(run)
        self.look = before

    def properties(self, element: Any) -> None:
        """Show the words of the open run as its properties, which come first, say."""
        if said := self._said(element):
            self.look = replace(self.look, **said)

    def _said(self, properties: Any) -> dict[str, Any]:
        """Return in what the properties of a run differ from its paragraph."""
        said: dict[str, Any] = {}
        for element in properties:
            match NAMES.get(element.tag):
                case "b":
                    said["bold"] = is_on(element)
                case "vanish":
                    said["hidden"] = is_on(element)
                case "caps":
                    said["caps"] = is_on(element)
                case "rFonts":
                    legacy = legacy_table(element)
                    if legacy is not None and legacy != self.look.legacy:
                        said["legacy"] = legacy
                case "rStyle":
                    # It comes first, so that the run's own words count more.
                    named = self.styles.named(attribute(element, "val")).over(self.look)
                    said = {**asdict(named), **said}
        return said

    def hyphen(self, _element: Any) -> None:
        self._add("-")

    def soft_hyphen(self, _element: Any) -> None:
        # In fonts from before Unicode its place is that of a letter.
        self._add("\u00ad")

    def symbol(self, element: Any) -> None:
        """Read a letter that is named by its number; pictures of symbol fonts are none."""
        code = attribute(element, "char") or ""
        if _CODE.fullmatch(code) and int(code, 16) < _PRIVATE_USE:
            self._add(chr(int(code, 16)))

    def first_alternative(self, element: Any) -> None:
        """Read one of several forms of the same content; the first is the fullest."""
        if len(element):
            self.walk(element[0])

    def content_control(self, element: Any) -> None:
        if child(child(element, "sdtPr"), "showingPlcHdr") is None:
            self.walk(element)

    def field_mark(self, element: Any) -> None:
        """Take back what stands between the begin of a field and its result.

        A field that never ends, or ends in a later paragraph, takes nothing back: better a
        few words too many than the rest of a document lost.
        """
        match attribute(element, "fldCharType"):
            case "begin":
                self.fields.append(_Field(len(self.words.pieces), _chosen(element)))
            case "separate" if self.fields:
                self._drop_instruction(self.fields[-1])
                self.fields[-1].begin = None
            case "end" if self.fields:
                ended = self.fields.pop()
                self._drop_instruction(ended)
                self._add(ended.choice)

    def _drop_instruction(self, of: _Field) -> None:
        if of.begin is not None:
            self.words.take_back(of.begin)

    def picture(self, element: Any) -> None:
        """Read the words of a stamp that is drawn as letters ("MẬT")."""
        for path in element.iter(_DRAWN_LETTERS):
            self._add(f" {path.get('string', '')} ")

    def equation(self, element: Any) -> None:
        self._add("".join(element.itertext()))

    def note(self, element: Any) -> None:
        self.words.notes.append(f"{NAMES[element.tag]} {attribute(element, 'id')}")


_HANDLERS: dict[str, Callable[[_RunReader, Any], None]] = {
    **dict.fromkeys(
        [
            "sdtContent",
            "hyperlink",
            "smartTag",
            "ins",
            "moveTo",
            "fldSimple",
            "customXml",
            "dir",
            "bdo",
            "ruby",
            "rubyBase",
        ],
        _RunReader.walk,
    ),
    "rPr": _RunReader.properties,
    "noBreakHyphen": _RunReader.hyphen,
    "pict": _RunReader.picture,
    "softHyphen": _RunReader.soft_hyphen,
    "sym": _RunReader.symbol,
    "AlternateContent": _RunReader.first_alternative,
    "sdt": _RunReader.content_control,
    "fldChar": _RunReader.field_mark,
    "oMath": _RunReader.equation,
    "oMathPara": _RunReader.equation,
    "footnoteReference": _RunReader.note,
    "endnoteReference": _RunReader.note,
}
