"""What administrators do with people's accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import accounts
from tracker.domain import Role
from tracker.errors import Invalid
from tracker.web.context import actor, now, services, signed_in_only, today
from tracker.web.faults import field_words
from tracker.web.labels import label

bp = Blueprint("administration", __name__, url_prefix="/admin")


@dataclass(frozen=True, slots=True)
class UsersPage:
    """The list of people; ``words`` is what the list was narrowed by."""

    words: str
    people: accounts.UserPage


@dataclass(frozen=True, slots=True)
class OneUserPage:
    """A person, with the form for their e-mail address."""

    user: accounts.UserRow
    email: str
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewUserPage:
    """The form for a new person, with the choices of its lists as (value, words)."""

    form: accounts.NewUser
    roles: tuple[tuple[str, str], ...]
    agencies: tuple[tuple[str, str], ...]
    errors: Mapping[str, str] = field(default_factory=dict)


@bp.get("/users")
@signed_in_only
def users() -> str:
    """List people."""
    words = request.args.get("q", "")
    number = request.args.get("page", 1, type=int)
    people = accounts.list_users(
        services().database, actor(), words=words, page=number, today=today()
    )
    return render_template("administration/users.html", page=UsersPage(words, people))


@bp.get("/users/new")
@signed_in_only
def new_user() -> str:
    """Show the form for a new person."""
    return _new_user_page(accounts.NewUser(), {})


@bp.post("/users/new")
@signed_in_only
def new_user_submit() -> str | tuple[str, int]:
    """Add a person and show their one-time password, this once."""
    form = accounts.NewUser(
        **{name: request.form.get(name, "") for name in accounts.NewUser.__dataclass_fields__}
    )
    try:
        issued = accounts.add_user(services().database, actor(), form, now=now())
    except Invalid as fault:
        return _new_user_page(form, field_words(fault)), 422
    return render_template("administration/issued_password.html", page=issued)


@bp.get("/users/<int:user_id>")
@signed_in_only
def user(user_id: int) -> str:
    """Show a person's account and what can be done with it."""
    return _user_page(user_id, None, {})


@bp.post("/users/<int:user_id>/email")
@signed_in_only
def set_email_submit(user_id: int) -> Response | tuple[str, int]:
    """Note where mails for a person go."""
    address = request.form.get("email", "")
    try:
        accounts.set_email(services().database, actor(), user_id, address)
    except Invalid as fault:
        return _user_page(user_id, address, field_words(fault)), 422
    flash(_("The e-mail address is kept."), "success")
    return redirect(url_for("administration.user", user_id=user_id))


@bp.post("/users/<int:user_id>/disable")
@signed_in_only
def disable_user_submit(user_id: int) -> Response:
    """Close an account."""
    accounts.disable_user(services().database, actor(), user_id, now=now())
    flash(_("The account is closed and its sessions have ended."), "success")
    return redirect(url_for("administration.user", user_id=user_id))


@bp.post("/users/<int:user_id>/enable")
@signed_in_only
def enable_user_submit(user_id: int) -> Response:
    """Open an account again."""
    accounts.enable_user(services().database, actor(), user_id)
    flash(_("The account is open again."), "success")
    return redirect(url_for("administration.user", user_id=user_id))


@bp.post("/users/<int:user_id>/reset-password")
@signed_in_only
def reset_password_submit(user_id: int) -> str:
    """Replace a password and show the one-time one, this once."""
    issued = accounts.reset_password(services().database, actor(), user_id, now=now())
    return render_template("administration/issued_password.html", page=issued)


def _user_page(user_id: int, email: str | None, errors: Mapping[str, str]) -> str:
    """Show a person; ``email`` is what was typed, ``None`` for what is kept."""
    found = accounts.show_user(services().database, actor(), user_id, today=today())
    page = OneUserPage(found, (found.email or "") if email is None else email, errors)
    return render_template("administration/user.html", page=page)


def _new_user_page(form: accounts.NewUser, errors: Mapping[str, str]) -> str:
    choices = accounts.agency_choices(services().database, actor(), today=today())
    page = NewUserPage(
        form=form,
        roles=tuple((role.value, label(role)) for role in Role),
        agencies=tuple((str(choice.agency_id), choice.name) for choice in choices),
        errors=errors,
    )
    return render_template("administration/new_user.html", page=page)
