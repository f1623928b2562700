"""The steps of escalation, as the office keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import calendar
from tracker.clocks import Clock
from tracker.domain import Role
from tracker.errors import Invalid, NotFound
from tracker.escalation import Step
from tracker.web.context import actor, services, signed_in_only
from tracker.web.faults import field_words

bp = Blueprint("escalation", __name__, url_prefix="/calendar/escalation")

TOLD = (Role.AGENCY, Role.CLERK, Role.INSPECTOR, Role.COMMITTEE)


@dataclass(frozen=True, slots=True)
class StepsView:
    """The steps in force, with the form of another as it was typed."""

    found: calendar.StepTable
    clock: str = Clock.PAST_DUE.value
    after_days: str = ""
    role: str = Role.AGENCY.value
    errors: Mapping[str, str] = field(default_factory=dict)
    clocks: tuple[Clock, ...] = tuple(Clock)
    roles: tuple[Role, ...] = TOLD


@bp.get("")
@signed_in_only
def index() -> str:
    """List the steps in force."""
    table = calendar.step_table(services().database, actor())
    return render_template("calendar/escalation.html", page=StepsView(table))


@bp.post("")
@signed_in_only
def add_submit() -> Response | tuple[str, int]:
    """Add a step."""
    try:
        calendar.add_step(services().database, actor(), _step())
    except Invalid as fault:
        clock, days, role = (request.form.get(name, "") for name in ("clock", "after_days", "role"))
        table = calendar.step_table(services().database, actor())
        view = StepsView(table, clock, days, role, field_words(fault))
        return render_template("calendar/escalation.html", page=view), 422
    return _saved()


@bp.post("/remove")
@signed_in_only
def remove_submit() -> Response:
    """Take a step away."""
    calendar.remove_step(services().database, actor(), _step())
    return _saved()


@bp.post("/usual")
@signed_in_only
def usual_submit() -> Response:
    """Go back to the usual steps."""
    calendar.usual_steps_again(services().database, actor())
    return _saved()


def _saved() -> Response:
    flash(_("Saved."), "success")
    return redirect(url_for("escalation.index"))


def _step() -> Step:
    """Return the step that was sent; a choice that is none of those offered is not there."""
    clock, role = request.form.get("clock", ""), request.form.get("role", "")
    if clock not in set(Clock) or role not in set(TOLD):
        raise NotFound
    days = request.form.get("after_days", "").strip()
    number = int(days) if days.isascii() and days.isdigit() and len(days) <= len("999") else 0
    return Step(Clock(clock), number, Role(role))
