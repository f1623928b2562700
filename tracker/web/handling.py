"""What agencies and the office do with an assignment beside reporting on it, and their remarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from directives.text import clean_line
from tracker import handling
from tracker.domain import RequestKind
from tracker.errors import Invalid, NotFound
from tracker.handling import Act, CommentEntry, RequestEntry
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import typed_day

bp = Blueprint("handling", __name__)

ASKS: Mapping[RequestKind, LazyString] = {
    RequestKind.REFUSAL: _l("Refuse the task"),
    RequestKind.CONTENT: _l("Ask for a correction of the content"),
    RequestKind.LEAD: _l("Ask for another lead agency"),
    RequestKind.EXTENSION: _l("Ask for an extension"),
    RequestKind.STOP_TRACKING: _l("Ask to end tracking"),
    RequestKind.CONFIRMATION: _l("Ask for confirmation of completion"),
}
DONE: Mapping[Act, LazyString] = {
    Act.SUSPEND: _l("The work is suspended; no clock runs."),
    Act.RESUME: _l("The work goes on."),
    Act.STOP: _l("Tracking has ended."),
    Act.TRACKING_DATE: _l("The date for tracking is set."),
}


@dataclass(frozen=True, slots=True)
class AskView:
    """The form of a request, as it was typed."""

    about: handling.AskPage
    reason: str = ""
    wanted_due: str = ""
    wanted_text: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What is asked for."""
        return str(ASKS[self.about.kind])


@dataclass(frozen=True, slots=True)
class ActView:
    """The form of an act of the office, as it was typed."""

    about: handling.ActPage
    reason: str = ""
    due: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommentView:
    """The form of a remark, as it was typed, beside what was remarked before."""

    task_id: int
    discussion: handling.Discussion
    text: str = ""
    quote: str = ""
    start: str = ""
    reply_to: str = ""
    to: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def agencies(self) -> tuple[tuple[int, str], ...]:
        """Whom the office can speak to."""
        return handling.addressable(services().database, actor(), self.task_id, today=today())

    @property
    def answered(self) -> handling.Remark | None:
        """The remark that is replied to."""
        threads = self.discussion.remarks
        remarks = [one for top in threads for one in (top, *top.replies)]
        return next((one for one in remarks if str(one.comment_id) == self.reply_to), None)


@bp.record_once
def _register(state: object) -> None:
    state.app.add_template_filter(_asks, "asks")  # type: ignore[attr-defined]  # Flask's own


def _asks(kind: RequestKind) -> str:
    """Say what an agency does by a request of a kind."""
    return str(ASKS[kind])


@bp.post("/assignments/<int:assignment_id>/accept")
@signed_in_only
def accept_submit(assignment_id: int) -> Response:
    """Acknowledge an assignment."""
    task_id = handling.accept(services().database, actor(), assignment_id, now=now())
    flash(_("The task is accepted."))
    return _to_part(task_id, assignment_id)


@bp.get("/assignments/<int:assignment_id>/requests/<kind>")
@signed_in_only
def ask(assignment_id: int, kind: str) -> str:
    """Show the form of a request."""
    return render_template("handling/ask.html", page=AskView(_about(assignment_id, kind)))


@bp.post("/assignments/<int:assignment_id>/requests/<kind>")
@signed_in_only
def ask_submit(assignment_id: int, kind: str) -> Response | tuple[str, int]:
    """Put a request to the office."""
    about = _about(assignment_id, kind)
    typed = {name: request.form.get(name, "") for name in ("reason", "wanted_due", "wanted_text")}
    try:
        _ask(about, **typed)
    except Invalid as fault:
        view = AskView(about, **typed, errors=field_words(fault))
        return render_template("handling/ask.html", page=view), 422
    flash(_("The request waits for its decision. Until then the task stands as before."))
    return _to_part(about.part.task_id, assignment_id)


@bp.get("/assignments/<int:assignment_id>/acts/<act>")
@signed_in_only
def act(assignment_id: int, act: str) -> str:
    """Show the form of an act of the office."""
    return render_template("handling/act.html", page=ActView(_acted_on(assignment_id, act)))


@bp.post("/assignments/<int:assignment_id>/acts/<act>")
@signed_in_only
def act_submit(assignment_id: int, act: str) -> Response | tuple[str, int]:
    """Suspend, resume or end tracking, or set a date for it."""
    about = _acted_on(assignment_id, act)
    reason, due = request.form.get("reason", ""), request.form.get("due", "")
    try:
        _steer(about, reason, due)
    except Invalid as fault:
        view = ActView(about, reason, due, field_words(fault))
        return render_template("handling/act.html", page=view), 422
    flash(DONE[about.act], "success")
    return _to_part(about.part.task_id, assignment_id)


@bp.get("/tasks/<int:task_id>/comments")
@signed_in_only
def comments(task_id: int) -> str:
    """Show the form of a remark, on words that were chosen or in answer to another."""
    asked = request.args
    view = CommentView(
        task_id,
        _discussion(task_id),
        quote=clean_line(asked.get("quote", "")),
        start=clean_line(asked.get("start", "")),
        reply_to=asked.get("reply_to", ""),
    )
    return render_template("handling/comment.html", page=view)


@bp.post("/tasks/<int:task_id>/comments")
@signed_in_only
def comment_submit(task_id: int) -> Response | tuple[str, int]:
    """Add a remark."""
    names = ("text", "quote", "start", "reply_to", "to")
    typed = {name: request.form.get(name, "") for name in names}
    entry = CommentEntry(
        text=typed["text"],
        quote=typed["quote"],
        start=request.form.get("start", type=int),
        reply_to_id=request.form.get("reply_to", type=int),
        to_agency_id=request.form.get("to", type=int),
    )
    try:
        comment_id = handling.comment(services().database, actor(), task_id, entry, now=now())
    except Invalid as fault:
        words = field_words(fault)
        view = CommentView(task_id, _discussion(task_id), **typed, errors=words)
        return render_template("handling/comment.html", page=view), 422
    flash(_("The comment is added; those it is meant for are told."))
    return redirect(url_for("tasks.task", task_id=task_id, _anchor=f"comment-{comment_id}"))


def _about(assignment_id: int, kind: str) -> handling.AskPage:
    if kind not in set(RequestKind):
        raise NotFound
    return handling.ask_page(
        services().database,
        actor(),
        assignment_id,
        RequestKind(kind),
        today=today(),
        rules=services().rules,
    )


def _ask(about: handling.AskPage, *, reason: str, wanted_due: str, wanted_text: str) -> None:
    due = typed_day(wanted_due)
    if wanted_due.strip() and due is None:
        raise Invalid({"wanted_due": "not-a-date"})
    handling.ask(
        services().database,
        actor(),
        about.part.assignment_id,
        RequestEntry(about.kind, reason, due, wanted_text),
        now=now(),
        rules=services().rules,
    )


def _acted_on(assignment_id: int, act: str) -> handling.ActPage:
    if act not in set(Act):
        raise NotFound
    return handling.act_page(
        services().database,
        actor(),
        assignment_id,
        Act(act),
        today=today(),
        rules=services().rules,
    )


def _steer(about: handling.ActPage, reason: str, typed_due: str) -> None:
    due = typed_day(typed_due)
    if typed_due.strip() and due is None:
        raise Invalid({"due": "not-a-date"})
    handling.steer(
        services().database,
        actor(),
        about.part.assignment_id,
        about.act,
        reason,
        due=due,
        now=now(),
        rules=services().rules,
    )


def _discussion(task_id: int) -> handling.Discussion:
    return handling.discussion(services().database, actor(), task_id, today=today())


def _to_part(task_id: int, assignment_id: int) -> Response:
    anchor = f"assignment-{assignment_id}"
    return redirect(url_for("tasks.task", task_id=task_id, _anchor=anchor))
