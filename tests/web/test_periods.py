"""The pages of reporting periods: one form for an agency, the office's list, duties of a task."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from directives.model import Every
from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_assignment, make_directive, make_task, make_user
from tests.pages import checked_page
from tracker.db import Database
from tracker.domain import Role


@dataclass(frozen=True)
class Owing:
    """An agency with two quarterly reports, in which its staff is signed in."""

    agency: int
    tasks: tuple[int, int]
    assignments: tuple[int, int]
    staff: FlaskClient

    @property
    def address(self) -> str:
        return f"/agencies/{self.agency}/periods/2024-Q1"


@pytest.fixture
def owing(database: Database, sign_in: SignIn) -> Owing:
    author = make_user(database, Role.CLERK)
    directive = make_directive(database, author_id=author)
    agency = make_agency(database)
    first = make_task(database, directive, recurs_every=Every.QUARTER)
    second = make_task(database, directive, recurs_every=Every.QUARTER)
    made = make_assignment(database, first, agency), make_assignment(database, second, agency)
    return Owing(agency, (first, second), made, sign_in(Role.AGENCY, agency))


def test_an_agency_finds_its_periods_and_hands_all_reports_in(owing: Owing, visit: Visit) -> None:
    assert "quarter I/2024" in visit(owing.staff, f"/agencies/{owing.agency}/periods").words
    assert "2 reports are still to be handed in, of 2." in visit(owing.staff, owing.address).words
    first, second = owing.assignments
    sent = {
        f"percent-{first}": "40",
        f"narrative-{first}": "Đã ban hành kế hoạch.",
        f"percent-{second}": "140",
        f"narrative-{second}": "Đã tập huấn.",
    }
    page = checked_page(owing.staff.post(owing.address, data=sent), 422)
    assert "1 report is handed in." in page.words
    assert page.texts(f"//*[@id='percent-{second}-error']")
    assert page.texts(f"//textarea[@id='narrative-{second}']") == ["Đã tập huấn."]
    again = {f"percent-{second}": "60 %", f"narrative-{second}": "Đã tập huấn."}
    page = checked_page(owing.staff.post(owing.address, data=again, follow_redirects=True))
    assert "0 reports are still to be handed in" in page.words


def test_a_form_left_empty_hands_nothing_in(owing: Owing) -> None:
    answer = owing.staff.post(owing.address, data={}, follow_redirects=True)
    assert "Nothing was written" in checked_page(answer).words


def test_a_closing_while_the_form_is_open_is_told_and_refuses_nothing(
    owing: Owing, sign_in: SignIn, visit: Visit
) -> None:
    clerk = sign_in(Role.CLERK)
    assert "Not handed in, past due: 2" in visit(clerk, "/periods/2024-Q1").words
    closed = checked_page(clerk.post("/periods/2024-Q1/close", follow_redirects=True))
    assert "The reports for quarter I/2024 are closed." in closed.words
    sent = {
        f"narrative-{owing.assignments[0]}": "Đã soạn xong.",
        f"percent-{owing.assignments[0]}": "9",
    }
    page = checked_page(owing.staff.post(owing.address, data=sent, follow_redirects=True))
    assert "marked as handed in after closing" in page.words
    assert "Handed in after closing" in page.words
    assert (
        "The period has been closed before."
        in checked_page(clerk.post("/periods/2024-Q1/close"), 409).words
    )


def test_the_form_of_one_task_tells_a_closing_too(owing: Owing, sign_in: SignIn) -> None:
    sign_in(Role.CLERK).post("/periods/2024-Q1/close")
    answer = owing.staff.post(
        f"/assignments/{owing.assignments[0]}/report",
        data={"status": "in-progress", "percent": "9", "narrative": "Đã.", "period": "2024-Q1"},
        follow_redirects=True,
    )
    assert "marked as handed in after closing" in checked_page(answer).words


@pytest.mark.parametrize("key", ["2024-Q9", "2030-Q1", "x", "2024-Q1.15"])
def test_a_period_that_is_none_is_not_found(owing: Owing, visit: Visit, key: str) -> None:
    visit(owing.staff, f"/agencies/{owing.agency}/periods/{key}", 404)


def test_a_clerk_sets_how_a_task_is_reported_on(
    owing: Owing, sign_in: SignIn, visit: Visit
) -> None:
    clerk = sign_in(Role.CLERK)
    address = f"/tasks/{owing.tasks[0]}/reports"
    (link,) = visit(clerk, f"/tasks/{owing.tasks[0]}").tree.xpath(f"//a[@href='{address}']")
    assert link.text == "Set how this task is reported on"
    sent = {
        "every": "quarter",
        "begins_on_day": "15",
        "due_day": "20",
        "valid_from": "01/04/2024",
        "reason": "Theo yêu cầu",
    }
    page = checked_page(clerk.post(address, data=sent, follow_redirects=True))
    assert "from day 15 of the month before to day 14, by day 20 of the last month" in page.words
    assert "quarter II/2024 (from 15/03/2024 to 14/06/2024)" in page.words


def test_a_report_may_be_asked_for_in_the_month_after(owing: Owing, sign_in: SignIn) -> None:
    sent = {
        "every": "quarter",
        "begins_on_day": "1",
        "due_day": "5",
        "due_in_next": "1",
        "valid_from": "01/04/2024",
        "reason": "Theo yêu cầu",
    }
    answer = sign_in(Role.CLERK).post(
        f"/tasks/{owing.tasks[0]}/reports", data=sent, follow_redirects=True
    )
    assert "quarter II/2024 – to be handed in by 05/07/2024" in checked_page(answer).words


def test_what_makes_no_duty_is_told_beside_its_fields(owing: Owing, sign_in: SignIn) -> None:
    sent = {"every": "decade", "begins_on_day": "x", "due_day": "99", "valid_from": "mai"}
    answer = sign_in(Role.CLERK).post(f"/tasks/{owing.tasks[0]}/reports", data=sent)
    page = checked_page(answer, 422)
    for name in ("every", "begins_on_day", "due_day", "valid_from", "reason"):
        assert page.texts(f"//*[@id='{name}-error']"), name
