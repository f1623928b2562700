"""The request for clarification of a draft: as a page to print, and as a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from directives.readers.guard import DOCX
from tracker import assignments, intake
from tracker.web.clarity_letter import Letter, as_docx, clarification_letter
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.drafting import draft_page, lead_on

bp = Blueprint("clarifications", __name__, url_prefix="/directives/<int:directive_id>/draft")
bp.register_error_handler(intake.NotADraft, lead_on)


@dataclass(frozen=True, slots=True)
class ClarificationView:
    """The letter as a page."""

    directive_id: int
    letter: Letter


@bp.get("/clarification")
@signed_in_only
def clarification(directive_id: int) -> str:
    """Show the letter that asks the issuer about what a draft leaves open."""
    view = ClarificationView(directive_id, _letter(directive_id))
    return render_template("directives/clarification.html", page=view)


@bp.get("/clarification.docx")
@signed_in_only
def clarification_file(directive_id: int) -> Response:
    """Hand the letter out as a Word file."""
    return send_file(
        BytesIO(as_docx(_letter(directive_id))),
        mimetype=DOCX,
        as_attachment=True,
        download_name=f"de-nghi-lam-ro-{directive_id}.docx",
    )


def _letter(directive_id: int) -> Letter:
    page = draft_page(directive_id)
    clarity = assignments.clarity_of(services().database, actor(), directive_id, now=now())
    return clarification_letter(clarity, page.file_name, today())
