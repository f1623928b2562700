"""Each role lands where its work is, and finds its places at the head of every page."""

from __future__ import annotations

from tests.conftest import SignIn, Visit
from tests.factories import make_agency
from tracker.db import Database
from tracker.domain import Role


def test_an_agency_account_lands_on_what_its_agency_owes(
    sign_in: SignIn, visit: Visit, database: Database
) -> None:
    client = sign_in(Role.AGENCY, make_agency(database, "Sở Xây dựng"))
    page = visit(client, "/")
    assert page.texts("//h1") == ["Sở Xây dựng"]
    assert page.texts("//header//nav//*[@aria-current='page']") == ["My agency"]


def test_the_committee_lands_on_the_review(sign_in: SignIn, visit: Visit) -> None:
    page = visit(sign_in(Role.COMMITTEE), "/")
    assert page.texts("//header//nav//*[@aria-current='page']") == ["Review"]


def test_an_administrator_finds_people(sign_in: SignIn, visit: Visit) -> None:
    page = visit(sign_in(Role.ADMINISTRATOR), "/")
    assert "People" in page.texts("//main//h2")
    assert page.texts("//header//nav//*[@aria-current='page']") == ["Overview"]


def test_the_places_of_other_roles_are_not_shown(sign_in: SignIn, visit: Visit) -> None:
    assert "People" not in visit(sign_in(Role.CLERK), "/").texts("//header//nav//a")
