"""Every page that needs nothing in its address, as every role sees it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignIn
from tests.factories import make_agency
from tests.pages import Page, checked_page
from tracker.db import Database
from tracker.domain import Role

# What a browser fetches or sends to by itself, beside links that a person follows.
FETCHED = "//@src|//@srcset|//@poster|//link/@href|//form/@action|//@formaction|//object/@data"
OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//|\s*javascript:", re.IGNORECASE)


def _addresses(app: Flask) -> list[str]:
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    )


def _client(app: Flask, sign_in: SignIn, database: Database, role: Role | None) -> FlaskClient:
    if role is None:
        return app.test_client()
    return sign_in(role, make_agency(database) if role is Role.AGENCY else None)


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_each_page_is_sound_or_refused_in_words(
    app: Flask, sign_in: SignIn, database: Database, role: Role | None
) -> None:
    client = _client(app, sign_in, database, role)
    for address in _addresses(app):
        answer = client.get(address, follow_redirects=True, buffered=True)
        assert answer.status_code in {200, 403, 404}, address
        if answer.mimetype == "text/html":
            _check(checked_page(answer, answer.status_code), address)


def _check(page: Page, address: str) -> None:
    """What a reader without a mouse, or with a narrow screen, needs of a page."""
    tree = page.tree
    assert tree.xpath("//html/@lang"), address
    assert tree.xpath("//a[@href='#main']"), f"{address}: no way past the navigation"
    assert tree.xpath("//meta[@name='viewport']"), address
    assert not tree.xpath("//table[not(.//th[@scope])]"), f"{address}: a table without headings"
    assert not tree.xpath("//form[@method='post' and not(.//input[@name='csrf_token'])]"), (
        f"{address}: a form without its token"
    )
    assert not tree.xpath("//*[@onclick or @onchange or @onsubmit or @onload]"), address
    assert not tree.xpath("//*[@aria-describedby and not(string(@aria-describedby))]"), address
    outside = [place for place in tree.xpath(FETCHED) if OUTSIDE.match(place)]
    assert not outside, f"{address} asks another site: {outside}"
    nameless = [
        element
        for element in tree.xpath("//a[@href]|//button")
        if not "".join(element.itertext()).strip() and not element.get("aria-label")
    ]
    assert not nameless, f"{address}: a link or button without words"
    broken = [
        name
        for names in tree.xpath("//@aria-describedby|//@aria-labelledby|//label/@for")
        for name in names.split()
        if not tree.xpath(f"//*[@id='{name}']")
    ]
    assert not broken, f"{address}: these ids are not there: {broken}"


@pytest.mark.parametrize("role", list(Role))
def test_no_link_of_the_head_leads_nowhere(
    app: Flask, sign_in: SignIn, database: Database, role: Role
) -> None:
    client = _client(app, sign_in, database, role)
    links = checked_page(client.get("/account")).tree.xpath("//header//a/@href")
    answers = {link: client.get(link, follow_redirects=True).status_code for link in links}
    assert set(answers.values()) == {200}, answers


def test_the_present_page_is_marked_in_the_head(sign_in: SignIn) -> None:
    page = checked_page(sign_in(Role.ADMINISTRATOR).get("/admin/users"))
    assert page.texts("//header//*[@aria-current='page']") == ["People"]
