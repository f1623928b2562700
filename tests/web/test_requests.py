"""The pages of requests, acts and comments: each shows what its reader may do, and does it once."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import SignIn, Visit
from tests.factories import make_agency, make_assignment, make_due_change, make_event
from tests.pages import Page, checked_page
from tests.tracker.handling_office import LATER, Office, make_office
from tracker.db import Database
from tracker.domain import AssignmentEventKind, AssignmentRole, RequestKind, Role, Workflow

ASKED = {"wanted_due": "30/09/2024", "reason": "Mưa lũ <b>kéo dài</b>."}
GRANT = {"outcome": "granted", "due": "30/09/2024", "reason": ""}


@pytest.fixture
def office(database: Database) -> Office:
    return make_office(database)


@pytest.fixture
def agency(sign_in: SignIn, office: Office) -> FlaskClient:
    return sign_in(Role.AGENCY, office.agency_id)


@pytest.fixture
def clerk(sign_in: SignIn) -> FlaskClient:
    return sign_in(Role.CLERK)


def to_ask(office: Office, kind: str = "extension") -> str:
    return f"/assignments/{office.assignment_id}/requests/{kind}"


def send(client: FlaskClient, address: str, status: int = 200, /, **form: str) -> Page:
    answer: TestResponse = client.post(address, data=form, follow_redirects=True)
    return checked_page(answer, status)


class TestTheAgency:
    def test_it_accepts_the_task_and_asks_on_the_tasks_page(
        self, agency: FlaskClient, visit: Visit, office: Office
    ) -> None:
        page = visit(agency, f"/tasks/{office.task_id}")
        assert "Accept the task" in page.texts("//button")
        assert "Refuse the task" in page.texts("//a")
        page = send(agency, f"/assignments/{office.assignment_id}/accept")
        assert "The task is accepted." in page.words
        assert "Refuse the task" not in page.texts("//a")

    def test_a_second_acceptance_is_told_in_words(
        self, agency: FlaskClient, office: Office
    ) -> None:
        address = f"/assignments/{office.assignment_id}/accept"
        send(agency, address)
        page = send(agency, address, 409)
        assert "has been accepted already" in page.words

    def test_a_request_stands_on_the_tasks_page_until_it_is_taken_back(
        self, agency: FlaskClient, visit: Visit, office: Office
    ) -> None:
        visit(agency, to_ask(office))
        page = send(agency, to_ask(office), **ASKED)
        assert "From 30/06/2024 to 30/09/2024" in page.words
        assert "Clerk or Standing Committee" in page.words
        assert "<b>" not in page.response.text
        page = send(agency, "/requests/1/withdrawal")
        assert "Taken back by the agency" in page.words

    def test_what_cannot_be_taken_is_shown_with_what_was_typed(
        self, agency: FlaskClient, office: Office
    ) -> None:
        for form, words in (
            ({"wanted_due": "32/13/2024"}, "Write the day as day/month/year"),
            ({"wanted_due": "30/06/2024"}, "must be later than the deadline"),
            ({"wanted_due": ""}, "Write the day as day/month/year"),
            ({"reason": " "}, "Fill this in."),
            ({"reason": "x" * 5_001}, "This is too long."),
        ):
            page = send(agency, to_ask(office), 422, **{**ASKED, **form})
            assert words in page.texts("//*[@id='error-summary']")[0]
            assert page.tree.xpath("//*[@aria-invalid='true']")

    def test_each_kind_has_a_form_or_says_why_not(
        self, agency: FlaskClient, office: Office
    ) -> None:
        for kind in RequestKind:
            status = 409 if kind is RequestKind.CONFIRMATION else 200
            checked_page(agency.get(to_ask(office, kind.value)), status)
        checked_page(agency.get(to_ask(office, "a-holiday")), 404)

    def test_another_agency_finds_nothing(self, sign_in: SignIn, office: Office) -> None:
        other = sign_in(Role.AGENCY, make_agency(office.database, "Sở Y tế"))
        office.ask()
        for address in (to_ask(office), "/requests/1", f"/tasks/{office.task_id}/comments"):
            checked_page(other.get(address), 404)
        assert "No request fits." in checked_page(other.get("/requests")).words


class TestTheClerk:
    def test_a_decision_is_shown_before_it_is_made(
        self, clerk: FlaskClient, visit: Visit, office: Office
    ) -> None:
        office.ask()
        page = visit(clerk, "/requests/1")
        assert page.tree.xpath("//input[@name='due']/@value") == ["30/09/2024"]
        page = send(clerk, "/requests/1/decision", **GRANT)
        assert "The deadline moves from 30/06/2024 to 30/09/2024." in page.words
        assert office.facts.due != LATER
        page = send(clerk, "/requests/1/decision", **GRANT, confirmed="1")
        assert "The decision is made" in page.words
        assert office.facts.due == LATER

    def test_the_second_decision_meets_clear_words(
        self, clerk: FlaskClient, office: Office
    ) -> None:
        office.decide(office.ask(), actor=office.committee)
        page = send(clerk, "/requests/1/decision", 409, **GRANT, confirmed="1")
        assert "Đồng chí committee has already decided on this request" in page.words

    def test_both_days_stand_side_by_side(
        self, clerk: FlaskClient, visit: Visit, office: Office
    ) -> None:
        author = office.clerk.user_id
        make_due_change(office.database, office.assignment_id, LATER, author_id=author)
        both = "30/09/2024 (in the document: 30/06/2024; extended 1 time)"
        places = ("/tasks/1", "/agencies/1", "/review?all=1", "/directives/1")
        shown = {place: visit(clerk, place).words for place in places}
        assert [place for place in places[:3] if both not in shown[place]] == []
        assert "due 30/09/2024 (in the document: 30/06/2024" in shown["/directives/1"]

    def test_a_decision_that_cannot_be_taken_is_explained(
        self, clerk: FlaskClient, office: Office
    ) -> None:
        office.ask()
        for form, words in (
            ({"outcome": ""}, "Choose whether to grant"),
            ({"outcome": "withdrawn"}, "Choose whether to grant"),
            ({"outcome": "refused"}, "Fill this in."),
            ({"due": "1/1/2024"}, "must be later"),
            ({"due": "hôm nay"}, "Write the day as"),
        ):
            page = send(clerk, "/requests/1/decision", 422, **{**GRANT, **form})
            assert words in page.texts("//*[@id='error-summary']")[0]

    def test_the_new_holder_is_named_and_near_names_are_offered(
        self, clerk: FlaskClient, office: Office
    ) -> None:
        make_agency(office.database, "Sở Tài chính", short_name="STC")
        office.ask(RequestKind.REFUSAL)
        form = {"outcome": "granted", "agency": "Sở Tài chánh"}
        page = send(clerk, "/requests/1/decision", 422, **form)
        assert "Near to what was typed: Sở Tài chính" in page.words
        page = send(clerk, "/requests/1/decision", **{**form, "agency": "STC"})
        assert "The work goes from Ban Tuyên giáo Tỉnh ủy to: STC." in page.words

    def test_the_number_that_waits_stands_in_the_head_and_the_list(
        self, clerk: FlaskClient, visit: Visit, office: Office
    ) -> None:
        office.ask()
        office.ask(RequestKind.CONTENT)
        page = visit(clerk, "/requests?sort=-due")
        assert page.texts("//header//a[@href='/requests']") == ["Requests 2 waiting for a decision"]
        assert len(page.tree.xpath("//main//tbody/tr")) == 2
        assert "wanted: 30/09/2024" in page.words
        page = visit(clerk, "/requests?kind=content&agency=1&late=1&sort=nonsense&page=-4")
        assert "No request fits." in page.words
        visit(clerk, "/requests?kind=all&ended=1")

    def test_it_suspends_resumes_and_sets_dates(
        self, clerk: FlaskClient, visit: Visit, office: Office
    ) -> None:
        act = f"/assignments/{office.assignment_id}/acts"
        visit(clerk, f"{act}/suspend")
        assert "Fill this in." in send(clerk, f"{act}/suspend", 422, reason="").words
        page = send(clerk, f"{act}/suspend", reason="Chờ ý kiến.")
        assert "The work is suspended" in page.words
        assert office.facts.workflow is Workflow.SUSPENDED
        checked_page(clerk.get(f"{act}/suspend"), 409)
        checked_page(clerk.get(f"{act}/stop"), 403)
        checked_page(clerk.get(f"{act}/nonsense"), 404)
        assert "The work goes on." in send(clerk, f"{act}/resume", reason="Đã có ý kiến.").words

    def test_a_date_for_tracking_is_named_as_one(
        self, clerk: FlaskClient, visit: Visit, database: Database
    ) -> None:
        undated = make_office(database, due=None)
        act = f"/assignments/{undated.assignment_id}/acts/set-date"
        visit(clerk, act)
        send(clerk, act, 422, reason="Để theo dõi.", due="32/1")
        page = send(clerk, act, reason="Để theo dõi.", due="30/09/2024")
        assert "30/09/2024 (date for tracking, set by the tracking office" in page.words

    def test_what_is_stopped_is_counted_apart_in_the_review(
        self, clerk: FlaskClient, visit: Visit, office: Office
    ) -> None:
        make_event(
            office.database,
            office.assignment_id,
            AssignmentEventKind.STOPPED,
            author_id=office.clerk.user_id,
        )
        assert "No longer tracked" in visit(clerk, "/review?all=1").words


class TestComments:
    def test_a_remark_marks_its_words_on_the_tasks_page(
        self, agency: FlaskClient, visit: Visit, office: Office
    ) -> None:
        address = f"/tasks/{office.task_id}/comments"
        visit(agency, address)
        form = {"text": "Kế hoạch **năm nào**? <script>", "quote": "kế hoạch"}
        page = send(agency, address, **form)
        assert page.texts("//blockquote/mark") == ["kế hoạch"]
        assert "<script>" not in page.response.text.partition("comment-1")[2][:2_000]
        assert page.texts("//*[@id='comment-1']//strong") == ["năm nào"]

    def test_the_office_answers_and_only_that_agency_reads_it(
        self, agency: FlaskClient, clerk: FlaskClient, sign_in: SignIn, office: Office
    ) -> None:
        beside = make_agency(office.database, "Sở Y tế")
        role = AssignmentRole.SUPPORTING
        make_assignment(office.database, office.task_id, beside, role)
        address = f"/tasks/{office.task_id}/comments"
        send(agency, address, text="Kế hoạch năm nào?")
        assert "Kế hoạch năm nào?" in checked_page(clerk.get(f"{address}?reply_to=1")).words
        send(clerk, address, text="Năm 2024.", reply_to="1")
        page = checked_page(agency.get(f"/tasks/{office.task_id}"))
        assert "Năm 2024." in page.words
        neighbour = checked_page(sign_in(Role.AGENCY, beside).get(f"/tasks/{office.task_id}"))
        assert "No comments yet." in neighbour.words

    def test_what_cannot_be_taken_is_explained(self, clerk: FlaskClient, office: Office) -> None:
        address = f"/tasks/{office.task_id}/comments"
        for form, words in (
            ({"text": ""}, "Fill this in."),
            ({"quote": "không có chữ này"}, "do not stand in the task"),
            ({"quote": "h"}, "stand in several places"),
            ({"to": "99"}, "Choose one of the list."),
        ):
            page = send(clerk, address, 422, **{"text": "Ý kiến.", **form})
            assert words in page.texts("//*[@id='error-summary']")[0]

    def test_an_odd_address_gives_the_plain_form(
        self, clerk: FlaskClient, visit: Visit, office: Office
    ) -> None:
        for query in ("reply_to=99", "reply_to=x", "start=-1&quote=%00&reply_to=%00"):
            visit(clerk, f"/tasks/{office.task_id}/comments?{query}")
