"""Word document → blocks, in one pass over its XML.

Walks the XML rather than an object model: python-docx knows neither automatic numbers nor
tracked changes nor content controls, and repeats merged cells without end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from directives.blocks import Block, BlockKind, Cell
from directives.errors import LimitExceededError, UnsupportedFormatError
from directives.readers.content import Found, macros_left_out
from directives.readers.guard import Package, refuse_doctype, safe_events
from directives.readers.numbering import DEEPEST, Numbering
from directives.readers.runs import Words, read_words
from directives.readers.styles import Style, Styles, heading_level, list_place
from directives.readers.wordml import (
    NAMES,
    TELLING_TAGS,
    attribute,
    child,
    children,
    is_on,
    is_removed,
    legacy_table,
    number,
    val,
)

MAX_PARAGRAPHS = 200_000
MAX_CELLS = 200_000
MAX_SPAN = 100

_EVENTS = ("start", "end")
_MAY_BE_MUTE = frozenset({"del", "moveFrom", "sdtContent", "Choice", "Fallback"})
_EMBEDDING = frozenset({"altChunk", "subDoc"})
_NOTE_PARTS = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read_docx(data: bytes, *, keeps_lines: bool = False) -> Found:
    """Return what a Word document says; the notes it refers to stand at the end.

    With ``keeps_lines``, a line break inside a paragraph ends a block.

    Raises:
        DamagedFileError, EncryptedFileError: see :class:`Package`.
        LimitExceededError: it has too many parts, paragraphs or cells.
        UnsupportedFormatError: it is no Word document, or embeds one that is not read.
    """
    package = Package(data)
    findings = (macros_left_out(),) if package.has_macros else ()
    return Found(package.media_type, _blocks(package, keeps_lines=keeps_lines), findings)


def _blocks(package: Package, *, keeps_lines: bool) -> Iterator[Block]:
    styles = Styles(package.elements("styles", "docDefaults", "style"))
    numbering = Numbering(package.related("numbering"))
    body = _BodyReader(styles, numbering, keeps_lines=keeps_lines)
    events = safe_events(package.open_main(), _EVENTS, TELLING_TAGS)
    yield from body.read(events)
    refuse_doctype(events.root)
    for note in _notes(package, body.notes):
        yield from body.read(_walked(note))
    yield from _edges(package, body)


def _walked(part: Any) -> Iterator[tuple[str, Any]]:
    return iter(etree.iterwalk(part, events=_EVENTS, tag=TELLING_TAGS))


def _edges(package: Package, body: _BodyReader) -> Iterator[Block]:
    """Yield what stands at the head and foot of pages, each once, as furniture.

    A mark of secrecy may stand nowhere else; a number of a page alone says nothing.
    """
    seen: set[str] = set()
    for kind in ("header", "footer"):
        for part in package.all_related(kind).values():
            for block in body.read(_walked(part)):
                if block.text not in seen and any(map(str.isalpha, block.text)):
                    seen.add(block.text)
                    yield replace(block, furniture=True)


def _notes(package: Package, references: Iterable[str]) -> Iterator[Any]:
    """Yield the notes that the body refers to, each once, in the order of their marks."""
    parts: dict[str, dict[str | None, Any]] = {}
    for reference in dict.fromkeys(references):
        kind, _, note_id = reference.partition(" ")
        if kind not in parts:
            root = package.related(_NOTE_PARTS[kind])
            parts[kind] = {} if root is None else {attribute(note, "id"): note for note in root}
        if note_id in parts[kind]:
            yield parts[kind][note_id]


@dataclass(slots=True)
class _Table:
    """The open table with its open row and cell, and the properties of these once they are read."""

    number: int
    row: int = -1
    column: int = -1
    span: int = 1
    row_element: Any = None
    cell_element: Any = None
    row_said: dict[str, Any] | None = None
    cell_said: dict[str, Any] | None = None

    def begin(self, name: str, element: Any) -> None:
        if name == "tr":
            self.row += 1
            self.column, self.span, self.row_element, self.row_said = -1, 1, element, None
            return
        if self.column < 0:
            before = number(val(self.row_properties.get("gridBefore"))) or 0
            self.span += min(before, MAX_SPAN)
        self.column += self.span
        self.cell_element, self.cell_said = element, None

    def end_cell(self) -> None:
        span = number(val(self.cell_properties.get("gridSpan"))) or 1
        self.span = min(span, MAX_SPAN)

    @property
    def row_properties(self) -> dict[str, Any]:
        if self.row_said is None:
            self.row_said = children(child(self.row_element, "trPr"))
        return self.row_said

    @property
    def cell_properties(self) -> dict[str, Any]:
        self.cell_said = self.cell_said or children(child(self.cell_element, "tcPr"))
        return self.cell_said

    @property
    def has_header_row(self) -> bool:
        """Whether the open row is repeated at the head of each page."""
        marked = self.row_properties.get("tblHeader")
        return marked is not None and is_on(marked)

    @property
    def is_removed(self) -> bool:
        """Whether a tracked change takes away the open row or cell."""
        return is_removed(self.row_properties) or "cellDel" in self.cell_properties


@dataclass(slots=True)
class _BodyReader:
    """Turns the events of a part into blocks.

    ``open_paragraphs`` holds, for every paragraph that is not yet ended, the blocks of the
    text boxes in it, and ``are_plain`` whether no telling tag stands in it. ``carried`` are the
    words of paragraphs whose mark was deleted: they belong to the paragraph that follows.
    """

    styles: Styles
    numbering: Numbering
    keeps_lines: bool = False
    notes: list[str] = field(default_factory=list)
    ready: list[Block] = field(default_factory=list)
    open_paragraphs: list[list[Block]] = field(default_factory=list)
    are_plain: list[bool] = field(default_factory=list)
    carried: Words | None = None
    tables: list[_Table] = field(default_factory=list)
    mutes: list[bool] = field(default_factory=list)
    paragraph_count: int = 0
    cell_count: int = 0
    table_count: int = 0

    def read(self, events: Iterable[tuple[str, Any]]) -> Iterator[Block]:
        for event, element in events:
            name = NAMES[element.tag]
            if event == "start":
                self._start(name, element)
            else:
                self._end(name, element)
                if self.ready:
                    yield from self.ready
                    self.ready.clear()
        self._put_carried()
        yield from self.ready
        self.ready.clear()

    def _start(self, name: str, element: Any) -> None:
        if self.are_plain and not _says_nothing(name, element):
            self.are_plain[-1] = False
        if name == "p":
            self.open_paragraphs.append([])
            self.are_plain.append(True)
        elif name in _MAY_BE_MUTE:
            self.mutes.append(_is_mute(name, element))
        elif name == "tbl":
            self.tables.append(_Table(self.table_count))
            self.table_count += 1
        elif name in ("tr", "tc"):
            # One outside of a table is no cell; its paragraphs are read as others.
            if self.tables:
                self.tables[-1].begin(name, element)
        elif name in _EMBEDDING:
            raise UnsupportedFormatError(
                "the Word file embeds another file as part of its text; "
                "open it in Word, save it again and hand in the copy"
            )

    def _end(self, name: str, element: Any) -> None:
        if name == "p":
            self._end_paragraph(element)
        elif name in _MAY_BE_MUTE:
            self.mutes.pop()
        elif name == "tbl":
            self.tables.pop()
        elif name == "tc" and self.tables:
            self._end_cell()

    def _end_paragraph(self, element: Any) -> None:
        self.paragraph_count += 1
        if self.paragraph_count > MAX_PARAGRAPHS:
            raise _too_long("paragraphs", MAX_PARAGRAPHS)
        boxes, plain = self.open_paragraphs.pop(), self.are_plain.pop()
        if len(element) and not self._is_muted():
            self._put_paragraph(element, plain=plain)
        self._put(boxes)
        element.clear(keep_tail=True)

    def _end_cell(self) -> None:
        self.cell_count += 1
        if self.cell_count > MAX_CELLS:
            raise _too_long("table cells", MAX_CELLS)
        self._put_carried()
        self.tables[-1].end_cell()

    def _is_muted(self) -> bool:
        if self.mutes and any(self.mutes):
            return True
        return bool(self.tables) and any(table.is_removed for table in self.tables)

    def _put(self, blocks: Iterable[Block]) -> None:
        (self.open_paragraphs[-1] if self.open_paragraphs else self.ready).extend(blocks)

    def _put_paragraph(self, element: Any, *, plain: bool) -> None:
        said = children(child(element, "pPr"))
        style = self.styles.paragraph(val(said.get("pStyle")))
        words = read_words(element, style, self.styles, plain=plain)
        self.notes += words.notes
        if self.carried is not None:
            self.carried.extend(words)
            words, self.carried = self.carried, None
        if is_removed(children(said.get("rPr"))):
            self.carried = words
            return
        label, depth = self._label(said, style)
        self._put_words(words, said, style, label, depth)

    def _put_carried(self) -> None:
        words, self.carried = self.carried, None
        if words is not None:
            self._put_words(words, {}, Style(), None, 0)

    def _put_words(
        self, words: Words, said: dict[str, Any], style: Style, label: str | None, depth: int
    ) -> None:
        text = words.text
        if not text:
            return
        outline = heading_level(said)
        heading = style.heading if outline is None else outline
        kind, level = BlockKind.PARAGRAPH, 0
        if self.tables:
            kind = BlockKind.CELL
        elif heading:
            kind, level = BlockKind.HEADING, heading
        elif label:
            kind, level = BlockKind.LIST_ITEM, depth
        first = Block(
            f"{label or ''}{text}",
            kind,
            level,
            self._cell(),
            bold=words.is_bold,
            furniture=style.is_contents,
        )
        if self.keeps_lines:
            first, *rest = (replace(first, text=line) for line in words.lines)
            first = replace(first, text=f"{label or ''}{first.text}")
            self._put([first, *rest])
        else:
            self._put([first])

    def _label(self, said: dict[str, Any], style: Style) -> tuple[str | None, int]:
        list_id, depth = list_place(said)
        if list_id is None:
            if style.list_id is None:
                return None, 0
            list_id = style.list_id
            bound = self.numbering.depth_of_style(list_id, style.list_style)
            inherited = style.depth if bound is None else bound
            depth = inherited if depth is None else depth
        depth = min(depth or 0, DEEPEST)
        return self.numbering.next_label(list_id, depth), depth

    def _cell(self) -> Cell | None:
        if not self.tables:
            return None
        table = self.tables[-1]
        return Cell(table.number, table.row, table.column, table.has_header_row)


def _says_nothing(name: str, element: Any) -> bool:
    """Tell the name of a font of today, which stands in every run of many files."""
    return name == "rFonts" and not legacy_table(element)


def _is_mute(name: str, element: Any) -> bool:
    """Tell whether the words of an element are not seen: deleted, moved, doubled, or a prompt."""
    if name in ("Choice", "Fallback"):
        return element.getprevious() is not None
    if name == "sdtContent":
        return child(child(element.getparent(), "sdtPr"), "showingPlcHdr") is not None
    return True


def _too_long(what: str, limit: int) -> LimitExceededError:
    return LimitExceededError(
        f"the Word file has more than {limit} {what}; hand in its parts as files of their own",
        what=what,
        limit=limit,
    )
