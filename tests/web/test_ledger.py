"""Pages of figures: series, chart, contradictions with both sources, files."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
)
from tracker.db import Database
from tracker.domain import Role
from tracker.ledger import rebuild_ledger

TEXT = "Tính đến cuối năm 2023 có 111/116 xã đạt chuẩn. Một là, trồng rừng."


@dataclass(frozen=True, slots=True)
class Told:
    """A document and two reports, the second lower than the first."""

    directive: int
    task: int
    agency: int
    updates: tuple[int, int]
    client: FlaskClient


@pytest.fixture
def told(database: Database, sign_in: SignIn) -> Told:
    author = make_user(database, Role.CLERK)
    directive = make_directive(database, author_id=author, text=TEXT)
    task = make_task(database, directive, start=TEXT.index("Một"), end=len(TEXT))
    agency = make_agency(database, "=Sở Nông nghiệp")
    given = make_assignment(database, task, agency)
    updates = [
        make_update(
            database,
            given,
            author_id=author,
            narrative=words,
            at=datetime(2024, month, 5, tzinfo=UTC),
        )
        for month, words in ((3, "Có 114/116 xã đạt chuẩn."), (5, "Có 113/116 xã đạt chuẩn NTM."))
    ]
    updates.append(
        make_update(database, given, author_id=author, narrative="Có 112/116 xã đạt chuẩn (95%).")
    )
    rebuild_ledger(database, now=NOW)
    return Told(directive, task, agency, (updates[0], updates[2]), sign_in(Role.CLERK))


def test_the_figures_of_a_document_have_a_chart_a_table_and_what_does_not_fit(
    told: Told, visit: Visit
) -> None:
    page = visit(told.client, f"/directives/{told.directive}/figures")
    assert "It fell from 114/116 to 112/116 xã" in page.words
    assert "95 % is not the share of 112/116 xã." in page.words
    assert page.tree.xpath(f"//a[@href='/tasks/{told.task}#update-{told.updates[1]}']")
    assert page.tree.xpath("//a[contains(@href, '&at=26#found') or contains(@href, 'at=26')]")
    assert page.texts("//*[local-name()='svg']/*[local-name()='desc']")
    assert ["the document", "111/116", "–", "–"] in [
        [" ".join(cell.itertext()).strip() for cell in row] for row in page.tree.xpath("//tr")
    ]


@pytest.mark.parametrize("whose", ["tasks/{0.task}", "agencies/{0.agency}"])
def test_tasks_and_agencies_have_pages_of_their_own(told: Told, visit: Visit, whose: str) -> None:
    page = visit(told.client, f"/{whose.format(told)}/figures?contradicted=1")
    assert "It fell from 114/116 to 112/116 xã" in page.words


def test_the_file_names_its_filters_and_runs_no_formula(told: Told) -> None:
    answer = told.client.get(f"/directives/{told.directive}/figures.csv?unit=xã")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert ["Only the unit", "xã"] in rows
    cells = [cell for row in rows for cell in row]
    assert "'=Sở Nông nghiệp" in cells
    assert not [cell for cell in cells if cell.startswith("=")]


def test_a_clerk_puts_two_wordings_together(told: Told, visit: Visit) -> None:
    address = f"/directives/{told.directive}/figures"
    page = visit(told.client, address)
    forms = page.tree.xpath("//form[contains(@action, '/figures/join')]")
    form = next(one for one in forms if one.xpath(".//select"))
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    sent["into"] = form.xpath(".//select/option/@value")[0]
    told.client.post("/figures/join", data=sent)
    assert "Put apart again" in visit(told.client, address).words
    answer = told.client.post("/figures/join", data={**sent, "into": "x"}, follow_redirects=True)
    assert "Choose one of the list." in answer.text


def test_a_clerk_says_that_one_figure_is_about_something_else(told: Told, visit: Visit) -> None:
    address = f"/directives/{told.directive}/figures"
    for words in ("It is about something else", "Put it back"):
        page = visit(told.client, address)
        form = page.tree.xpath(f"//form[.//button[text()='{words}']]")[0]
        sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        told.client.post(form.get("action"), data=sent)
    assert "Put it back" not in visit(told.client, address).words


def test_an_agency_reads_no_figure_of_the_words_around_its_task(
    told: Told, sign_in: SignIn, visit: Visit
) -> None:
    page = visit(sign_in(Role.AGENCY, told.agency), f"/directives/{told.directive}/figures")
    assert "114/116" in page.words
    assert "111/116" not in page.words


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/directives/{0.directive}/figures?unit=%00&page=-1", 200),
        ("/directives/{0.directive}/figures?page=99999999&contradicted", 200),
        ("/directives/99999/figures", 404),
        ("/tasks/99999/figures.csv", 404),
        ("/agencies/99999/figures", 404),
        ("/people/1/figures", 404),
    ],
)
def test_odd_addresses_have_plain_answers(told: Told, visit: Visit, path: str, status: int) -> None:
    visit(told.client, path.format(told), status)
