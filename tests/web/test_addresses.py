"""Addresses that keep their query, and returns that never leave the application."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.web.addresses import here, own_page


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"page": 2}, "/sign-in?a=1&a=2&q=%C4%91%E1%BA%A5t&page=2"),
        ({"a": None, "page": None}, "/sign-in?q=%C4%91%E1%BA%A5t"),
        ({"a": None, "page": None, "q": None}, "/sign-in"),
    ],
)
def test_a_changed_query_keeps_the_rest(
    app: Flask, changes: dict[str, object], address: str
) -> None:
    with app.test_request_context("/sign-in?a=1&a=2&q=đất&page=1"):
        assert here(**changes) == address


def test_a_query_cannot_change_where_a_link_leads(app: Flask) -> None:
    with app.test_request_context("/sign-in?_external=1&_scheme=javascript&_anchor=x"):
        assert here(page=2).startswith("/sign-in?")


def test_an_address_without_its_last_stroke_is_still_ours(app: Flask) -> None:
    app.add_url_rule("/folder/", view_func=lambda: "")
    with app.test_request_context():
        assert own_page("/folder", "/") == "/folder"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(["/", "//", "/\\", "", "/sign-in"]), rest=st.text(max_size=30))
def test_a_return_never_leaves_the_application(app: Flask, start: str, rest: str) -> None:
    with app.test_request_context():
        address = own_page(start + rest, "/")
    assert not urlsplit(address).netloc
    assert address[:1] == "/"
    assert address[1:2] not in {"/", "\\"}


@pytest.mark.parametrize(
    ("number", "last", "links"),
    [
        (1, 1, []),
        (1, 2, ["2", "Next"]),
        (5, 9, ["Previous", "1", "3", "4", "6", "7", "9", "Next"]),
        (9, 9, ["Previous", "1", "7", "8"]),
    ],
)
def test_the_pager_leads_to_the_neighbours_and_both_ends(
    app: Flask, number: int, last: int, links: list[str]
) -> None:
    template = '{% import "macros/paging.html" as paging %}{{ paging.pager(number, last) }}'
    with app.test_request_context("/sign-in?q=x"), force_locale("en"):
        html = render_template_string(template, number=number, last=last)
    shown = [part.split("<")[0] for part in html.split("page-link")[1:] if "?q=x&amp;page=" in part]
    assert [part.rsplit(">", 1)[-1] for part in shown] == links
