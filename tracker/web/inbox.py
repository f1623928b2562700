"""The notices of a person: what their alerts told, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_login import current_user
from werkzeug.wrappers import Response

from search_index import SearchQueryError
from tracker import alerts
from tracker.alerts import Inbox, NoticeRow
from tracker.models import NoticeKind
from tracker.web.context import actor, now, services, signed_in_only
from tracker.web.letters import source_address
from tracker.web.search import QUERY_FAULTS, Fault, fault_of

bp = Blueprint("inbox", __name__, url_prefix="/notices")


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of notices; ``only_unread`` is whether those read are left out."""

    inbox: Inbox
    only_unread: bool

    @property
    def mail_fault(self) -> str | None:
        """Why mails to this person do not arrive, if so."""
        return self.inbox.mail_fault if current_user.email else None


@bp.get("")
@signed_in_only
def notices() -> str:
    """List notices."""
    only_unread = "unread" in request.args
    found = alerts.list_notices(
        services().database,
        actor(),
        page=request.args.get("page", 1, type=int),
        only_unread=only_unread,
        now=now(),
    )
    return render_template("alerts/notices.html", page=InboxPage(found, only_unread))


@bp.get("/<int:notice_id>")
@signed_in_only
def open_notice(notice_id: int) -> Response:
    """Open what a notice tells of; it counts as read from now on."""
    row = alerts.open_notice(services().database, actor(), notice_id, now=now())
    if row.source is not None:
        return redirect(source_address(row.source))
    if row.search_id is not None:
        return redirect(url_for("searches.open_search", search_id=row.search_id))
    if row.kind in alerts.OF_SEARCHES:
        return redirect(url_for("searches.searches"))
    if row.kind is NoticeKind.SUCCESSION:
        return redirect(_succession(row))
    return redirect(url_for("inbox.notices"))


def _succession(row: NoticeRow) -> str:
    """Return where a succession is seen: the act's page, or the agency's own work."""
    act_id = row.details.get("act")
    if isinstance(act_id, int) and actor().sees_everything:
        return url_for("acts.act", act_id=act_id)
    return url_for("home.home")


@bp.post("/<int:notice_id>/read")
@signed_in_only
def read_submit(notice_id: int) -> Response:
    """Mark a notice as read and stay in the list."""
    alerts.open_notice(services().database, actor(), notice_id, now=now())
    return _back()


@bp.post("/read-all")
@signed_in_only
def read_all_submit() -> Response:
    """Mark every notice as read."""
    alerts.read_all(services().database, actor(), now=now())
    return _back()


def _back() -> Response:
    unread = "1" if "unread" in request.form else None
    return redirect(url_for("inbox.notices", unread=unread))


@bp.record_once
def _register(state: BlueprintSetupState) -> None:
    """Give templates the number for the head of each page, and the faults of kept searches."""
    state.app.add_template_global(unread_notices)
    state.app.add_template_filter(_fault, "kept_fault")


def unread_notices() -> str:
    """Return how many notices of the signed-in person are unread, as people write it."""
    count = alerts.count_unread(services().database, current_user.actor, now=now())
    most = alerts.MOST_COUNTED
    return f"{most}+" if count > most else str(count or "")


def _fault(row: NoticeRow) -> Fault | None:
    """Return the fault that a notice tells of; ``None`` for one that has no words any more."""
    fault = row.fault or {}
    if fault.get("code") not in QUERY_FAULTS:
        return None
    error = SearchQueryError(
        "",
        code=fault["code"],
        position=fault["position"],
        proposal=fault["proposal"],
        **fault["details"],
    )
    error.text = fault["text"]
    return fault_of(error)
