"""The first page: each role lands where its work is."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker.web.context import signed_in_only

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in_only
def home() -> str:
    """Show what this person can do here."""
    return render_template("home.html")
