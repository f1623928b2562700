"""What an administrator sees of the mails: whether any are sent, what waits, what is in trouble."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker import alerts
from tracker.alerts import MailState
from tracker.domain import Role
from tracker.web.context import actor, now, services, signed_in_only

bp = Blueprint("mails", __name__, url_prefix="/admin/mail")


@dataclass(frozen=True, slots=True)
class MailPage:
    """The state of the mails; ``server`` is empty where none is set up."""

    state: MailState
    server: str
    sender: str
    digest_hour: int


@bp.get("")
@signed_in_only
def mail() -> str:
    """Show how the mails fare."""
    state = alerts.show_mail(services().database, actor())
    server = services().mail
    page = MailPage(
        state=state,
        server=f"{server.host}:{server.port}" if server else "",
        sender=server.sender if server else "",
        digest_hour=services().digest_hour,
    )
    return render_template("administration/mail.html", page=page)


@bp.post("/try-again")
@signed_in_only
def try_again_submit() -> Response:
    """Try what is in trouble anew."""
    alerts.try_again(services().database, actor(), now=now())
    flash(_("What could not be sent is tried again now."), "success")
    return redirect(url_for("mails.mail"))


@bp.app_template_global()
def mail_is_troubled() -> bool:
    """Return whether an administrator has to see that mails are in trouble."""
    is_concerned = current_user.actor.has(Role.ADMINISTRATOR)
    return is_concerned and alerts.is_troubled(services().database)
