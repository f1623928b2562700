"""A task and its story; agencies report on it, inspectors judge what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from tracker import handling, progress, relations
from tracker.domain import VerdictKind
from tracker.errors import Invalid, NotFound
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.progress_form import (
    ProgressForm,
    form_of,
    kept_files,
    read_form,
    record_id,
    sent_files,
    typed_form,
)

bp = Blueprint("tasks", __name__)

MEGABYTE = 1024 * 1024
JUDGED: Mapping[VerdictKind, LazyString] = {
    VerdictKind.CONFIRMED: _l("Confirmed."),
    VerdictKind.SENT_BACK: _l("Sent back to the agency."),
    VerdictKind.DISPUTED: _l("The agency is told what is disputed."),
}


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task's page, with the verdict that could not be taken, if there is one."""

    story: progress.TaskPage
    handled: handling.TaskHandling
    discussion: handling.Discussion
    carried: relations.Carried
    judged_id: int | None = None
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportView:
    """The form of an update beside the last one; ``preview`` is the narrative to be shown.

    ``kept`` are the ids of the corrected update's files that stay.
    """

    about: progress.ReportPage
    form: ProgressForm
    kept: frozenset[int] = frozenset()
    preview: str | None = None
    files_lost: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def novelty(self) -> progress.Novelty | None:
        """What was typed that the last update did not say, once something was sent."""
        if self.about.last is None or not self.form.narrative.strip():
            return None
        if self.preview is None and not self.errors:
            return None
        return progress.what_is_new(self.form, self.about.last)

    @property
    def limits(self) -> Mapping[str, int]:
        """How many files there may be, and the size of one and of all together in MB."""
        return {
            "files": progress.MAX_EVIDENCE_FILES,
            "each": progress.MAX_EVIDENCE_BYTES // MEGABYTE,
            "together": services().max_upload_bytes // MEGABYTE,
        }


@bp.get("/tasks/<int:task_id>")
@signed_in_only
def task(task_id: int) -> str:
    """Show a task with everything said of it."""
    return render_template("tasks/task.html", page=_view(task_id))


@bp.post("/tasks/<int:task_id>/updates/<int:update_id>/verdict")
@signed_in_only
def verdict_submit(task_id: int, update_id: int) -> Response | tuple[str, int]:
    """Confirm an update, send it back, or dispute it."""
    reason = request.form.get("reason", "")
    kind = request.form.get("kind", "")
    if kind not in set(VerdictKind):
        raise NotFound
    try:
        progress.give_verdict(
            services().database,
            actor(),
            update_id,
            VerdictKind(kind),
            reason,
            now=now(),
            last_verdict_id=request.form.get("last_verdict_id", type=int),
        )
    except Invalid as fault:
        view = _view(task_id, judged_id=update_id, reason=reason, errors=field_words(fault))
        return render_template("tasks/task.html", page=view), 422
    flash(str(JUDGED[VerdictKind(kind)]), "success")
    return redirect(url_for("tasks.task", task_id=task_id, _anchor=f"update-{update_id}"))


@bp.get("/assignments/<int:assignment_id>/report")
@signed_in_only
def report(assignment_id: int) -> str:
    """Show the form of an update, or of the report of a period."""
    period = request.args.get("period") or None
    about = _about(assignment_id, period, record_id(request.args.get("corrects", "")))
    if about.corrected is not None:
        kept = frozenset(file.evidence_id for file in about.corrected.evidence)
        view = ReportView(about, form_of(about.corrected), kept)
    else:
        percent = str(about.last.percent) if about.last else "0"
        view = ReportView(about, ProgressForm(percent=percent, period=period or ""))
    return render_template("tasks/report.html", page=view)


@bp.post("/assignments/<int:assignment_id>/report")
@signed_in_only
def report_submit(assignment_id: int) -> Response | tuple[str, int]:
    """Log an update."""
    form, files, kept = typed_form(request), sent_files(request), kept_files(request)
    about = _about(assignment_id, form.period or None, record_id(form.corrects))
    try:
        update_id = _log(assignment_id, form, files, kept)
    except Invalid as fault:
        view = ReportView(about, form, kept, files_lost=bool(files), errors=_words(fault))
        return render_template("tasks/report.html", page=view), 422
    _flash_logged(about)
    target = url_for("tasks.task", task_id=about.task.task_id, _anchor=f"update-{update_id}")
    return redirect(target)


@bp.post("/assignments/<int:assignment_id>/report/preview")
@signed_in_only
def preview_submit(assignment_id: int) -> str:
    """Show the narrative as it will be read, above the form as it was typed."""
    form = typed_form(request)
    view = ReportView(
        _about(assignment_id, form.period or None, record_id(form.corrects)),
        form,
        kept_files(request),
        preview=form.narrative,
        files_lost=bool(sent_files(request)),
    )
    return render_template("tasks/report.html", page=view)


@bp.get("/evidence/<int:evidence_id>")
@signed_in_only
def evidence(evidence_id: int) -> Response:
    """Hand out a file as it came; a browser is told to save it, never to show or run it."""
    file = progress.open_evidence(services().database, services().files, actor(), evidence_id)
    answer = send_file(
        BytesIO(file.content), file.media_type, as_attachment=True, download_name=file.name
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@bp.post("/evidence/<int:evidence_id>/sharing")
@signed_in_only
def sharing_submit(evidence_id: int) -> Response:
    """Share a file with the others who have a part in the task, or keep it for the office."""
    shared = request.form.get("shared") == "1"
    place = progress.share_evidence(
        services().database, actor(), evidence_id, shared=shared, today=today()
    )
    flash(_("The file is shared.") if shared else _("The file is private again."), "success")
    return redirect(
        url_for("tasks.task", task_id=place.task_id, _anchor=f"update-{place.update_id}")
    )


def _flash_logged(about: progress.ReportPage) -> None:
    if about.corrected is not None:
        flash(_("The correction is logged; what it corrects stays visible below it."), "success")
    elif about.on_behalf_of is not None:
        flash(_("The update is logged for %(agency)s, which is told.", agency=about.on_behalf_of))
    else:
        flash(_("The update is logged. An update is never changed; a correction is a new one."))
    if about.period and about.period.closed_at and not about.period.handed_in:
        flash(
            _("The period was closed before; what came now is marked as handed in after closing.")
        )


def _view(
    task_id: int,
    judged_id: int | None = None,
    reason: str = "",
    errors: Mapping[str, str] | None = None,
) -> TaskView:
    database, rules = services().database, services().rules
    return TaskView(
        story=progress.task_page(database, actor(), task_id, today=today(), rules=rules),
        handled=handling.task_handling(database, actor(), task_id, today=today(), rules=rules),
        discussion=handling.discussion(database, actor(), task_id, today=today()),
        carried=relations.carried_of(database, actor(), task_id),
        judged_id=judged_id,
        reason=reason,
        errors=errors or {},
    )


def _about(assignment_id: int, period: str | None, corrects: int | None) -> progress.ReportPage:
    return progress.report_page(
        services().database,
        actor(),
        assignment_id,
        period=period,
        corrects=corrects,
        today=today(),
    )


def _log(
    assignment_id: int,
    form: ProgressForm,
    files: tuple[progress.UploadedFile, ...],
    kept: frozenset[int],
) -> int:
    entry, faults = read_form(form, files, kept)
    if faults:
        # What cannot be read and what cannot be taken are told together.
        raise Invalid({**progress.entry_faults(entry, today()), **faults})
    return progress.log_update(
        services().database,
        services().files,
        actor(),
        assignment_id,
        entry,
        now=now(),
        seen_id=record_id(request.form.get("seen", "")),
    )


def _words(fault: Invalid) -> dict[str, str]:
    words = field_words(fault)
    if isinstance(fault, progress.InvalidEntry) and fault.files:
        words["evidence"] += f" ({', '.join(fault.files)})"
    return words
