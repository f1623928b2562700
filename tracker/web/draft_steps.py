"""One-step corrections of a draft, each a button: split, merge, add, remove, match, undo."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, request
from werkzeug.wrappers import Response

from directives import SpanRole, editing
from tracker import intake
from tracker.errors import Invalid
from tracker.web.context import actor, now, services, signed_in_only
from tracker.web.drafting import change, lead_on, seen_revision, turn_back

bp = Blueprint("draft_steps", __name__, url_prefix="/directives/<int:directive_id>/draft")
bp.register_error_handler(intake.NotADraft, lead_on)


@bp.post("/tasks/<task_id>/split")
@signed_in_only
def split_submit(directive_id: int, task_id: str) -> Response:
    """Cut a task in two."""
    edit = partial(editing.split_task, task_id=task_id, at=_place("at"))
    return turn_back(directive_id, partial(change, directive_id, edit, "split"), f"task-{task_id}")


@bp.post("/tasks/<task_id>/merge")
@signed_in_only
def merge_submit(directive_id: int, task_id: str) -> Response:
    """Join a task and the next one."""
    edit = partial(editing.merge_with_next, task_id=task_id)
    return turn_back(directive_id, partial(change, directive_id, edit, "merge"), f"task-{task_id}")


@bp.post("/tasks/<task_id>/remove")
@signed_in_only
def remove_submit(directive_id: int, task_id: str) -> Response:
    """Take a task away; its words get the role that was chosen for them."""

    def act() -> None:
        role = _role(SpanRole.CONTEXT)
        edit = partial(editing.remove_task, task_id=task_id, role=role)
        change(directive_id, edit, "remove")

    return turn_back(directive_id, act, "tasks")


@bp.post("/spans")
@signed_in_only
def span_submit(directive_id: int) -> Response:
    """Say what a stretch of text is for; as a task it becomes one."""
    start, end = _place("start"), _place("end")

    def act() -> None:
        role = _role()
        if role is SpanRole.TASK:
            change(directive_id, partial(editing.add_task, start=start, end=end), "add")
        else:
            edit = partial(editing.set_span_role, start=start, end=end, role=role)
            change(directive_id, edit, "span")

    return turn_back(directive_id, act, f"s-{start}")


@bp.post("/bodies")
@signed_in_only
def match_submit(directive_id: int) -> Response:
    """Say whom the words of a body mean."""
    act = partial(
        intake.match_body,
        services().database,
        actor(),
        directive_id,
        request.form.get("words", ""),
        request.form.get("choice", ""),
        revision=seen_revision(),
        now=now(),
    )
    return turn_back(directive_id, act, "bodies")


@bp.post("/undo")
@signed_in_only
def undo_submit(directive_id: int) -> Response:
    """Take the last change back."""
    act = partial(intake.undo_change, services().database, actor(), directive_id)
    return turn_back(directive_id, partial(act, revision=seen_revision(), now=now()), "tasks")


@bp.post("/redo")
@signed_in_only
def redo_submit(directive_id: int) -> Response:
    """Make the change again that was taken back."""
    act = partial(intake.redo_change, services().database, actor(), directive_id)
    return turn_back(directive_id, partial(act, revision=seen_revision(), now=now()), "tasks")


def _place(name: str) -> int:
    """Return a place in the text; outside every text where none was typed."""
    return request.form.get(name, -1, type=int)


def _role(usual: SpanRole | None = None) -> SpanRole:
    try:
        return SpanRole(request.form.get("role", usual or ""))
    except ValueError as error:
        raise Invalid({"role": "unknown"}) from error
