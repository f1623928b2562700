"""The matrix, its files and the page of urging as the office uses them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

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


@dataclass(frozen=True, slots=True)
class Office:
    """A directive with one task of two agencies; one has reported."""

    directive: int
    task: int
    silent: int
    client: FlaskClient


@pytest.fixture
def office(database: Database, sign_in: SignIn) -> Office:
    author = make_user(database, Role.CLERK)
    spoken, silent = make_agency(database, "=Sở Y tế"), make_agency(database, "Sở Xây dựng")
    directive = make_directive(database, author_id=author, number="23-CT/TU")
    task = make_task(database, directive, label="Một là", original_due=date(2024, 6, 1))
    given = make_assignment(database, task, spoken)
    make_update(database, given, author_id=author, narrative="@Đã rà soát.")
    make_assignment(database, task, silent)
    return Office(directive, task, silent, sign_in(Role.CLERK))


def test_the_matrix_counts_links_and_filters(office: Office, visit: Visit) -> None:
    page = visit(office.client, f"/directives/{office.directive}/matrix")
    assert "Confirmed done: 0/2 leading assignments." in page.words
    assert page.tree.xpath(f"//table//a[@href='/tasks/{office.task}/matrix']")
    missing = visit(office.client, f"/directives/{office.directive}/matrix?overdue=1&clause=999")
    assert "No agency fits these filters." in missing.words


def test_the_members_of_a_task_show_their_last_word(office: Office, visit: Visit) -> None:
    words = visit(office.client, f"/tasks/{office.task}/matrix").words
    assert "@Đã rà soát." in words
    assert "nothing reported yet" in words


@pytest.mark.parametrize("path", ["directives/{0.directive}", "tasks/{0.task}"])
def test_files_name_their_filters_and_run_no_formula(office: Office, path: str) -> None:
    address = f"/{path.format(office)}/matrix"
    answer = office.client.get(f"{address}.csv?missing=1&names=assigned")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert ["Only", "agencies of which something is missing"] in rows
    assert ["Names of agencies", "as assigned"] in rows
    cells = [cell for row in rows for cell in row]
    assert "'=Sở Y tế" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    book = load_workbook(io.BytesIO(office.client.get(f"{address}.xlsx").data))
    values = [cell for row in book["List"].iter_rows() for cell in row]
    assert "=Sở Y tế" in [cell.value for cell in values]
    assert not [cell for cell in values if cell.data_type == "f"]


def test_urging_shows_whom_it_reaches_and_says_what_it_did(
    office: Office, database: Database, visit: Visit
) -> None:
    make_user(database, Role.AGENCY, agency_id=office.silent)
    address = f"/directives/{office.directive}/urging"
    page = visit(office.client, address)
    assert "Without an account, to be urged by letter: =Sở Y tế" in page.words
    (occasion,) = page.tree.xpath("//input[@name='occasion']/@value")
    (chosen,) = page.tree.xpath("//input[@name='assignment' and @checked]/@value")
    (opened,) = page.tree.xpath("//input[@name='opened']/@value")
    form = {"occasion": occasion, "opened": opened, "assignment": chosen}
    form |= {"words": page.texts("//textarea")[0]}
    for said in ("1 agency was urged: 1 people are told.", "Nobody was told"):
        answer = office.client.post(address, data=form, follow_redirects=True)
        assert said in answer.text
    assert "urged on 15/06/2024" in answer.text


def test_urging_without_words_is_asked_for_them(office: Office) -> None:
    form = {"occasion": "một", "assignment": "1", "words": ""}
    answer = office.client.post(f"/directives/{office.directive}/urging", data=form)
    assert answer.status_code == 422
    assert "Fill this in." in answer.text


def test_an_agency_urges_nobody(office: Office, sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.AGENCY, office.silent)
    visit(client, f"/directives/{office.directive}/urging", 403)
    page = visit(client, f"/directives/{office.directive}/matrix")
    assert "Sở Y tế" not in page.words
    assert "Urge" not in page.words


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/directives/{0.directive}/matrix?clause=abc&page=-5&sort=-zzz&names=x", 200),
        ("/directives/{0.directive}/matrix?page=99999999", 200),
        ("/directives/{0.directive}/matrix?clause=99999999999999999999", 200),
        ("/directives/{0.directive}/urging?lack=zzz&task=0", 200),
        ("/directives/99999/matrix", 404),
        ("/directives/99999/urging", 404),
        ("/tasks/99999/matrix", 404),
        ("/tasks/{0.task}/matrix.exe", 404),
    ],
)
def test_odd_addresses_have_plain_answers(
    office: Office, visit: Visit, path: str, status: int
) -> None:
    visit(office.client, path.format(office), status)


@pytest.mark.parametrize(
    "odd",
    [
        {"assignment": "abc"},
        {"assignment": "99999999999999999999"},
        {"occasion": "x" * 5000},
        {"opened": "hôm qua"},
        {"words": "\x00\u202e"},
    ],
)
def test_an_odd_form_of_urging_tells_nobody(office: Office, odd: dict[str, str]) -> None:
    form = {"occasion": "một", "assignment": "1", "words": "Đề nghị báo cáo.", **odd}
    answer = office.client.post(f"/directives/{office.directive}/urging", data=form)
    assert answer.status_code in {302, 422}
