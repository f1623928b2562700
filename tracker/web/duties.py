"""How a task is reported on: a clerk says how often, from which day and by which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directives.model import Every
from tracker import calendar
from tracker.calendar import DutyChange
from tracker.errors import Invalid
from tracker.periods import CALENDAR
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import typed_day

bp = Blueprint("duties", __name__)

NO_REPORTS = "none"


@dataclass(frozen=True, slots=True)
class DutyForm:
    """What was typed about a task's reports."""

    every: str = Every.QUARTER.value
    begins_on_day: str = "1"
    due_day: str = ""
    due_in_next: str = ""
    valid_from: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DutyView:
    """The duties of a task, with the form of another."""

    found: calendar.DutyPage
    form: DutyForm
    errors: Mapping[str, str] = field(default_factory=dict)
    lengths: tuple[Every, ...] = tuple(Every)


@bp.get("/tasks/<int:task_id>/reports")
@signed_in_only
def duty(task_id: int) -> str:
    """Show how a task is reported on, with the form that changes it."""
    return _page(task_id, DutyForm(valid_from=f"{today():%d/%m/%Y}"))


@bp.post("/tasks/<int:task_id>/reports")
@signed_in_only
def duty_submit(task_id: int) -> Response | tuple[str, int]:
    """Let a task's reports run otherwise from a day on."""
    names = DutyForm.__dataclass_fields__
    form = DutyForm(**{name: request.form.get(name, "") for name in names})
    change, faults = _read(form)
    try:
        if faults:
            raise Invalid(calendar.duty_faults(change) | faults)
        calendar.set_duty(services().database, actor(), task_id, change, now=now())
    except Invalid as fault:
        return _page(task_id, form, field_words(fault)), 422
    flash(_("The duty to report is set; the agency is told."), "success")
    return redirect(url_for("duties.duty", task_id=task_id))


def _page(task_id: int, form: DutyForm, errors: Mapping[str, str] | None = None) -> str:
    found = calendar.duty_page(services().database, actor(), task_id, today=today())
    return render_template("periods/duty.html", page=DutyView(found, form, errors or {}))


def _read(form: DutyForm) -> tuple[DutyChange, dict[str, str]]:
    """Return what was meant, and the code of the fault of each field that says none."""
    known = form.every in {*Every, NO_REPORTS}
    every = Every(form.every) if known and form.every != NO_REPORTS else None
    begins_on_day, due_day = _number(form.begins_on_day), _number(form.due_day)
    change = DutyChange(
        every=every,
        begins_on_day=begins_on_day or CALENDAR,
        due_day=due_day,
        valid_from=typed_day(form.valid_from),
        due_in_next=form.due_in_next == "1",
        reason=form.reason,
    )
    faults = {
        "every": None if known else "unknown",
        "begins_on_day": "not-a-first-day" if begins_on_day is None else None,
        "due_day": "not-a-due-day" if form.due_day.strip() and due_day is None else None,
    }
    return change, {name: fault for name, fault in faults.items() if fault}


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("31") else None
