"""Sign in and out, one's own account, the choice of language."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tracker import accounts
from tracker.errors import Invalid
from tracker.web.addresses import own_page
from tracker.web.context import now, services, signed_in_only
from tracker.web.faults import fault_words, field_words

bp = Blueprint("accounts", __name__)

LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600


class WebUser(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A signed-in person as Flask-Login sees one; its id is the session's secret token."""

    def __init__(self, person: accounts.SignedIn) -> None:
        self.token = person.token
        self.actor = person.actor
        self.agency_ids = person.agency_ids
        self.username = person.username
        self.locale = person.locale
        self.password_is_temporary = person.password_is_temporary
        self.email = person.email

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return self.token


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in form; ``destination`` is the page to go to afterwards."""

    destination: str
    username: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class AccountPage:
    """A person's own account; ``errors`` are of the form for a new password."""

    min_characters: int
    errors: dict[str, str] = field(default_factory=dict)


def load_user(token: str) -> WebUser | None:
    """Return the person behind a cookie's token, or ``None`` when it is dead."""
    person = accounts.signed_in(services().database, token, now=now())
    return None if person is None else WebUser(person)


@bp.before_app_request
def ask_for_own_password() -> Response | None:
    """Let whoever has a one-time password do nothing before choosing their own."""
    if request.blueprint in {None, "accounts", "bootstrap", "fonts"}:
        return None
    if current_user.is_authenticated and current_user.password_is_temporary:
        return redirect(url_for("accounts.account"))
    return None


@bp.get("/sign-in")
def sign_in() -> str:
    """Show the sign-in form."""
    page = SignInPage(own_page(request.args.get("next", ""), url_for("home.home")))
    return render_template("accounts/sign_in.html", page=page)


@bp.post("/sign-in")
def sign_in_submit() -> Response | tuple[str, int]:
    """Open a session, and begin the cookie anew so that nothing planted in it lives on."""
    username = request.form.get("username", "")
    destination = own_page(request.form.get("next", ""), url_for("home.home"))
    try:
        token = accounts.sign_in(
            services().database,
            username,
            request.form.get("password", ""),
            address=request.remote_addr or "",
            now=now(),
        )
    except (accounts.WrongPassword, accounts.TooManyAttemptsError) as fault:
        page = SignInPage(destination, username, fault_words(fault))
        status = 422 if isinstance(fault, accounts.WrongPassword) else 429
        return render_template("accounts/sign_in.html", page=page), status
    session.clear()
    login_user(load_user(token))
    return redirect(destination)


@bp.post("/sign-out")
@signed_in_only
def sign_out() -> Response:
    """End the session everywhere its cookie was copied to."""
    accounts.sign_out(services().database, current_user.token, now=now())
    return _to_sign_in(_("Signed out."))


@bp.post("/sign-out-everywhere")
@signed_in_only
def sign_out_everywhere() -> Response:
    """End every session of this person."""
    accounts.sign_out_everywhere(services().database, current_user.token, now=now())
    return _to_sign_in(_("Signed out on every device."))


@bp.get("/account")
@signed_in_only
def account() -> str:
    """Show one's own account."""
    return render_template("accounts/account.html", page=AccountPage(accounts.MIN_CHARACTERS))


@bp.post("/account/password")
@signed_in_only
def change_password_submit() -> Response | tuple[str, int]:
    """Choose a new password."""
    form = request.form
    change = accounts.PasswordChange(
        form.get("current", ""), form.get("new", ""), form.get("repeated", "")
    )
    try:
        accounts.change_password(services().database, current_user.token, change, now=now())
    except Invalid as fault:
        page = AccountPage(accounts.MIN_CHARACTERS, field_words(fault))
        return render_template("accounts/account.html", page=page), 422
    flash(_("The password is changed. Sessions on other devices have ended."), "success")
    return redirect(url_for("home.home"))


@bp.post("/language")
def choose_language() -> Response:
    """Show pages in another language from now on, here and on the account; stay on the page."""
    language = request.form.get("language", "")
    if language not in accounts.LANGUAGES:
        raise Invalid({"language": "unknown"})
    if current_user.is_authenticated:
        accounts.choose_language(services().database, current_user.token, language, now=now())
    answer = redirect(own_page(request.form.get("next", ""), url_for("home.home")))
    answer.set_cookie(
        "locale",
        language,
        max_age=LANGUAGE_COOKIE_SECONDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def _to_sign_in(message: str) -> Response:
    logout_user()
    session.clear()
    flash(message, "success")
    return redirect(url_for("accounts.sign_in"))
