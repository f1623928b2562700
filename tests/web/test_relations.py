"""The relations of a directive on its page, and carrying its open tasks over."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
)
from tracker.db import Database
from tracker.domain import Role

WORDS = "Chỉ thị số 05-CT/TU ngày 12/3/2019"


@pytest.fixture
def author(database: Database) -> int:
    return make_user(database, Role.CLERK)


@pytest.fixture
def old(database: Database, author: int) -> int:
    day = date(2019, 3, 12)
    return make_directive(database, author_id=author, number="05-CT/TU", issued_on=day)


@pytest.fixture
def new(database: Database, author: int) -> int:
    return make_directive(database, author_id=author, number="45-CT/TU")


@pytest.fixture
def browser(sign_in: SignIn) -> FlaskClient:
    return sign_in(Role.CLERK)


def relate(browser: FlaskClient, directive: int, kind: str = "replaces", words: str = WORDS) -> int:
    data = {"kind": kind, "words": words}
    return browser.post(f"/directives/{directive}/relations", data=data).status_code


def test_a_clerk_relates_two_directives_and_both_say_so(
    browser: FlaskClient, visit: Visit, old: int, new: int
) -> None:
    assert relate(browser, new) == 302
    assert "Replaces Directive 05-CT/TU" in visit(browser, f"/directives/{new}").words
    assert "Replaced by Directive 45-CT/TU" in visit(browser, f"/directives/{old}").words


def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    browser: FlaskClient, new: int, old: int
) -> None:
    address = f"/directives/{new}/relations"
    answer = browser.post(address, data={"kind": "amends", "words": "…"})
    assert (answer.status_code, "Fill this in." in answer.text) == (422, True)
    assert browser.post(address, data={"kind": "?", "words": WORDS}).status_code == 422
    assert relate(browser, new) == 302
    again = browser.post(address, data={"kind": "cites", "words": WORDS})
    assert (again.status_code, "related already" in again.text) == (409, True)
    back = {"kind": "replaces", "words": "Chỉ thị số 45-CT/TU ngày 17/2/2024"}
    circle = browser.post(f"/directives/{old}/relations", data=back)
    assert (circle.status_code, "would be a circle" in circle.text) == (409, True)


def test_a_relation_taken_back_twice_is_told(
    browser: FlaskClient, visit: Visit, old: int, new: int
) -> None:
    relate(browser, new)
    address = f"/directives/{new}/relations/1/remove"
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 409
    assert "taken back by" in visit(browser, f"/directives/{new}").words
    assert "Replaced by" not in visit(browser, f"/directives/{old}").texts("//li")


def test_open_tasks_are_carried_over_after_a_preview(
    browser: FlaskClient, visit: Visit, database: Database, old: int, new: int
) -> None:
    agency = make_agency(database)
    first, second = make_task(database, old), make_task(database, old, text="Hai là, rà soát.")
    target = make_task(database, new)
    for task in (first, second):
        make_assignment(database, task, agency)
    relate(browser, new)
    address = "/relations/1/carry-over"
    assert "Proposed because" in visit(browser, address).words
    chosen = {f"to-{first}": str(target), f"to-{second}": "end"}
    assert browser.post(address, data={**chosen, "step": "preview"}).status_code == 422
    chosen[f"reason-{second}"] = "Không còn phù hợp."
    preview = browser.post(address, data={**chosen, "step": "preview"})
    assert "This is what will be done" in preview.text
    assert browser.post(address, data={**chosen, "step": "do"}).status_code == 302
    assert "No task of the replaced document is open." in visit(browser, address).words
    again = browser.post(address, data={**chosen, "step": "do"}, follow_redirects=True)
    assert "carried over these tasks" in again.text
    assert "Carried over to Một là (Directive 45-CT/TU" in visit(browser, f"/tasks/{first}").words
    assert "Ended when its document was replaced" in visit(browser, f"/tasks/{second}").words
    assert "Goes on from Một là (Directive 05-CT/TU" in visit(browser, f"/tasks/{target}").words


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.COMMITTEE])
def test_others_read_relations_and_change_none(
    browser: FlaskClient, sign_in: SignIn, visit: Visit, new: int, role: Role
) -> None:
    relate(browser, new)
    reader = sign_in(role)
    page = visit(reader, f"/directives/{new}")
    assert "Replaces" in page.words
    assert page.texts("//form[contains(@action, '/relations')]") == []
    assert relate(reader, new) == 403
    assert reader.get("/relations/1/carry-over").status_code == 403


def test_the_timeline_is_read_and_narrowed_in_its_address(
    browser: FlaskClient, visit: Visit, database: Database, old: int, new: int
) -> None:
    make_assignment(database, make_task(database, new), make_agency(database))
    relate(browser, new)
    directive = visit(browser, f"/directives/{new}")
    assert "0/1 leading assignments confirmed done · Silent 1" in directive.words
    [address] = directive.tree.xpath("//a[.='What became of it']/@href")
    page = visit(browser, address)
    assert "Replaces Directive 05-CT/TU" in page.words
    assert "3 entries" in page.words
    assert "Replaced by" in visit(browser, f"/directives/{old}/timeline").words
    narrowed = visit(browser, f"/directives/{new}/timeline?kind=issued&kind=no&agency=x&page=-3")
    assert "1 entry" in narrowed.words
    assert "Nothing fits" in visit(browser, f"/directives/{new}/timeline?agency=999").words


def test_of_a_task_of_many_agencies_the_page_has_each_ones_last_word_and_all_on_request(
    browser: FlaskClient, visit: Visit, database: Database, author: int, new: int
) -> None:
    task = make_task(database, new)
    parts = [make_assignment(database, task, make_agency(database, f"Xã {n}")) for n in range(13)]
    for words in ("Lời đầu.", "Lời sau."):
        make_update(database, parts[0], author_id=author, narrative=words)
    page = visit(browser, f"/tasks/{task}")
    assert ("Lời sau." in page.words, "Lời đầu." in page.words) == (True, False)
    assert page.tree.xpath("//*[@id='update-1']")
    assert "Lời đầu." in visit(browser, f"/tasks/{task}?assignment={parts[0]}").words
    assert "All 13 agencies of this task" in visit(browser, f"/directives/{new}").words
