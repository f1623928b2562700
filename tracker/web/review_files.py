"""The review as CSV and as XLSX, in the columns of the official annex."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time

import xlsxwriter
from flask_babel import gettext as _
from xlsxwriter.worksheet import Worksheet

from tracker.clocks import Clock
from tracker.domain import Category
from tracker.review import DirectiveName, ReviewRow, ReviewTable, Scope
from tracker.web.clock_words import clock_sentence
from tracker.web.filters import day, number, percent
from tracker.web.labels import label

# A cell that begins with one of these is run as a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAX_CELL_CHARACTERS = 32_767
A4 = 9  # the number that workbooks give this size of paper
Value = str | int | date | None


def headings() -> tuple[str, ...]:
    """Return the names of the columns, in the order that offices use."""
    return (
        _("No."),
        _("Assigning document"),
        _("What it is about"),
        _("Content of the task"),
        _("Lead agency"),
        _("Formerly"),
        _("Coordinating agencies"),
        _("Deadline"),
        _("Result"),
        _("Percent"),
        _("Reported on"),
        _("Document of the result"),
        _("Its date"),
        _("State"),
        _("Days overdue"),
        _("Reason for the delay"),
        _("Proposals"),
        _("Verdict"),
        _("Why it is listed"),
    )


def directive_words(directive: DirectiveName) -> str:
    """Return what a directive is called: "Directive 25-CT/TU of 17/02/2024", or its title."""
    kind = label(directive.kind) if directive.kind else ""
    # A title says the kind by itself.
    called = f"{kind} {directive.number}".strip() if directive.number else directive.title
    dated = _("of %(day)s", day=day(directive.issued_on)) if directive.issued_on else ""
    return " ".join(part for part in (called or kind or _("without a number"), dated) if part)


def _values(place: int, row: ReviewRow) -> tuple[Value, ...]:
    word, verdict = row.last_word, row.verdict
    return (
        place,
        directive_words(row.directive),
        row.directive.title,
        row.task_text,
        row.agency,
        row.formerly,
        "; ".join(row.supporting),
        row.due,
        word.narrative if word else None,
        word.percent if word else None,
        word.on if word else None,
        word.result_number if word else None,
        word.result_on if word else None,
        label(row.category),
        row.days_overdue or None,
        word.difficulties if word else None,
        word.proposals if word else None,
        f"{label(verdict.kind)}, {day(verdict.on)}" if verdict else None,
        " ".join(clock_sentence(finding) for finding in row.clocks),
    )


def about(table: ReviewTable) -> Iterator[tuple[str, str]]:
    """Yield what the file must say of itself: its day, its filters, its figures."""
    figures = table.scope.figures
    yield _("Figures as of"), day(table.scope.day)
    yield from _filters(table.scope)
    yield _("Rows in this file"), number(len(table.rows))
    yield _("Assignments that the figures below count"), number(figures.total)
    for category in Category:
        yield label(category), number(figures.categories[category])
    for clock in Clock:
        yield label(clock), number(figures.clocks[clock])
    yield _("Fallen due: done on time, done late, open and overdue"), number(figures.fallen_due)
    yield _("Done on time, of those fallen due"), percent(figures.on_time_percent)


def _filters(scope: Scope) -> Iterator[tuple[str, str]]:
    query = scope.query
    if query.agency_id is not None:
        yield label(query.role), scope.agency or _("an unknown agency")
    if query.directive_id is not None:
        known = scope.directive
        yield (
            _("Assigning document"),
            directive_words(known) if known else _("an unknown document"),
        )
    if query.words:
        yield _("With the words"), query.words
    if query.clock:
        yield _("Only with the clock"), label(query.clock)
    if query.categories:
        chosen = (label(one) for one in Category if one in query.categories)
        yield _("Only of the category"), ", ".join(chosen)
    if query.running and not (query.clock or query.categories):
        yield _("Only"), _("assignments against which a clock runs")


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
    """Keep a cell from being run as a formula; drop what no program can show."""
    clean = _CONTROLS.sub("", text)
    return f"'{clean}" if clean.startswith(_FORMULA) else clean


def as_xlsx(table: ReviewTable) -> bytes:
    """Return the list as a workbook: real dates and numbers, frozen heading, filters."""
    stream = io.BytesIO()
    # Row by row: the memory it takes does not grow with the list.
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        _list_sheet(book, table)
        _about_sheet(book, table)
    return stream.getvalue()


def _list_sheet(book: xlsxwriter.Workbook, table: ReviewTable) -> None:
    sheet = book.add_worksheet(_("List"))
    names = headings()
    _lay_out(sheet, len(names), len(table.rows))
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    dated = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
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


def _lay_out(sheet: Worksheet, columns: int, rows: int) -> None:
    """Set what paper and screen need: widths, the fixed and repeated heading, the filter."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), columns - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, columns - 1, 18)
    sheet.set_column(3, 3, 60)
    sheet.set_column(columns - 1, columns - 1, 40)


def _about_sheet(book: xlsxwriter.Workbook, table: ReviewTable) -> None:
    sheet = book.add_worksheet(_("About this list"))
    sheet.set_column(0, 1, 50)
    for line, pair in enumerate(about(table)):
        for column, words in enumerate(pair):
            sheet.write_string(line, column, _fitting(words))


def _fitting(text: str) -> str:
    """Return what a cell can hold, and say where it was cut."""
    clean = _CONTROLS.sub("", text)
    if len(clean) <= MAX_CELL_CHARACTERS:
        return clean
    note: str = _("… (cut here, see the task's page)")
    return clean[: MAX_CELL_CHARACTERS - len(note)] + note
