"""The tables of a Word file, by the reader that reads directives, with all its limits."""

from __future__ import annotations

from collections import defaultdict

from directives.blocks import Block
from directives.readers.docx import read_docx
from directives.readers.guard import checked_zip
from tracker.grids.model import Cell, CellKind, Grid, Row, Table
from tracker.grids.package import has_macros, mark_of, refuse_doctypes

_Lines = dict[int, dict[int, dict[int, list[str]]]]


def read_document(data: bytes) -> Grid:
    """Return the tables of a Word file.

    Raises:
        DirectiveError: it is no Word file, protected, damaged, or too large.
    """
    with checked_zip(data) as package:
        refuse_doctypes(package)
        mark, macros = mark_of(package), has_macros(package)
    lines: _Lines = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    around: list[str] = []
    for block in read_docx(data, keeps_lines=True).blocks:
        _put(block, lines, around)
    tables = tuple(Table("", _rows(rows)) for _, rows in sorted(lines.items()))
    return Grid("docx", tables, mark, tuple(around), ("macros",) if macros else ())


def _put(block: Block, lines: _Lines, around: list[str]) -> None:
    if block.cell is None or block.furniture:
        around.append(block.text)
    else:
        lines[block.cell.table][block.cell.row][block.cell.column].append(block.text)


def _rows(rows: dict[int, dict[int, list[str]]]) -> tuple[Row, ...]:
    return tuple(
        Row(at + 1, {c: Cell(CellKind.TEXT, "\n".join(lines)) for c, lines in cells.items()})
        for at, cells in sorted(rows.items())
    )
