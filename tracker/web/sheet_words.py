"""What is to be known of a returned sheet and of its rows, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from tracker.exchange import RowFinding
from tracker.exchange.columns import LAYOUT, Column
from tracker.exchange.typed import read_state
from tracker.web.faults import FAULTS, FIELD_FAULTS
from tracker.web.labels import label

FINDINGS: Mapping[str, LazyString] = {
    "no-code": _("The row has no code: it was added by hand, so it belongs to no task."),
    "bad-code": _("The code “%(said)s” is of no row of this sheet: it was mistyped or changed."),
    "other-sheet": _("The code “%(said)s” is of another sheet."),
    "duplicated": _("Another row is about the same task. Leave out the one that is not meant."),
    "words-changed": _("The words of the task were changed in the file; the code still tells it."),
    "formula": _("%(column)s: a formula (%(said)s) is not taken for a value."),
    "no-value": _("%(column)s: “%(said)s” is no value that can be taken."),
    "number-for-day": _("%(column)s: the number %(said)s may be a day, but nobody can say which."),
    "day-for-words": _("%(column)s: a program has made the day %(said)s of what was typed."),
    "day-order": _("%(column)s: read as %(said)s; day and month may have been exchanged."),
    "no-period": _("This duty is reported by periods; choose the period, or log it as it is."),
    "exact-copy": _("The row %(said)s stood there twice, word for word; it is taken once."),
    "rows-empty": _("Rows left empty: %(said)s. Nothing is logged of them."),
    "mark-lost": _("The mark of the sheet was lost; it was known again by the codes of its rows."),
    "column-missing": _("The column %(column)s is not there; nothing of it was read."),
    "columns-moved": _("Columns were moved; they were told by their headings."),
    "unknown-column": _("There are cells outside of the columns of the sheet; they were not read."),
    "other-tables": _("There are other tables in the file; they were not read."),
    "macros": _("The file carries macros; they were not read."),
    "external-links": _("The file has links to other files; they were not followed."),
    "hidden-sheet": _("The file has hidden sheets; they were not read."),
    "too-many-rows": _("The file has too many rows; the last were not read."),
}


_FIELDS: Mapping[str, LazyString] = {
    "status": _("State"),
    "percent": _("Percent done"),
    "narrative": _("What was done"),
    "difficulties": _("Difficulties"),
    "proposals": _("Proposals"),
    "result_number": _("Number of the result document"),
    "result_date": _("Date of the result document"),
    "period": _("Report of the period"),
}


def register(app: Flask) -> None:
    """Give ``app``'s templates the filters with which a returned sheet is told."""
    for name, write in (
        ("finding", finding_words),
        ("sheet_column", field_name),
        ("sheet_state", state_words),
        ("sheet_state_code", state_code),
        ("field_fault", field_fault),
    ):
        app.add_template_filter(write, name)


def field_name(name: str) -> str:
    """Return what a field of a row is called."""
    return str(_FIELDS[name])


def field_fault(code: str) -> str:
    """Return the words for the fault of a field."""
    return str(FIELD_FAULTS[code])


def state_code(words: str) -> str:
    """Return the state that a row names; empty where it names none."""
    state = read_state(words)
    return state.value if state else ""


def state_words(words: str) -> str:
    """Return the reader's words for the state that a row names, or what stood there."""
    state = read_state(words)
    return label(state) if state else words


def finding_words(finding: RowFinding) -> str:
    """Return the sentence of a finding."""
    column = LAYOUT[Column(finding.column)].heading if finding.column else ""
    words = FINDINGS.get(finding.code) or FAULTS[finding.code]
    return str(words) % {"said": finding.said, "column": column}
