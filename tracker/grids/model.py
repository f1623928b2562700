"""What a reading of tables gives, and how it travels from the child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class CellKind(StrEnum):
    """What a cell holds; only text, numbers, percentages and days are ever taken as said."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DAY = "day"
    FORMULA = "formula"
    ERROR = "error"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, one line each, or what stands for its value.

    A number is as written without grouping ("40", "0.4"), a percentage the number before the
    sign, a day in the form 2024-06-30; ``form`` is how a workbook shows a day.
    """

    kind: CellKind
    text: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty, by its place from 1, with its cells by column from 0."""

    at: int
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document, or a sheet of a workbook."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The tables in their order, and what stands around them.

    ``mark`` is the property of the file that we write into it; ``around`` the lines outside of
    tables, heads and feet of pages included; ``notes`` are codes of what was not read:
    macros, external-links, hidden-sheet, too-many-rows.
    """

    format: str
    tables: tuple[Table, ...]
    mark: str = ""
    around: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def grid_from_dict(plain: Mapping[str, Any]) -> Grid:
    """Return the grid that :meth:`Grid.to_dict` wrote, also after a travel as JSON."""
    return Grid(
        plain["format"],
        tuple(_table(table) for table in plain["tables"]),
        plain["mark"],
        tuple(plain["around"]),
        tuple(plain["notes"]),
    )


def _table(plain: Mapping[str, Any]) -> Table:
    return Table(plain["name"], tuple(_row(row) for row in plain["rows"]))


def _row(plain: Mapping[str, Any]) -> Row:
    cells = {int(column): _cell(cell) for column, cell in plain["cells"].items()}
    return Row(plain["at"], cells)


def _cell(plain: Mapping[str, Any]) -> Cell:
    return Cell(CellKind(plain["kind"]), plain["text"], plain["form"])
