"""Tables of tasks: STT, nhiệm vụ, chủ trì, phối hợp, thời hạn; each row is one task."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from directives.appraisal import nature_of
from directives.bodies import Mention
from directives.deadlines import find_due
from directives.figures import find_figures
from directives.lexicon import any_of, table
from directives.model import Body, BodyRole, Due, Recurrence, Span, SpanRole, TaskDraft
from directives.moments import Calendar
from directives.passages import Passage
from directives.recurrences import find_recurrence
from directives.roles import RoleReader
from directives.titles import is_duty

_COLUMNS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in table("sections")["columns"].items()
}
_NUMBER_CELL = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[a-zđ])[.)]?")
_FLAT_HEAD = re.compile(r"(?:S?TT|Số TT) .{1,60}(?:nhiệm vụ|nội dung|công việc)", re.IGNORECASE)
_BESIDE = re.compile(r" ?[,;] ?(?:và )?| và ")
_TIME = re.compile(table("time")["in_columns"])
# A body that belongs to a sentence stands behind a comma or one of these words.
_INSIDE = re.compile(rf"(?:[,;(\"] ?|(?<!\w)(?:{any_of(table('bodies')['led_to'])}) )$")
_FEWEST_COLUMNS = 2
_HIGHEST_HEAD = 3
# In a column of deadlines the date stands alone; this word makes it a sentence's.
_DUE_WORD = "Thời hạn: "
_SURE = 0.9

Row = list[Passage]
Cells = dict[str, Row]


@dataclass(slots=True)
class TableReader:
    """Reads the task tables of one text; ``spans`` says what each cell of all tables is for."""

    text: str
    reader: RoleReader
    frame: Calendar
    spans: list[Span] = field(default_factory=list)

    def read(self, passages: Iterable[Passage]) -> tuple[TaskDraft, ...]:
        """Return the tasks of all task tables, without ids."""
        return tuple(task for rows in _tables(passages) for task in self._tasks(rows))

    def _tasks(self, rows: Sequence[Row]) -> Iterator[TaskDraft]:
        if len(rows[0]) == 1 and _is_flat_head(rows[0][0]):
            yield from self._flat_tasks(rows)
            return
        head = next((at for at, row in enumerate(rows[:_HIGHEST_HEAD]) if _is_head(row)), None)
        if head is None:
            self._note(rows, SpanRole.CONTEXT)
            return
        self._note(rows[: head + 1], SpanRole.HEADING)
        columns = _columns(rows[head])
        for row in rows[head + 1 :]:
            cells = _cells(row, columns)
            if cells["task"] and not _only_groups(row, cells):
                self.spans.append(Span(row[0].start, row[-1].end, SpanRole.TASK))
                yield self._task(row, cells)
            else:
                self._note([row], SpanRole.HEADING)

    def _flat_tasks(self, rows: Sequence[Row]) -> Iterator[TaskDraft]:
        """Read rows of which only the number stands apart."""
        self._note(rows[:1], SpanRole.HEADING)
        for row in rows[1:]:
            number, rest = row[0], row[1:]
            if not rest or number.text[0] in "IVX":
                self._note([row], SpanRole.HEADING)
                continue
            runs = self._columns_of_bodies(rest[0]) or [[]]
            self.spans.append(Span(row[0].start, row[-1].end, SpanRole.TASK))
            lead, *others = runs
            after = runs[-1][-1].end - rest[0].start if lead else 0
            due = _from_time_on(rest[0], after)
            cells = defaultdict(list, {"number": [number], "task": rest, "due": due})
            yield replace(
                self._task(row, cells),
                lead=tuple(map(self._body, lead)),
                coordinating=tuple(map(self._body, others[0] if others else ())),
            )

    def _columns_of_bodies(self, rest: Passage) -> list[list[Mention]]:
        """Return the bodies that fill a column: nothing leads to them, each begins with a capital."""
        columns: list[list[Mention]] = []
        end = 0
        for found in self.reader.bodies(rest.start, rest.end):
            before = rest.text[end : found.start - rest.start]
            if columns and _BESIDE.fullmatch(before):
                columns[-1].append(found)
            elif columns and before.strip():
                break
            elif columns or (before[-1:] == " " and _opens_column(rest, found)):
                columns.append([found])
            end = found.end - rest.start
        return columns

    def _note(self, rows: Iterable[Row], role: SpanRole) -> None:
        for row in rows:
            self.spans.extend(Span(passage.start, passage.end, role) for passage in row)

    def _task(self, row: Row, cells: Cells) -> TaskDraft:
        start, end = row[0].start, row[-1].end
        due, recurrence = self._due(cells), self._recurrence(cells)
        return TaskDraft(
            id="",
            label=self._label(cells["number"]),
            start=start,
            end=end,
            text=self.text[start:end],
            nature=nature_of(cells["task"][0].text, due, recurrence),
            lead=tuple(self._bodies(cells, "lead")) or self._named_lead(cells["task"]),
            coordinating=tuple(self._bodies(cells, "coordinating")),
            due=due,
            recurrence=recurrence,
            figures=tuple(
                figure
                for cell in cells["task"]
                for figure in find_figures(self.text, cell.start, cell.end)
            ),
            confidence=_SURE,
        )

    def _label(self, cells: Row) -> str | None:
        words = self.text[cells[0].start : cells[0].end] if cells else ""
        return words if _NUMBER_CELL.fullmatch(words) else None

    def _bodies(self, cells: Cells, column: str) -> Iterator[Body]:
        """Yield the bodies of a column: those found, or the words between commas as they stand."""
        for cell in cells[column]:
            for found in self.reader.bodies(cell.start, cell.end) or _pieces(cell):
                yield self._body(found._replace(rule=f"sections.columns.{column}"))

    def _named_lead(self, cells: Row) -> tuple[Body, ...]:
        """Without a column for it, the task itself may say who answers."""
        return tuple(
            self._body(mention)
            for cell in cells
            for mention in self.reader.between(cell.start, cell.end)[BodyRole.LEAD]
        )

    def _body(self, found: Mention) -> Body:
        words = self.text[found.start : found.end]
        return Body(words, found.start, found.end, found.group, rule=found.rule)

    def _due(self, cells: Cells) -> Due | None:
        for cell, sentence, before in _sentences(cells):
            if found := find_due(sentence, 0, len(sentence), self.frame):
                start, end = self._placed(cell, found.start - before, found.end - before)
                return replace(found, text=self.text[start:end], start=start, end=end)
        return None

    def _recurrence(self, cells: Cells) -> Recurrence | None:
        for cell, sentence, before in _sentences(cells):
            if found := find_recurrence(sentence, 0, len(sentence)):
                start, end = self._placed(cell, found.start - before, found.end - before)
                return replace(found, text=self.text[start:end], start=start, end=end)
        return None

    def _placed(self, cell: Passage, start: int, end: int) -> tuple[int, int]:
        return cell.start + max(start, 0), cell.start + end


def _sentences(cells: Cells) -> Iterator[tuple[Passage, str, int]]:
    """Yield cells with words to read and how many of these stand before the cell's own."""
    for cell in cells["due"]:
        yield cell, _DUE_WORD + cell.text, len(_DUE_WORD)
    for cell in cells["task"]:
        yield cell, cell.text, 0


def _tables(passages: Iterable[Passage]) -> Iterator[list[Row]]:
    tables: defaultdict[int, defaultdict[int, Row]] = defaultdict(lambda: defaultdict(list))
    for passage in passages:
        if (cell := passage.block.cell) is not None:
            tables[cell.table][cell.row].append(passage)
    for rows in tables.values():
        yield list(rows.values())


def _from_time_on(rest: Passage, after: int) -> list[Passage]:
    """Return what a row says from its first time word behind the columns of bodies."""
    if (found := _TIME.search(rest.text, after)) is None:
        return []
    return [replace(rest, start=rest.start + found.start(), text=rest.text[found.start() :])]


def _opens_column(rest: Passage, found: Mention) -> bool:
    at = found.start - rest.start
    return rest.text[at].isupper() and not _INSIDE.search(rest.text[max(0, at - 20) : at])


def _is_flat_head(head: Passage) -> bool:
    return (
        head.block.cell is not None
        and head.block.cell.is_header
        and bool(_FLAT_HEAD.match(head.text))
    )


def _is_head(row: Row) -> bool:
    names = set(_columns(row).values())
    return "task" in names and len(names - {"number"}) >= _FEWEST_COLUMNS


def _columns(head: Row) -> dict[int, str]:
    found: dict[int, str] = {}
    for passage in head:
        cell = passage.block.cell
        name = next((n for n, p in _COLUMNS.items() if p.match(passage.text)), None)
        if cell is not None and name is not None and name not in found.values():
            found[cell.column] = name
    return found


def _cells(row: Row, columns: dict[int, str]) -> defaultdict[str, Row]:
    cells: defaultdict[str, Row] = defaultdict(list)
    for passage in row:
        if passage.block.cell is not None:
            cells[columns.get(passage.block.cell.column, "other")].append(passage)
    return cells


def _only_groups(row: Row, cells: Cells) -> bool:
    """Whether a row is a title across the table: nothing stands in it but a number and words."""
    words = cells["task"][0].text
    if len(row) > len(cells["task"]) + len(cells["number"]):
        return False
    return row[0].text.isupper() or not (cells["number"] or is_duty(words))


def _pieces(cell: Passage) -> Iterator[Mention]:
    for piece in re.finditer(r"[^,;]+", cell.text):
        if bare := piece[0].strip(" .-"):
            start = cell.start + piece.start() + piece[0].index(bare)
            yield Mention(start, start + len(bare))
