"""Tables of tasks that a text layer has flattened: every line of every cell stands alone.

Where the columns were is lost; the rows are still told by their numbers, which count on. A row
becomes two cells: its number, and all that stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from directives.blocks import Block, BlockKind, Cell
from directives.enumeration import roman_value
from directives.lexicon import table
from directives.readers.furniture import is_furniture
from directives.readers.lines import is_page_number

_TABLE = table("sections")["columns"]
_FIRST_HEADING = re.compile(_TABLE["number"])
_TASK_HEADING = re.compile(_TABLE["task"], re.IGNORECASE)
_OTHER_HEADING = re.compile(f"{_TABLE['lead']}|{_TABLE['due']}", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"(?:(?P<roman>[IVX]{1,5})|(?P<count>\d{1,3}))\.?")
_END = re.compile(r"(?:PHỤ LỤC|Phụ lục|Nơi nhận|TM\.|KT\.|Ghi chú)")
_MOST_HEADING_LINES = 24
_TALLEST_ROW = 150


@dataclass(slots=True)
class FlatTable:
    """Gathers the lines of one such table into blocks."""

    number: int
    _row: int = 0
    _counts: dict[str, int] = field(default_factory=dict)
    _blocks: list[Block] = field(default_factory=list)
    _rest: list[str] = field(default_factory=list)

    def blocks(self, head: Sequence[str], lines: Sequence[str]) -> list[Block]:
        """Return the blocks of a table from the lines of its heading and its rows."""
        self._add(" ".join(head), 0)
        turned = False
        for line in _with_repeated(lines, head):
            furniture = is_furniture(line)
            turned = furniture or (turned and is_page_number(line))
            if turned or line == " ".join(head):
                self._close()
                self._blocks.append(Block(line, furniture=True))
            elif self._counts_on(line):
                self._close()
                self._row += 1
                self._add(line, 0)
            else:
                self._rest.append(line)
        self._close()
        return self._blocks

    def _add(self, text: str, column: int) -> None:
        cell = Cell(self.number, self._row, column, is_header=not self._row)
        self._blocks.append(Block(text, BlockKind.CELL, cell=cell))

    def _close(self) -> None:
        if self._rest:
            self._add(" ".join(self._rest), 1)
            self._rest.clear()

    def _counts_on(self, line: str) -> bool:
        """Tell the number of the next row from a page's or a year's."""
        found = _ROW_NUMBER.fullmatch(line)
        if found is None:
            return False
        kind = "roman" if found["roman"] else "count"
        value = roman_value(found["roman"]) if found["roman"] else int(found["count"])
        begins_anew = kind == "count" and value == 1
        if value != self._counts.get(kind, 0) + 1 and not begins_anew:
            return False
        self._counts[kind] = value
        return True


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a flattened table stands among the lines: heading, rows, end (exclusive)."""

    start: int
    rows: int
    end: int


def find_tables(lines: Sequence[str]) -> Iterator[Extent]:
    """Yield where flattened tables stand; ``lines`` are clean, blank ones empty."""
    at = 0
    while at < len(lines):
        rows = _rows_start(lines, at) if _FIRST_HEADING.fullmatch(lines[at]) else at
        if rows > at:
            yield Extent(at, rows, _rows_end(lines, rows))
        at = max(at + 1, _rows_end(lines, rows) if rows > at else at)


def _rows_start(lines: Sequence[str], at: int) -> int:
    """Return where the first row below a heading begins, ``at`` if it heads no tasks."""
    words: list[str] = []
    for place in range(at + 1, min(at + _MOST_HEADING_LINES, len(lines))):
        if _ROW_NUMBER.fullmatch(lines[place]):
            named = any(_TASK_HEADING.match(word) for word in words)
            return place if named and _OTHER_HEADING.search(" ".join(words)) else at
        words.append(lines[place])
    return at


def _rows_end(lines: Sequence[str], at: int) -> int:
    since = 0
    for place in range(at, len(lines)):
        since = 0 if _ROW_NUMBER.fullmatch(lines[place]) else since + 1
        if since > _TALLEST_ROW or _END.match(lines[place]):
            return place
    return len(lines)


def _with_repeated(lines: Sequence[str], head: Sequence[str]) -> Iterator[str]:
    """Yield lines, the heading in one where a new page repeats it."""
    filled = [line for line in lines if line]
    place = 0
    while place < len(filled):
        if filled[place : place + len(head)] == list(head):
            yield " ".join(head)
            place += len(head)
        else:
            yield filled[place]
            place += 1
