"""The office's abbreviations: what search takes for one another, kept by clerks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from search_index import Abbreviation
from tracker import search as searching
from tracker.errors import Invalid, NotFound
from tracker.search import AbbreviationRow
from tracker.web.context import actor, now, services, signed_in_only
from tracker.web.faults import field_words

bp = Blueprint("abbreviations", __name__, url_prefix="/admin/abbreviations")

NOTHING = Abbreviation("", "")


@dataclass(frozen=True, slots=True)
class AbbreviationsPage:
    """The table, narrowed to what has ``words``, with the form of a new row."""

    rows: tuple[AbbreviationRow, ...]
    words: str = ""
    form: Abbreviation = NOTHING
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AbbreviationPage:
    """One row, with the form that changes it."""

    row: AbbreviationRow
    form: Abbreviation
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("")
@signed_in_only
def index() -> str:
    """List what each abbreviation stands for."""
    return _list(request.args.get("q", "").strip())


@bp.post("")
@signed_in_only
def add_submit() -> Response | tuple[str, int]:
    """Add a row."""
    new = _written(request.form, "")
    try:
        searching.add_abbreviation(services().database, actor(), new, now=now())
    except Invalid as fault:
        return _list("", new, field_words(fault)), 422
    flash(_("The abbreviation is in use from the next search on."))
    return redirect(url_for("abbreviations.index", q=new.short))


@bp.get("/row")
@signed_in_only
def row() -> str:
    """Show one row: to be changed, or taken out of use."""
    found = _row(_written(request.args, ""))
    form = Abbreviation(found.short, found.meaning)
    return render_template("administration/abbreviation.html", page=AbbreviationPage(found, form))


@bp.post("/row")
@signed_in_only
def edit_submit() -> Response | tuple[str, int]:
    """Put another row in the place of one."""
    old, new = _written(request.form, "old_"), _written(request.form, "")
    try:
        searching.edit_abbreviation(services().database, actor(), old, new, now=now())
    except Invalid as fault:
        view = AbbreviationPage(_row(old), new, field_words(fault))
        return render_template("administration/abbreviation.html", page=view), 422
    flash(_("The abbreviation is changed."))
    return redirect(url_for("abbreviations.index", q=new.short))


@bp.post("/row/remove")
@signed_in_only
def remove_submit() -> Response:
    """Take a row out of use."""
    old = _written(request.form, "old_")
    searching.remove_abbreviation(services().database, actor(), old, now=now())
    flash(_("The abbreviation is no longer used."))
    return redirect(url_for("abbreviations.index"))


@bp.post("/row/restore")
@signed_in_only
def restore_submit() -> Response:
    """Use a row of the product's again."""
    old = _written(request.form, "old_")
    searching.restore_abbreviation(services().database, actor(), old, now=now())
    flash(_("The abbreviation is in use again."))
    return redirect(url_for("abbreviations.index", q=old.short))


def _list(words: str, form: Abbreviation = NOTHING, errors: Mapping[str, str] | None = None) -> str:
    rows = searching.list_abbreviations(services().database, actor(), words)
    page = AbbreviationsPage(rows, words, form, errors or {})
    return render_template("administration/abbreviations.html", page=page)


def _row(wanted: Abbreviation) -> AbbreviationRow:
    rows = searching.list_abbreviations(services().database, actor())
    found = next((row for row in rows if (row.short, row.meaning) == wanted), None)
    if found is None:
        raise NotFound
    return found


def _written(sent: MultiDict[str, str], prefix: str) -> Abbreviation:
    return Abbreviation(sent.get(f"{prefix}short", ""), sent.get(f"{prefix}meaning", ""))
