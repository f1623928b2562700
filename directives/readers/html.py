"""HTML page → blocks: what a reader sees, with the page's own furniture marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from directives.blocks import Block, BlockKind, Cell
from directives.readers.legacy import font_table, from_legacy
from directives.readers.lines import Lines, begins_item, joined_blocks
from directives.readers.numbering import in_numerals
from directives.readers.order import numbers_apart, once_each, over_pages
from directives.readers.page import Page, read_page
from directives.text import clean_line

_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr",
))  # fmt: skip
_BOLD = frozenset({"b", "strong"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINKED = 0.8
_LONGEST_LINK = 80
_FONT = re.compile(r"font-family\s*:\s*['\"]?([^;,'\"]{1,60})", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_LIST_NUMERALS = {
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


def html_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a page.

    Raises:
        LimitExceededError: the page is too long or too deep.
    """
    yield from once_each(over_pages(numbers_apart(joined_blocks(html_lines(text), paged=True))))


def html_lines(text: str) -> list[Lines]:
    """Return the stretches of a page or of a piece of a page; see :func:`html_blocks`."""
    page = read_page(text)
    return [] if page is None else _PageReader(page).read()


@dataclass(slots=True)
class _List:
    ordered: bool
    next_number: int = 1
    style: str = "1"


@dataclass(slots=True)
class _Table:
    number: int
    row: int = -1
    column: int = -1
    header: bool = False
    is_layout: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text between two tags."""

    length: int
    bold: bool
    linked: bool


@dataclass(slots=True)
class _State:
    """How many open elements ask for each manner."""

    bold: int = 0
    site: int = 0
    verbatim: int = 0
    heading: int = 0
    linked: int = 0
    main: int = 0


@dataclass(slots=True)
class _PageReader:
    """Walks a page once, without recursion, and cuts it at block borders."""

    page: Page
    found: list[Lines] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    pieces: list[_Piece] = field(default_factory=list)
    label: str = ""
    state: _State = field(default_factory=_State)
    fonts: list[str | None] = field(default_factory=lambda: [None])
    lists: list[_List] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    table_count: int = 0

    def read(self) -> list[Lines]:
        for event, element in etree.iterwalk(self.page.root, events=("start", "end")):
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        self._cut()
        return self.found

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self.lines.append([])
        elif not _is_inline(tag):
            self._cut()
            self._open_block(element, tag)
        self._weigh(element, 1)
        self.fonts.append(_legacy_of(element, self.fonts[-1]))
        self._write(element.text)

    def _end(self, element: Any) -> None:
        if not _is_inline(element.tag) and element.tag != "br":
            self._cut()
            self._close_block(element.tag)
        self._weigh(element, -1)
        self.fonts.pop()
        self._write(element.tail)

    def _weigh(self, element: Any, by: int) -> None:
        tag = element.tag
        state = self.state
        state.heading += by * _HEADINGS.get(tag, 0)
        state.verbatim += by * (tag == "pre")
        state.linked += by * (tag == "a")
        state.main += by * (element is self.page.main)
        state.site += by * (element in self.page.site_parts)
        state.bold += by * (tag in _BOLD or bool(_HEAVY.search(element.get("style", ""))))

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if legacy := self.fonts[-1]:
            text = from_legacy(text, legacy)
        written = len(text.strip())
        if written:
            state = self.state
            self.pieces.append(_Piece(written, bold=state.bold > 0, linked=state.linked > 0))
        if not self.state.verbatim:
            self.lines[-1].append(text)
            return
        first, *others = text.split("\n")
        self.lines[-1].append(first)
        self.lines.extend([line] for line in others)

    def _cut(self) -> None:
        """End the paragraph that is being gathered."""
        cleaned = (clean_line("".join(parts)) for parts in self.lines)
        lines = tuple(line for line in cleaned if line)
        if lines:
            self.found.append(Lines(lines, self._like(), self._label_for(lines[0])))
        self.lines, self.pieces = [[]], []

    def _like(self) -> Block:
        state = self.state
        kind, level = BlockKind.PARAGRAPH, 0
        if self.tables and self.tables[-1].column >= 0 and not self.tables[-1].is_layout:
            kind = BlockKind.CELL
        elif state.heading:
            kind, level = BlockKind.HEADING, state.heading
        elif self.lists:
            kind, level = BlockKind.LIST_ITEM, len(self.lists) - 1
        return Block(
            text="",
            kind=kind,
            level=level,
            cell=self._cell() if kind is BlockKind.CELL else None,
            bold=all(piece.bold for piece in self.pieces),
            furniture=self._is_furniture(),
        )

    def _is_furniture(self) -> bool:
        if self.state.site or (self.page.main is not None and not self.state.main):
            return True
        if self.state.main or self.tables or (self.lists and self.label):
            return False
        length = sum(piece.length for piece in self.pieces)
        linked = sum(piece.length for piece in self.pieces if piece.linked)
        return length <= _LONGEST_LINK and linked >= _LINKED * length

    def _cell(self) -> Cell:
        table = self.tables[-1]
        return Cell(table.number, max(table.row, 0), table.column, table.header)

    def _label_for(self, first: str) -> str:
        label, self.label = self.label, ""
        return "" if label == "- " and begins_item(first) else label

    def _open_block(self, element: Any, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(_list_of(element))
        elif tag == "li":
            self.label = self._item_label(element)
        elif tag == "table":
            self.tables.append(_Table(self.table_count, is_layout=_is_layout(element)))
            self.table_count += 1
        elif tag == "tr" and self.tables:
            self.tables[-1].row += 1
            self.tables[-1].column = -1
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].column += 1
            self.tables[-1].header = tag == "th"

    def _close_block(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.label = ""
        elif tag == "table" and self.tables:
            self.tables.pop()

    def _item_label(self, element: Any) -> str:
        if not self.lists or not self.lists[-1].ordered:
            return "- "
        listing = self.lists[-1]
        number = _number(element.get("value"), listing.next_number)
        listing.next_number = number + 1
        return f"{in_numerals(number, _LIST_NUMERALS.get(listing.style, ''))}. "


def _is_inline(tag: str) -> bool:
    # Word writes tags of its own ("o:p") into its lines.
    return tag in _INLINE or ":" in tag


def _legacy_of(element: Any, inherited: str | None) -> str | None:
    """Return the legacy table of an element's font."""
    styled = _FONT.search(element.get("style", ""))
    name = styled[1] if styled else element.get("face")
    return font_table(name.partition(",")[0].strip(" '\"")) if name else inherited


def _list_of(element: Any) -> _List:
    return _List(
        element.tag == "ol", _number(element.get("start"), 1), element.get("type", "1")[:1]
    )


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not re.fullmatch(r"-?\d{1,6}", text.strip()):
        return otherwise
    return int(text)


def _is_layout(table: Any) -> bool:
    """Tell a table that only places things: one that holds a table, or has but one cell."""
    cells = table.iter("td", "th", "table")
    return next(cells) is table and (
        table.find(".//table") is not None or next(cells, None) is None or next(cells, None) is None
    )
