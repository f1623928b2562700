"""The administrators' pages."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_user
from tests.pages import checked_page
from tracker.db import Database
from tracker.domain import Role


@pytest.fixture
def administrator(sign_in: SignIn) -> FlaskClient:
    """A browser in which an administrator is signed in."""
    return sign_in(Role.ADMINISTRATOR)


def test_a_new_person_is_added_with_a_password_shown_once(
    administrator: FlaskClient, database: Database, visit: Visit
) -> None:
    form = {
        "username": "le.binh",
        "display_name": "Lê Bình",
        "role": "agency",
        "agency_id": str(make_agency(database, "Sở Xây dựng")),
    }
    password = checked_page(administrator.post("/admin/users/new", data=form)).texts("//code")[1]
    listed = visit(administrator, "/admin/users").words
    assert "Agency account: Sở Xây dựng" in listed
    assert password not in listed


def test_a_form_with_faults_keeps_what_was_typed(administrator: FlaskClient) -> None:
    form = {"username": "Lê Bình", "display_name": "Lê Bình", "role": "clerk"}
    page = checked_page(administrator.post("/admin/users/new", data=form), 422)
    assert page.tree.xpath("//*[@id='error-summary']//a/@href") == ["#username"]
    assert page.tree.xpath("//input[@name='display_name']/@value") == ["Lê Bình"]
    assert page.tree.xpath("//select[@name='role']/option[@selected]/@value") == ["clerk"]


def test_an_empty_form_is_no_accident(administrator: FlaskClient) -> None:
    checked_page(administrator.post("/admin/users/new"), 422)


def test_an_account_is_closed_and_opened_again(
    administrator: FlaskClient, database: Database, visit: Visit
) -> None:
    place = f"/admin/users/{make_user(database, Role.CLERK)}"
    administrator.post(f"{place}/disable")
    assert "Closed on 15/06/2024" in visit(administrator, place).words
    administrator.post(f"{place}/enable")
    assert visit(administrator, place).texts("//button")[-1] == "Close the account"


def test_the_last_administrator_is_told_what_to_do(
    administrator: FlaskClient, visit: Visit
) -> None:
    listed = visit(administrator, "/admin/users")
    place = listed.tree.xpath("//tbody//a/@href")[0]
    page = checked_page(administrator.post(f"{place}/disable"), 409)
    assert "Add another administrator" in page.words


def test_a_reset_shows_a_one_time_password(administrator: FlaskClient, database: Database) -> None:
    user_id = make_user(database, Role.CLERK, username="an")
    page = checked_page(administrator.post(f"/admin/users/{user_id}/reset-password"))
    assert page.texts("//h1") == ["One-time password"]
    assert page.texts("//code")[0] == "an"


def test_people_are_found_page_by_page(
    administrator: FlaskClient, database: Database, visit: Visit
) -> None:
    for number in range(60):
        make_user(database, Role.CLERK, username=f"van-thu-{number:02}")
    first = visit(administrator, "/admin/users?q=van-thu")
    assert len(first.tree.xpath("//tbody/tr")) == 50
    onward = first.tree.xpath("//a[@rel='next']/@href")[0]
    second = visit(administrator, onward)
    assert second.texts("//tbody/tr/th")[-1] == "van-thu-59"
    assert second.tree.xpath("//input[@type='search'][@id='people-q']/@value") == ["van-thu"]


def test_a_search_without_a_find_says_what_to_do(administrator: FlaskClient, visit: Visit) -> None:
    assert "Show everybody" in visit(administrator, "/admin/users?q=zzz").words


def test_nobody_else_gets_in(sign_in: SignIn, visit: Visit) -> None:
    visit(sign_in(Role.CLERK), "/admin/users", 403)
