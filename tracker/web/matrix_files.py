"""The matrices as tables for a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from tracker.matrix import Cell, Matrix, MatrixQuery, MatrixRow, MemberRow, TaskMatrix
from tracker.web.clock_words import clock_sentence
from tracker.web.filters import day, percent
from tracker.web.labels import label
from tracker.web.naming import document_words
from tracker.web.sheets import Sheet, Value


def matrix_sheet(matrix: Matrix) -> Sheet:
    """Return a directive's matrix: a row for each agency, a column for each task."""
    titles = [f"{column.name} ({column.done}/{column.given})" for column in matrix.columns]
    return Sheet(
        about=list(_about_matrix(matrix)),
        headings=[_("Agency"), _("Formerly or now"), _("Confirmed done"), *titles],
        rows=[list(_matrix_row(matrix, row)) for row in matrix.rows],
    )


def _about_matrix(matrix: Matrix) -> Iterator[tuple[str, str]]:
    yield _("Assigning document"), document_words(matrix.directive)
    yield _("Figures as of"), day(matrix.day)
    if matrix.clause:
        yield _("Only the clause"), f"{matrix.clause.name}: {matrix.clause.text}"
    yield from _filters(matrix.query)
    yield _("Confirmed done, of the leads' assignments"), f"{matrix.done}/{matrix.given}"
    for column in matrix.columns:
        yield column.name, column.text


def _filters(query: MatrixQuery) -> Iterator[tuple[str, str]]:
    if not query.everyone:
        yield _("Only"), _("lead agencies")
    if query.missing:
        yield _("Only"), _("agencies of which something is missing")
    if query.overdue:
        yield _("Only"), _("agencies with something overdue")
    yield _("Names of agencies"), _("as assigned") if query.as_assigned else _("as of today")


def _matrix_row(matrix: Matrix, row: MatrixRow) -> Iterator[Value]:
    yield row.agency
    yield row.other_name
    yield f"{row.done}/{row.given}" if row.given else None
    for column in matrix.columns:
        yield "; ".join(map(cell_words, row.cells.get(column.task_id, ())))


def cell_words(cell: Cell) -> str:
    """Return how an assignment stands, in words: "In progress, 40 %, 14/05/2024; Past due"."""
    parts = [label(cell.workflow)]
    if not cell.is_lead:
        parts.insert(0, label(cell.role))
    if cell.percent is not None:
        parts.append(percent(cell.percent))
    if cell.last_on:
        parts.append(day(cell.last_on))
    parts += [label(found.clock) for found in cell.clocks]
    if cell.urged_on:
        parts.append(_("urged on %(day)s", day=day(cell.urged_on)))
    return ", ".join(parts)


def task_sheet(matrix: TaskMatrix) -> Sheet:
    """Return a task's members: a row for each, with its last word."""
    return Sheet(
        about=list(_about_task(matrix)),
        headings=[
            _("Agency"),
            _("Formerly or now"),
            _("As the document writes it"),
            _("Role"),
            _("Deadline"),
            _("State"),
            _("Percent"),
            _("Reported on"),
            _("Entered by the office"),
            _("Last word"),
            _("Document of the result"),
            _("Its date"),
            _("Evidence files"),
            _("Verdict"),
            _("Running clocks"),
            _("Urged on"),
        ],
        rows=[list(_member_row(row)) for row in matrix.rows],
        wide=frozenset({9, 14}),
    )


def _about_task(matrix: TaskMatrix) -> Iterator[tuple[str, str]]:
    yield _("Assigning document"), document_words(matrix.directive)
    yield _("Task"), f"{matrix.name}: {matrix.text}"
    yield _("Figures as of"), day(matrix.day)
    yield from _filters(matrix.query)
    yield _("Confirmed done, of the leads' assignments"), f"{matrix.done}/{matrix.given}"
    for body in matrix.bodies:
        yield _("Given to"), f"{body.words} ({body.agencies})"


def _member_row(row: MemberRow) -> Iterator[Value]:
    cell, said = row.cell, row.said
    yield from (row.agency, row.other_name, row.words, label(cell.role), cell.due)
    yield from (label(cell.workflow), cell.percent, cell.last_on)
    if said:
        yield from (said.entered_by, said.narrative, said.result_number, said.result_on)
        yield "; ".join(name for _id, name in said.evidence)
        yield f"{label(said.verdict)}, {day(said.verdict_on)}" if said.verdict else None
    else:
        yield from (None,) * 6
    yield " ".join(clock_sentence(found) for found in cell.clocks)
    yield cell.urged_on
