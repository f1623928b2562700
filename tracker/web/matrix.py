"""The matrix of a directive, the members of a task, and urging those missing in one act."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from tracker import matrix
from tracker.errors import Invalid
from tracker.matrix import Lack, MatrixQuery
from tracker.web.addresses import here
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.matrix_files import matrix_sheet, task_sheet
from tracker.web.naming import document_words
from tracker.web.sheets import handed_out

bp = Blueprint("matrix", __name__)
bp.add_app_template_filter(document_words, "document")

# What an office looks for first: whoever owes a word or a result.
USUAL = frozenset({Lack.NO_WORD, Lack.REPORT_MISSED, Lack.SILENT, Lack.PAST_DUE})


@dataclass(frozen=True, slots=True)
class UrgingView:
    """The page before urging; ``chosen`` are the assignments that are ticked."""

    plan: matrix.UrgingPlan
    words: str
    occasion: str
    opened: datetime
    chosen: frozenset[int]
    errors: Mapping[str, str] = field(default_factory=dict)
    lacks: tuple[Lack, ...] = tuple(Lack)
    max_characters: int = matrix.MAX_WORDS_CHARACTERS


@bp.get("/directives/<int:directive_id>/matrix")
@signed_in_only
def directive(directive_id: int) -> str:
    """Show every agency of a directive beside its tasks."""
    found = _matrix(directive_id)
    return render_template("matrix/directive.html", page=found)


@bp.get("/directives/<int:directive_id>/matrix.<any(csv, xlsx):ending>")
@signed_in_only
def directive_file(directive_id: int, ending: str) -> Response:
    """Hand the whole matrix out."""
    sheet = matrix_sheet(_matrix(directive_id, whole=True))
    return handed_out(sheet, f"ma-tran-{directive_id}-{today():%Y-%m-%d}", ending)


@bp.get("/tasks/<int:task_id>/matrix")
@signed_in_only
def task(task_id: int) -> str:
    """Show every agency of a task with its last word."""
    return render_template("matrix/task.html", page=_members(task_id))


@bp.get("/tasks/<int:task_id>/matrix.<any(csv, xlsx):ending>")
@signed_in_only
def task_file(task_id: int, ending: str) -> Response:
    """Hand the members of a task out."""
    name = f"ma-tran-nhiem-vu-{task_id}-{today():%Y-%m-%d}"
    return handed_out(task_sheet(_members(task_id)), name, ending)


@bp.get("/directives/<int:directive_id>/urging")
@signed_in_only
def urging(directive_id: int) -> str:
    """Show of which agencies something is missing, before they are urged."""
    asked = frozenset(Lack) & frozenset(request.args.getlist("lack"))
    plan = _plan(directive_id, asked or USUAL)
    # Who was urged today already is not proposed again.
    chosen = frozenset(
        one.cell.assignment_id for one in plan.reachable if one.cell.urged_on != today()
    )
    view = UrgingView(plan, _proposed(plan), token_urlsafe(12), now(), chosen)
    return render_template("matrix/urging.html", page=view)


@bp.post("/directives/<int:directive_id>/urging")
@signed_in_only
def urging_submit(directive_id: int) -> Response | tuple[str, int]:
    """Tell the people of the chosen agencies."""
    words, occasion = request.form.get("words", ""), request.form.get("occasion", "")[:40]
    chosen = frozenset(request.form.getlist("assignment", type=int))
    opened = _opened()
    try:
        urged = matrix.urge(
            services().database,
            actor(),
            directive_id,
            chosen,
            words,
            occasion=occasion,
            opened=opened,
            now=now(),
            rules=services().rules,
        )
    except Invalid as fault:
        asked = frozenset(Lack) & frozenset(request.args.getlist("lack"))
        plan = _plan(directive_id, asked or USUAL)
        view = UrgingView(plan, words, occasion, opened, chosen, field_words(fault))
        return render_template("matrix/urging.html", page=view), 422
    _tell(urged)
    return redirect(url_for("matrix.directive", directive_id=directive_id))


def _opened() -> datetime:
    """Return when the list was shown; a moment that is none, or is to come, is now."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(request.form.get("opened", ""))
        if moment.tzinfo is not None and moment < now():
            return moment
    return now()


def _tell(urged: matrix.Urged) -> None:
    if urged.agencies:
        flash(
            ngettext(
                "%(num)s agency was urged: %(people)s people are told.",
                "%(num)s agencies were urged: %(people)s people are told.",
                urged.agencies,
                people=urged.people,
            )
        )
    else:
        flash(_("Nobody was told: this was sent before, or nothing is missing any more."), "info")
    if urged.unreachable:
        names = "; ".join(urged.unreachable)
        flash(_("Not reached, because they have no account: %(names)s", names=names), "warning")


def _proposed(plan: matrix.UrgingPlan) -> str:
    words: str = _(
        "The tracking office asks the agency to report by this system on the tasks assigned in "
        "%(document)s, to name the reasons of any delay, and to see to their completion in time.",
        document=document_words(plan.directive),
    )
    return words


def _plan(directive_id: int, lacks: frozenset[Lack]) -> matrix.UrgingPlan:
    return matrix.missing_agencies(
        services().database,
        actor(),
        directive_id,
        lacks,
        task_id=request.args.get("task", type=int),
        today=today(),
        rules=services().rules,
    )


def _matrix(directive_id: int, *, whole: bool = False) -> matrix.Matrix:
    return matrix.directive_matrix(
        services().database,
        actor(),
        directive_id,
        _query(),
        today=today(),
        rules=services().rules,
        whole=whole,
    )


def _members(task_id: int) -> matrix.TaskMatrix:
    return matrix.task_matrix(
        services().database, actor(), task_id, _query(), today=today(), rules=services().rules
    )


def _query() -> MatrixQuery:
    """Read the address; a value that is none of those on offer counts as not given."""
    asked = request.args
    sort = asked.get("sort", "agency")
    return MatrixQuery(
        clause=asked.get("clause", type=int),
        everyone="everyone" in asked,
        missing="missing" in asked,
        overdue="overdue" in asked,
        as_assigned=asked.get("names") == "assigned",
        sort=sort.removeprefix("-") if sort.removeprefix("-") in matrix.SORTS else "agency",
        descending=sort.startswith("-"),
        page=asked.get("page", 1, type=int),
    )


@bp.app_template_global("file_address")
def file_address(ending: str) -> str:
    """Return the address of this very page's file, its filters kept."""
    path, _mark, query = here(page=None).partition("?")
    return f"{path}.{ending}?{query}" if query else f"{path}.{ending}"
