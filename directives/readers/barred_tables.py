"""Tables of law sites saved as Markdown: a bar on a line of its own stands before each cell.

A row begins and ends with a bar, so two bars in a row part two rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from directives.blocks import Block, BlockKind, Cell
from directives.lexicon import table
from directives.readers.lines import Lines
from directives.text import clean_line

_NUMBER_HEADING = re.compile(table("sections")["columns"]["number"])
_MARKS = re.compile(r"\*+")
_FEWEST_COLUMNS = 3
# What a cell that spans rows leaves to the row below: its columns behind number and task.
_FIRST_FREE_COLUMN = 2

Row = list[list[str]]


@dataclass(frozen=True, slots=True)
class BarredTable:
    """The rows of a table; a cell is its lines, without marks of emphasis."""

    rows: tuple[Row, ...]

    def stretches(self, number: int) -> Iterator[Lines]:
        """Yield the cells of the table, which is table ``number`` of its document."""
        row = -1
        for cells in self.rows:
            spanned = row > 0 and len(cells) + 1 < len(self.rows[0]) and not _is_number(cells[0])
            row += not spanned
            for column, lines in enumerate(cells, start=_FIRST_FREE_COLUMN if spanned else 0):
                if lines:
                    cell = Cell(number, row, column, is_header=not row)
                    yield Lines(tuple(lines), Block("", BlockKind.CELL, cell=cell))


def cut_at_tables(text: str) -> Iterator[str | BarredTable]:
    """Yield the tables of ``text`` that number their rows, and the text between them."""
    lines = text.splitlines(keepends=True)
    begun = at = 0
    while at < len(lines):
        if _is_bar(lines[at]) and _heads_numbers(lines, at + 1):
            rows, end = _read_rows(lines, at)
            if len(rows) > 1 and len(rows[0]) >= _FEWEST_COLUMNS:
                yield "".join(lines[begun:at])
                yield BarredTable(tuple(rows))
                begun = at = end
                continue
        at += 1
    yield "".join(lines[begun:])


def _is_bar(line: str) -> bool:
    return line.strip() == "|"


def _heads_numbers(lines: Sequence[str], at: int) -> bool:
    return at < len(lines) and bool(_NUMBER_HEADING.fullmatch(_bare(lines[at])))


def _bare(line: str) -> str:
    return clean_line(_MARKS.sub("", line))


def _read_rows(lines: Sequence[str], at: int) -> tuple[list[Row], int]:
    """Return the rows from the bar at ``at`` on, and the place behind the last bar."""
    rows: list[Row] = []
    while at < len(lines) and _is_bar(lines[at]):
        row: Row = []
        closed = at
        cell: list[str] = []
        for place in range(at + 1, len(lines)):
            if not _is_bar(lines[place]):
                cell.append(lines[place])
                continue
            closed = place
            row.append([bare for line in cell if (bare := _bare(line))])
            cell = []
            if place + 1 >= len(lines) or _is_bar(lines[place + 1]) or not lines[place + 1].strip():
                break
        if closed == at:
            return rows, at
        rows.append(row)
        at = closed + 1
    return rows, at


def _is_number(cell: Sequence[str]) -> bool:
    return bool(cell) and cell[0].rstrip(".").isalnum() and len(cell[0]) <= 5  # noqa: PLR2004
