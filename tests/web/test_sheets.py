"""The pages of sheets: fetched, handed in, reviewed row by row, with every fault in its place."""

from __future__ import annotations

from io import BytesIO

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_assignment, make_directive, make_task, make_user
from tests.tracker.sheets import FILLED, filled_word
from tracker.db import Database
from tracker.domain import Role
from tracker.exchange.columns import Column

HOSTILE = "<script>alert(1)</script> **đậm** =1+1"


@pytest.fixture
def agency(database: Database) -> int:
    agency = make_agency(database, "Sở Đất đai")
    author = make_user(database, Role.CLERK)
    directive = make_directive(database, author_id=author)
    for words in ("Một là, lập bản đồ.", "Hai là, rà soát."):
        make_assignment(database, make_task(database, directive, text=words), agency)
    return agency


@pytest.fixture
def browser(sign_in: SignIn, agency: int) -> FlaskClient:
    return sign_in(Role.AGENCY, agency)


def fetch(browser: FlaskClient, agency: int, kind: str = "docx") -> bytes:
    answer = browser.post(f"/sheets/{agency}/{kind}")
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"]
    assert f"phieu-cap-nhat-so-dat-dai-20240615.{kind}" in name
    return bytes(answer.data)


def hand_in(browser: FlaskClient, content: bytes, name: str = "phiếu.docx") -> str:
    answer = browser.post("/sheets/returns", data={"sheet": (BytesIO(content), name)})
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def test_a_sheet_goes_out_comes_back_and_is_logged(
    browser: FlaskClient, visit: Visit, agency: int
) -> None:
    page = visit(browser, "/sheets")
    assert "2 open tasks" in page.words
    assert "Evidence files cannot travel in a sheet" in page.words
    filling = {**FILLED, Column.NARRATIVE: HOSTILE}
    place = hand_in(browser, filled_word(fetch(browser, agency), {1: filling}))
    review = visit(browser, place)
    assert "Ready" in review.words
    assert "<script>alert(1)</script> đậm" in review.words
    row = review.tree.xpath("//input[@name='row'][@checked]/@value")[0]
    answer = browser.post(f"{place}/log", data={"row": row, f"seen-{row}": ""})
    assert answer.status_code == 302
    after = visit(browser, place)
    assert "All rows of this sheet are decided" in after.words
    assert "1 update is logged" in after.words
    assert "phiếu.docx" in visit(browser, "/sheets").words


def test_a_row_is_put_right_in_a_form_that_keeps_what_was_typed(
    browser: FlaskClient, visit: Visit, agency: int
) -> None:
    filling = {**FILLED, Column.STATUS: "xong rồi", Column.RESULT_DATE: "31/02/2024"}
    place = hand_in(browser, filled_word(fetch(browser, agency), {2: filling}))
    review = visit(browser, place)
    assert "To be put right" in review.words
    form = review.tree.xpath("//a[contains(@href, '/rows/')]/@href")[0]
    page = visit(browser, form)
    assert len(page.tree.xpath("//*[@aria-invalid='true']")) == 2
    typed = {"status": "done", "percent": "100", "narrative": "Xong.", "result_date": "32/1/2024"}
    answer = browser.post(form, data=typed)
    assert answer.status_code == 422
    assert 'value="32/1/2024"' in answer.text
    typed |= {"result_date": "5/6/2024", "result_number": "3-BC/SDD"}
    assert browser.post(form, data=typed).status_code == 302
    assert "Ready" in visit(browser, place).words


def test_a_row_is_left_out_and_taken_up_again(
    browser: FlaskClient, visit: Visit, agency: int
) -> None:
    place = hand_in(browser, filled_word(fetch(browser, agency), {1: FILLED}))
    form = visit(browser, place).tree.xpath("//form[contains(@action, '/drop')]/@action")[0]
    assert browser.post(form).status_code == 302
    assert "Left out" in visit(browser, place).words
    assert browser.post(form).status_code == 409
    assert browser.post(form.replace("/drop", "/take-up")).status_code == 302
    assert "Ready" in visit(browser, place).words
    assert browser.post(f"{place}/log").status_code == 302
    assert "No row was chosen" in visit(browser, place).words


def test_a_refused_row_says_why_and_the_others_are_logged(
    browser: FlaskClient, visit: Visit, agency: int
) -> None:
    place = hand_in(browser, filled_word(fetch(browser, agency), {1: FILLED, 2: FILLED}))
    rows = visit(browser, place).tree.xpath("//input[@name='row']/@value")
    sent = {"row": rows, f"seen-{rows[0]}": "77", f"seen-{rows[1]}": ""}
    answer = browser.post(f"{place}/log", data=sent)
    assert answer.status_code == 409
    assert "1 row could not be logged" in answer.text
    assert "Somebody has reported on the task" in answer.text
    assert "1 update is logged" in answer.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.4 phieu", "neither Word (.docx) nor Excel (.xlsx)"),
        (b"PK\x03\x04 phieu", "damaged"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_field(
    browser: FlaskClient, content: bytes, words: str
) -> None:
    sent = {"sheet": (BytesIO(content), "phieu.docx")}
    answer = browser.post("/sheets/returns", data=sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert browser.post("/sheets/returns").status_code == 422


def test_the_same_file_leads_to_where_it_came_back(browser: FlaskClient, agency: int) -> None:
    content = filled_word(fetch(browser, agency), {1: FILLED})
    place = hand_in(browser, content)
    answer = browser.post("/sheets/returns", data={"sheet": (BytesIO(content), "p.docx")})
    assert answer.status_code == 409
    assert f'href="{place}"' in answer.text


def test_a_document_that_is_no_sheet_is_refused(browser: FlaskClient) -> None:
    stream = BytesIO()
    docx.Document().save(stream)
    stream.seek(0)
    answer = browser.post("/sheets/returns", data={"sheet": (stream, "khac.docx")})
    assert answer.status_code == 422


def test_a_workbook_is_handed_out_and_no_other_kind(browser: FlaskClient, agency: int) -> None:
    assert openpyxl.load_workbook(BytesIO(fetch(browser, agency, "xlsx"))).worksheets
    assert browser.post(f"/sheets/{agency}/exe").status_code == 404
    assert browser.post(f"/sheets/{agency + 99}/docx").status_code == 404


def test_sheets_are_for_agencies_and_each_for_its_own(
    browser: FlaskClient, database: Database, sign_in: SignIn, agency: int
) -> None:
    place = hand_in(browser, filled_word(fetch(browser, agency), {1: FILLED}))
    other = sign_in(Role.AGENCY, make_agency(database, "Sở B"))
    assert other.get(place).status_code == 404
    assert other.post(f"{place}/log", data={"row": "1"}).status_code == 404
    assert sign_in(Role.INSPECTOR).get("/sheets").status_code == 403
