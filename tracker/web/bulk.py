"""Several tasks of one agency on one page: a row for each, and one button for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker import progress
from tracker.domain import UpdateStatus
from tracker.errors import Invalid
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import FAULTS, field_words
from tracker.web.progress_form import ProgressForm, read_form, record_id

bp = Blueprint("bulk", __name__)
TYPED = ("status", "percent", "narrative", "result_number", "result_date")


@dataclass(frozen=True, slots=True)
class RowView:
    """A chosen task with what was typed for it; ``errors`` by the ids of the page's fields."""

    line: progress.BulkLine
    form: ProgressForm
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed, so that the task is left out."""
        return self.form == blank(self.line)


@dataclass(frozen=True, slots=True)
class BulkView:
    """The page with its rows; ``errors`` are those of the page as a whole."""

    found: progress.BulkPage
    rows: tuple[RowView, ...]
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("/agencies/<int:agency_id>/updates")
@signed_in_only
def form(agency_id: int) -> str | Response:
    """Show a row for each task that was chosen."""
    try:
        found = _page(agency_id, request.args.getlist("assignment"))
    except Invalid as fault:
        flash(" ".join(field_words(fault).values()), "warning")
        return redirect(url_for("agencies.agency", agency_id=agency_id))
    rows = tuple(RowView(line, blank(line)) for line in found.lines)
    return render_template("tasks/bulk.html", page=BulkView(found, rows))


@bp.post("/agencies/<int:agency_id>/updates")
@signed_in_only
def submit(agency_id: int) -> Response | tuple[str, int]:
    """Log every row that something was typed in, or none and say why."""
    try:
        found = _page(agency_id, request.form.getlist("assignment"))
    except Invalid as fault:
        flash(" ".join(field_words(fault).values()), "warning")
        return redirect(url_for("agencies.agency", agency_id=agency_id))
    rows = tuple(RowView(line, _typed(line)) for line in found.lines)
    try:
        logged = _log(agency_id, [row for row in rows if not row.is_blank])
    except progress.InvalidRows as fault:
        rows = tuple(_with_faults(row, fault.rows) for row in rows)
        told = {name: words for row in rows for name, words in row.errors.items()}
        view = BulkView(found, rows, {**field_words(fault), **told})
        return render_template("tasks/bulk.html", page=view), 422
    except Invalid as fault:
        view = BulkView(found, rows, field_words(fault))
        return render_template("tasks/bulk.html", page=view), 422
    flash(
        ngettext("%(num)s update is logged.", "%(num)s updates are logged.", len(logged)), "success"
    )
    return redirect(url_for("agencies.agency", agency_id=agency_id))


def blank(line: progress.BulkLine) -> ProgressForm:
    """Return the row's form as it is offered: the last percentage, and nothing said."""
    return ProgressForm(percent=str(line.last.percent if line.last else 0))


def _page(agency_id: int, sent: list[str]) -> progress.BulkPage:
    ids = [number for number in map(record_id, sent) if number is not None]
    return progress.bulk_page(services().database, actor(), agency_id, ids, today=today())


def _typed(line: progress.BulkLine) -> ProgressForm:
    sent = {name: request.form.get(f"{name}-{line.assignment_id}", "") for name in TYPED}
    return ProgressForm(**{**sent, "status": sent["status"] or UpdateStatus.IN_PROGRESS.value})


def _log(agency_id: int, rows: list[RowView]) -> tuple[int, ...]:
    read = [(row.line.assignment_id, *read_form(row.form)) for row in rows]
    entries = [
        progress.BulkRow(key, record_id(request.form.get(f"seen-{key}", "")), entry)
        for key, entry, _ in read
    ]
    if unread := {key: faults for key, _, faults in read if faults}:
        known = {
            key: {**progress.entry_faults(entry, today()), **unread.get(key, {})}
            for key, entry, _ in read
        }
        raise progress.InvalidRows({key: faults for key, faults in known.items() if faults})
    return progress.log_updates(services().database, actor(), agency_id, entries, now=now())


def _with_faults(row: RowView, faults: Mapping[int, Mapping[str, str]]) -> RowView:
    """Return the row with its faults by the ids of the fields on the page."""
    key = row.line.assignment_id
    found = faults.get(key, {})
    words = field_words(Invalid({name: code for name, code in found.items() if name != "row"}))
    if "row" in found:
        words["row"] = str(FAULTS[found["row"]])
    return RowView(row.line, row.form, {f"{name}-{key}": said for name, said in words.items()})
