"""The page of the office's abbreviations, in the hands of a clerk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import make_directive, make_task, make_user
from tests.pages import Page, checked_page
from tracker.db import Database
from tracker.domain import Role

PLACE = "/admin/abbreviations"
OWN = {"short": "XTDT", "meaning": "xúc tiến đầu tư"}


@pytest.fixture
def client(sign_in: SignIn) -> FlaskClient:
    return sign_in(Role.CLERK)


@pytest.fixture
def send(client: FlaskClient) -> Callable[..., Page]:
    def _send(path: str, status: int = 200, **form: str) -> Page:
        answer = client.post(f"{PLACE}{path}", data=form, follow_redirects=True)
        return checked_page(answer, status)

    return _send


def rows(page: Page) -> list[str]:
    return page.texts("//table/tbody/tr")


def test_a_clerk_adds_changes_and_takes_away_a_row(
    client: FlaskClient, visit: Visit, send: Callable[..., Page]
) -> None:
    added = send("", **OWN)
    assert "is in use from the next search on" in added.words
    [row] = rows(added)
    assert row.startswith("XTDT xúc tiến đầu tư This office")
    [link] = added.tree.xpath("//table//a/@href")
    form = visit(client, link)
    assert form.tree.xpath("//input[@name='meaning']/@value") == [OWN["meaning"]]
    old = {f"old_{name}": value for name, value in OWN.items()}
    changed = send("/row", **old, short="XTDT", meaning="xúc tiến đầu tư tỉnh")
    assert "xúc tiến đầu tư tỉnh" in rows(changed)[0]
    old["old_meaning"] = "xúc tiến đầu tư tỉnh"
    gone = send("/row/remove", **old)
    assert not any(row.startswith("XTDT") for row in rows(gone))


def test_a_row_of_the_products_can_be_used_again(
    client: FlaskClient, visit: Visit, send: Callable[..., Page]
) -> None:
    old = {"old_short": "NTM", "old_meaning": "nông thôn mới"}
    send("/row/remove", **old)
    page = visit(client, f"{PLACE}/row?short=NTM&meaning=nông+thôn+mới")
    assert "It is out of use." in page.words
    assert "is in use again" in send("/row/restore", **old).words


def test_what_cannot_be_used_is_said_beside_its_field_and_kept(send: Callable[..., Page]) -> None:
    page = send("", 422, short="N T M", meaning="nông thôn")
    assert "letters without marks and spaces" in " ".join(page.texts("//*[@id='short-error']"))
    assert page.tree.xpath("//input[@name='short']/@value") == ["N T M"]
    send("", **OWN)
    old = {f"old_{name}": value for name, value in OWN.items()}
    page = send("/row", 422, **old, short="XTDT", meaning="một")
    assert page.texts("//*[@id='meaning-error']") == ["Write two words or more."]


def test_the_list_is_narrowed_with_or_without_marks(client: FlaskClient, visit: Visit) -> None:
    page = visit(client, f"{PLACE}?q=nong+thon+moi")
    assert rows(page)
    assert all("nông thôn mới" in row for row in rows(page))
    assert "No abbreviation has these words" in visit(client, f"{PLACE}?q=xyzzy").words


def test_a_row_that_is_not_there_is_not_found(client: FlaskClient, visit: Visit) -> None:
    visit(client, f"{PLACE}/row?short=XYZ&meaning=nothing", status=404)


def test_others_are_refused(sign_in: SignIn, visit: Visit) -> None:
    visit(sign_in(Role.INSPECTOR), PLACE, status=403)


def test_a_search_uses_it_at_once(
    client: FlaskClient,
    visit: Visit,
    send: Callable[..., Page],
    database: Database,
    indexed: Callable[[], int],
) -> None:
    directive = make_directive(database, author_id=make_user(database, Role.CLERK, username="x"))
    make_task(database, directive, text="Xúc tiến đầu tư vào khu công nghiệp")
    indexed()
    assert "Nothing was found" in visit(client, "/search?q=XTDT").words
    send("", **OWN)
    assert visit(client, "/search?q=XTDT").texts("//article//mark") == ["Xúc tiến đầu tư"]
