"""What every answer must carry, and what no request may get past."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from config import Config
from tests.conftest import SignIn, Visit
from tests.factories import NOW
from tracker.app import create_app
from tracker.db import Database
from tracker.domain import Role
from tracker.models import Base
from tracker.web.security import HEADERS

OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)


def _address(app: Flask, rule: Rule) -> str:
    """Return an address of ``rule``, of things that do not exist."""
    values = {name: _value(converter) for name, converter in rule._converters.items()}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def _value(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 999 if isinstance(converter, IntegerConverter) else "x"


def _rules(app: Flask, method: str) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))


@pytest.mark.parametrize("path", ["/sign-in", "/no-such-page", "/static/tracker.css", "/account"])
def test_every_answer_carries_the_guarding_headers(app: Flask, path: str) -> None:
    headers = app.test_client().get(path, buffered=True).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_no_script_or_style_may_stand_in_a_page() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_a_signed_in_page_is_kept_nowhere(sign_in: SignIn) -> None:
    client = sign_in(Role.CLERK)
    assert client.get("/account").headers["Cache-Control"] == "no-store"
    assert client.get("/static/tracker.css", buffered=True).headers["Cache-Control"] != "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(sign_in: SignIn) -> None:
    cookie = sign_in(Role.CLERK).get_cookie("session")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Lax")


def test_over_https_the_browser_is_told_to_stay_there(tmp_path: Path) -> None:
    app = create_app(Config(folder=tmp_path, secure_cookies=True), clock=lambda: NOW)
    database: Database = app.extensions["tracker"].database
    Base.metadata.create_all(database.engine)
    answer = app.test_client().get("/sign-in", base_url="https://localhost")
    database.close()
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_over_plain_http_nothing_is_promised_for_https(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers


def test_no_form_is_taken_without_its_token(app: Flask, sign_in: SignIn) -> None:
    clients = [sign_in(role) for role in Role]
    app.config["WTF_CSRF_ENABLED"] = True
    forms = [_address(app, rule) for rule in _rules(app, "POST")]
    assert len(forms) > 5
    taken = [
        (path, answer.status_code)
        for path in forms
        for client in clients
        if (answer := client.post(path)).status_code != 400 or "session" not in answer.text
    ]
    assert not taken


def test_a_page_gives_the_token_that_its_form_needs(app: Flask, visit: Visit) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    page = visit(client, "/sign-in")
    token = page.tree.xpath("//main//input[@name='csrf_token']/@value")[0]
    form = {"csrf_token": token, "username": "an", "password": "sai"}
    assert client.post("/sign-in", data=form).status_code == 422


def test_only_these_pages_are_open_to_strangers(app: Flask) -> None:
    client = app.test_client()
    open_to_all = {
        f"{method} {rule.rule}"
        for method in ("GET", "POST")
        for rule in _rules(app, method)
        if not rule.endpoint.endswith("static")
        and not client.open(_address(app, rule), method=method)
        .headers.get("Location", "")
        .startswith("/sign-in?")
    }
    # A calendar program has no account: its address is the secret.
    calendar = "GET /calendar/<token>.ics"
    assert open_to_all == {"GET /sign-in", "POST /sign-in", "POST /language", calendar}


def test_no_style_sheet_asks_another_site_for_anything(sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.CLERK)
    sheets = visit(client, "/account").tree.xpath("//link[@rel='stylesheet']/@href")
    for sheet in sheets:
        text = client.get(sheet, buffered=True).text
        asked = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", text)
        assert not [address for address in asked if OUTSIDE.match(address)]
        for address in (address for address in asked if not address.startswith("data:")):
            assert client.get(urljoin(sheet, address), buffered=True).status_code == 200
    assert len(sheets) == 2
