"""The review as a table for a file, in the columns of the official annex."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from tracker.clocks import Clock
from tracker.domain import Category
from tracker.review import ReviewRow, ReviewTable, Scope
from tracker.web.clock_words import clock_sentence
from tracker.web.filters import day, number, percent
from tracker.web.labels import label
from tracker.web.naming import document_words
from tracker.web.sheets import Sheet, Value


def headings(*, as_assigned: bool = False) -> tuple[str, ...]:
    """Return the names of the columns, in the order that offices use."""
    return (
        _("No."),
        _("Assigning document"),
        _("What it is about"),
        _("Content of the task"),
        _("Lead agency"),
        _("Now") if as_assigned else _("Formerly"),
        _("Coordinating agencies"),
        _("Deadline"),
        _("Deadline in the document"),
        _("Result"),
        _("Percent"),
        _("Reported on"),
        _("Reported by"),
        _("Document of the result"),
        _("Its date"),
        _("Evidence"),
        _("State"),
        _("Days overdue"),
        _("Reason for the delay"),
        _("Proposals"),
        _("Verdict"),
        _("Reason of the verdict"),
        _("The two words"),
        _("Why it is listed"),
    )


def _values(place: int, row: ReviewRow) -> tuple[Value, ...]:
    word, verdict = row.last_word, row.verdict
    return (
        place,
        document_words(row.directive),
        row.directive.title,
        row.task_text,
        row.agency,
        row.other_name,
        "; ".join(row.supporting),
        row.due,
        row.due_day.original,
        word.narrative if word else None,
        word.percent if word else None,
        word.on if word else None,
        said_by(row),
        word.result_number if word else None,
        word.result_on if word else None,
        "; ".join(word.evidence) if word else None,
        label(row.category),
        row.days_overdue or None,
        word.difficulties if word else None,
        word.proposals if word else None,
        f"{label(verdict.kind)}, {day(verdict.on)}, {verdict.author}" if verdict else None,
        verdict.reason if verdict else None,
        label(row.disagreement) if row.disagreement else None,
        " ".join(clock_sentence(finding) for finding in row.clocks),
    )


def said_by(row: ReviewRow) -> str | None:
    """Return who said the last word, and for which agency where the office entered it."""
    if row.last_word is None or row.entered_for is None:
        return row.last_word.author if row.last_word else None
    both: str = _(
        "%(author)s, entered for %(agency)s",
        author=row.last_word.author,
        agency=row.entered_for,
    )
    return both


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
    yield _("Agency and inspector disagree"), number(figures.disagreed)
    yield _("Fallen due: done on time, done late, open and overdue"), number(figures.fallen_due)
    yield _("Done on time, of those fallen due"), percent(figures.on_time_percent)


def _filters(scope: Scope) -> Iterator[tuple[str, str]]:
    query = scope.query
    yield _("Names of agencies"), _("as assigned") if query.as_assigned else _("as of today")
    if query.agency_id is not None:
        yield label(query.role), scope.agency or _("an unknown agency")
    if query.directive_id is not None:
        known = scope.directive
        yield (
            _("Assigning document"),
            document_words(known) if known else _("an unknown document"),
        )
    if query.words:
        yield _("With the words"), query.words
    if query.clock:
        yield _("Only with the clock"), label(query.clock)
    if query.categories:
        chosen = (label(one) for one in Category if one in query.categories)
        yield _("Only of the category"), ", ".join(chosen)
    if query.disagreed:
        yield _("Only"), _("Agency and inspector disagree")
    if query.running and not (query.clock or query.categories or query.disagreed):
        yield _("Only"), _("assignments that need attention")


def review_sheet(table: ReviewTable) -> Sheet:
    """Return the whole list as a table for a file."""
    names = headings(as_assigned=table.scope.query.as_assigned)
    rows = [_values(place, row) for place, row in enumerate(table.rows, start=1)]
    return Sheet(list(about(table)), names, rows, wide=frozenset({3, len(names) - 1}))
