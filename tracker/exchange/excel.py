"""A sheet as a workbook: a fixed heading, real dates, lists to choose from, never a formula."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tracker.exchange.codes import TOKEN_LABEL
from tracker.exchange.columns import (
    FILLED,
    GUIDE,
    LAYOUT,
    ROLE_WORDS,
    SHEET_NAME,
    STATUS_WORDS,
    TITLE,
    Column,
)
from tracker.exchange.sheets import Sheet, SheetRow
from tracker.exchange.writable import writable
from tracker.grids.package import MARK

DAY_FORM = "dd/mm/yyyy"
A4 = 9  # the number that workbooks give this size of paper
HEADING_ROW = 4
_CHARACTERS_PER_MM = 0.55
_TALL = 60
_LINE, _SHORT, _TALLEST = 15, 45, 400
_PLACES = {column: place for place, column in enumerate(Column)}


def as_workbook(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_custom_property(MARK, sheet.token)
        page = book.add_worksheet(SHEET_NAME)
        _write_top(book, page, sheet)
        _write_rows(book, page, sheet)
        _lay_out(page, sheet.token)
        _restrict(page, HEADING_ROW + 1, HEADING_ROW + max(len(sheet.rows), 1))
    return stream.getvalue()


def _write_top(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet) -> None:
    bold = book.add_format({"bold": True, "font_name": "Times New Roman", "font_size": 14})
    plain = book.add_format({"font_name": "Times New Roman"})
    wrapped = book.add_format({"font_name": "Times New Roman", "text_wrap": True, "valign": "top"})
    page.write_string(0, 0, TITLE, bold)
    about = f"{sheet.agency} – số liệu đến ngày {sheet.day:%d/%m/%Y}"
    page.write_string(1, 0, writable(about), plain)
    page.write_string(2, 0, f"{TOKEN_LABEL}: {sheet.token}", plain)
    more = f" Còn {sheet.left_out} nhiệm vụ không đưa được vào phiếu này." if sheet.left_out else ""
    page.merge_range(3, 0, 3, len(Column) - 1, "", wrapped)
    page.write_string(3, 0, GUIDE + more, wrapped)
    page.set_row(3, _TALL)


def _write_rows(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet) -> None:
    look = {"font_name": "Times New Roman", "text_wrap": True, "border": 1}
    look |= {"valign": "top", "align": "left"}
    heading = book.add_format({**look, "bold": True, "bg_color": "#E8EEF4"})
    printed, dated = book.add_format(look), book.add_format({**look, "num_format": DAY_FORM})
    page.set_row(HEADING_ROW, _SHORT)
    for column, layout in LAYOUT.items():
        page.write_string(HEADING_ROW, _PLACES[column], layout.heading, heading)
    empty = _empty_formats(book, look)
    for line, row in enumerate(sheet.rows, start=1):
        page.set_row(HEADING_ROW + line, _height(_values(line, row)))
        for column, value in _values(line, row).items():
            _write(page, HEADING_ROW + line, _PLACES[column], value, printed, dated)
        for column in FILLED:
            page.write_blank(HEADING_ROW + line, _PLACES[column], None, empty[column])


def _height(values: dict[Column, str | int | date]) -> int:
    """Return the height in which the words of a row can be read, in points.

    Not every program finds it by itself.
    """
    lines = max(
        len(value) / (LAYOUT[column].width * _CHARACTERS_PER_MM)
        for column, value in values.items()
        if isinstance(value, str)
    )
    return min(max(_LINE * (int(lines) + 1), _SHORT), _TALLEST)


def _empty_formats(book: xlsxwriter.Workbook, look: dict[str, Any]) -> dict[Column, Any]:
    """Return how the cells to be filled look; words stay words, whatever they begin with."""
    forms = {Column.PERCENT: "0", Column.RESULT_DATE: DAY_FORM}
    return {
        column: book.add_format(
            {**look, "bg_color": "#FFF8E1", "num_format": forms.get(column, "@")}
        )
        for column in FILLED
    }


def _values(place: int, row: SheetRow) -> dict[Column, str | int | date]:
    return {
        Column.PLACE: place,
        Column.CODE: row.code,
        Column.DIRECTIVE: row.directive,
        Column.TASK: row.task,
        Column.ROLE: ROLE_WORDS[row.role],
        Column.DUE: row.due or "Không thời hạn",
        Column.LAST: row.last or "Chưa có báo cáo",
    }


def _write(  # noqa: PLR0913, PLR0917 - where, what, and how it looks
    page: Worksheet, line: int, column: int, value: str | int | date, plain: Any, dated: Any
) -> None:
    if isinstance(value, date):
        page.write_datetime(line, column, datetime.combine(value, time()), dated)
    elif isinstance(value, int):
        page.write_number(line, column, value, plain)
    else:
        page.write_string(line, column, writable(value), plain)


def _lay_out(page: Worksheet, token: str) -> None:
    page.freeze_panes(HEADING_ROW + 1, 2)
    page.set_landscape()
    page.set_paper(A4)
    page.repeat_rows(HEADING_ROW)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&C{TOKEN_LABEL}: {token} – trang &P/&N")
    for column, layout in LAYOUT.items():
        place = _PLACES[column]
        page.set_column(place, place, layout.width * _CHARACTERS_PER_MM + 2)


def _restrict(page: Worksheet, first: int, last: int) -> None:
    """Let a program refuse at once what would be refused when the sheet comes back."""
    state, percent, day = (_PLACES[c] for c in (Column.STATUS, Column.PERCENT, Column.RESULT_DATE))
    page.data_validation(
        first, state, last, state, {"validate": "list", "source": list(STATUS_WORDS.values())}
    )
    page.data_validation(
        first,
        percent,
        last,
        percent,
        {
            "validate": "integer",
            "criteria": "between",
            "minimum": 0,
            "maximum": 100,
            "error_title": "Tỷ lệ",
            "error_message": "Ghi số nguyên từ 0 đến 100.",
        },
    )
    page.data_validation(
        first,
        day,
        last,
        day,
        {
            "validate": "date",
            "criteria": ">=",
            "value": date(2000, 1, 1),
            "input_title": "Ngày/tháng/năm",
            "input_message": "Ví dụ 05/06/2024 là ngày 05 tháng 6.",
            "error_title": "Ngày",
            "error_message": "Ghi ngày theo thứ tự ngày/tháng/năm.",
        },
    )
