"""Signing in and out."""

from __future__ import annotations

from tests.conftest import SignIn, Visit
from tracker.domain import Role


def test_a_copied_cookie_is_dead_after_sign_out(sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.CLERK)
    cookie = client.get_cookie("session")
    assert cookie is not None
    client.post("/sign-out")
    client.set_cookie("session", cookie.value)
    assert visit(client, "/").texts("//h1") == ["Sign in"]
