"""The review of the overdue as the Standing Committee uses it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from directives.model import Every
from tests.conftest import SignIn, Visit
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tracker.db import Database
from tracker.domain import AssignmentRole, Role, UpdateStatus, VerdictKind

MAY = datetime(2024, 5, 10, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Province:
    """Two agencies and a directive whose tasks stand in every way."""

    board: int
    department: int
    directive: int
    overdue: int


@pytest.fixture
def province(database: Database) -> Province:
    author = make_user(database, Role.CLERK)
    board = make_agency(database, "Ban Tuyên giáo Tỉnh ủy")
    department = make_agency(database, "Sở Y tế")
    directive = make_directive(database, author_id=author, number="23-CT/TU")
    due = date(2024, 5, 31)
    overdue = make_task(database, directive, text="Một là, lập đề án.", original_due=due)
    make_assignment(database, overdue, board)
    make_assignment(database, overdue, department, AssignmentRole.SUPPORTING)
    done = make_task(database, directive, text="Hai là, khảo sát.", original_due=due)
    claim = make_update(
        database,
        make_assignment(database, done, department),
        author_id=author,
        at=MAY,
        status=UpdateStatus.DONE,
        percent=100,
        result_date=date(2024, 5, 9),
    )
    make_verdict(database, claim, VerdictKind.CONFIRMED, author_id=author)
    waiting = make_task(database, directive, text="Ba là, tập huấn.")
    make_update(
        database,
        make_assignment(database, waiting, board),
        author_id=author,
        at=MAY,
        status=UpdateStatus.DONE,
        percent=100,
    )
    report = make_task(database, directive, text="Bốn là, báo cáo.", recurs_every=Every.QUARTER)
    make_assignment(database, report, department)
    risky = make_task(database, directive, text="=Năm là, kiểm tra.", original_due=due)
    late = make_update(
        database,
        make_assignment(database, risky, board),
        author_id=author,
        at=MAY,
        difficulties="=1+1",
        narrative="Đã làm\x0b một phần.",
    )
    assert late
    return Province(board, department, directive, overdue)


@pytest.fixture
def committee(province: Province, sign_in: SignIn) -> FlaskClient:
    assert province.directive
    return sign_in(Role.COMMITTEE)


def test_every_clock_is_counted_and_says_why(committee: FlaskClient, visit: Visit) -> None:
    words = visit(committee, "/review").words
    assert "Due on 31/05/2024, 15 days ago." in words
    assert "1 report has not come: for quarter I/2024, due on 31/03/2024." in words
    assert "Said to be done on 10/05/2024, waiting for confirmation for 36 days." in words
    assert "Nothing reported since 20/02/2024, 116 days ago." in words


def test_the_rate_says_its_denominator(committee: FlaskClient, visit: Visit) -> None:
    words = visit(committee, "/review").words
    assert "33,33" in words
    assert "of 3 assignments fallen due" in words


def test_a_figure_opens_the_list_behind_it(committee: FlaskClient, visit: Visit) -> None:
    page = visit(committee, "/review?clock=unverified")
    assert "1 assignment" in page.words
    assert "Ba là, tập huấn." in page.words
    assert "Một là, lập đề án." not in page.words


@pytest.mark.parametrize(
    ("asked", "found", "missing"),
    [
        ("category=done-on-time", "Hai là", "lập đề án"),
        ("words=de+an", "lập đề án", "Hai là"),
        ("words=khong+co+chu+nay", "", "lập đề án"),
        ("clock=past-due", "lập đề án", "Bốn là"),
        ("all=1", "Hai là", "Sáu là"),
        ("clock=nonsense&category=none&sort=upside&page=99&agency=x", "Một là", "Sáu là"),
    ],
)
def test_filters_narrow_the_list(
    committee: FlaskClient, visit: Visit, asked: str, found: str, missing: str
) -> None:
    words = visit(committee, f"/review?{asked}").words
    assert found in words
    assert missing not in words


def test_one_agency_is_shown_alone(
    committee: FlaskClient, visit: Visit, province: Province
) -> None:
    words = visit(committee, f"/review?agency={province.department}").words
    assert "Bốn là, báo cáo." in words
    assert "Một là, lập đề án." not in words


@pytest.mark.parametrize("sort", ["days", "agency", "directive", "due", "-days", "-agency"])
def test_the_list_can_be_sorted_by_every_heading(
    committee: FlaskClient, visit: Visit, sort: str
) -> None:
    assert "Một là, lập đề án." in visit(committee, f"/review?sort={sort}").words


def test_the_csv_names_its_day_and_runs_no_formula(committee: FlaskClient) -> None:
    answer = committee.get("/review.csv?all=1")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert ["Figures as of", "15/06/2024"] in rows
    cells = [cell for row in rows for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_workbook_holds_real_dates_and_a_frozen_heading(committee: FlaskClient) -> None:
    answer = committee.get("/review.xlsx?all=1")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes is not None
    assert sheet.auto_filter.ref is not None
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert datetime(2024, 5, 31) in values  # noqa: DTZ001 - a cell's date has no zone
    assert "=1+1" in values
    assert sheet.max_row == 6


def test_a_text_longer_than_a_cell_is_cut_and_says_so(
    committee: FlaskClient, database: Database, province: Province
) -> None:
    task = make_task(database, province.directive, text="Sáu là, " + "rà soát " * 6000)
    make_assignment(database, task, province.board)
    book = load_workbook(io.BytesIO(committee.get("/review.xlsx?all=1").data))
    longest = max(
        (str(cell.value or "") for row in book.worksheets[0].iter_rows() for cell in row), key=len
    )
    assert len(longest) <= 32_767
    assert "cut" in longest


def test_an_empty_office_is_told_what_will_come_here(sign_in: SignIn, visit: Visit) -> None:
    assert "No task has been issued yet" in visit(sign_in(Role.COMMITTEE), "/review").words


@pytest.mark.parametrize("path", ["/review", "/review.csv", "/review.xlsx"])
@pytest.mark.parametrize("role", [Role.AGENCY, Role.ADMINISTRATOR])
def test_agencies_and_administrators_do_not_review(
    sign_in: SignIn, province: Province, role: Role, path: str
) -> None:
    agency = province.board if role is Role.AGENCY else None
    assert sign_in(role, agency).get(path).status_code in {403, 404}
