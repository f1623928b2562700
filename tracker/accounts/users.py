"""What an administrator does with people: list, add, disable, enable, give a new password.

A row is never deleted, because history names its author.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from directives.text import clean_line, fold
from tracker import policy
from tracker.accounts.hashing import hash_password, one_time_password
from tracker.accounts.sessions import end_sessions
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import AgencyVersion, RoleGrant, User

PAGE_SIZE = 50
MAX_DISPLAY_NAME_CHARACTERS = 200
# One plain address without a name, spaces or quoting, which every mail server takes.
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?=.{1,255}\Z)([A-Za-z0-9-]+\.)+[A-Za-z]{2,63}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,49}")


class LastAdministratorError(Conflict):
    """Nobody could manage people any more; another administrator has to be added first."""

    code = "last-administrator"


@dataclass(frozen=True, slots=True)
class GrantedRole:
    """A role of a person; ``agency`` is the name in force of the agency it is for."""

    role: Role
    agency: str | None


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person in the list."""

    user_id: int
    username: str
    display_name: str
    roles: tuple[GrantedRole, ...]
    created_at: datetime
    disabled_at: datetime | None
    email: str | None


@dataclass(frozen=True, slots=True)
class UserPage:
    """One page of the list; ``number`` and ``last`` count from 1."""

    rows: tuple[UserRow, ...]
    total: int
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class AgencyChoice:
    """An agency that a person can act for."""

    agency_id: int
    name: str


@dataclass(frozen=True, slots=True)
class NewUser:
    """What was typed about a new person, not yet checked."""

    username: str = ""
    display_name: str = ""
    role: str = ""
    agency_id: str = ""


@dataclass(frozen=True, slots=True)
class IssuedPassword:
    """A password that is shown once and has to be changed at the first sign-in."""

    user_id: int
    username: str
    password: str


def list_users(
    database: Database, actor: Actor, *, words: str = "", page: int = 1, today: date
) -> UserPage:
    """Return a page of the people whose name contains ``words``; the disabled come last.

    Names are compared here and not in SQL, whose databases disagree on Vietnamese letters; an
    office has hundreds of people, not millions.
    """
    policy.require(actor, Role.ADMINISTRATOR)
    everyone = select(User).options(selectinload(User.grants))
    with database.reading() as session:
        people = session.scalars(everyone.order_by(User.disabled_at.is_not(None), User.username))
        found = [user for user in people if _is_called(user, words)]
        last = max(1, -(-len(found) // PAGE_SIZE))
        number = min(max(page, 1), last)
        names = _agency_names(session, today)
        shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return UserPage(tuple(_row(user, names) for user in shown), len(found), number, last)


def show_user(database: Database, actor: Actor, user_id: int, *, today: date) -> UserRow:
    """Return one person."""
    policy.require(actor, Role.ADMINISTRATOR)
    with database.reading() as session:
        return _row(_user(session, user_id), _agency_names(session, today))


def agency_choices(database: Database, actor: Actor, *, today: date) -> tuple[AgencyChoice, ...]:
    """Return the agencies that exist on ``today``, by name."""
    policy.require(actor, Role.ADMINISTRATOR)
    with database.reading() as session:
        rows = session.execute(
            select(AgencyVersion.agency_id, AgencyVersion.name)
            .where(
                AgencyVersion.valid_from <= today,
                or_(AgencyVersion.valid_to.is_(None), AgencyVersion.valid_to >= today),
            )
            .order_by(AgencyVersion.name)
        )
        return tuple(AgencyChoice(agency_id, name) for agency_id, name in rows)


def add_user(database: Database, actor: Actor, form: NewUser, *, now: datetime) -> IssuedPassword:
    """Add a person with one role and return their one-time password.

    Raises:
        Invalid: with every fault of the form's fields.
    """
    policy.require(actor, Role.ADMINISTRATOR)
    password = one_time_password()
    hashed = hash_password(password)
    with database.writing() as session:
        grant = _checked_grant(session, form, office_day(now))
        user = User(
            username=form.username.strip(),
            display_name=clean_line(form.display_name),
            password_hash=hashed,
            password_is_temporary=True,
            created_at=now,
            grants=[grant],
        )
        session.add(user)
        session.flush()
        return IssuedPassword(user.id, user.username, password)


def disable_user(database: Database, actor: Actor, user_id: int, *, now: datetime) -> None:
    """Close a person's account; their sessions end at once. Closing it twice is harmless.

    Raises:
        LastAdministratorError: nobody else could open it again.
    """
    policy.require(actor, Role.ADMINISTRATOR)
    with database.writing() as session:
        user = _user(session, user_id)
        if _is_last_administrator(session, user):
            raise LastAdministratorError
        user.disabled_at = user.disabled_at or now
        end_sessions(session, user_id, now=now)


def enable_user(database: Database, actor: Actor, user_id: int) -> None:
    """Open a person's account again, with the password that it had."""
    policy.require(actor, Role.ADMINISTRATOR)
    with database.writing() as session:
        _user(session, user_id).disabled_at = None


def set_email(database: Database, actor: Actor, user_id: int, address: str) -> None:
    """Note where mails for a person go; nothing is none.

    Administrators do this, so that what is the office's goes to mailboxes that it knows of.

    Raises:
        Invalid: it is no address.
    """
    policy.require(actor, Role.ADMINISTRATOR)
    address = address.strip()
    if address and not _EMAIL.fullmatch(address):
        raise Invalid({"email": "email-form"})
    with database.writing() as session:
        _user(session, user_id).email = address or None


def reset_password(
    database: Database, actor: Actor, user_id: int, *, now: datetime
) -> IssuedPassword:
    """Replace a person's password by a one-time one; their sessions end at once."""
    policy.require(actor, Role.ADMINISTRATOR)
    password = one_time_password()
    hashed = hash_password(password)
    with database.writing() as session:
        user = _user(session, user_id)
        user.password_hash = hashed
        user.password_is_temporary = True
        end_sessions(session, user_id, now=now)
        return IssuedPassword(user_id, user.username, password)


def _user(session: Session, user_id: int) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def _is_called(user: User, words: str) -> bool:
    return fold(words.strip()) in fold(f"{user.username} {user.display_name}")


def _row(user: User, agency_names: Mapping[int, str]) -> UserRow:
    roles = tuple(
        GrantedRole(grant.role, agency_names.get(grant.agency_id or 0)) for grant in user.grants
    )
    return UserRow(
        user_id=user.id,
        username=user.username,
        display_name=user.display_name,
        roles=roles,
        created_at=user.created_at,
        disabled_at=user.disabled_at,
        email=user.email,
    )


def _agency_names(session: Session, today: date) -> dict[int, str]:
    """Return each agency's name on ``today``, or its last one before."""
    rows = session.execute(
        select(AgencyVersion.agency_id, AgencyVersion.name)
        .where(AgencyVersion.valid_from <= today)
        .order_by(AgencyVersion.valid_from)
    )
    return {agency_id: name for agency_id, name in rows}  # noqa: C416 - rows are not plain pairs


def _checked_grant(session: Session, form: NewUser, today: date) -> RoleGrant:
    faults: dict[str, str] = {}
    username = form.username.strip()
    if not _USERNAME.fullmatch(username):
        faults["username"] = "username-form"
    elif session.scalar(select(User.id).where(User.username == username)) is not None:
        faults["username"] = "taken"
    if not clean_line(form.display_name):
        faults["display_name"] = "required"
    elif len(form.display_name) > MAX_DISPLAY_NAME_CHARACTERS:
        faults["display_name"] = "too-long"
    if form.role not in set(Role):
        faults["role"] = "required"
    agency_id = _checked_agency(session, form, today, faults)
    if faults:
        raise Invalid(faults)
    return RoleGrant(role=Role(form.role), agency_id=agency_id)


def _checked_agency(
    session: Session, form: NewUser, today: date, faults: dict[str, str]
) -> int | None:
    if form.role != Role.AGENCY:
        if form.agency_id:
            faults["agency_id"] = "agency-not-for-role"
        return None
    known = _agency_names(session, today)
    if not form.agency_id.isdecimal() or int(form.agency_id) not in known:
        faults["agency_id"] = "required"
        return None
    return int(form.agency_id)


def _is_last_administrator(session: Session, user: User) -> bool:
    administrators = select(User.id).where(
        User.grants.any(RoleGrant.role == Role.ADMINISTRATOR), User.disabled_at.is_(None)
    )
    return set(session.scalars(administrators)) == {user.id}
