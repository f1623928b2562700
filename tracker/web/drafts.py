"""Checking a reading: source and tasks side by side, forms for each part, then issuing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directives import Every, Nature, SpanRole, TaskDraft, editing
from tracker import assignments, intake
from tracker.errors import Invalid, NotFound
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.draft_form import read_document, read_task, typed_document, typed_task
from tracker.web.drafting import change, draft_page, lead_on, seen_revision
from tracker.web.faults import fault_words, field_words
from tracker.web.labels import DOCUMENT_KINDS, label
from tracker.web.notices import Notice, notices
from tracker.web.source_text import Piece, marked_tasks, pieces

bp = Blueprint("drafts", __name__, url_prefix="/directives/<int:directive_id>/draft")
bp.register_error_handler(intake.NotADraft, lead_on)

PLAIN_ROLES = tuple(r for r in SpanRole if r not in {SpanRole.TASK, SpanRole.UNEXPLAINED})


@dataclass(frozen=True, slots=True)
class DraftView:
    """The review page: the draft, its text cut where roles and tasks change, what to mind."""

    draft: intake.DraftPage
    source: tuple[Piece, ...]
    notices: tuple[Notice, ...]
    roles: tuple[SpanRole, ...] = PLAIN_ROLES


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of one task of a draft, or of the document where ``task`` is ``None``.

    ``stale`` says who changed the draft while the form was open; what was typed stays.
    """

    draft: intake.DraftPage
    task: TaskDraft | None
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    stale: str = ""

    @property
    def split_places(self) -> tuple[int, ...]:
        """Where the task is likely to be cut."""
        return editing.split_places(self.task) if self.task else ()


@dataclass(frozen=True, slots=True)
class IssueView:
    """What issuing would assign and what is left open, before it is done.

    ``fault`` says why it was refused; ``reason`` is what was typed. ``moved`` are
    the deadlines that the office's calendar puts on another day.
    """

    draft: intake.DraftPage
    plan: tuple[assignments.PlannedAssignment, ...]
    clarity: assignments.Clarity
    moved: tuple[assignments.MovedDue, ...]
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    same_id: int | None = None

    @property
    def assignments(self) -> int:
        """How many assignments issuing would make."""
        return sum(sum(planned.counts.values()) for planned in self.plan)


@bp.get("")
@signed_in_only
def draft(directive_id: int) -> str:
    """Show the reading beside its source."""
    page = draft_page(directive_id)
    reading = page.reading
    cut = pieces(reading.text, reading.spans, marked_tasks(reading.tasks))
    view = DraftView(page, tuple(cut), tuple(notices(reading, page.findings)))
    return render_template("directives/draft.html", page=view)


@bp.get("/body")
@signed_in_only
def body(directive_id: int) -> str:
    """Show whom a body's words mean, and everybody they could mean."""
    words = request.args.get("words", "")
    page = intake.body_page(services().database, actor(), directive_id, words, today=today())
    return render_template("directives/body_form.html", page=page)


@bp.get("/tasks/<task_id>")
@signed_in_only
def task(directive_id: int, task_id: str) -> str:
    """Show the form of one task."""
    page = draft_page(directive_id)
    found = _task_of(page, task_id)
    return _task_form(FormView(page, found, typed_task(found)))


@bp.post("/tasks/<task_id>")
@signed_in_only
def task_submit(directive_id: int, task_id: str) -> Response | tuple[str, int]:
    """Correct one task."""
    try:
        fields = read_task(request.form)
        edit = partial(editing.change_task, task_id=task_id, fields=fields)
        change(directive_id, edit, "task")
    except (Invalid, intake.StaleDraft) as fault:
        page = draft_page(directive_id)
        view = _refused(page, _task_of(page, task_id), fault)
        return _task_form(view), _status(fault)
    return _back(directive_id, f"task-{task_id}")


def _task_of(page: intake.DraftPage, task_id: str) -> TaskDraft:
    try:
        return editing.find_task(page.reading, task_id)
    except editing.EditError as fault:
        raise NotFound from fault


def _task_form(view: FormView) -> str:
    every = [(each.value, label(each)) for each in Every]
    natures = [(each.value, label(each)) for each in Nature]
    return render_template("directives/task_form.html", page=view, every=every, natures=natures)


@bp.get("/document")
@signed_in_only
def document(directive_id: int) -> str:
    """Show the form of what the document says of itself."""
    page = draft_page(directive_id)
    return _document_form(FormView(page, None, typed_document(page.reading.document)))


@bp.post("/document")
@signed_in_only
def document_submit(directive_id: int) -> Response | tuple[str, int]:
    """Correct what the document says of itself."""
    page = draft_page(directive_id)
    try:
        changed = read_document(request.form, page.reading.document)
        change(directive_id, partial(editing.set_document, document=changed), "document")
    except (Invalid, intake.StaleDraft) as fault:
        return _document_form(_refused(page, None, fault)), _status(fault)
    return _back(directive_id, "document")


def _document_form(view: FormView) -> str:
    kinds = tuple(DOCUMENT_KINDS.items())
    return render_template("directives/document_form.html", page=view, kinds=kinds)


def _refused(
    page: intake.DraftPage, task: TaskDraft | None, fault: Invalid | intake.StaleDraft
) -> FormView:
    """Return the form as typed, now on the newest revision, with what was wrong."""
    if not isinstance(fault, Invalid):
        return FormView(page, task, request.form, stale=fault_words(fault))
    # What would break the reading is a fault of the bounds, the only field that can.
    words = field_words(fault)
    errors = {("start" if name == "edit" else name): told for name, told in words.items()}
    return FormView(page, task, request.form, errors)


def _status(fault: Invalid | intake.StaleDraft) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if isinstance(fault, Invalid) else HTTPStatus.CONFLICT


def _back(directive_id: int, anchor: str) -> Response:
    return redirect(url_for("drafts.draft", directive_id=directive_id, _anchor=anchor))


@bp.get("/issue")
@signed_in_only
def issue(directive_id: int) -> str:
    """Show what issuing would assign, to be confirmed."""
    return _issue_form(directive_id)


@bp.post("/issue")
@signed_in_only
def issue_submit(directive_id: int) -> Response | tuple[str, int]:
    """Issue the tasks."""
    database = services().database
    try:
        assignments.issue_directive(
            database,
            actor(),
            directive_id,
            revision=seen_revision(),
            now=now(),
            reason=request.form.get("reason", ""),
        )
    except Invalid as fault:
        return _issue_form(directive_id, errors=field_words(fault)), HTTPStatus.UNPROCESSABLE_ENTITY
    except assignments.SameIdentity as fault:
        same = fault.details.get("directive_id")
        return _issue_form(directive_id, fault_words(fault), same), HTTPStatus.CONFLICT
    except (intake.StaleDraft, assignments.NotReady) as fault:
        return _issue_form(directive_id, fault_words(fault)), HTTPStatus.CONFLICT
    flash(_("The tasks were issued."), "success")
    return redirect(url_for("directives.directive", directive_id=directive_id))


def _issue_form(
    directive_id: int,
    fault: str = "",
    same: str | int | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    database = services().database
    view = IssueView(
        draft=draft_page(directive_id),
        plan=assignments.plan_issue(database, actor(), directive_id, now=now()),
        clarity=assignments.clarity_of(database, actor(), directive_id, now=now()),
        moved=assignments.dues_to_move(database, actor(), directive_id),
        reason=request.form.get("reason", ""),
        errors=errors or {},
        fault=fault,
        same_id=None if same is None else int(same),
    )
    return render_template("directives/issue.html", page=view)
