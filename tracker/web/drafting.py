"""What every page and act on a draft shares: reading it, changing it, telling why not."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directives import Directive
from tracker import intake
from tracker.domain import DirectiveState
from tracker.errors import Conflict, Invalid
from tracker.web.context import actor, now, services, today
from tracker.web.faults import fault_words, field_words


def draft_page(directive_id: int) -> intake.DraftPage:
    """Return the draft as it is now."""
    return intake.draft_page(services().database, actor(), directive_id, today=today())


def seen_revision() -> int:
    """Return the revision on which the person pressed a button."""
    return request.form.get("revision", -1, type=int)


def change(directive_id: int, edit: Callable[..., Directive], action: str) -> None:
    """Make one correction of the draft as it was seen."""
    intake.change_draft(
        services().database,
        actor(),
        directive_id,
        edit,
        action=action,
        revision=seen_revision(),
        now=now(),
    )


def turn_back(directive_id: int, act: Callable[[], None], anchor: str) -> Response:
    """Do ``act`` and show the draft at ``anchor``; a fault is told above it, nothing is lost."""
    try:
        act()
    except intake.NotADraft:
        raise
    except Invalid as fault:
        flash(" ".join(field_words(fault).values()), "danger")
    except Conflict as fault:
        flash(fault_words(fault), "danger")
    return redirect(url_for("drafts.draft", directive_id=directive_id, _anchor=anchor))


def lead_on(fault: intake.NotADraft) -> Response:
    """Lead from the page of a draft that has been issued or put away to where it is now."""
    if fault.details["state"] == DirectiveState.WITHDRAWN:
        flash(_("This draft was put away. Restore it here to go on."), "warning")
        return redirect(url_for("directives.directives", state=DirectiveState.WITHDRAWN.value))
    directive_id = (request.view_args or {})["directive_id"]
    return redirect(url_for("directives.directive", directive_id=directive_id))
