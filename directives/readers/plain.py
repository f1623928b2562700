"""Plain text → blocks: one line is one block, wrapped lines put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from directives.blocks import Block
from directives.readers.flat_tables import Extent, FlatTable, find_tables
from directives.readers.furniture import is_furniture, split_head
from directives.readers.lines import Wrapping, is_page_number
from directives.readers.order import over_pages
from directives.readers.tabbed import tabbed_blocks, tabbed_rows
from directives.text import clean_line


def plain_blocks(text: str) -> Iterator[Block]:
    """Yield one block a paragraph or cell; no word is dropped, furniture is marked."""
    return over_pages(_all_blocks([piece for line in text.splitlines() for piece in _parted(line)]))


def _parted(line: str) -> Iterator[str]:
    """Part the head of a page from the words that follow it on its line."""
    head, words = split_head(clean_line(line))
    yield from (head, words) if head else (line,)


def _all_blocks(raw: Sequence[str]) -> Iterator[Block]:
    lines = [clean_line(line) for line in raw]
    tables = _tables(raw, lines)
    starts, ends = [0, *(t.end for t in tables)], [*(t.start for t in tables), len(lines)]
    stretches = [_paragraphs(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    wrapping = Wrapping.of([paragraph for stretch in stretches for paragraph in stretch])
    for number, stretch in enumerate(stretches):
        yield from _blocks(stretch, wrapping)
        if number < len(tables):
            yield from _table_blocks(number, tables[number], raw, lines)


def _tables(raw: Sequence[str], lines: Sequence[str]) -> list[Extent]:
    tabbed = [Extent(at, at, at + 1) for at, line in enumerate(raw) if tabbed_rows(line)]
    return sorted([*find_tables(lines), *tabbed], key=lambda table: table.start)


def _table_blocks(
    number: int, table: Extent, raw: Sequence[str], lines: Sequence[str]
) -> Iterator[Block]:
    if rows := tabbed_rows(raw[table.start]):
        return tabbed_blocks(number, rows)
    head = [line for line in lines[table.start : table.rows] if line]
    return iter(FlatTable(number).blocks(head, lines[table.rows : table.end]))


def _paragraphs(lines: Iterable[str]) -> list[list[str]]:
    return [list(group) for filled, group in groupby(lines, key=bool) if filled]


def _blocks(paragraphs: Iterable[Sequence[str]], wrapping: Wrapping) -> Iterator[Block]:
    for paragraph in paragraphs:
        if wrapping.width is None:
            yield from (Block(line, furniture=is_furniture(line)) for line in paragraph)
        else:
            for line in wrapping.join(paragraph):
                yield Block(line, furniture=is_furniture(line) or is_page_number(line))
