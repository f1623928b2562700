"""Signing in and out through the pages, one's own account, the language."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import NOW, PASSWORD, make_user
from tests.pages import checked_page
from tracker import accounts
from tracker.accounts import SIGN_IN_LIMITS
from tracker.db import Database
from tracker.domain import Actor, Role

NEW_PASSWORD = "bốn mùa trồng lúa nước"  # noqa: S105 - of a test account only


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser in English in which nobody is signed in."""
    client = app.test_client()
    client.set_cookie("locale", "en")
    return client


def _typed(username: str = "an", password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"username": username, "password": password, **more}


def test_a_copied_cookie_is_dead_after_sign_out(sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.CLERK)
    cookie = client.get_cookie("session")
    assert cookie is not None
    client.post("/sign-out")
    client.set_cookie("session", cookie.value)
    assert visit(client, "/account").texts("//h1") == ["Sign in"]


def test_signing_out_everywhere_reaches_the_other_browser(sign_in: SignIn, visit: Visit) -> None:
    here, there = sign_in(Role.CLERK), sign_in(Role.INSPECTOR)
    here.post("/sign-out-everywhere")
    assert visit(here, "/account").texts("//h1") == ["Sign in"]
    assert visit(there, "/account").texts("//h1") == ["My account"]


def test_a_wrong_password_is_told_and_the_name_is_kept(stranger: FlaskClient) -> None:
    page = checked_page(stranger.post("/sign-in", data=_typed("an", "sai")), 422)
    assert "The name and the password do not belong together." in page.words
    assert page.tree.xpath("//input[@name='username']/@value") == ["an"]


def test_a_form_without_its_fields_is_only_a_wrong_password(stranger: FlaskClient) -> None:
    checked_page(stranger.post("/sign-in"), 422)


def test_too_many_guesses_are_told_how_long_to_wait(stranger: FlaskClient) -> None:
    for _ in range(SIGN_IN_LIMITS.tries_from_one_address):
        stranger.post("/sign-in", data=_typed("an", "sai"))
    page = checked_page(stranger.post("/sign-in", data=_typed()), 429)
    assert "Wait 15 minutes" in page.words


def test_signing_in_leads_to_the_page_that_was_asked_for(
    stranger: FlaskClient, database: Database
) -> None:
    make_user(database, Role.CLERK, username="an")
    asked = stranger.get("/account")
    form = checked_page(stranger.get(asked.location))
    destination = form.tree.xpath("//main//input[@name='next']/@value")[0]
    answer = stranger.post("/sign-in", data=_typed(next=destination))
    assert answer.location == "/account"


@pytest.mark.parametrize(
    "destination",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "http:///evil.example",
        "https://evil.example/account",
        "javascript:alert(1)",
        "/account\r\nLocation: //evil.example",
        "/\t/evil.example",
        "/no-such-page",
        "/sign-out",
        "",
    ],
)
def test_signing_in_never_leads_elsewhere(
    stranger: FlaskClient, database: Database, destination: str
) -> None:
    make_user(database, Role.CLERK, username="an")
    assert stranger.post("/sign-in", data=_typed(next=destination)).location == "/"


def test_a_session_planted_before_signing_in_does_not_live_on(
    stranger: FlaskClient, database: Database
) -> None:
    make_user(database, Role.CLERK, username="an")
    with stranger.session_transaction() as planted:
        planted["csrf_token"] = "known-to-a-stranger"  # noqa: S105
    stranger.post("/sign-in", data=_typed())
    with stranger.session_transaction() as session:
        assert session.get("csrf_token") != "known-to-a-stranger"


def test_a_password_is_changed(sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.CLERK)
    change = {"current": PASSWORD, "new": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    client.post("/account/password", data=change)
    assert "The password is changed." in visit(client, "/account").words


def test_every_fault_of_a_new_password_stands_beside_its_field(sign_in: SignIn) -> None:
    answer = sign_in(Role.CLERK).post("/account/password", data={"current": "sai", "new": "x"})
    page = checked_page(answer, 422)
    summary = page.tree.xpath("//*[@id='error-summary']//a/@href")
    assert summary == ["#current", "#new", "#repeated"]
    for link in summary:
        described = page.tree.xpath(f"//*[@id='{link[1:]}']/@aria-describedby")[0].split()
        assert f"{link[1:]}-error" in described


def test_whoever_has_a_one_time_password_chooses_their_own_first(
    stranger: FlaskClient, database: Database, visit: Visit
) -> None:
    administrator = Actor(
        make_user(database, Role.ADMINISTRATOR), "Quản trị", frozenset({Role.ADMINISTRATOR})
    )
    issued = accounts.add_user(
        database, administrator, accounts.NewUser("binh", "Bình", Role.ADMINISTRATOR), now=NOW
    )
    stranger.post("/sign-in", data=_typed("binh", issued.password))
    assert visit(stranger, "/admin/users").texts("//h1") == ["My account"]
    change = {"current": issued.password, "new": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    stranger.post("/account/password", data=change)
    assert visit(stranger, "/admin/users").texts("//h1") == ["People"]


def test_a_page_is_in_vietnamese_until_english_is_chosen(app: Flask, visit: Visit) -> None:
    client = app.test_client()
    assert visit(client, "/sign-in").tree.get("lang") == "vi"
    answer = client.post("/language", data={"language": "en", "next": "/sign-in"})
    assert answer.location == "/sign-in"
    assert visit(client, "/sign-in").tree.get("lang") == "en"


def test_the_language_follows_the_account_to_another_browser(
    app: Flask, sign_in: SignIn, visit: Visit
) -> None:
    sign_in(Role.CLERK).post("/language", data={"language": "en"})
    elsewhere = app.test_client()
    elsewhere.post("/sign-in", data=_typed("clerk-None"))
    assert visit(elsewhere, "/account").tree.get("lang") == "en"


def test_a_language_that_is_not_spoken_is_refused(stranger: FlaskClient) -> None:
    checked_page(stranger.post("/language", data={"language": "fr"}), 422)
