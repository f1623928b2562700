"""Sheets of open tasks: fetched as Word or Excel, handed in filled, reviewed row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from directives import DirectiveError
from directives.errors import UnsupportedFormatError
from directives.text import fold
from tracker import exchange
from tracker.domain import UpdateStatus
from tracker.errors import Invalid, NotFound
from tracker.exchange.typed import typed_from
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import FAULTS, fault_words, field_words
from tracker.web.labels import label

bp = Blueprint("sheets", __name__, url_prefix="/sheets")

MEGABYTE = 1024 * 1024
_WRITERS = {
    exchange.SheetFormat.WORD: (
        exchange.as_word,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    exchange.SheetFormat.EXCEL: (
        exchange.as_workbook,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
_MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class SheetsView:
    """Where sheets are fetched and handed in; ``known_id`` is where the same file came back."""

    about: exchange.SheetsPage
    errors: Mapping[str, str] = field(default_factory=dict)
    known_id: int | None = None
    max_megabytes: int = exchange.MAX_SHEET_BYTES // MEGABYTE


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A returned sheet; ``refused`` has for rows that could not be logged the reason."""

    about: exchange.ReturnPage
    refused: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowView:
    """The form in which one row is put right; ``chosen`` is the task that was picked for it."""

    about: exchange.ReturnPage
    row: exchange.ReviewedRow
    typed: exchange.Typed
    chosen: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("")
@signed_in_only
def sheets() -> str:
    """Show the agencies of this account with their sheets, and what came back."""
    return _sheets_page(agency_id=request.args.get("agency", type=int))


@bp.post("/<int:agency_id>/<kind>")
@signed_in_only
def sheet_submit(agency_id: int, kind: str) -> Response:
    """Hand out a new sheet."""
    if kind not in set(exchange.SheetFormat):
        raise NotFound
    form = exchange.SheetFormat(kind)
    sheet = exchange.hand_out(services().database, actor(), agency_id, form, now=now())
    write, media_type = _WRITERS[form]
    answer = send_file(
        BytesIO(write(sheet)),
        mimetype=media_type,
        as_attachment=True,
        download_name=_file_name(sheet, kind),
    )
    # It is made anew each time; an old one must not be filled in by mistake.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _file_name(sheet: exchange.Sheet, kind: str) -> str:
    agency = "-".join(fold(sheet.agency).split())[:_MAX_NAME].strip("-")
    return f"phieu-cap-nhat-{agency}-{sheet.day:%Y%m%d}.{kind}"


@bp.post("/returns")
@signed_in_only
def return_submit() -> Response | tuple[str, int]:
    """Read a filled-in sheet."""
    sent = request.files.get("sheet")
    if sent is None or not sent.filename:
        return _sheets_page({"sheet": str(_("Choose the filled-in sheet."))}), 422
    parts = services()
    try:
        return_id = exchange.take_return(
            parts.database,
            parts.files,
            actor(),
            exchange.SentSheet(sent.filename, sent.read()),
            now=now(),
        )
    except exchange.AlreadyReturned as fault:
        known = int(fault.details.get("return_id", 0)) or None
        return _sheets_page({"sheet": fault_words(fault)}, known), HTTPStatus.CONFLICT
    except UnsupportedFormatError:
        return _sheets_page({"sheet": fault_words(exchange.NotASheet("not-office"))}), 422
    except (DirectiveError, exchange.NotASheet) as fault:
        return _sheets_page({"sheet": fault_words(fault)}), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The sheet was read. Nothing is logged until the rows below are."))
    return redirect(url_for("sheets.review", return_id=return_id))


@bp.get("/returns/<int:return_id>")
@signed_in_only
def review(return_id: int) -> str:
    """Show a returned sheet, row by row."""
    return render_template("sheets/review.html", page=ReviewView(_about(return_id)))


@bp.post("/returns/<int:return_id>/log")
@signed_in_only
def log_submit(return_id: int) -> Response | tuple[str, int]:
    """Log the chosen rows as updates."""
    chosen = {
        row_id: request.form.get(f"seen-{row_id}", type=int)
        for row_id in request.form.getlist("row", type=int)
    }
    done = exchange.log_rows(services().database, actor(), return_id, chosen, now=now())
    if done.logged:
        flash(ngettext("%(num)s update is logged.", "%(num)s updates are logged.", done.logged))
    if not done.refused:
        if not chosen:
            flash(_("No row was chosen."), "warning")
        return redirect(url_for("sheets.review", return_id=return_id))
    refused = {row_id: str(FAULTS[code]) for row_id, code in done.refused.items()}
    view = ReviewView(_about(return_id), refused)
    return render_template("sheets/review.html", page=view), HTTPStatus.CONFLICT


@bp.get("/returns/<int:return_id>/rows/<int:row_id>")
@signed_in_only
def row(return_id: int, row_id: int) -> str:
    """Show the form in which one row is put right."""
    about = _about(return_id)
    found = _row_of(about, row_id)
    return _row_form(RowView(about, found, found.typed, errors=_field_words(found.faults)))


@bp.post("/returns/<int:return_id>/rows/<int:row_id>")
@signed_in_only
def row_submit(return_id: int, row_id: int) -> Response | tuple[str, int]:
    """Keep what was made of one row."""
    typed = typed_from(request.form)
    try:
        exchange.change_row(
            services().database,
            actor(),
            return_id,
            row_id,
            typed,
            assignment_id=request.form.get("assignment", type=int),
            now=now(),
        )
    except Invalid as fault:
        about = _about(return_id)
        chosen = request.form.get("assignment", "")
        view = RowView(about, _row_of(about, row_id), typed, chosen, field_words(fault))
        return _row_form(view), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("sheets.review", return_id=return_id, _anchor=f"row-{row_id}"))


@bp.post("/returns/<int:return_id>/rows/<int:row_id>/drop")
@signed_in_only
def drop_submit(return_id: int, row_id: int) -> Response:
    """Leave a row out."""
    exchange.drop_row(services().database, actor(), return_id, row_id, now=now())
    return redirect(url_for("sheets.review", return_id=return_id, _anchor=f"row-{row_id}"))


@bp.post("/returns/<int:return_id>/rows/<int:row_id>/take-up")
@signed_in_only
def take_up_submit(return_id: int, row_id: int) -> Response:
    """Take a row up again that was left out."""
    exchange.take_up_row(services().database, actor(), return_id, row_id)
    return redirect(url_for("sheets.review", return_id=return_id, _anchor=f"row-{row_id}"))


def _sheets_page(
    errors: Mapping[str, str] | None = None,
    known_id: int | None = None,
    agency_id: int | None = None,
) -> str:
    about = exchange.sheets_page(services().database, actor(), today=today(), agency_id=agency_id)
    return render_template("sheets/sheets.html", page=SheetsView(about, errors or {}, known_id))


def _about(return_id: int) -> exchange.ReturnPage:
    return exchange.return_page(services().database, actor(), return_id, today=today())


def _row_of(about: exchange.ReturnPage, row_id: int) -> exchange.ReviewedRow:
    found = next((each for each in about.waiting if each.row_id == row_id), None)
    if found is None:
        raise NotFound
    return found


def _row_form(view: RowView) -> str:
    states = [(status.value, label(status)) for status in UpdateStatus]
    return render_template("sheets/row.html", page=view, states=states)


def _field_words(faults: Mapping[str, str]) -> dict[str, str]:
    return field_words(Invalid(faults))
