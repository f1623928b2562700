"""The first page: each role lands where its work is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.domain import Role
from tracker.web.context import actor, signed_in_only

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in_only
def home() -> Response | str:
    """Send whoever has one kind of work straight to it; show the others their places."""
    if actor().roles == {Role.COMMITTEE}:
        return redirect(url_for("review.overview"))
    if actor().roles == {Role.AGENCY} and len(current_user.agency_ids) == 1:
        [agency_id] = current_user.agency_ids
        return redirect(url_for("agencies.agency", agency_id=agency_id))
    return render_template("home.html")
