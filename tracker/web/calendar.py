"""The office's calendar: days off and moved working days, and the deadlines they move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker import calendar
from tracker.calendar import ChangePreview, DayChange
from tracker.domain import DayOffRule
from tracker.errors import Invalid, NotFound
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import typed_day

bp = Blueprint("calendar", __name__, url_prefix="/calendar")


@dataclass(frozen=True, slots=True)
class DayForm:
    """What was typed about a day, as it was typed."""

    day: str = ""
    works: str = "off"
    name: str = ""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A year's days, with the form of another."""

    found: calendar.CalendarYear
    form: DayForm = DayForm()
    errors: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[DayOffRule, ...] = tuple(DayOffRule)


@dataclass(frozen=True, slots=True)
class ConfirmView:
    """A change with the deadlines that it moves, to be confirmed."""

    preview: ChangePreview
    form: DayForm


@bp.get("")
@signed_in_only
def index() -> str:
    """Show the calendar of a year; ``day`` and ``works`` fill the form beforehand."""
    form = DayForm(request.args.get("day", ""), request.args.get("works", "off"))
    return _year(request.args.get("year", today().year, type=int), form)


@bp.post("/preview")
@signed_in_only
def preview_submit() -> str | tuple[str, int]:
    """Show which deadlines an entry would move."""
    form = _typed()
    change = _change(form)
    try:
        preview = calendar.preview_day(services().database, actor(), change, today=today())
    except Invalid as fault:
        year = change.day.year if change.day else today().year
        return _year(year, form, field_words(fault)), 422
    return render_template("calendar/confirm.html", page=ConfirmView(preview, form))


@bp.post("")
@signed_in_only
def add_submit() -> Response | tuple[str, int]:
    """Enter a day, and move the deadlines that it moves."""
    form = _typed()
    change = _change(form)
    try:
        moved = calendar.change_day(services().database, actor(), change, now=now())
    except Invalid as fault:
        return _year(today().year, form, field_words(fault)), 422
    return _done(_("The day is entered."), moved, change)


@bp.get("/days/<int:calendar_day_id>/remove")
@signed_in_only
def remove(calendar_day_id: int) -> str:
    """Show which deadlines a removal would move."""
    preview = calendar.preview_removal(services().database, actor(), calendar_day_id, today=today())
    return render_template("calendar/confirm.html", page=ConfirmView(preview, DayForm()))


@bp.post("/days/<int:calendar_day_id>/remove")
@signed_in_only
def remove_submit(calendar_day_id: int) -> Response:
    """Take an entry out of force."""
    database = services().database
    change = calendar.preview_removal(database, actor(), calendar_day_id, today=today()).change
    moved = calendar.remove_day(database, actor(), calendar_day_id, now=now())
    return _done(_("The day is removed from the calendar."), moved, change)


@bp.post("/reports")
@signed_in_only
def reports_submit() -> Response:
    """Say what becomes of a report's due day on a day off."""
    rule = request.form.get("rule", "")
    if rule not in set(DayOffRule):
        raise NotFound
    calendar.set_day_off_rule(services().database, actor(), DayOffRule(rule))
    flash(_("Saved."), "success")
    return redirect(url_for("calendar.index"))


def _year(year: int, form: DayForm | None = None, errors: Mapping[str, str] | None = None) -> str:
    found = calendar.calendar_year(services().database, actor(), year)
    view = CalendarView(found, form or DayForm(), errors or {})
    return render_template("calendar/calendar.html", page=view)


def _typed() -> DayForm:
    return DayForm(**{name: request.form.get(name, "") for name in DayForm.__dataclass_fields__})


def _change(form: DayForm) -> DayChange:
    return DayChange(typed_day(form.day), form.works == "working", form.name)


def _done(words: str, moved: int, change: DayChange) -> Response:
    told = _("It moves no deadline.")
    if moved:
        told = ngettext("%(num)s deadline is moved.", "%(num)s deadlines are moved.", moved)
    flash(f"{words} {told}", "success")
    year = change.day.year if change.day else today().year
    return redirect(url_for("calendar.index", year=year))
