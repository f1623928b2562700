"""Tables that old Word files leave in a text: a tab ends each cell, two end each row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directives.blocks import Block, BlockKind, Cell
from directives.text import clean_line

_ROW_END = re.compile(r"\t{2,} ?")
_FEWEST_COLUMNS = 3
_NUMBER = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[A-Z])\.?")


def tabbed_rows(line: str) -> list[list[str]]:
    """Return the cells of each row that ``line`` holds; no row where it is no table."""
    if line.count("\t\t") < 2:  # noqa: PLR2004  # a letterhead is one row of two cells
        return []
    rows = [row.split("\t") for row in _ROW_END.split(line) if row.strip()]
    return rows if len(rows) > 1 and len(rows[0]) >= _FEWEST_COLUMNS else []


def tabbed_blocks(number: int, rows: list[list[str]]) -> Iterator[Block]:
    """Yield the cells of table ``number``; a row without its number stands in the widest column."""
    widest = max(range(len(rows[0])), key=lambda column: _width(rows, column))
    for row, cells in enumerate(rows):
        short = len(cells) < _FEWEST_COLUMNS and not _NUMBER.fullmatch(cells[0].strip())
        for column, text in enumerate(cells, start=widest if short else 0):
            if clean := clean_line(text):
                cell = Cell(number, row, column, is_header=not row)
                yield Block(clean, BlockKind.CELL, cell=cell)


def _width(rows: list[list[str]], column: int) -> int:
    return sum(len(row[column]) for row in rows if column < len(row))
