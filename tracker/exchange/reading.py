"""From the tables of a returned file to its rows: each is recognised by its code, or reported.

Pure: what the sheet was, and what came back, go in; nothing is looked up and nothing guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from directives.text import clean_line
from tracker.exchange.codes import RowCode, is_token, read_code, tokens_in
from tracker.exchange.columns import FILLED, LAYOUT, Column, column_of
from tracker.exchange.excel import DAY_FORM
from tracker.exchange.typed import Typed
from tracker.grids import Cell, CellKind, Grid, Row, Table

_HEADING_CELLS = 4
_ORDER = tuple(Column)
# How a workbook writes the day before the month; shown so, a day cannot be taken for a month.
_DAY_FIRST_FORMS = frozenset({DAY_FORM, "d/m/yyyy", "dd/mm/yy", "d/m/yy", "dd-mm-yyyy"})
_SHOWN_CHARACTERS = 200


class Level(StrEnum):
    """What a finding asks for: to be put right, to be looked at, or only to be known."""

    FAULT = "fault"
    LOOK = "look"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class RowFinding:
    """Something to know of a row; ``column`` where it is about one, ``said`` as it stood there."""

    code: str
    level: Level
    column: str = ""
    said: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row in which something was filled in; ``place`` is the row of the sheet that it is."""

    table: int
    at: int
    place: int | None
    code: str
    words: str
    typed: Typed
    findings: tuple[RowFinding, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """All that came back; ``missing`` are the places whose row is no longer there."""

    rows: tuple[ReadRow, ...]
    missing: tuple[int, ...]
    empty: int
    findings: tuple[RowFinding, ...]


@dataclass(frozen=True, slots=True)
class KnownSheet:
    """The sheet as it was handed out: its number, its token, the words of each row by place."""

    number: int
    token: str
    words: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A data row with the columns that its table's heading names."""

    table: int
    row: Row
    columns: Mapping[Column, int]


class UnreadableSheet(ValueError):
    """The file is no sheet that can be read; ``code`` says why."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code = code
        self.said = said


def tokens_of(grid: Grid) -> tuple[str, ...]:
    """Return the tokens by which a file calls itself a sheet: its property, and in its words.

    In a workbook they stand above the heading.
    """
    above = [cell.text for table in grid.tables for row in _before_heading(table) for cell in row]
    own = [grid.mark] if is_token(grid.mark) else []
    return tuple(dict.fromkeys((*own, *tokens_in((*grid.around, *above)))))


def codes_of(grid: Grid) -> frozenset[RowCode]:
    """Return the codes of rows that stand anywhere in the tables."""
    cells = (cell for table in grid.tables for row in table.rows for cell in row.cells.values())
    found = (read_code(cell.text) for cell in cells if cell.kind is CellKind.TEXT)
    return frozenset(code for code in found if code is not None)


def read_sheet(grid: Grid, sheet: KnownSheet) -> ReadSheet:
    """Return the rows of a returned sheet with all that is to be known of them.

    Raises:
        UnreadableSheet: no table has our heading, or a heading names a column twice.
    """
    placed = list(_placed_rows(grid))
    if not any(_heading(row) for table in grid.tables for row in table.rows):
        raise UnreadableSheet("no-table")
    read = [_read_row(each, sheet) for each in placed]
    said = [row for row in read if row is not None and not _says_nothing(row)]
    kept, copies = _without_copies(said)
    present = {row.place for row in read if row is not None}
    return ReadSheet(
        rows=tuple(kept),
        missing=tuple(place for place in sheet.words if place not in present),
        empty=sum(row is not None and row.place is not None for row in read)
        - sum(row.place is not None for row in said),
        findings=(*_about_columns(grid, placed), *copies, *_notes(grid)),
    )


def _before_heading(table: Table) -> Iterator[Sequence[Cell]]:
    for row in table.rows:
        if _heading(row):
            return
        yield tuple(row.cells.values())


def _heading(row: Row) -> dict[Column, int]:
    """Return the columns that a row heads; empty where it is no heading of ours."""
    found: dict[Column, int] = {}
    for place, cell in row.cells.items():
        column = column_of(cell.text) if cell.kind is CellKind.TEXT else None
        if column is not None:
            if column in found:
                raise UnreadableSheet("column-twice", LAYOUT[column].heading)
            found[column] = place
    return found if len(found) >= _HEADING_CELLS and Column.CODE in found else {}


def _placed_rows(grid: Grid) -> Iterator[_Placed]:
    """Yield the rows below a heading; a table cut in two goes on under the heading before."""
    columns: dict[Column, int] = {}
    for number, table in enumerate(grid.tables, start=1):
        if grid.format == "xlsx":
            columns = {}
        for row in table.rows:
            heading = _heading(row)
            if heading:
                columns = heading
            elif columns:
                yield _Placed(number, row, columns)


def _read_row(placed: _Placed, sheet: KnownSheet) -> ReadRow | None:
    printed = {column: _words(placed, column) for column in (Column.CODE, Column.TASK)}
    typed, findings = _typed(placed)
    place, fault = _identify(printed[Column.CODE], sheet)
    row = ReadRow(
        table=placed.table,
        at=placed.row.at,
        place=place,
        code=printed[Column.CODE][:_SHOWN_CHARACTERS],
        words=printed[Column.TASK],
        typed=typed,
        findings=tuple(findings),
    )
    if fault is not None:
        return replace(row, findings=(fault, *row.findings))
    known = clean_line(sheet.words[place]) if place is not None else ""
    if Column.TASK in placed.columns and row.words != known:
        finding = RowFinding("words-changed", Level.LOOK, Column.TASK, row.words)
        row = replace(row, findings=(finding, *row.findings))
    return row


def _identify(words: str, sheet: KnownSheet) -> tuple[int | None, RowFinding | None]:
    code = read_code(words)
    if code is None:
        kind = "bad-code" if words else "no-code"
        return None, RowFinding(kind, Level.FAULT, Column.CODE, words[:_SHOWN_CHARACTERS])
    of_this = code.sheet == sheet.number and code.belongs_to(sheet.token)
    if not of_this or code.place not in sheet.words:
        kind = "bad-code" if code.sheet == sheet.number else "other-sheet"
        return None, RowFinding(kind, Level.FAULT, Column.CODE, words[:_SHOWN_CHARACTERS])
    return code.place, None


def _words(placed: _Placed, column: Column) -> str:
    cell = placed.row.cells.get(placed.columns.get(column, -1))
    return clean_line(cell.text.replace("\n", " ")) if cell else ""


def _typed(placed: _Placed) -> tuple[Typed, list[RowFinding]]:
    said: dict[str, str] = {}
    findings: list[RowFinding] = []
    for column in FILLED:
        cell = placed.row.cells.get(placed.columns.get(column, -1))
        if cell is None:
            continue
        words, finding = _said(column, cell)
        said[column.value] = words
        if finding is not None:
            findings.append(finding)
    return Typed(**said), findings


def _said(column: Column, cell: Cell) -> tuple[str, RowFinding | None]:
    """Return what a cell says in a column, and what is to be known of it."""
    unread = _unread(column, cell)
    if unread:
        return "", RowFinding(unread, Level.FAULT, column, cell.text[:_SHOWN_CHARACTERS])
    if cell.kind is CellKind.DAY:
        day = date.fromisoformat(cell.text)
        odd = day.day != day.month and day.day <= 12 and cell.form not in _DAY_FIRST_FORMS  # noqa: PLR2004 - months
        look = RowFinding("day-order", Level.LOOK, column, f"{day:%d/%m/%Y}") if odd else None
        return f"{day:%d/%m/%Y}", look
    if column in (Column.NARRATIVE, Column.DIFFICULTIES, Column.PROPOSALS):
        # A line of a cell is a paragraph; in Markdown one line break is none.
        return cell.text.replace("\n", "\n\n"), None
    words = clean_line(cell.text.replace("\n", " "))
    return (f"{words}%" if cell.kind is CellKind.PERCENT else words), None


def _unread(column: Column, cell: Cell) -> str:
    """Return why a cell is not taken as said; empty where it is."""
    if cell.kind in (CellKind.FORMULA, CellKind.ERROR, CellKind.OTHER):
        return "formula" if cell.kind is CellKind.FORMULA else "no-value"
    if column is Column.RESULT_DATE and cell.kind in (CellKind.NUMBER, CellKind.PERCENT):
        return "number-for-day"
    if column is not Column.RESULT_DATE and cell.kind is CellKind.DAY:
        # A program has made a day of what may have been a number with a stroke.
        return "day-for-words"
    return ""


def _says_nothing(row: ReadRow) -> bool:
    """Whether a row has nothing to be taken: it is ours and nobody filled it in, or it is empty."""
    filled = not row.typed.says_nothing or any(f.column in FILLED for f in row.findings)
    if row.place is not None:
        return not filled
    return not filled and not row.code and not row.words


def _without_copies(rows: Sequence[ReadRow]) -> tuple[list[ReadRow], list[RowFinding]]:
    """Leave out rows that say again, word for word, what a row of the same task says."""
    kept: list[ReadRow] = []
    copies: list[RowFinding] = []
    seen: set[tuple[int, Typed, tuple[RowFinding, ...]]] = set()
    for row in rows:
        mark = None if row.place is None else (row.place, row.typed, row.findings)
        if mark in seen:
            copies.append(RowFinding("exact-copy", Level.NOTE, said=row.code))
            continue
        if mark is not None:
            seen.add(mark)
        kept.append(row)
    return kept, copies


def _about_columns(grid: Grid, placed: Sequence[_Placed]) -> Iterator[RowFinding]:
    headings = [found for table in grid.tables for row in table.rows if (found := _heading(row))]
    columns = headings[0]
    for column in _ORDER:
        if column not in columns and column is not Column.PLACE:
            yield RowFinding("column-missing", Level.LOOK, column)
    by_place = sorted(columns, key=lambda column: columns[column])
    if by_place != [column for column in _ORDER if column in columns]:
        yield RowFinding("columns-moved", Level.NOTE)
    if any(set(each.row.cells) - set(each.columns.values()) for each in placed):
        yield RowFinding("unknown-column", Level.LOOK)


def _notes(grid: Grid) -> Iterator[RowFinding]:
    for note in grid.notes:
        yield RowFinding(note, Level.LOOK if note == "too-many-rows" else Level.NOTE)
    ours = [number for number, table in enumerate(grid.tables) if any(map(_heading, table.rows))]
    first = ours[0] if ours else 0
    if (
        grid.format == "xlsx"
        and any(table.rows for number, table in enumerate(grid.tables) if number not in ours)
    ) or (grid.format == "docx" and any(table.rows for table in grid.tables[:first])):
        yield RowFinding("other-tables", Level.NOTE)
