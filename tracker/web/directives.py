"""Directives: the list, taking one in, its own page and its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directives import DirectiveError, SpanRole
from directives.model import Span
from tracker import assignments, intake, policy, relations
from tracker import search as searching
from tracker.domain import DirectiveState, RelationKind, Role
from tracker.errors import Invalid, NotFound
from tracker.relations import MAX_WORDS_CHARACTERS
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import fault_words, field_words
from tracker.web.source_text import Marked, Piece, Sought, pieces

bp = Blueprint("directives", __name__)

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class UploadView:
    """The form that takes a document in; ``known_id`` is the one that is already here."""

    max_megabytes: int
    errors: Mapping[str, str] = field(default_factory=dict)
    known_id: int | None = None


@dataclass(frozen=True, slots=True)
class DirectiveView:
    """An issued directive, its text marked where its tasks stand, and its relations.

    ``typed`` and ``errors`` are of a relation that could not be taken.
    """

    directive: assignments.DirectivePage
    source: tuple[Piece, ...]
    relations: relations.Relations
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    relation_kinds: tuple[RelationKind, ...] = tuple(RelationKind)
    max_words: int = MAX_WORDS_CHARACTERS
    # A task of a hundred communes has a page for them.
    shown_of_a_task: int = 12


@bp.get("/directives")
@signed_in_only
def directives() -> str:
    """List what this person may know of."""
    found = intake.list_directives(services().database, actor(), _query())
    return render_template("directives/directives.html", page=found, states=tuple(DirectiveState))


def _query() -> intake.DirectiveQuery:
    asked = request.args
    state = asked.get("state", "")
    year = asked.get("year", "")
    return intake.DirectiveQuery(
        state=DirectiveState(state) if state in set(DirectiveState) else None,
        kind=asked.get("kind", ""),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,  # noqa: PLR2004 - digits
        words=asked.get("words", "").strip(),
        sort=asked.get("sort", "-received"),
        page=asked.get("page", 1, type=int),
    )


@bp.get("/directives/new")
@signed_in_only
def upload() -> str:
    """Show the form that takes a document in."""
    policy.require(actor(), Role.CLERK)
    return render_template("directives/upload.html", page=UploadView(_max_megabytes()))


@bp.post("/directives/new")
@signed_in_only
def upload_submit() -> Response | tuple[str, int]:
    """Read a document into a draft."""
    sent = request.files.get("document")
    parts = services()
    try:
        if sent is None or not sent.filename:
            raise Invalid({"document": "required"})
        directive_id = intake.upload_directive(
            parts.database,
            parts.files,
            actor(),
            intake.Upload(sent.filename, sent.read()),
            now=now(),
            before_is_inclusive=parts.before_is_inclusive,
        )
    except Invalid as fault:
        return _refused(field_words(fault))
    except intake.AlreadyKnown as fault:
        return _refused({"document": fault_words(fault)}, int(fault.details["directive_id"]))
    except (DirectiveError, intake.SecretDocument) as fault:
        return _refused({"document": fault_words(fault)})
    flash(_("The document was read. Check the reading beside the source, then issue it."))
    return redirect(url_for("drafts.draft", directive_id=directive_id))


def _refused(errors: Mapping[str, str], known_id: int | None = None) -> tuple[str, int]:
    view = UploadView(_max_megabytes(), errors, known_id)
    return render_template("directives/upload.html", page=view), 422


def _max_megabytes() -> int:
    return services().max_upload_bytes // MEGABYTE


@bp.get("/directives/<int:directive_id>")
@signed_in_only
def directive(directive_id: int) -> str | Response:
    """Show an issued directive with what became of it; a draft opens for its clerk."""
    try:
        return directive_shown(directive_id)
    except NotFound:
        if actor().has(Role.CLERK):
            return redirect(url_for("drafts.draft", directive_id=directive_id))
        raise


def directive_shown(
    directive_id: int,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """Return the page of an issued directive, with a relation that could not be taken."""
    parts = services()
    page = assignments.directive_page(
        parts.database,
        actor(),
        directive_id,
        today=today(),
        rules=parts.rules,
        as_assigned=request.args.get("names") == "assigned",
    )
    text = page.text or ""
    marks = [Marked(str(task.task_id), task.start, task.end) for task in page.tasks]
    whole = [Span(0, len(text), SpanRole.CONTEXT)]
    view = DirectiveView(
        page,
        tuple(pieces(text, whole, marks, _sought(text))),
        relations.relations_of(parts.database, actor(), directive_id),
        typed or {},
        errors or {},
    )
    return render_template("directives/directive.html", page=view)


def _sought(text: str) -> Sought:
    """Return what a link from a result looks for in the text: ``q`` from character ``at`` on."""
    words = request.args.get("q", "")
    places = searching.found_in(services().database, actor(), words, text)
    return Sought(places, request.args.get("at", type=int))


@bp.get("/directives/<int:directive_id>/source")
@signed_in_only
def source(directive_id: int) -> Response:
    """Hand out the file as it came, never to be opened inside a page."""
    parts = services()
    found = assignments.open_source(parts.database, parts.files, actor(), directive_id)
    answer = send_file(
        BytesIO(found.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.name,
    )
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


@bp.post("/directives/<int:directive_id>/withdraw")
@signed_in_only
def withdraw_submit(directive_id: int) -> Response:
    """Put a draft away; it can be taken up again."""
    intake.withdraw_draft(services().database, actor(), directive_id)
    flash(_("The draft was put away. It can be restored from the list of withdrawn drafts."))
    return redirect(url_for("directives.directives", state=DirectiveState.WITHDRAWN.value))


@bp.post("/directives/<int:directive_id>/restore")
@signed_in_only
def restore_submit(directive_id: int) -> Response:
    """Take a withdrawn draft up again."""
    intake.restore_draft(services().database, actor(), directive_id)
    return redirect(url_for("drafts.draft", directive_id=directive_id))
