"""Tables of tasks: STT, nhiệm vụ, chủ trì, phối hợp, thời hạn; each row is one task."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from directives.bodies import Gazetteer, Mention
from directives.deadlines import Calendar, find_due
from directives.lexicon import table
from directives.model import Body, Due, Span, SpanRole, TaskDraft
from directives.passages import Passage as Stretch
from directives.recurrences import find_recurrence
from directives.tasks import nature_of

_COLUMNS = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in table("sections")["columns"].items()
}
_NUMBER_CELL = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[a-zđ])[.)]?")
# In a column of deadlines the date stands alone; this word makes it a sentence's.
_DUE_WORD = "Thời hạn: "

Row = list[Stretch]


def read_tables(
    text: str, stretches: Sequence[Stretch], gazetteer: Gazetteer, frame: Calendar
) -> tuple[list[TaskDraft], list[Span]]:
    """Return the tasks of all task tables, without ids, and the spans of their headings."""
    tasks: list[TaskDraft] = []
    spans: list[Span] = []
    for rows in _tables(stretches):
        columns = _columns(rows[0])
        if "task" not in columns.values() or len(set(columns.values())) < 3:  # noqa: PLR2004 - less is no task table
            continue
        spans.append(Span(rows[0][0].start, rows[0][-1].end, SpanRole.HEADING))
        for row in rows[1:]:
            if (task := _task(text, row, columns, gazetteer, frame)) is not None:
                tasks.append(task)
                spans.append(Span(task.start, task.end, SpanRole.TASK))
            else:
                spans.append(Span(row[0].start, row[-1].end, SpanRole.HEADING))
    return tasks, spans


def _tables(stretches: Iterable[Stretch]) -> Iterator[list[Row]]:
    tables: defaultdict[int, defaultdict[int, Row]] = defaultdict(lambda: defaultdict(list))
    for stretch in stretches:
        if (cell := stretch.block.cell) is not None:
            tables[cell.table][cell.row].append(stretch)
    for rows in tables.values():
        yield list(rows.values())


def _columns(header: Row) -> dict[int, str]:
    found: dict[int, str] = {}
    for stretch in header:
        cell = stretch.block.cell
        name = next((n for n, p in _COLUMNS.items() if p.match(stretch.text)), None)
        if cell is not None and name is not None and name not in found.values():
            found[cell.column] = name
    return found


def _task(
    text: str, row: Row, columns: dict[int, str], gazetteer: Gazetteer, frame: Calendar
) -> TaskDraft | None:
    cells: dict[str, Row] = defaultdict(list)
    for stretch in row:
        if stretch.block.cell is not None:
            cells[columns.get(stretch.block.cell.column, "other")].append(stretch)
    if not cells["task"] or len(row) == len(cells["task"]) + len(cells["number"]) < len(columns):
        return None  # a row that only groups: a title across the table
    number = cells["number"][0].text if cells["number"] else None
    due = _due(cells["due"], frame)
    recurrence = next(
        (
            r
            for s in (*cells["due"], *cells["task"])
            if (r := find_recurrence(text, s.start, s.end))
        ),
        None,
    )
    start, end = row[0].start, row[-1].end
    return TaskDraft(
        id="",
        label=number if number and _NUMBER_CELL.fullmatch(number) else None,
        start=start,
        end=end,
        text=text[start:end],
        nature=nature_of(cells["task"][0].text, due, recurrence),
        lead=tuple(_bodies(cells["lead"], gazetteer)),
        coordinating=tuple(_bodies(cells["coordinating"], gazetteer)),
        due=due,
        recurrence=recurrence,
        confidence=0.9,
    )


def _bodies(cells: Row, gazetteer: Gazetteer) -> Iterator[Body]:
    """Yield the bodies of a column: those found, or the words between commas as they stand."""
    for cell in cells:
        found = gazetteer.find(cell.text) or tuple(_pieces(cell.text))
        for mention in found:
            start, end = cell.start + mention.start, cell.start + mention.end
            yield Body(cell.text[mention.start : mention.end], start, end, mention.group)


def _pieces(words: str) -> Iterator[Mention]:
    for piece in re.finditer(r"[^,;]+", words):
        if bare := piece[0].strip(" .-–"):
            start = piece.start() + piece[0].index(bare)
            yield Mention(start, start + len(bare))


def _due(cells: Row, frame: Calendar) -> Due | None:
    for cell in cells:
        sentence = _DUE_WORD + cell.text
        found = find_due(sentence, 0, len(sentence), frame)
        if found is None:
            continue
        begin = max(found.start - len(_DUE_WORD), 0)
        finish = found.end - len(_DUE_WORD)
        return replace(
            found, text=cell.text[begin:finish], start=cell.start + begin, end=cell.start + finish
        )
    return None
