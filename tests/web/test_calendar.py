"""The pages of the office's calendar."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from directives import Due, Precision
from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_assignment, make_directive, make_task, make_user
from tests.pages import Page, checked_page
from tests.tracker.drafts import make_draft, make_reading_task
from tracker.db import Database
from tracker.domain import Actor, Role

OFF = {"day": "20/06/2024", "works": "off", "name": "Nghỉ bù"}


@pytest.fixture
def keeper(sign_in: SignIn) -> FlaskClient:
    return sign_in(Role.CLERK)


@pytest.fixture
def counted(database: Database) -> int:
    """A task due fifteen working days after 03/06/2024."""
    author = make_user(database, Role.CLERK)
    task = make_task(
        database,
        make_directive(database, author_id=author),
        original_due=date(2024, 6, 24),
        due_working_days=15,
        due_counted_from=date(2024, 6, 3),
    )
    make_assignment(database, task, make_agency(database))
    return task


@pytest.mark.usefixtures("counted")
def test_a_day_is_entered_after_its_deadlines_were_shown(keeper: FlaskClient) -> None:
    preview = checked_page(keeper.post("/calendar/preview", data=OFF))
    assert "This moves 1 deadline" in preview.words
    assert "24/06/2024 25/06/2024" in preview.words
    done = checked_page(keeper.post("/calendar", data=OFF, follow_redirects=True))
    assert "The day is entered. 1 deadline is moved." in done.words
    assert "Thursday, 20/06/2024 Day off Nghỉ bù" in done.words


@pytest.mark.usefixtures("counted")
def test_a_day_is_removed_and_its_row_stays(keeper: FlaskClient, visit: Visit) -> None:
    keeper.post("/calendar", data=OFF)
    (link,) = visit(keeper, "/calendar?year=2024").tree.xpath("//a[contains(., 'Remove')]/@href")
    assert "25/06/2024 24/06/2024" in visit(keeper, link).words
    done = checked_page(keeper.post(link, follow_redirects=True))
    assert "The day is removed from the calendar. 1 deadline is moved." in done.words
    assert "removed by Đồng chí clerk" in done.words
    assert "Somebody has removed this day" in checked_page(keeper.post(link), 409).words


@pytest.mark.parametrize("day", ["", "30/02/2024", "hôm nay", "<script>", "20/06/2024"])
def test_what_cannot_be_entered_is_said_beside_its_field(keeper: FlaskClient, day: str) -> None:
    sent = {"day": day, "works": "working", "name": ""}
    for address in ("/calendar/preview", "/calendar"):
        page = checked_page(keeper.post(address, data=sent), 422)
        assert page.texts("//*[@id='day-error']")
        assert page.tree.xpath("//input[@id='day']/@value") == [day]


@pytest.mark.parametrize("year", ["1", "9999", "-5", "x", "2025"])
def test_any_year_that_is_asked_for_gives_one_that_is_known(
    keeper: FlaskClient, visit: Visit, year: str
) -> None:
    assert "Office calendar" in visit(keeper, f"/calendar?year={year}").words


def test_everybody_reads_the_calendar_and_only_its_keepers_change_it(
    sign_in: SignIn, visit: Visit
) -> None:
    reader = sign_in(Role.INSPECTOR)
    page = visit(reader, "/calendar?year=2025")
    assert "Tết Nguyên Đán" in page.words
    assert "Enter a day" not in page.words
    assert reader.post("/calendar", data=OFF).status_code == 403


def test_the_rule_for_reports_is_chosen_from_three(keeper: FlaskClient) -> None:
    done = keeper.post("/calendar/reports", data={"rule": "next"}, follow_redirects=True)
    page = checked_page(done)
    assert page.texts("//select[@id='rule']/option[@selected]") == ["becomes the next working day"]
    assert keeper.post("/calendar/reports", data={"rule": "never"}).status_code == 404


def _steps(page: Page) -> list[str]:
    return [row.replace("Remove", "").split(":")[0].strip() for row in page.texts("//tbody/tr")]


def test_the_usual_steps_become_the_offices_own_with_its_first_change(
    keeper: FlaskClient, visit: Visit
) -> None:
    address = "/calendar/escalation"
    usual = _steps(visit(keeper, address))
    sent = {"clock": "past-due", "after_days": "45", "role": "committee"}
    added = checked_page(keeper.post(address, data=sent, follow_redirects=True))
    assert set(_steps(added)) - set(usual) == {"Past due 45 Standing Committee"}
    assert "Steps of this office" in added.words
    removed = keeper.post(f"{address}/remove", data=sent, follow_redirects=True)
    assert _steps(checked_page(removed)) == usual
    assert keeper.post(f"{address}/remove", data=sent).status_code == 404
    again = checked_page(keeper.post(f"{address}/usual", follow_redirects=True))
    assert "The usual steps" in again.words


@pytest.mark.parametrize("days", ["", "0", "1000", "-1", "x", "1"])
def test_a_step_that_says_nothing_new_is_refused(keeper: FlaskClient, days: str) -> None:
    sent = {"clock": "past-due", "after_days": days, "role": "agency"}
    page = checked_page(keeper.post("/calendar/escalation", data=sent), 422)
    assert page.texts("//*[@id='after_days-error']")
    assert page.tree.xpath("//input[@id='after_days']/@value") == [days]


def test_an_office_may_tell_nobody(keeper: FlaskClient, visit: Visit) -> None:
    page = visit(keeper, "/calendar/escalation")
    for form in page.tree.xpath("//form[contains(@action, '/remove')]"):
        sent = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
        keeper.post("/calendar/escalation/remove", data=sent)
    assert "Nobody is told." in visit(keeper, "/calendar/escalation").words


def test_the_page_of_issuing_tells_which_deadlines_the_calendar_moves(
    database: Database, clerk: Actor, keeper: FlaskClient, visit: Visit
) -> None:
    # Thirty working days after 05/03/2024, read with weekends only and over no holiday.
    keeper.post("/calendar", data={**OFF, "day": "05/04/2024"})
    words = "trong thời hạn 30 ngày làm việc kể từ ngày ký"
    due = Due(words, 0, 0, date(2024, 4, 16), Precision.DAY)
    draft = make_draft(database, clerk, make_reading_task("t1", due=due))
    page = visit(keeper, f"/directives/{draft}/draft/issue")
    assert "Một là: 30 working days, 16/04/2024 becomes 17/04/2024" in page.words
