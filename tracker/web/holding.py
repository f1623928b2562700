"""Who has an assignment: its history, handing it over, delegating it to a unit below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import handling
from tracker.errors import Invalid
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import typed_day

bp = Blueprint("holding", __name__)


@dataclass(frozen=True, slots=True)
class HoldingView:
    """Who has had the work, with what was typed and could not be taken."""

    found: handling.HoldingPage
    to: str = ""
    on: str = ""
    reason: str = ""
    unit: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The units below, as a list to choose from."""
        return [(unit.agency_id, unit.name) for unit in self.found.units]


@bp.get("/assignments/<int:assignment_id>/holders")
@signed_in_only
def holders(assignment_id: int) -> str:
    """Show who has had an assignment."""
    view = HoldingView(_found(assignment_id), on=f"{today():%d/%m/%Y}")
    return render_template("handling/holders.html", page=view)


@bp.post("/assignments/<int:assignment_id>/hand-over")
@signed_in_only
def hand_over_submit(assignment_id: int) -> Response | tuple[str, int]:
    """Hand an assignment over."""
    asked = request.form
    entry = handling.HandoverEntry(
        to=asked.get("to", ""),
        on=typed_day(asked.get("on", "")),
        reason=asked.get("reason", ""),
        held_by=asked.get("held_by", type=int),
    )
    try:
        handling.hand_over_assignment(services().database, actor(), assignment_id, entry, now=now())
    except Invalid as fault:
        return _refused(assignment_id, fault)
    flash(_("The work is handed over; both agencies are told."), "success")
    return redirect(url_for("holding.holders", assignment_id=assignment_id))


@bp.post("/assignments/<int:assignment_id>/delegate")
@signed_in_only
def delegate_submit(assignment_id: int) -> Response | tuple[str, int]:
    """Let a unit below do the work."""
    unit, reason = request.form.get("unit", type=int), request.form.get("reason", "")
    try:
        handling.delegate_assignment(
            services().database, actor(), assignment_id, unit, reason, now=now()
        )
    except Invalid as fault:
        return _refused(assignment_id, fault)
    flash(_("The unit is told that the work is delegated to it."), "success")
    return redirect(url_for("holding.holders", assignment_id=assignment_id))


@bp.post("/assignments/<int:assignment_id>/recall")
@signed_in_only
def recall_submit(assignment_id: int) -> Response | tuple[str, int]:
    """Take the work back from the unit below."""
    reason = request.form.get("reason", "")
    try:
        handling.recall_assignment(services().database, actor(), assignment_id, reason, now=now())
    except Invalid as fault:
        return _refused(assignment_id, fault)
    flash(_("The work is taken back from the unit."), "success")
    return redirect(url_for("holding.holders", assignment_id=assignment_id))


def _refused(assignment_id: int, fault: Invalid) -> tuple[str, int]:
    typed = {name: request.form.get(name, "") for name in ("to", "on", "reason", "unit")}
    view = HoldingView(_found(assignment_id), **typed, errors=field_words(fault))
    return render_template("handling/holders.html", page=view), 422


def _found(assignment_id: int) -> handling.HoldingPage:
    return handling.holding_page(services().database, actor(), assignment_id, today=today())
