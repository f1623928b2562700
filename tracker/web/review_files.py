"""The review as CSV and as XLSX, in the columns of the official annex."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time

import xlsxwriter
from flask_babel import gettext as _

from tracker.domain import Category
from tracker.review import ReviewRow, ReviewTable
from tracker.web.clock_words import clock_sentence
from tracker.web.filters import day
from tracker.web.labels import label

# A cell that begins with one of these is run as a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_CELL_CHARACTERS = 32_767
Value = str | int | date | None


def headings() -> tuple[str, ...]:
    """Return the names of the columns, in the order that offices use."""
    return (
        _("No."),
        _("Assigning document"),
        _("Content of the task"),
        _("Lead agency"),
        _("Formerly"),
        _("Coordinating agencies"),
        _("Deadline"),
        _("Result"),
        _("Document of the result"),
        _("Its date"),
        _("State"),
        _("Days overdue"),
        _("Reason for the delay"),
        _("Proposals"),
        _("Why it is listed"),
    )


def _values(place: int, row: ReviewRow) -> tuple[Value, ...]:
    document = " ".join(
        part
        for part in (
            label(row.directive_kind) if row.directive_kind else "",
            row.directive_number or "",
            _("of %(day)s", day=day(row.directive_issued_on)) if row.directive_issued_on else "",
        )
        if part
    )
    return (
        place,
        document,
        row.task_text,
        row.agency,
        row.formerly,
        "; ".join(row.supporting),
        row.due,
        row.narrative,
        row.result_number,
        row.result_on,
        label(row.category),
        row.days_overdue or None,
        row.difficulties,
        row.proposals,
        " ".join(clock_sentence(finding) for finding in row.clocks),
    )


def about(table: ReviewTable) -> Iterator[tuple[str, str]]:
    """Yield what the file must say of itself: its day, its filters, its figures."""
    query, figures = table.query, table.figures
    yield _("Figures as of"), day(table.day)
    yield _("Assignments in all"), str(figures.total)
    for category in Category:
        yield label(category), str(figures.categories[category])
    yield _("Fallen due (denominator of the rate)"), str(figures.fallen_due)
    if query.clock:
        yield _("Only with"), label(query.clock)
    if query.category:
        yield _("Only"), label(query.category)
    if query.agency_id and table.rows:
        yield _("Agency"), table.rows[0].agency
    if query.directive_id and table.rows:
        yield _("Assigning document"), table.rows[0].directive_number or ""
    if query.words:
        yield _("With the words"), query.words
    yield _("Rows in this file"), str(len(table.rows))


def as_csv(table: ReviewTable) -> bytes:
    """Return the list as CSV in UTF-8 with a mark that spreadsheet programs look for."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    for pair in about(table):
        writer.writerow([_harmless(part) for part in pair])
    writer.writerow([])
    writer.writerow(headings())
    for place, row in enumerate(table.rows, start=1):
        writer.writerow([_csv_cell(value) for value in _values(place, row)])
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    if isinstance(value, date):
        return day(value)
    return _harmless("" if value is None else str(value))


def _harmless(text: str) -> str:
    """Keep a cell from being run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_xlsx(table: ReviewTable) -> bytes:
    """Return the list as a workbook: real dates and numbers, frozen heading, filters."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        _list_sheet(book, table)
        sheet = book.add_worksheet(_("About")[:31])
        sheet.set_column(0, 1, 40)
        for line, (name, value) in enumerate(about(table)):
            sheet.write_string(line, 0, name)
            sheet.write_string(line, 1, value)
    return stream.getvalue()


def _list_sheet(book: xlsxwriter.Workbook, table: ReviewTable) -> None:
    sheet = book.add_worksheet(_("List")[:31])
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    dated = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    names = headings()
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(1, len(names) - 1, 22)
    sheet.set_column(2, 2, 60)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    for place, row in enumerate(table.rows, start=1):
        for column, value in enumerate(_values(place, row)):
            if isinstance(value, date):
                sheet.write_datetime(place, column, datetime.combine(value, time()), dated)
            elif isinstance(value, int):
                sheet.write_number(place, column, value, plain)
            elif value:
                sheet.write_string(place, column, _fitting(value), plain)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(names) - 1)


def _fitting(text: str) -> str:
    """Return what a cell can hold, and say where it was cut."""
    clean = _CONTROLS.sub("", text)
    if len(clean) <= MAX_CELL_CHARACTERS:
        return clean
    note = _("… (cut here, see the task's page)")
    return clean[: MAX_CELL_CHARACTERS - len(note)] + note
