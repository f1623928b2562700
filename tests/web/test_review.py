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
from tests.pages import Page
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
    assert "No report has come for quarter I/2024, due on 31/03/2024, 76 days ago." in words
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


def _numbers(page: Page) -> list[tuple[str, str]]:
    """Return each figure of the page that is a link: its address and its number."""
    cells = page.tree.xpath("//td[@class='number']/a | //a[starts-with(@class, 'figure-card')]")
    return [(link.get("href"), "".join(link.itertext()).split()[0]) for link in cells]


def test_every_figure_opens_a_list_of_that_many(committee: FlaskClient, visit: Visit) -> None:
    figures = _numbers(visit(committee, "/review"))
    assert len(figures) > 20
    for address, number in figures:
        page = visit(committee, address)
        heading = page.texts("//*[@id='list-title']")[0]
        assert heading.startswith(f"{number} assignment"), address


def test_the_rate_opens_the_assignments_it_is_of(committee: FlaskClient, visit: Visit) -> None:
    (address,) = visit(committee, "/review").tree.xpath("//p/a[contains(., 'fallen due')]/@href")
    page = visit(committee, address)
    assert page.texts("//*[@id='list-title']") == ["3 assignments in the list"]


def test_where_no_address_fits_a_figure_stays_plain(
    committee: FlaskClient, visit: Visit, province: Province
) -> None:
    page = visit(committee, f"/review?agency={province.department}&role=supporting")
    (row,) = page.texts("//section[@aria-labelledby='agencies-title']//tbody/tr")
    assert row.startswith("Ban Tuyên giáo Tỉnh ủy 1 1")
    assert page.tree.xpath("//section[@aria-labelledby='agencies-title']//tbody//td/a") == []


def test_each_active_filter_is_named_and_can_be_removed_alone(
    committee: FlaskClient, visit: Visit, province: Province
) -> None:
    asked = f"agency={province.board}&directive={province.directive}&words=lap&clock=past-due&all=1"
    page = visit(committee, f"/review?{asked}")
    chips = page.tree.xpath("//a[@class='chip']")
    words = [" ".join("".join(chip.itertext()).split()) for chip in chips]
    assert [one.removesuffix(" ×remove this filter") for one in words] == [
        "Ban Tuyên giáo Tỉnh ủy",
        "Directive 23-CT/TU of 17/02/2024",
        "“lap”",
        "Past due",
        "also without a running clock",
    ]
    without = visit(committee, chips[2].get("href"))
    assert "“lap”" not in without.words
    assert len(without.tree.xpath("//a[@class='chip']")) == 4


def test_filters_on_what_does_not_exist_are_named_so(committee: FlaskClient, visit: Visit) -> None:
    words = visit(committee, "/review?agency=999&directive=999&role=directed").words
    assert "an unknown agency (Directed agency)" in words
    assert "an unknown document" in words
    assert "No assignment fits these filters." in words


def test_names_in_the_address_that_mean_something_to_the_program_do_no_harm(
    committee: FlaskClient, visit: Visit
) -> None:
    page = visit(
        committee, "/review?endpoint=x&_external=1&_anchor=y&_scheme=javascript&filename=z"
    )
    assert page.tree.xpath("//a[.='Export CSV']/@href") == ["/review.csv?sort=-days"]


def test_a_document_without_a_number_is_called_by_its_title(
    committee: FlaskClient, visit: Visit, database: Database, province: Province
) -> None:
    author = make_user(database, Role.CLERK, username="van-thu-hai")
    nameless = make_directive(database, author_id=author, number=None, title="Kế hoạch chống hạn")
    bare = make_directive(
        database, author_id=author, number=None, title=None, kind=None, issued_on=None
    )
    for directive in (nameless, bare):
        make_assignment(database, make_task(database, directive), province.board)
    words = visit(committee, "/review").words
    assert "Kế hoạch chống hạn of 17/02/2024" in words
    assert "without a number" in words


def test_when_nothing_is_wrong_the_page_says_so(
    sign_in: SignIn, visit: Visit, database: Database
) -> None:
    author = make_user(database, Role.CLERK, username="van-thu-hai")
    task = make_task(database, make_directive(database, author_id=author))
    make_update(database, make_assignment(database, task, make_agency(database)), author_id=author)
    page = visit(sign_in(Role.COMMITTEE), "/review")
    assert "Nothing is overdue today" in page.words
    assert "No agency has anything open that needs attention." in page.words
    (address,) = page.tree.xpath("//a[.='Show all assignments']/@href")
    assert "1 assignment in the list" in visit(sign_in(Role.INSPECTOR), address).words


def test_a_long_list_has_pages_and_one_page_for_printing(
    committee: FlaskClient, visit: Visit, database: Database, province: Province
) -> None:
    task = make_task(database, province.directive)
    for place in range(30):
        make_assignment(database, task, make_agency(database, f"Sở {place:02}"))
    page = visit(committee, "/review?all=1&sort=agency")
    assert "Page 1 of 2 of the list." in page.words
    assert len(page.texts("//table[contains(@class, 'review-table')]/tbody/tr")) == 25
    (address,) = page.tree.xpath("//a[contains(., 'for printing')]/@href")
    whole = visit(committee, address)
    assert len(whole.texts("//table[contains(@class, 'review-table')]/tbody/tr")) == 35


def _csv_rows(client: FlaskClient, asked: str) -> list[list[str]]:
    answer = client.get(f"/review.csv?{asked}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf"), "spreadsheet programs look for this mark"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_file_holds_what_the_page_lists(
    committee: FlaskClient, visit: Visit, province: Province
) -> None:
    for asked in ("clock=past-due", "category=done-on-time", f"agency={province.board}&sort=due"):
        table = "//table[contains(@class, 'review-table')]/tbody/tr"
        shown = visit(committee, f"/review?{asked}").texts(f"{table}/td[1]/div[1]")
        rows = _csv_rows(committee, asked)
        body = rows[next(at for at, row in enumerate(rows) if row[:1] == ["No."]) + 1 :]
        assert [row[3].removeprefix("'") for row in body] == shown


def test_the_file_names_its_filters_and_its_denominator(
    committee: FlaskClient, province: Province
) -> None:
    asked = f"agency={province.board}&directive={province.directive}&words=l&clock=past-due"
    said = dict(
        row for row in _csv_rows(committee, f"{asked}&category=open-overdue") if len(row) == 2
    )
    assert said["Lead agency"] == "Ban Tuyên giáo Tỉnh ủy"
    assert said["Assigning document"] == "Directive 23-CT/TU of 17/02/2024"
    assert (said["With the words"], said["Only with the clock"]) == ("l", "Past due")
    assert said["Only of the category"] == "Open, overdue"
    assert said["Fallen due: done on time, done late, open and overdue"] == "2"


def test_a_file_on_what_does_not_exist_says_so(committee: FlaskClient) -> None:
    said = dict(row for row in _csv_rows(committee, "agency=999&directive=999") if len(row) == 2)
    assert said["Lead agency"] == "an unknown agency"
    assert said["Assigning document"] == "an unknown document"
    assert said["Rows in this file"] == "0"


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_is_run_as_a_formula(
    committee: FlaskClient, database: Database, province: Province, first: str
) -> None:
    task = make_task(database, province.directive, text=f"{first}HYPERLINK(1)")
    make_assignment(database, task, province.board)
    cells = [cell for row in _csv_rows(committee, "all=1") for cell in row]
    assert [cell for cell in cells if cell.endswith("HYPERLINK(1)")] == [f"'{first}HYPERLINK(1)"]


def test_the_workbook_says_what_it_is_on_a_sheet_of_its_own(committee: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(committee.get("/review.xlsx?clock=silent").data))
    said = dict(book["About this list"].iter_rows(values_only=True))
    assert said["Figures as of"] == "15/06/2024"
    assert said["Only with the clock"] == "Silent"
    assert said["Done on time, of those fallen due"] == "33,33\N{NO-BREAK SPACE}%"


def test_the_workbook_keeps_numbers_as_numbers_and_runs_nothing(committee: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(committee.get("/review.xlsx?clock=past-due").data))
    sheet = book["List"]
    heading = [cell.value for cell in sheet[1]]
    overdue = sheet.cell(2, heading.index("Days overdue") + 1)
    assert (overdue.value, overdue.data_type) == (15, "n")
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


def test_the_review_reads_in_vietnamese(committee: FlaskClient, visit: Visit) -> None:
    committee.set_cookie("locale", "vi")
    words = visit(committee, "/review").words
    assert "Số liệu tính đến ngày 15/06/2024." in words
    assert "đã quá 15 ngày" in words


def test_what_is_behind_schedule_is_marked_counted_and_listed(
    database: Database, province: Province, committee: FlaskClient, visit: Visit
) -> None:
    slow = make_task(
        database, province.directive, text="Sáu là, rà soát.", original_due=date(2024, 6, 30)
    )
    make_assignment(database, slow, province.board)
    link = "//a[contains(., '1 open assignment is behind schedule')]/@href"
    (address,) = visit(committee, "/review").tree.xpath(link)
    page = visit(committee, address)
    assert "1 assignment in the list" in page.words
    assert "Behind schedule 88 % of the time is used, 0 % is done." in page.words
    assert visit(committee, f"/agencies/{province.board}").words.count("Behind schedule") == 1
    assert "Sáu là" in committee.get("/review.csv?behind=1").text
