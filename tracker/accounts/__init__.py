"""Use case: people sign in and out, keep their passwords, and administrators keep the people."""

from __future__ import annotations

from tracker.accounts.hashing import WrongPassword, hash_password
from tracker.accounts.passwords import MIN_CHARACTERS, PasswordChange, change_password
from tracker.accounts.sessions import (
    LANGUAGES,
    SIGN_IN_LIMITS,
    SignedIn,
    TooManyAttemptsError,
    choose_language,
    sign_in,
    sign_out,
    sign_out_everywhere,
    signed_in,
)
from tracker.accounts.users import (
    AgencyChoice,
    GrantedRole,
    IssuedPassword,
    LastAdministratorError,
    NewUser,
    UserPage,
    UserRow,
    add_user,
    agency_choices,
    disable_user,
    enable_user,
    list_users,
    reset_password,
    set_email,
    show_user,
)

__all__ = [
    "LANGUAGES",
    "MIN_CHARACTERS",
    "SIGN_IN_LIMITS",
    "AgencyChoice",
    "GrantedRole",
    "IssuedPassword",
    "LastAdministratorError",
    "NewUser",
    "PasswordChange",
    "SignedIn",
    "TooManyAttemptsError",
    "UserPage",
    "UserRow",
    "WrongPassword",
    "add_user",
    "agency_choices",
    "change_password",
    "choose_language",
    "disable_user",
    "enable_user",
    "hash_password",
    "list_users",
    "reset_password",
    "set_email",
    "show_user",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "signed_in",
]
