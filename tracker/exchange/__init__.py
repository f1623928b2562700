"""Use case: a sheet of open tasks goes out as Word or Excel, is filled in, and comes back."""

from __future__ import annotations

from tracker.exchange.deciding import (
    NewerWord,
    Outcome,
    RowDecided,
    RowFault,
    change_row,
    drop_row,
    log_rows,
    take_up_row,
)
from tracker.exchange.excel import as_workbook
from tracker.exchange.pages import ReturnPage, ReviewedRow, RowState, SheetsPage
from tracker.exchange.reading import Level, RowFinding
from tracker.exchange.returns import (
    MAX_SHEET_BYTES,
    AlreadyReturned,
    NotASheet,
    SentSheet,
    take_return,
)
from tracker.exchange.reviewing import return_page, sheets_page
from tracker.exchange.sheets import NothingOpen, Sheet, SheetFormat, SheetRow, hand_out
from tracker.exchange.typed import Typed
from tracker.exchange.word import as_word

__all__ = [
    "MAX_SHEET_BYTES",
    "AlreadyReturned",
    "Level",
    "NewerWord",
    "NotASheet",
    "NothingOpen",
    "Outcome",
    "ReturnPage",
    "ReviewedRow",
    "RowDecided",
    "RowFault",
    "RowFinding",
    "RowState",
    "SentSheet",
    "Sheet",
    "SheetFormat",
    "SheetRow",
    "SheetsPage",
    "Typed",
    "as_word",
    "as_workbook",
    "change_row",
    "drop_row",
    "hand_out",
    "log_rows",
    "return_page",
    "sheets_page",
    "take_return",
    "take_up_row",
]
