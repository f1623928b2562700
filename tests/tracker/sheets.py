"""Sheets that tests hand out, fill in as people do, and hand in again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_user,
)
from tracker import exchange
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.exchange.columns import LAYOUT, Column
from tracker.exchange.excel import HEADING_ROW
from tracker.files import FileStore

TODAY = date(2024, 6, 15)
WORDS = {
    1: "Một là, xây dựng kế hoạch tuyên truyền.",
    2: "Hai là, rà soát các cơ sở.",
    3: "Ba là, tổng kết.",
}
PLACES = {column: place for place, column in enumerate(Column)}
FILLED = {
    Column.STATUS: "Đang thực hiện",
    Column.PERCENT: "60",
    Column.NARRATIVE: "Đã ban hành kế hoạch.",
}
Filling = Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class Office:
    """An agency with three open tasks, and the account that acts for it."""

    database: Database
    files: FileStore
    actor: Actor
    agency_id: int
    assignments: tuple[int, ...]

    def hand_out(self, form: exchange.SheetFormat = exchange.SheetFormat.WORD) -> exchange.Sheet:
        return exchange.hand_out(self.database, self.actor, self.agency_id, form, now=NOW)

    def hand_in(self, content: bytes, name: str = "phieu.docx") -> exchange.ReturnPage:
        sent = exchange.SentSheet(name, content)
        key = exchange.take_return(self.database, self.files, self.actor, sent, now=NOW)
        return self.review(key)

    def review(self, return_id: int) -> exchange.ReturnPage:
        return exchange.return_page(self.database, self.actor, return_id, today=TODAY)

    def log(self, page: exchange.ReturnPage) -> exchange.Outcome:
        chosen = {row.row_id: row.seen for row in page.waiting}
        return exchange.log_rows(self.database, self.actor, page.return_id, chosen, now=NOW)


def make_office(database: Database, folder: Path, name: str = "Sở A") -> Office:
    agency = make_agency(database, name)
    user = make_user(database, Role.AGENCY, agency_id=agency)
    author = make_user(database, Role.CLERK)
    directive = make_directive(database, author_id=author)
    tasks = [make_task(database, directive, text=words, position=n) for n, words in WORDS.items()]
    given = tuple(make_assignment(database, task, agency) for task in tasks)
    actor = Actor(user, name, frozenset({Role.AGENCY}), frozenset({agency}))
    return Office(database, FileStore(folder / "files"), actor, agency, given)


def changed_word(content: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a Word file after a change to its document."""
    document = docx.Document(BytesIO(content))
    change(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def filled_word(content: bytes, rows: Mapping[int, Filling]) -> bytes:
    """Return a Word sheet in which the rows of some places are filled in."""

    def fill(document: Any) -> None:
        table = document.tables[0]
        for place, filling in rows.items():
            cells = table.rows[place].cells
            for column, words in filling.items():
                cells[PLACES[column]].text = words

    return changed_word(content, fill)


def changed_workbook(content: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a workbook after a change to its first sheet."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book.worksheets[0])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled_workbook(content: bytes, rows: Mapping[int, Mapping[Column, Any]]) -> bytes:
    """Return a workbook in which the rows of some places are filled in."""

    def fill(sheet: Any) -> None:
        for place, filling in rows.items():
            for column, value in filling.items():
                sheet.cell(HEADING_ROW + 1 + place, PLACES[column] + 1).value = value

    return changed_workbook(content, fill)


def heading(column: Column) -> str:
    return LAYOUT[column].heading
