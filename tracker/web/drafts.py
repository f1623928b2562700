"""Checking a reading: source and tasks side by side; every correction can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directives import Directive, SpanRole, TaskDraft, editing
from tracker import assignments, intake
from tracker.errors import Conflict, Invalid
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.draft_form import read_document, read_task, typed_document, typed_task
from tracker.web.faults import fault_words, field_words
from tracker.web.labels import DOCUMENT_KINDS
from tracker.web.source_text import Piece, marked_tasks, pieces

bp = Blueprint("drafts", __name__)

SPAN_ROLES = tuple(role for role in SpanRole if role not in {SpanRole.TASK, SpanRole.UNEXPLAINED})


@dataclass(frozen=True, slots=True)
class DraftView:
    """The review page: the draft and its text cut where roles and tasks change."""

    draft: intake.DraftPage
    source: tuple[Piece, ...]
    roles: tuple[SpanRole, ...] = SPAN_ROLES


@dataclass(frozen=True, slots=True)
class TaskFormView:
    """The form of one task of a draft, or of the document where ``task`` is ``None``."""

    draft: intake.DraftPage
    task: TaskDraft | None
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IssueView:
    """What issuing would assign, before it is done."""

    draft: intake.DraftPage
    plan: tuple[assignments.PlannedAssignment, ...]

    @property
    def assignments(self) -> int:
        """How many assignments issuing would make."""
        return sum(sum(planned.counts.values()) for planned in self.plan)


@bp.get("/directives/<int:directive_id>/draft")
@signed_in_only
def draft(directive_id: int) -> str:
    """Show the reading beside its source."""
    return render_template("directives/draft.html", page=_view(directive_id))


def _page(directive_id: int) -> intake.DraftPage:
    return intake.draft_page(services().database, actor(), directive_id, today=today())


def _view(directive_id: int) -> DraftView:
    page = _page(directive_id)
    reading = page.reading
    cut = pieces(reading.text, reading.spans, marked_tasks(reading.tasks))
    return DraftView(page, tuple(cut))


@bp.get("/directives/<int:directive_id>/draft/tasks/<task_id>")
@signed_in_only
def task(directive_id: int, task_id: str) -> str:
    """Show the form of one task."""
    page = _page(directive_id)
    found = _task_of(page, task_id)
    return render_template(
        "directives/task_form.html", page=TaskFormView(page, found, typed_task(found))
    )


def _task_of(page: intake.DraftPage, task_id: str) -> TaskDraft:
    try:
        return editing.find_task(page.reading, task_id)
    except editing.EditError as fault:
        raise Conflict from fault


@bp.post("/directives/<int:directive_id>/draft/tasks/<task_id>")
@signed_in_only
def task_submit(directive_id: int, task_id: str) -> Response | tuple[str, int]:
    """Correct one task."""
    try:
        fields = read_task(request.form)
        _change(directive_id, partial(editing.change_task, task_id=task_id, fields=fields), "task")
    except Invalid as fault:
        page = _page(directive_id)
        view = TaskFormView(page, _task_of(page, task_id), request.form, field_words(fault))
        return render_template("directives/task_form.html", page=view), 422
    return _back(directive_id, f"task-{task_id}")


@bp.get("/directives/<int:directive_id>/draft/document")
@signed_in_only
def document(directive_id: int) -> str:
    """Show the form of what the document says of itself."""
    page = _page(directive_id)
    return _document_form(TaskFormView(page, None, typed_document(page.reading.document)))


def _document_form(view: TaskFormView) -> str:
    kinds = tuple(DOCUMENT_KINDS.items())
    return render_template("directives/document_form.html", page=view, kinds=kinds)


@bp.post("/directives/<int:directive_id>/draft/document")
@signed_in_only
def document_submit(directive_id: int) -> Response | tuple[str, int]:
    """Correct what the document says of itself."""
    page = _page(directive_id)
    try:
        changed = read_document(request.form, page.reading.document)
    except Invalid as fault:
        view = TaskFormView(page, None, request.form, field_words(fault))
        return _document_form(view), 422
    _change(directive_id, partial(editing.set_document, document=changed), "document")
    return _back(directive_id, "document")


@bp.post("/directives/<int:directive_id>/draft/tasks/<task_id>/split")
@signed_in_only
def split_submit(directive_id: int, task_id: str) -> Response:
    """Cut a task in two."""
    at = request.form.get("at", type=int)
    return _act(
        directive_id,
        partial(editing.split_task, task_id=task_id, at=-1 if at is None else at),
        "split",
        f"task-{task_id}",
    )


@bp.post("/directives/<int:directive_id>/draft/tasks/<task_id>/merge")
@signed_in_only
def merge_submit(directive_id: int, task_id: str) -> Response:
    """Join a task and the next one."""
    edit = partial(editing.merge_with_next, task_id=task_id)
    return _act(directive_id, edit, "merge", f"task-{task_id}")


@bp.post("/directives/<int:directive_id>/draft/tasks/<task_id>/remove")
@signed_in_only
def remove_submit(directive_id: int, task_id: str) -> Response:
    """Take a task away; its words stay in the source as context."""
    edit = partial(editing.remove_task, task_id=task_id)
    return _act(directive_id, edit, "remove", "tasks")


@bp.post("/directives/<int:directive_id>/draft/tasks")
@signed_in_only
def add_submit(directive_id: int) -> Response:
    """Make a task of chosen words."""
    start, end = _bounds()
    edit = partial(editing.add_task, start=start, end=end)
    return _act(directive_id, edit, "add", f"s-{start}")


@bp.post("/directives/<int:directive_id>/draft/spans")
@signed_in_only
def span_submit(directive_id: int) -> Response:
    """Say what a stretch of text is for."""
    start, end = _bounds()
    role = request.form.get("role", "")
    if role == SpanRole.TASK.value:
        return _act(
            directive_id, partial(editing.add_task, start=start, end=end), "add", f"s-{start}"
        )
    if role not in set(SPAN_ROLES):
        raise Conflict
    edit = partial(editing.set_span_role, start=start, end=end, role=SpanRole(role))
    return _act(directive_id, edit, "span", f"s-{start}")


def _bounds() -> tuple[int, int]:
    start = request.form.get("start", type=int)
    end = request.form.get("end", type=int)
    return (-1, -1) if start is None or end is None else (start, end)


@bp.post("/directives/<int:directive_id>/draft/bodies")
@signed_in_only
def match_submit(directive_id: int) -> Response:
    """Say whom the words of a body mean."""
    try:
        intake.match_body(
            services().database,
            actor(),
            directive_id,
            request.form.get("words", ""),
            request.form.get("choice", ""),
            revision=_revision(),
            now=now(),
        )
    except (Invalid, intake.StaleDraft) as fault:
        _tell(fault)
    return _back(directive_id, "bodies")


@bp.post("/directives/<int:directive_id>/draft/undo")
@signed_in_only
def undo_submit(directive_id: int) -> Response:
    """Take the last change back."""
    return _turn(directive_id, intake.undo_change)


@bp.post("/directives/<int:directive_id>/draft/redo")
@signed_in_only
def redo_submit(directive_id: int) -> Response:
    """Make the change again that was taken back."""
    return _turn(directive_id, intake.redo_change)


def _turn(directive_id: int, turn: Callable[..., None]) -> Response:
    try:
        turn(services().database, actor(), directive_id, revision=_revision(), now=now())
    except Conflict as fault:
        _tell(fault)
    return _back(directive_id, "tasks")


@bp.get("/directives/<int:directive_id>/draft/issue")
@signed_in_only
def issue(directive_id: int) -> str:
    """Show what issuing would assign, to be confirmed."""
    page = _page(directive_id)
    plan = assignments.plan_issue(services().database, actor(), directive_id, now=now())
    return render_template("directives/issue.html", page=IssueView(page, plan))


@bp.post("/directives/<int:directive_id>/draft/issue")
@signed_in_only
def issue_submit(directive_id: int) -> Response:
    """Issue the tasks."""
    try:
        assignments.issue_directive(
            services().database, actor(), directive_id, revision=_revision(), now=now()
        )
    except (Conflict, assignments.NotReady) as fault:
        _tell(fault)
        return redirect(url_for("directives.directive", directive_id=directive_id))
    flash(_("The tasks were issued."), "success")
    return redirect(url_for("directives.directive", directive_id=directive_id))


def _revision() -> int:
    return request.form.get("revision", -1, type=int)


def _change(directive_id: int, edit: Callable[..., Directive], action: str) -> None:
    intake.change_draft(
        services().database,
        actor(),
        directive_id,
        edit,
        action=action,
        revision=_revision(),
        now=now(),
    )


def _act(
    directive_id: int, edit: Callable[..., Directive], action: str, anchor: str
) -> Response:
    """Make one correction and go back to it; a fault is told above the page, nothing is lost."""
    try:
        _change(directive_id, edit, action)
    except (Invalid, intake.StaleDraft) as fault:
        _tell(fault)
    return _back(directive_id, anchor)


def _tell(fault: Invalid | Conflict | assignments.NotReady) -> None:
    if isinstance(fault, Invalid):
        flash(" ".join(field_words(fault).values()), "danger")
    else:
        flash(fault_words(fault), "danger")


def _back(directive_id: int, anchor: str) -> Response:
    return redirect(url_for("drafts.draft", directive_id=directive_id, _anchor=anchor))
