"""The visible words of one Word paragraph.

Tracked insertions count, deletions do not; a field shows its result, not its instruction;
hidden text, placeholders and the marks of notes are no words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from directives.readers.styles import Style, Styles
from directives.readers.wordml import NAMES, attribute, child, switch, value
from directives.text import clean_line

_SPACES = frozenset({"tab", "ptab", "br", "cr"})


@dataclass(slots=True)
class Words:
    """The pieces of a paragraph and whether each is bold."""

    pieces: list[str] = field(default_factory=list)
    weights: list[bool] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, text: str, *, bold: bool) -> None:
        """Add a piece."""
        self.pieces.append(text)
        self.weights.append(bold or not text.strip())

    def take_back(self, length: int) -> None:
        """Forget all pieces after the first ``length``."""
        del self.pieces[length:], self.weights[length:]

    def extend(self, other: Words) -> None:
        """Add the pieces of the paragraph that follows."""
        self.pieces += other.pieces
        self.weights += other.weights

    @property
    def text(self) -> str:
        """The words as one clean line."""
        return clean_line("".join(self.pieces))

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold."""
        return all(self.weights)


def read_words(paragraph: Any, style: Style, styles: Styles) -> Words:
    """Return the visible words of a ``w:p``, without those of text boxes in it."""
    reader = _RunReader(styles, bool(style.bold), bool(style.hidden))
    reader.walk(paragraph)
    return reader.words


@dataclass(slots=True)
class _RunReader:
    """Walks a paragraph; libxml2 has limited its depth, so recursion is safe."""

    styles: Styles
    bold: bool
    hidden: bool
    words: Words = field(default_factory=Words)
    fields: list[int | None] = field(default_factory=list)

    def walk(self, parent: Any) -> None:
        for element in parent:
            name = NAMES.get(element.tag)
            if name == "t":
                self._add(element.text or "")
            elif name == "r":
                self._run(element)
            elif name in _SPACES:
                self._add(" ")
            elif name is not None:
                handler = _HANDLERS.get(name)
                if handler is not None:
                    handler(self, element)

    def _add(self, text: str) -> None:
        if not self.hidden:
            self.words.add(text, bold=self.bold)

    def _run(self, run: Any) -> None:
        before = self.bold, self.hidden
        if len(run) and NAMES.get(run[0].tag) == "rPr":
            self._apply(run[0])
        self.walk(run)
        self.bold, self.hidden = before

    def _apply(self, properties: Any) -> None:
        named = self.styles.named(value(properties, "rStyle"))
        for said in (named.bold, switch(properties, "b")):
            self.bold = self.bold if said is None else said
        for said in (named.hidden, switch(properties, "vanish")):
            self.hidden = self.hidden if said is None else said

    def hyphen(self, _element: Any) -> None:
        self._add("-")

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
                self.fields.append(len(self.words.pieces))
            case "separate" if self.fields:
                self._drop_instruction()
                self.fields.append(None)
            case "end" if self.fields:
                self._drop_instruction()

    def _drop_instruction(self) -> None:
        begin = self.fields.pop()
        if begin is not None:
            self.words.take_back(begin)

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
    "noBreakHyphen": _RunReader.hyphen,
    "AlternateContent": _RunReader.first_alternative,
    "sdt": _RunReader.content_control,
    "fldChar": _RunReader.field_mark,
    "oMath": _RunReader.equation,
    "oMathPara": _RunReader.equation,
    "footnoteReference": _RunReader.note,
    "endnoteReference": _RunReader.note,
}
