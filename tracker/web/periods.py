"""Reporting periods: one form for what an agency owes, the list of all, and their closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker import calendar
from tracker.errors import Invalid, TrackerError
from tracker.periods import ReportState
from tracker.progress import ProgressEntry
from tracker.web.clock_words import period_name
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import fault_words, field_words
from tracker.web.progress_form import ProgressForm, read_form

bp = Blueprint("periods", __name__)

FIELDS = ("percent", "narrative", "difficulties", "proposals")


@dataclass(frozen=True, slots=True)
class GatheredView:
    """The form of a period; ``forms`` and ``errors`` are by assignment.

    An assignment without fields to be put right has its fault under the empty name.
    """

    found: calendar.GatheredReport
    forms: Mapping[int, ProgressForm]
    errors: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    @property
    def open_ones(self) -> tuple[calendar.GatheredDuty, ...]:
        """The reports still to be handed in."""
        return tuple(duty for duty in self.found.duties if duty.is_open)

    @property
    def summary(self) -> Mapping[str, str]:
        """Every fault under the id of its field."""
        return {
            f"{name or 'report'}-{key}": words
            for key, faults in self.errors.items()
            for name, words in faults.items()
        }


@bp.get("/periods")
@signed_in_only
def index() -> str:
    """List the periods with how their reports stand."""
    found = calendar.period_list(services().database, actor(), today=today())
    return render_template("periods/periods.html", page=found, states=ReportState)


@bp.get("/periods/<key>")
@signed_in_only
def period(key: str) -> str:
    """Show who owes a report for a period and how each stands."""
    found = calendar.period_page(services().database, actor(), key, today=today())
    return render_template("periods/period.html", page=found, states=ReportState)


@bp.post("/periods/<key>/close")
@signed_in_only
def close_submit(key: str) -> Response:
    """Close a period."""
    calendar.close_period(services().database, actor(), key, now=now())
    flash(_("The reports for %(period)s are closed.", period=period_name(key)), "success")
    return redirect(url_for("periods.period", key=key))


@bp.get("/agencies/<int:agency_id>/periods")
@signed_in_only
def agency(agency_id: int) -> str:
    """List the periods for which an agency owes reports."""
    found = calendar.agency_periods(services().database, actor(), agency_id, today=today())
    return render_template("periods/agency.html", page=found, states=ReportState)


@bp.get("/agencies/<int:agency_id>/periods/<key>")
@signed_in_only
def gathered(agency_id: int, key: str) -> str:
    """Show all that an agency owes for a period, in one form."""
    return _form(agency_id, key, {})


@bp.post("/agencies/<int:agency_id>/periods/<key>")
@signed_in_only
def gathered_submit(agency_id: int, key: str) -> Response | tuple[str, int]:
    """Hand in the reports that were written, and show the others again."""
    forms = _typed(agency_id, key)
    if not forms:
        flash(_("Nothing was written, so nothing is handed in."), "warning")
        return redirect(url_for("periods.gathered", agency_id=agency_id, key=key))
    entries, errors = _read(forms)
    handed = calendar.hand_in(services().database, actor(), agency_id, key, entries, now=now())
    errors |= {assignment: _words(fault) for assignment, fault in handed.faults.items()}
    if handed.taken:
        flash(_handed_in(agency_id, key, len(handed.taken)), "success")
    if errors:
        left = {assignment: forms[assignment] for assignment in errors}
        return _form(agency_id, key, left, errors), 422
    return redirect(url_for("periods.gathered", agency_id=agency_id, key=key))


def _handed_in(agency_id: int, key: str, number: int) -> str:
    words = str(ngettext("%(num)s report is handed in.", "%(num)s reports are handed in.", number))
    found = calendar.gathered_report(services().database, actor(), agency_id, key, today=today())
    if found.closing is None:
        return words
    late = _("The period was closed before; what came now is marked as handed in after closing.")
    return f"{words} {late}"


def _form(
    agency_id: int,
    key: str,
    typed: Mapping[int, ProgressForm],
    errors: Mapping[int, Mapping[str, str]] | None = None,
) -> str:
    found = calendar.gathered_report(services().database, actor(), agency_id, key, today=today())
    forms = {duty.assignment_id: _blank(duty) for duty in found.duties} | dict(typed)
    view = GatheredView(found, forms, errors or {})
    return render_template("periods/gathered.html", page=view)


def _blank(duty: calendar.GatheredDuty) -> ProgressForm:
    return ProgressForm(percent=str(duty.last.percent) if duty.last else "0")


def _typed(agency_id: int, key: str) -> dict[int, ProgressForm]:
    """Return the entries in which something was written, by assignment."""
    found = calendar.gathered_report(services().database, actor(), agency_id, key, today=today())
    forms = {}
    for duty in found.duties:
        sent = {name: request.form.get(f"{name}-{duty.assignment_id}", "") for name in FIELDS}
        written = any(sent[name].strip() for name in FIELDS[1:])
        if written or (sent["percent"].strip() not in {"", _blank(duty).percent}):
            forms[duty.assignment_id] = ProgressForm(**sent, period=key)
    return forms


def _read(
    forms: Mapping[int, ProgressForm],
) -> tuple[dict[int, ProgressEntry], dict[int, Mapping[str, str]]]:
    """Return the entries that can be read, and the faults of the others."""
    entries: dict[int, ProgressEntry] = {}
    errors: dict[int, Mapping[str, str]] = {}
    for assignment, form in forms.items():
        entry, faults = read_form(form, ())
        if faults:
            errors[assignment] = field_words(Invalid(faults))
        else:
            entries[assignment] = entry
    return entries, errors


def _words(fault: TrackerError) -> Mapping[str, str]:
    if not isinstance(fault, Invalid):
        return {"": fault_words(fault)}
    # A fault of a field that this form has not belongs to the report as a whole.
    return {name if name in FIELDS else "": words for name, words in field_words(fault).items()}
