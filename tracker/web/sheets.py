"""Tables as CSV and as XLSX: what they say of themselves, then their rows; no formula runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import xlsxwriter
from flask import Response
from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from tracker.web.filters import day, number

# A cell that begins with one of these is run as a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_CELL_CHARACTERS = 32_767
A4 = 9  # the number that workbooks give this size of paper
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a file; ``about`` are pairs that tell its day, its filters, its figures.

    ``wide`` are the numbers of the columns that hold sentences.
    """

    about: Sequence[tuple[str, str]]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    wide: frozenset[int] = field(default=frozenset())


def handed_out(sheet: Sheet, name: str, ending: str) -> Response:
    """Return the answer that hands a sheet out as ``csv`` or ``xlsx`` under a name."""
    content, kind = (
        (as_xlsx(sheet), XLSX) if ending == "xlsx" else (as_csv(sheet), "text/csv; charset=utf-8")
    )
    disposition = f'attachment; filename="{name}.{ending}"'
    return Response(content, content_type=kind, headers={"Content-Disposition": disposition})


def as_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV in UTF-8 with a mark that spreadsheet programs look for."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([harmless(part) for part in pair] for pair in sheet.about)
    writer.writerow([])
    writer.writerow([harmless(heading) for heading in sheet.headings])
    writer.writerows([_csv_cell(value) for value in row] for row in sheet.rows)
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return number(value)
    return harmless("" if value is None else str(value))


def harmless(text: str) -> str:
    """Keep a cell from being run as a formula; drop what no program can show."""
    clean = _CONTROLS.sub("", text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def as_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook: real dates and numbers, fixed headings, filters."""
    stream = io.BytesIO()
    # Row by row: the memory it takes does not grow with the table.
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        _list_sheet(book, sheet)
        about = book.add_worksheet(_("About this list"))
        about.set_column(0, 1, 50)
        for line, pair in enumerate(sheet.about):
            for column, words in enumerate(pair):
                about.write_string(line, column, fitting(words))
    return stream.getvalue()


def _list_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(_("List"))
    _lay_out(page, sheet)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    dated = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(sheet.headings):
        page.write_string(0, column, fitting(name), bold)
    for line, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(line, column, datetime.combine(value, time()), dated)
            elif isinstance(value, int | float):
                page.write_number(line, column, value, plain)
            elif value:
                page.write_string(line, column, fitting(value), plain)


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    """Set what paper and screen need: widths, the fixed and repeated headings, the filter."""
    last = len(sheet.headings) - 1
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(sheet.rows), 1), last)
    page.set_landscape()
    page.set_paper(A4)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    for column in range(last + 1):
        page.set_column(column, column, 60 if column in sheet.wide else 18)


def fitting(text: str) -> str:
    """Return what a cell can hold, and say where it was cut."""
    clean = _CONTROLS.sub("", text)
    if len(clean) <= MAX_CELL_CHARACTERS:
        return clean
    note: str = _("… (cut here, see the task's page)")
    return clean[: MAX_CELL_CHARACTERS - len(note)] + note
