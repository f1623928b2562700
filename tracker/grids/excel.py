"""The sheets of a workbook: values as they stand, never the results of formulas."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl

from directives.errors import LimitExceededError
from directives.readers.guard import checked_zip
from directives.text import clean_line
from tracker.grids.model import Cell, CellKind, Grid, Row, Table
from tracker.grids.package import has_macros, mark_of, refuse_doctypes

MAX_SHEETS = 20
MAX_ROWS = 5_000
MAX_COLUMNS = 50
MAX_CHARACTERS = 20_000_000
_SHOWN_CHARACTERS = 200
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_SAID = {"f": CellKind.FORMULA, "e": CellKind.ERROR}


def read_workbook(data: bytes) -> Grid:
    """Return the sheets of a workbook that are seen.

    Raises:
        DirectiveError: it is protected, damaged, or too large.
    """
    with checked_zip(data) as package:
        refuse_doctypes(package)
        mark, names = mark_of(package), package.namelist()
        notes = {"macros"} if has_macros(package) else set()
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.add("external-links")
    with warnings.catch_warnings():
        # What openpyxl warns of (a day out of range, an unknown extension) is told by the cells.
        warnings.simplefilter("ignore")
        tables = tuple(_tables(data, notes))
    return Grid("xlsx", tables, mark, (), tuple(sorted(notes)))


def _tables(data: bytes, notes: set[str]) -> Iterator[Table]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    if len(book.worksheets) > MAX_SHEETS:
        raise LimitExceededError("the workbook has too many sheets", sheets=MAX_SHEETS)
    for sheet in book.worksheets:
        yield _table(sheet, notes)


def _table(sheet: Any, notes: set[str]) -> Table:
    if sheet.sheet_state != "visible":
        notes.add("hidden-sheet")
        return Table(sheet.title, ())
    # What a workbook says of its size may be anything; what stands in it counts.
    sheet.reset_dimensions()
    rows: list[Row] = []
    characters = 0
    for row in _rows(sheet, notes):
        characters += sum(len(cell.text) for cell in row.cells.values())
        if characters > MAX_CHARACTERS:
            raise LimitExceededError("the workbook has too much text", characters=MAX_CHARACTERS)
        rows.append(row)
    return Table(sheet.title, tuple(rows))


def _rows(sheet: Any, notes: set[str]) -> Iterator[Row]:
    before: Any = None
    for at, raw in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        # A row that is left out comes as one and the same filler, perhaps a million times.
        if raw is before:
            continue
        before = raw
        cells = {column: cell for column, each in enumerate(raw) if (cell := _cell(each))}
        if cells and at > MAX_ROWS:
            notes.add("too-many-rows")
            return
        if cells:
            yield Row(at, cells)


def _cell(raw: Any) -> Cell | None:
    value = raw.value
    if value is None:
        return None
    if raw.data_type in _NOT_SAID:
        said = str(getattr(value, "text", value))
        return Cell(_NOT_SAID[raw.data_type], said[:_SHOWN_CHARACTERS])
    if isinstance(value, str):
        return _text(_ESCAPED.sub(_unescaped, str(value)))
    if isinstance(value, date):
        return _day(value, str(raw.number_format))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value, str(raw.number_format))
    return Cell(CellKind.OTHER, str(value)[:_SHOWN_CHARACTERS])


def _text(value: str) -> Cell | None:
    lines = (clean_line(line) for line in value.splitlines())
    text = "\n".join(line for line in lines if line)
    return Cell(CellKind.TEXT, text) if text else None


def _unescaped(found: re.Match[str]) -> str:
    """Return the character that a workbook writes as ``_x000D_``."""
    return chr(int(found[1], 16))


def _day(value: date, form: str) -> Cell:
    day = value.date() if isinstance(value, datetime) else value
    return Cell(CellKind.DAY, day.isoformat(), form[:_SHOWN_CHARACTERS])


def _number(value: float, form: str) -> Cell:
    # Rounded as Excel shows it: 0.07 * 100 is not 7 to a machine.
    if "%" in form:
        return Cell(CellKind.PERCENT, f"{round(value * 100, 9):.12g}")
    return Cell(CellKind.NUMBER, f"{value:.12g}")
