"""What a directive does to others: put right on its page; open tasks carried over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker import relations
from tracker.domain import RelationKind
from tracker.errors import Conflict, Invalid
from tracker.relations import Fate, RelationForm
from tracker.web.context import actor, now, services, signed_in_only
from tracker.web.directives import directive_shown
from tracker.web.faults import fault_words, field_words

bp = Blueprint("relations", __name__)

ENDS = "end"


@dataclass(frozen=True, slots=True)
class CarryOverView:
    """The page of carrying over; ``typed`` are the form's values, ``preview`` what they mean."""

    plan: relations.CarryOverPage
    typed: Mapping[str, str]
    is_preview: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    ends: str = ENDS
    max_characters: int = relations.MAX_REASON_CHARACTERS

    def chosen(self, task: relations.OpenTask) -> str:
        """Return what is chosen for a task: as typed, or the most alike at first."""
        first = "" if task.likely is None else str(task.likely)
        return self.typed.get(f"to-{task.task_id}", first)

    def reason(self, task: relations.OpenTask) -> str:
        """Return the reason that was typed."""
        return self.typed.get(f"reason-{task.task_id}", "")

    def target(self, task: relations.OpenTask) -> relations.TaskChoice | None:
        """Return the task in which another goes on, if that is chosen."""
        chosen = self.chosen(task)
        return next((one for one in self.plan.choices if str(one.task_id) == chosen), None)


@bp.post("/directives/<int:directive_id>/relations")
@signed_in_only
def add_submit(directive_id: int) -> Response | tuple[str, int]:
    """Relate a directive to another."""

    def act(form: RelationForm) -> object:
        return relations.add_relation(services().database, actor(), directive_id, form, now=now())

    return _edited(directive_id, act, _("The relation is added."))


@bp.post("/directives/<int:directive_id>/relations/<int:relation_id>")
@signed_in_only
def correct_submit(directive_id: int, relation_id: int) -> Response | tuple[str, int]:
    """Confirm a relation as it stands, or put another in its place."""

    def act(form: RelationForm) -> object:
        return relations.correct_relation(
            services().database, actor(), relation_id, form, now=now()
        )

    return _edited(directive_id, act, _("The relation is kept; what stood there is history."))


@bp.post("/directives/<int:directive_id>/relations/<int:relation_id>/remove")
@signed_in_only
def remove_submit(directive_id: int, relation_id: int) -> Response | tuple[str, int]:
    """Take a relation back."""
    try:
        relations.remove_relation(services().database, actor(), relation_id, now=now())
    except Conflict as fault:
        return directive_shown(directive_id, {}, {"words": fault_words(fault)}), 409
    flash(_("The relation is taken back; it stays in the history."))
    return redirect(_page_of(directive_id))


def _edited(
    directive_id: int, act: Callable[[RelationForm], object], done: str
) -> Response | tuple[str, int]:
    typed = {name: request.form.get(name, "") for name in ("kind", "words")}
    try:
        if typed["kind"] not in set(RelationKind):
            raise Invalid({"kind": "unknown"})
        act(RelationForm(RelationKind(typed["kind"]), typed["words"]))
    except Invalid as fault:
        return directive_shown(directive_id, typed, field_words(fault)), 422
    except Conflict as fault:
        return directive_shown(directive_id, typed, {"words": fault_words(fault)}), 409
    flash(done)
    return redirect(_page_of(directive_id))


def _page_of(directive_id: int) -> str:
    return url_for("directives.directive", directive_id=directive_id, _anchor="relations-title")


@bp.get("/relations/<int:relation_id>/carry-over")
@signed_in_only
def carry_over(relation_id: int) -> str:
    """Show what is still open in the replaced directive, each with what may become of it."""
    view = CarryOverView(_plan(relation_id), {})
    return render_template("directives/carry_over.html", page=view)


@bp.post("/relations/<int:relation_id>/carry-over")
@signed_in_only
def carry_over_submit(relation_id: int) -> Response | str | tuple[str, int]:
    """Show what was chosen once more, change it, or do it."""
    plan, typed = _plan(relation_id), request.form.to_dict()
    fates = dict(_fates(plan, typed))
    faults = relations.fate_faults(plan, fates)
    step = typed.get("step")
    if faults and step != "change":
        view = CarryOverView(plan, typed, errors=field_words(Invalid(faults)))
        return render_template("directives/carry_over.html", page=view), 422
    if step != "do":
        view = CarryOverView(plan, typed, is_preview=step != "change")
        return render_template("directives/carry_over.html", page=view)
    return _carried(plan, fates)


def _carried(plan: relations.CarryOverPage, fates: Mapping[int, Fate]) -> Response:
    try:
        count = relations.carry_over(
            services().database, actor(), plan.relation_id, fates, now=now()
        )
    except (relations.AlreadyCarriedOver, Invalid) as fault:
        words = fault_words(fault) if isinstance(fault, Conflict) else _("The tasks have changed.")
        flash(words, "danger")
        return redirect(url_for("relations.carry_over", relation_id=plan.relation_id))
    flash(ngettext("%(num)s task is settled.", "%(num)s tasks are settled.", count), "success")
    return redirect(_page_of(plan.replacing_id))


def _plan(relation_id: int) -> relations.CarryOverPage:
    return relations.carry_over_page(services().database, actor(), relation_id, now=now())


def _fates(plan: relations.CarryOverPage, typed: Mapping[str, str]) -> list[tuple[int, Fate]]:
    """Return the fate of each open task for which the form has one."""
    found = []
    for task in plan.open_tasks:
        to = typed.get(f"to-{task.task_id}", "")
        reason = typed.get(f"reason-{task.task_id}", "")
        if to == ENDS:
            found.append((task.task_id, Fate(None, reason)))
        elif to.isascii() and to.isdigit():
            found.append((task.task_id, Fate(int(to), reason)))
    return found
