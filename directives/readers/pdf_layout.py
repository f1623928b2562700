"""The ink of a page → its lines from top to bottom, and what stands side by side.

Three things stand side by side: the cells of a ruled table, the two halves of a letterhead or
of a signature, and the columns of a table without rules. All become grids of cells.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from directives.readers.lines import is_bare_label
from directives.readers.pdf_glyphs import WIDE_GAP, WORD_GAP, Ink, Run

_SAME_LINE = 0.45
_GAP_OF_STRANGERS = 0.5
_LABEL_GAP = 6.0
_LONE_GAP = 3.0
_NEAR = 2.2
_FAR = 7.0
_TOUCH = 2.5
_CENTRED = 0.02
_PADDING = 5.4
_LEAST_COLUMNS_OF_A_TABLE = 3


@dataclass(slots=True)
class Line:
    """Words on one base line; lengths in points.

    ``first`` is how wide the first word is, ``room`` where a longer line would break.
    """

    text: str
    left: float
    right: float
    baseline: float
    em: float
    bold: bool
    first: float
    room: float = 0.0


@dataclass(slots=True, eq=False)
class Row:
    """All words on one base line of the page, cut at wide gaps."""

    parts: list[Line]

    @property
    def baseline(self) -> float:
        """The base line of the first part."""
        return self.parts[0].baseline

    @property
    def em(self) -> float:
        """The size of the largest letters."""
        return max(part.em for part in self.parts)

    def whole(self) -> Line:
        """Return the row as one line."""
        first, *others = self.parts
        return Line(
            " ".join(part.text for part in self.parts),
            first.left,
            max(part.right for part in self.parts),
            first.baseline,
            self.em,
            bold=all(part.bold for part in (first, *others)),
            first=first.first,
        )


@dataclass(slots=True)
class Grid:
    """Cells by row and column. ``edges`` are the left edges of ruled columns."""

    cells: dict[tuple[int, int], list[Line]]
    baseline: float
    edges: tuple[float, ...] = ()


@dataclass(slots=True)
class Layout:
    """A page: its free rows from top to bottom and its ruled tables."""

    width: float
    height: float
    rows: list[Row] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)


def lay_out(ink: Ink) -> Layout:
    """Return the rows of a page and its ruled tables."""
    rules = _Rules(ink)
    boxed: dict[_Box, list[Run]] = {}
    free: list[Run] = []
    for run in ink.runs:
        box = rules.box_round(run)
        if box is None:
            free.append(run)
        else:
            boxed.setdefault(box, []).append(run)
    tables: dict[int, dict[_Box, list[Run]]] = {}
    for box, runs in boxed.items():
        tables.setdefault(rules.table_of(box), {})[box] = runs
    layout = Layout(ink.width, ink.height)
    for cells in tables.values():
        if len(cells) == 1:
            free += next(iter(cells.values()))
        else:
            layout.tables.append(_ruled(cells))
    layout.rows = list(_rows(free))
    return layout


def in_order(layout: Layout, rows: Sequence[Row]) -> list[Line | Grid]:
    """Return ``rows`` of a page and its tables from top to bottom."""
    found: list[Line | Grid] = [*_columns(rows, layout.width), *layout.tables]
    return sorted(found, key=attrgetter("baseline"), reverse=True)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float


class _Rules:
    """The ruled lines of a page, joined where they touch."""

    def __init__(self, ink: Ink) -> None:
        self._across = _joined(ink.across)
        self._upright = _joined(ink.upright)
        spans = sorted((low, high) for _, low, high in self._upright)
        self._tables: list[tuple[float, float]] = []
        for low, high in spans:
            if self._tables and low <= self._tables[-1][1] + _TOUCH:
                self._tables[-1] = (self._tables[-1][0], max(high, self._tables[-1][1]))
            else:
                self._tables.append((low, high))

    def box_round(self, run: Run) -> _Box | None:
        """Return the nearest ruled lines on all four sides of a run, if there are."""
        x, y = (run.left + run.right) / 2, run.baseline + run.em / 3
        sides = _nearest(self._upright, x, y)
        ends = _nearest(self._across, y, x)
        if sides is None or ends is None:
            return None
        return _Box(sides[0], ends[0], sides[1], ends[1])

    def table_of(self, box: _Box) -> int:
        """Return which table a box belongs to."""
        return bisect_left(self._tables, (box.top, 0.0))


def _joined(rules: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Join the pieces of a ruled line; what is drawn twice is one line."""
    lines: list[tuple[float, float, float]] = []
    for at, low, high in sorted((round(at), low, high) for at, low, high in rules):
        if lines and abs(at - lines[-1][0]) <= 1 and low <= lines[-1][2] + _TOUCH:
            lines[-1] = (lines[-1][0], min(low, lines[-1][1]), max(high, lines[-1][2]))
        else:
            lines.append((at, low, high))
    return lines


def _nearest(
    rules: Sequence[tuple[float, float, float]], at: float, across: float
) -> tuple[float, float] | None:
    """Return the nearest rules before and behind ``at`` that reach ``across``."""
    reaching = [each for each, low, high in rules if low - _TOUCH <= across <= high + _TOUCH]
    before = max((each for each in reaching if each <= at), default=None)
    behind = min((each for each in reaching if each > at), default=None)
    return None if before is None or behind is None else (before, behind)


def _ruled(cells: dict[_Box, list[Run]]) -> Grid:
    tops = _steps(-box.top for box in cells)
    edges = _steps(box.left for box in cells)
    grid: dict[tuple[int, int], list[Line]] = {}
    for box, runs in cells.items():
        place = _step(tops, -box.top), _step(edges, box.left)
        lines = [row.whole() for row in _rows(runs)]
        for line in lines:
            line.room = box.right - _PADDING
        grid.setdefault(place, []).extend(lines)
    first = max(line.baseline for lines in grid.values() for line in lines)
    return Grid(dict(sorted(grid.items())), first, tuple(edges))


def _steps(values: Iterable[float]) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _TOUCH:
            steps.append(value)
    return steps


def _step(steps: Sequence[float], value: float) -> int:
    return max(bisect_left(steps, value + _TOUCH) - 1, 0)


def _rows(runs: Iterable[Run]) -> Iterator[Row]:
    """Yield the runs that stand on one base line together, from top to bottom."""
    together: list[Run] = []
    for run in sorted(runs, key=attrgetter("baseline"), reverse=True):
        if together:
            largest = max(together, key=attrgetter("em"))
            if largest.baseline - run.baseline > _SAME_LINE * max(largest.em, run.em):
                yield _row(together)
                together = []
        together.append(run)
    if together:
        yield _row(together)


def _row(runs: list[Run]) -> Row:
    parts: list[Line] = []
    before: Run | None = None
    baseline = max(runs, key=attrgetter("em")).baseline
    for run in sorted(runs, key=attrgetter("left", "order")):
        gap = (run.left - parts[-1].right) / run.em if parts else 0.0
        neighbours = before is not None and run.order == before.order + 1
        if before is None or _is_apart(parts[-1], gap, neighbours=neighbours):
            parts.append(Line(run.text, run.left, run.right, baseline, run.em, run.bold, run.first))
        else:
            _append(parts[-1], run, gap)
        before = run
    return Row(parts)


def _is_apart(part: Line, gap: float, *, neighbours: bool) -> bool:
    if is_bare_label(part.text):
        return gap > _LABEL_GAP
    return gap > (WIDE_GAP if neighbours else _GAP_OF_STRANGERS)


def _append(part: Line, run: Run, gap: float) -> None:
    space = " " if run.spaced or gap > WORD_GAP else ""
    part.text += space + run.text
    part.right = max(part.right, run.right)
    part.em = max(part.em, run.em)
    part.bold = part.bold and run.bold


def _columns(rows: Sequence[Row], width: float) -> Iterator[Line | Grid]:
    """Yield lines, and what stands side by side over several rows as grids."""
    middle = _middle(rows, width)
    place = 0
    while place < len(rows):
        columns = _Columns(rows[place], middle)
        end = place + 1
        while end < len(rows) and columns.takes(rows[end]):
            end += 1
        if columns.are_real:
            yield columns.grid()
            place = end
        else:
            yield rows[place].whole()
            place += 1


def _middle(rows: Sequence[Row], width: float) -> float:
    """Return the middle between the margins."""
    if not rows:
        return width / 2
    left = min(row.parts[0].left for row in rows)
    return (left + max(row.parts[-1].right for row in rows)) / 2


class _Columns:
    """Rows that leave the same strip of the page empty between their parts."""

    def __init__(self, first: Row, middle: float) -> None:
        self._middle = middle
        self._rows = [first]
        self._spans = [(part.left, part.right) for part in first.parts]
        self._divided = int(len(first.parts) > 1)

    @property
    def are_real(self) -> bool:
        """Whether the strip is more than a wide space in one line."""
        if self._divided > 1:
            return True
        gaps = (after[0] - before[1] for before, after in self._pairs())
        return max(gaps, default=0.0) > _LONE_GAP * self._rows[0].em

    def takes(self, row: Row) -> bool:
        """Add the next row if it keeps to the columns; tell whether it did."""
        if not self._divided:
            return False
        is_divided = len(row.parts) > 1
        distance = (self._rows[-1].baseline - row.baseline) / row.em
        if distance > (_FAR if is_divided else _NEAR):
            return False
        if not is_divided and self._is_in_the_middle(row.parts[0]):
            return False
        spans = _united([*self._spans, *((part.left, part.right) for part in row.parts)])
        if len(spans) < len(self._spans) or (not is_divided and len(spans) > len(self._spans)):
            return False
        self._spans = spans
        self._rows.append(row)
        self._divided += is_divided
        return True

    def grid(self) -> Grid:
        """Return the rows as cells: two columns are two cells, more are a table."""
        is_table = len(self._spans) >= _LEAST_COLUMNS_OF_A_TABLE
        starts = [left for left, _ in self._spans]
        cells: dict[tuple[int, int], list[Line]] = {}
        at = -1
        for row in self._rows:
            columns = [_step(starts, part.left) for part in row.parts]
            at += at < 0 or (is_table and 0 in columns)
            for column, part in zip(columns, row.parts, strict=True):
                part.room = self._spans[column][1]
                cells.setdefault((at, column), []).append(part)
        return Grid(dict(sorted(cells.items())), self._rows[0].baseline)

    def _pairs(self) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        return zip(self._spans, self._spans[1:], strict=False)

    def _is_in_the_middle(self, part: Line) -> bool:
        return abs((part.left + part.right) / 2 - self._middle) < _CENTRED * 2 * self._middle


def _united(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    united: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if united and left <= united[-1][1]:
            united[-1] = (united[-1][0], max(right, united[-1][1]))
        else:
            united.append((left, right))
    return united
