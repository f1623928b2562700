"""Sign in, sign out, choose the language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tracker import accounts
from tracker.web.context import now, services, signed_in_only

bp = Blueprint("accounts", __name__)


class WebUser(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A signed-in person as Flask-Login sees one; its id is the session's secret token."""

    def __init__(self, person: accounts.SignedIn) -> None:
        self.token = person.token
        self.actor = person.actor
        self.locale = person.locale

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return self.token


def load_user(token: str) -> WebUser | None:
    """Return the person behind a cookie's token, or ``None`` when it is dead."""
    person = accounts.signed_in(services().database, token, now=now())
    return None if person is None else WebUser(person)


@bp.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in form."""
    return render_template("accounts/sign_in.html", fault=None)


@bp.post("/sign-in")
def sign_in_submit() -> Response | tuple[str, int]:
    """Open a session."""
    database = services().database
    try:
        token = accounts.sign_in(
            database, request.form["username"], request.form["password"], now=now()
        )
    except accounts.WrongPassword as fault:
        return render_template("accounts/sign_in.html", fault=fault), 422
    user = load_user(token)
    login_user(user)
    return redirect(url_for("home.home"))


@bp.post("/sign-out")
@signed_in_only
def sign_out() -> Response:
    """End the session everywhere its cookie was copied to."""
    accounts.sign_out(services().database, current_user.token, now=now())
    logout_user()
    return redirect(url_for("accounts.sign_in"))
