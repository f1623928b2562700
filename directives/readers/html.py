"""Web pages to blocks: the words of the document in order, the page around it marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from directives.blocks import Block, BlockKind, Cell
from directives.errors import DamagedFileError, LimitExceededError
from directives.readers.plain import is_furniture
from directives.text import clean_line

MAX_ELEMENTS = 400_000
_DROPPED = {
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "head", "nav",
    "form", "button", "select", "textarea", "input", "menu", "aside", "figcaption", "video", "audio",
}  # fmt: skip
_BREAKING = {
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s?:\s?none|visibility\s?:\s?hidden", re.IGNORECASE)
_SITE_PARTS = re.compile(r"(?:^|[\s_-])(?:menu|navbar|breadcrumb|sidebar|banner|related|comment|share|social|login|popup|modal)", re.IGNORECASE)  # fmt: skip


def read_html(text: str, name: str) -> tuple[Block, ...]:
    """Return the blocks of a web page; raise a :class:`DirectiveError` where it has none."""
    try:
        tree = html.document_fromstring(text.encode(), html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFileError(
            f"{name}: the page has no readable content; save it again from the browser", name=name
        ) from error
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise LimitExceededError(
            f"{name}: the page has more than {MAX_ELEMENTS} elements; save only its article",
            name=name,
            what="elements",
            limit=MAX_ELEMENTS,
        )
    main = _main_part(tree)
    return tuple(_Walk().blocks(main))


def _main_part(tree: Any) -> Any:
    """Return the one article of a page, or the whole page where none holds most of its words."""
    candidates = tree.xpath("//article|//main|//*[@itemprop='articleBody']")
    sizes = [(len(part.text_content()), place) for place, part in enumerate(candidates)]
    if sizes and max(sizes)[0] * 2 > len(tree.text_content()):
        return candidates[max(sizes)[1]]
    return tree


class _Walk:
    """One pass over the tree; gathers inline words until a breaking element."""

    def __init__(self) -> None:
        self._words: list[tuple[str, bool]] = []
        self._label = ""
        self._heading = 0
        self._bold = 0
        self._site = 0
        self._lists: list[int | None] = []
        self._cells: list[Cell] = []
        self._tables = 0

    def blocks(self, root: Any) -> Iterator[Block]:
        """Yield the blocks below ``root``; an explicit walk, since pages nest without limit."""
        skipped = None
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._gather(element.tail)
            elif event == "start":
                if element.tag in _DROPPED or _is_hidden(element):
                    yield from self._flush() if element.tag in _BREAKING else ()
                    skipped = element
                else:
                    yield from self._start(element)
            elif event == "end":
                yield from self._end(element)
            else:
                self._gather(element.tail)
        yield from self._flush()

    def _start(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in _BREAKING:
            yield from self._flush()
        self._heading = _HEADINGS.get(tag, self._heading)
        self._bold += tag in {"b", "strong", "th"}
        self._site += _is_site_part(element)
        self._open(element)
        self._gather(element.text)

    def _open(self, element: Any) -> None:
        match element.tag:
            case "ol":
                start = element.get("start") or "1"
                self._lists.append(int(start) if start.isdecimal() and len(start) < 7 else 1)  # noqa: PLR2004
            case "ul":
                self._lists.append(None)
            case "li":
                self._label = self._next_label()
            case "table":
                self._cells.append(Cell(self._tables, -1, -1))
                self._tables += 1
            case "tr" if self._cells:
                self._cells[-1] = Cell(self._cells[-1].table, self._cells[-1].row + 1, -1)
            case "td" | "th" if self._cells:
                cell = self._cells[-1]
                self._cells[-1] = Cell(cell.table, cell.row, cell.column + 1, element.tag == "th")

    def _next_label(self) -> str:
        if not self._lists or (number := self._lists[-1]) is None:
            return "-" if self._lists else ""
        self._lists[-1] = number + 1
        return f"{number}."

    def _end(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in _BREAKING:
            yield from self._flush()
        if tag in _HEADINGS:
            self._heading = 0
        self._bold -= tag in {"b", "strong", "th"}
        self._site -= _is_site_part(element)
        if tag in {"ol", "ul"}:
            self._lists.pop()
        elif tag == "table":
            self._cells.pop()
        self._gather(element.tail)

    def _gather(self, text: str | None) -> None:
        if text:
            self._words.append((text, bool(self._bold)))

    def _flush(self) -> Iterator[Block]:
        pieces, self._words = self._words, []
        text = clean_line("".join(words for words, _ in pieces))
        if not text:
            return
        label, self._label = self._label, ""
        text = f"{label} {text}" if label and not text.startswith(label) else text
        bold = all(strong for words, strong in pieces if words.strip())
        furniture = bool(self._site) or is_furniture(text)
        level = self._heading or max(len(self._lists) - 1, 0)
        yield Block(text, self._kind(label), level, self._cell(), bold, furniture)

    def _cell(self) -> Cell | None:
        return self._cells[-1] if self._cells and self._cells[-1].column >= 0 else None

    def _kind(self, label: str) -> BlockKind:
        if self._cell() is not None:
            return BlockKind.CELL
        if self._heading:
            return BlockKind.HEADING
        return BlockKind.LIST_ITEM if label else BlockKind.PARAGRAPH


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_site_part(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag not in {"html", "body"} and bool(_SITE_PARTS.search(names[:300]))


def _tree(text: str) -> Any:
    if len(text) > MAX_CHARACTERS:
        raise LimitExceededError(
            f"the page is longer than {MAX_CHARACTERS} characters; save only the document",
            characters=MAX_CHARACTERS,
        )
    if not text.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LimitExceededError("the page nests its elements too deeply; save it as plain text")
    return root


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


@dataclass(slots=True)
class _State:
    """How many open elements ask for each manner."""

    bold: int = 0
    furniture: int = 0
    verbatim: int = 0
    heading: int = 0


@dataclass(slots=True)
class _PageReader:
    """Walks a page once, without recursion, and cuts it at block borders."""

    root: Any
    found: list[Lines] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    weights: list[bool] = field(default_factory=list)
    label: str = ""
    state: _State = field(default_factory=_State)
    lists: list[_List] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    table_count: int = 0

    def read(self) -> list[Lines]:
        walker = etree.iterwalk(self.root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(element)
            elif _is_dropped(element):
                walker.skip_subtree()
            else:
                self._start(element)
        self._cut()
        return self.found

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag == "br":
            self.lines.append([])
        elif tag not in _INLINE:
            self._cut()
            self._open_block(element, tag)
        self._weigh(element, 1)
        self._write(element.text)

    def _end(self, element: Any) -> None:
        if not _is_dropped(element):
            if element.tag not in _INLINE and element.tag != "br":
                self._cut()
                self._close_block(element.tag)
            self._weigh(element, -1)
        self._write(element.tail)

    def _weigh(self, element: Any, by: int) -> None:
        tag = element.tag
        state = self.state
        state.heading += by * _HEADINGS.get(tag, 0)
        state.verbatim += by * (tag == "pre")
        state.furniture += by * (tag in _FURNITURE and not _is_inside_article(element))
        state.bold += by * (tag in _BOLD or bool(_HEAVY.search(element.get("style", ""))))

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if text.strip():
            self.weights.append(self.state.bold > 0)
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
        self.lines, self.weights = [[]], []

    def _like(self) -> Block:
        state = self.state
        kind, level = BlockKind.PARAGRAPH, 0
        if self.tables and self.tables[-1].column >= 0:
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
            bold=all(self.weights),
            furniture=state.furniture > 0,
        )

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
            self.tables.append(_Table(self.table_count))
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
        return f"{_written(number, listing.style)}. "


def _list_of(element: Any) -> _List:
    return _List(
        element.tag == "ol", _number(element.get("start"), 1), element.get("type", "1")[:1]
    )


def _number(text: str | None, otherwise: int) -> int:
    if text is None or not re.fullmatch(r"-?\d{1,6}", text.strip()):
        return otherwise
    return int(text)


def _written(number: int, style: str) -> str:
    if style in "aA" and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in "iI" and 1 <= number < 50:
        roman = _roman(number)
        return roman if style == "i" else roman.upper()
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written


def _is_dropped(element: Any) -> bool:
    return (
        element.tag in _DROPPED
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _is_inside_article(element: Any) -> bool:
    return any(above.tag in ("article", "main") for above in element.iterancestors())
