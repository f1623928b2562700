"""Markdown → blocks: the words without their marks, the numbers as they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core.state_core import StateCore
from markdown_it.token import Token

from directives.blocks import Block, BlockKind, Cell
from directives.errors import LimitExceededError
from directives.readers.barred_tables import BarredTable, cut_at_tables
from directives.readers.html import html_lines
from directives.readers.lines import Lines, begins_item, joined_blocks
from directives.text import clean_line

MAX_CHARACTERS = 2_000_000
MAX_NESTING = 60

# Above these the inline rules take time that grows with the square of the paragraph.
_MOST_BRACKETS = 300
_MOST_ANGLES = 500
_LONGEST_INLINE = 200_000
_MOST_TABLES = 1_000_000
# Pages saved as Markdown leave marks that no rule pairs; "(**)" is a note's mark.
_STRAY_MARKS = re.compile(r"(?<![(*])\*{2,}(?![)*])")
# "*Thời hạn: *Thường xuyên": the closing mark stands behind a space, so Markdown pairs neither.
_UNPAIRED_EMPHASIS = re.compile(r"(?<![\w*(])\*(?=[^\s*)])([^*]{1,200}) \*(?=[^\s*)])")


def markdown_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown text.

    Raises:
        LimitExceededError: the text is too long or nests its lists or quotes too deeply.
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitExceededError(
            f"the text is longer than {MAX_CHARACTERS} characters; hand in its parts",
            characters=MAX_CHARACTERS,
        )
    yield from joined_blocks(list(_stretches(text)), paged=False)


def _stretches(text: str) -> Iterator[Lines]:
    for number, part in enumerate(cut_at_tables(text)):
        if isinstance(part, BarredTable):
            yield from part.stretches(number * _MOST_TABLES)
        else:
            # Table numbers of a part go on behind those of the parts before it.
            yield from _TokenReader(_tokens(part), table_count=number * _MOST_TABLES).read()


def _tokens(text: str) -> Sequence[Token]:
    tokens = _parser().parse(text)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise LimitExceededError(
            f"lists or quotes nest more than {MAX_NESTING} deep; save it as plain text",
            depth=MAX_NESTING,
        )
    return tokens


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    # Indented text is a paragraph to its author, and "[1]: …" is a note, not a link's target.
    parser.disable(["code", "reference"])
    parser.core.ruler.at("inline", _guarded_inline)
    return parser


def _guarded_inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if _is_tangled(token.content):
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _is_tangled(content: str) -> bool:
    return (
        content.count("[") > _MOST_BRACKETS
        or content.count("<") > _MOST_ANGLES
        or len(content) > _LONGEST_INLINE
    )


@dataclass(slots=True)
class _TokenReader:
    """Turns the flat list of tokens into stretches."""

    tokens: Sequence[Token]
    found: list[Lines] = field(default_factory=list)
    depth: int = -1
    heading: int = 0
    label: str = ""
    cell: Cell | None = None
    table_count: int = 0

    def read(self) -> list[Lines]:
        for token, following in pairwise((*self.tokens, Token("end", "", 0))):
            handler = getattr(self, f"_on_{token.type}", None)
            if token.type == "heading_open":
                self.heading = _heading_level(token, following.content)
            elif handler is not None:
                handler(token)
        return self.found

    def _on_inline(self, token: Token) -> None:
        for lines, bold in _paragraphs(token.children or []):
            # A line of nothing but bars is what is left of the border of a cell.
            for is_border, group in groupby(lines, key=_is_border):
                if not is_border:
                    self._add(list(group), bold=bold)

    def _on_fence(self, token: Token) -> None:
        lines = [clean_line(line) for line in token.content.splitlines()]
        self._add([line for line in lines if line], bold=False)

    def _on_html_block(self, token: Token) -> None:
        self.found += html_lines(token.content)

    def _on_heading_close(self, _token: Token) -> None:
        self.heading = 0

    def _on_bullet_list_open(self, _token: Token) -> None:
        self.depth += 1

    def _on_bullet_list_close(self, _token: Token) -> None:
        self.depth -= 1

    _on_ordered_list_open = _on_bullet_list_open
    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: Token) -> None:
        mark = f"{token.info}{token.markup}" if token.info else token.markup
        self.label = f"{mark} ".replace("*", "-")

    def _on_list_item_close(self, _token: Token) -> None:
        self.label = ""

    def _on_table_open(self, _token: Token) -> None:
        self.cell = Cell(self.table_count, -1, -1)
        self.table_count += 1

    def _on_table_close(self, _token: Token) -> None:
        self.cell = None

    def _on_tr_open(self, _token: Token) -> None:
        if self.cell is not None:
            self.cell = Cell(self.cell.table, self.cell.row + 1, -1)

    def _on_td_open(self, token: Token) -> None:
        if self.cell is not None:
            column = self.cell.column + 1
            self.cell = replace(self.cell, column=column, is_header=token.type == "th_open")

    _on_th_open = _on_td_open

    def _add(self, lines: Sequence[str], *, bold: bool) -> None:
        if not lines:
            return
        label = "" if self.label == "- " and begins_item(lines[0]) else self.label
        self.found.append(Lines(tuple(lines), self._like(bold=bold), label))
        self.label = ""

    def _like(self, *, bold: bool) -> Block:
        if self.cell is not None:
            return Block("", BlockKind.CELL, cell=self.cell, bold=bold)
        if self.heading:
            return Block("", BlockKind.HEADING, self.heading, bold=bold)
        if self.depth >= 0:
            return Block("", BlockKind.LIST_ITEM, self.depth, bold=bold)
        return Block("", bold=bold)


def _heading_level(heading: Token, content: str) -> int:
    """Return the level; 0 where a letterhead is ruled off, which Markdown takes for a heading."""
    is_ruled_off = heading.markup in "-=" and ("\n" in content or content.isupper())
    return 0 if is_ruled_off else int(heading.tag[1:])


def _paragraphs(children: Sequence[Token]) -> Iterator[tuple[list[str], bool]]:
    """Yield the lines between hard breaks, and whether all their words are bold."""
    lines: list[list[str]] = [[]]
    weights: list[bool] = []
    bold = 0
    for child in children:
        if child.type == "strong_open":
            bold += 1
        elif child.type == "strong_close":
            bold -= 1
        elif child.type == "softbreak":
            lines.append([])
        elif child.type == "hardbreak" or _is_break(child):
            yield _cleaned(lines), all(weights)
            lines, weights = [[]], []
        elif child.type in ("text", "code_inline", "text_special"):
            lines[-1].append(child.content)
            weights += [bold > 0] if child.content.strip() else []
    yield _cleaned(lines), all(weights)


def _is_break(token: Token) -> bool:
    return token.type == "html_inline" and token.content.lower().startswith("<br")


def _cleaned(lines: list[list[str]]) -> list[str]:
    bare = (_STRAY_MARKS.sub("", "".join(parts)) for parts in lines)
    cleaned = (clean_line(_UNPAIRED_EMPHASIS.sub(r"\1 ", line)) for line in bare)
    return [line.strip("| ") or line for line in cleaned if line]


def _is_border(line: str) -> bool:
    return not line.strip("| ")
