"""The lines of all pages → paragraphs and cells; what is printed on every page is furniture.

Where a paragraph ends is told by what a typesetter does: a line that stops although the next
word had room on it, an indent, a wider gap, other letters, a new number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from directives.blocks import Block, BlockKind, Cell
from directives.readers.furniture import is_furniture
from directives.readers.lines import (
    begins_item,
    begins_lower,
    is_inner_dash,
    opens_paragraph,
)
from directives.readers.pdf_layout import Grid, Layout, Line, Row, in_order
from directives.text import clean_line

_PAGE_NUMBER = re.compile(r"(?:Trang |Page )?[-–]? ?\d{1,4}(?: ?/ ?\d{1,4})? ?[-–]?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_EDGE_ROWS = 3
_LEAST_REPEATS = 3
_LEAST_REPEAT_SHARE = 0.5
_SAME_PLACE = 4.0
_INDENT = 0.7
_LEAST_INDENTED = 0.05
_ENDED = 4.0
_FARTHEST = 3.0
_SHORT = 20
_SPACED = 1.1
_USUAL_LEADING = 1.15
_LOOSE = 1.25
_OTHER_SIZE = 0.12
_SMALL_PRINT = 0.9
_SPACE = 0.25
_SLACK = 0.15
_CENTRED = 0.02
_LONGEST_ABBREVIATIONS = 25
_TERMINAL = (".", ";", ":", "!", "?", "/", "…")


def paragraphs_of(pages: Sequence[Layout]) -> Iterator[Block]:
    """Yield the blocks of a document; those of a page's edge follow the paragraph they part."""
    builder = _Builder(_Frame.of(pages))
    running = _running_heads(pages)
    for page in pages:
        yield from builder.add_page(page, running)
    yield from builder.flush()


@dataclass(slots=True)
class _Frame:
    """Where lines begin and break, how far apart they are, how large their letters are."""

    left: float = 0.0
    right: float = 0.0
    leading: float = 1.15
    em: float = 12.0
    indented: bool = False
    """Whether paragraphs begin with an indent."""
    spaced: bool = False
    """Whether paragraphs are set apart by white."""
    ruled: bool = True
    """Whether it is known where lines break; in the halves of a letterhead it is not."""

    @classmethod
    def of(cls, pages: Sequence[Layout]) -> _Frame:
        """Measure the running text of a document."""
        lines = [[row.whole() for row in page.rows] for page in pages]
        every = [line for page in lines for line in page]
        if not every:
            return cls()
        em = _commonest((round(line.em, 1), len(line.text)) for line in every)
        ends = sorted(line.right for line in every if len(line.text) > _SHORT)
        right = ends[len(ends) * 9 // 10] if ends else max(line.right for line in every)
        full = [line for line in every if line.right > right - em]
        left = _commonest((float(round(line.left)), 1) for line in full or every)
        frame = cls(left, right, em=em)
        steps = [
            (above, (above.baseline - below.baseline) / em)
            for page in lines
            for above, below in pairwise(page)
            if 0 < above.baseline - below.baseline < _FARTHEST * em
        ]
        frame.leading = _median(step for line, step in steps if line.right > right - em)
        ended = _median(step for line, step in steps if line.right < right - _ENDED * em)
        frame.spaced = ended > _SPACED * frame.leading
        set_in = sum(line.left > left + _INDENT * em for line in full)
        frame.indented = set_in > _LEAST_INDENTED * len(full)
        return frame

    def of_cell(self, lines: Sequence[Line], *, ruled: bool) -> _Frame:
        """Return the frame of a cell."""
        right = max(line.room for line in lines)
        left = min(line.left for line in lines)
        return replace(self, left=left, right=right, indented=False, ruled=ruled)

    def goes_on(self, lines: Sequence[Line], follower: Line) -> bool:
        """Tell whether ``follower`` continues the paragraph of ``lines``."""
        line = lines[-1]
        is_far = line.baseline - follower.baseline > _LOOSE * self.leading * line.em
        if is_far or _differ(line, follower) or self._had_room(line, follower):
            return False
        if begins_item(follower.text):
            return self._is_inside(line, follower)
        if begins_lower(follower.text) or is_inner_dash(line.text, follower.text):
            return True
        return self._runs_on(lines, follower)

    def _runs_on(self, lines: Sequence[Line], follower: Line) -> bool:
        """Tell a sentence or a paragraph that goes on with a capital or a number."""
        ends_sentence = lines[-1].text.endswith(_TERMINAL)
        if not self.ruled or self._is_indented(lines, follower):
            return begins_item(lines[0].text) and not ends_sentence
        if ends_sentence and opens_paragraph(follower.text):
            return lines[-1].text.endswith(":")
        return self.indented or self.spaced or not ends_sentence

    def _is_indented(self, lines: Sequence[Line], follower: Line) -> bool:
        """Tell a first line by its indent; that of ``lines`` may have one itself."""
        first = self.indented and len(lines) == 1 and not begins_item(lines[0].text)
        margin = min(self.left, lines[-1].left) if first else lines[-1].left
        return follower.left > margin + _INDENT * follower.em

    def _had_room(self, line: Line, follower: Line) -> bool:
        """Tell whether the first word of ``follower`` had room at the end of ``line``."""
        needed = follower.first + (_SPACE + _SLACK) * line.em
        if self._is_centred(line, follower):
            # A title is broken where its author liked.
            had_room = line.right - line.left + needed < self.right - self.left
            return had_room and not begins_lower(follower.text)
        return line.right + needed < self.right

    def _is_centred(self, line: Line, follower: Line) -> bool:
        middle = (self.left + self.right) / 2
        off = _CENTRED * (self.right + self.left)
        is_set_in = min(line.left, follower.left) > self.left + line.em
        is_ragged = abs(line.left - follower.left) > line.em / 2
        return (is_set_in or is_ragged) and all(
            abs((each.left + each.right) / 2 - middle) < off for each in (line, follower)
        )

    def _is_inside(self, line: Line, follower: Line) -> bool:
        """Tell a number inside a sentence ("khoản / 2. …") from a label."""
        if is_inner_dash(line.text, follower.text):
            return True
        flush = abs(follower.left - self.left) < _INDENT * line.em
        plain = not line.bold and not line.text.isupper()
        shows = self.spaced or (self.indented and flush)
        return shows and plain and not line.text.endswith((*_TERMINAL, ","))


@dataclass(slots=True)
class _Builder:
    """Gathers lines into paragraphs, over the ends of pages too."""

    frame: _Frame
    open_lines: list[Line] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)
    grids: int = 0
    last_grid: Grid | None = None
    last_rows: int = 0

    def add_page(self, page: Layout, running: frozenset[str]) -> Iterator[Block]:
        """Add a page; yield what is known to be finished."""
        head, rows, foot = _without_edges(page.rows, running)
        small = _small_print(rows, self.frame)
        self.aside += (_furniture(row) for row in head)
        for place, item in enumerate(in_order(page, rows[: len(rows) - len(small)])):
            yield from self._add(item, begins_page=not place)
        self.aside += _notes(small, self.frame)
        self.aside += (_furniture(row) for row in foot)

    def flush(self) -> Iterator[Block]:
        """Yield the open paragraph and what stands aside of it."""
        if self.open_lines:
            yield _block(self.open_lines)
        self.open_lines = []
        yield from self.aside
        self.aside = []

    def _add(self, item: Line | Grid, *, begins_page: bool) -> Iterator[Block]:
        if isinstance(item, Grid):
            yield from self.flush()
            yield from self._grid(item, begins_page=begins_page)
            return
        if item.text:
            last = self.open_lines[-1] if self.open_lines else None
            # The base lines of two pages say nothing of each other.
            if last is not None and begins_page:
                last = replace(last, baseline=item.baseline)
            if last is None or not self.frame.goes_on([*self.open_lines[:-1], last], item):
                yield from self.flush()
            self.open_lines.append(item)
            self.last_grid = None

    def _grid(self, grid: Grid, *, begins_page: bool) -> Iterator[Block]:
        last = self.last_grid
        goes_on = begins_page and last is not None and _same_edges(last, grid)
        if not goes_on:
            self.grids += 1
            self.last_rows = 0
        repeats_head = goes_on and last is not None and _head_of(last) == _head_of(grid)
        for (row, column), lines in grid.cells.items():
            cell = Cell(self.grids - 1, self.last_rows + row, column)
            frame = self.frame.of_cell(lines, ruled=bool(grid.edges))
            yield from _cell_blocks(lines, cell, frame, furniture=repeats_head and not row)
        self.last_rows += max(row for row, _ in grid.cells) + 1
        self.last_grid = grid


def _commonest(weighed: Iterable[tuple[float, int]]) -> float:
    counts = Counter[float]()
    for value, weight in weighed:
        counts[value] += weight
    return counts.most_common(1)[0][0]


def _median(values: Iterable[float]) -> float:
    """Return the middle of ``values``, what is usual where there are none."""
    return median([*values] or [_USUAL_LEADING])


def _differ(line: Line, follower: Line) -> bool:
    """Tell a heading from the text below it: other letters, or capitals."""
    if abs(line.em - follower.em) > _OTHER_SIZE * max(line.em, follower.em):
        return True
    has_small = any(letter.islower() for letter in follower.text)
    if line.text.isupper():
        return has_small and not begins_item(line.text)
    return follower.text.isupper() and len(follower.text) > _LONGEST_ABBREVIATIONS


def _same_edges(one: Grid, other: Grid) -> bool:
    return bool(one.edges) and all(
        abs(left - right) < _SAME_PLACE
        for left, right in zip(one.edges, other.edges, strict=False)
    ) and len(one.edges) == len(other.edges)  # fmt: skip


def _head_of(grid: Grid) -> list[str]:
    return [line.text for (row, _), lines in grid.cells.items() if not row for line in lines]


def _cell_blocks(
    lines: Sequence[Line], cell: Cell, frame: _Frame, *, furniture: bool
) -> Iterator[Block]:
    for paragraph in _paragraphs(lines, frame):
        block = _block(paragraph)
        if block.text:
            yield replace(
                block, kind=BlockKind.CELL, cell=cell, furniture=furniture or block.furniture
            )


def _notes(rows: Sequence[Row], frame: _Frame) -> Iterator[Block]:
    for paragraph in _paragraphs([row.whole() for row in rows], frame):
        yield _block(paragraph)


def _paragraphs(lines: Sequence[Line], frame: _Frame) -> Iterator[list[Line]]:
    together: list[Line] = []
    for line in lines:
        if together and not frame.goes_on(together, line):
            yield together
            together = []
        together.append(line)
    if together:
        yield together


def _block(lines: Sequence[Line]) -> Block:
    text = lines[0].text
    for line in lines[1:]:
        # A typesetter breaks "64/2025/QĐ-/UBND" behind its marks and writes none of his own.
        glued = text[-1:] in "-/" and text[-2:-1].isalnum()
        text += line.text if glued else f" {line.text}"
    text = clean_line(text)
    return Block(text, bold=all(line.bold for line in lines), furniture=is_furniture(text))


def _furniture(row: Row) -> Block:
    return Block(clean_line(row.whole().text), furniture=True)


def _running_heads(pages: Sequence[Layout]) -> frozenset[str]:
    """Return the rows at the edges of pages that come again and again, digits aside."""
    seen = Counter[str]()
    for page in pages:
        edges = {*page.rows[:_EDGE_ROWS], *page.rows[-_EDGE_ROWS:]}
        seen.update({_mark(row) for row in edges})
    least = max(_LEAST_REPEATS, _LEAST_REPEAT_SHARE * len(pages))
    return frozenset(mark for mark, times in seen.items() if times >= least)


def _mark(row: Row) -> str:
    return f"{_DIGITS.sub('#', row.whole().text)} @{round(row.baseline / _SAME_PLACE)}"


def _without_edges(
    rows: Sequence[Row], running: frozenset[str]
) -> tuple[Sequence[Row], Sequence[Row], Sequence[Row]]:
    """Cut off what stands at the head and at the foot of a page and is none of its text."""
    first, last = 0, len(rows)
    while first < min(_EDGE_ROWS, last) and _is_edge(rows[first], running):
        first += 1
    while last > max(first, len(rows) - _EDGE_ROWS) and _is_edge(rows[last - 1], running):
        last -= 1
    return rows[:first], rows[first:last], rows[last:]


def _is_edge(row: Row, running: frozenset[str]) -> bool:
    text = row.whole().text
    return bool(_PAGE_NUMBER.fullmatch(text)) or _mark(row) in running or is_furniture(text)


def _small_print(rows: Sequence[Row], frame: _Frame) -> Sequence[Row]:
    """Return the rows at the foot of a page that are set smaller: its notes."""
    at = len(rows)
    while at and len(rows[at - 1].parts) == 1 and rows[at - 1].em < _SMALL_PRINT * frame.em:
        at -= 1
    return rows[at:] if at else ()
