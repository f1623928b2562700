"""An agency's dates in calendars: secret addresses, shown once, revocable, and what they give."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar, Event
from sqlalchemy import select

from directives.model import Every
from tests.conftest import SignIn, Visit
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tracker.db import Database
from tracker.domain import DueChangeKind, Role, UpdateStatus, VerdictKind
from tracker.models import Assignment, DueChange, User

LONG = "Xây dựng kế hoạch; rà soát, cụ thể hóa\r\nBEGIN:VEVENT " + "đẩy mạnh tuyên truyền " * 12


@pytest.fixture
def author(database: Database) -> int:
    return make_user(database, Role.CLERK)


@pytest.fixture
def agency(database: Database) -> int:
    return make_agency(database, "Sở Nội vụ")


@pytest.fixture
def assign(database: Database, author: int, agency: int) -> Callable[..., int]:
    def _assign(**task: object) -> int:
        directive = make_directive(database, author_id=author, number="23-CT/TU")
        return make_assignment(database, make_task(database, directive, **task), agency)

    return _assign


@pytest.fixture
def own(sign_in: SignIn, agency: int) -> FlaskClient:
    return sign_in(Role.AGENCY, agency)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


@pytest.fixture
def address(own: FlaskClient, agency: int) -> str:
    return made(own, agency)


def made(client: FlaskClient, agency: int) -> str:
    """Make an address as the page does, and return its path."""
    page = client.post(f"/agencies/{agency}/calendar").text
    return page.partition("http://127.0.0.1:8000")[2].partition("<")[0]


def events(client: FlaskClient, address: str) -> list[Event]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    read = Calendar.from_ical(answer.data)
    assert isinstance(read, Calendar)
    return list(read.events)


def test_an_address_is_shown_once_and_gives_the_dates_without_an_account(
    own: FlaskClient, stranger: FlaskClient, visit: Visit, agency: int, assign: Callable[..., int]
) -> None:
    part = assign(original_due=date(2024, 6, 20), text=LONG)
    assert "Due days in a calendar program" in visit(own, f"/agencies/{agency}").words
    address = made(own, agency)
    assert len(address) == len("/calendar/.ics") + 43
    page = visit(own, f"/agencies/{agency}/calendar")
    assert address not in page.response.text
    assert page.texts("//main//tbody/tr/th") == ["Đồng chí agency"]
    (event,) = events(stranger, address)
    assert date(2024, 6, 20) == event.DTSTART
    assert event["UID"] == f"due-{part}@127.0.0.1"
    assert event["SEQUENCE"] == 0
    summary = str(event["SUMMARY"])
    assert summary.startswith("Thời hạn: Xây dựng kế hoạch; rà soát, cụ thể hóa BEGIN:VEVENT đẩy")
    assert "Chỉ thị 23-CT/TU" in str(event["DESCRIPTION"])
    assert str(event["URL"]).startswith("http://127.0.0.1:8000/tasks/")


def test_the_answer_is_as_calendars_want_it(
    stranger: FlaskClient, address: str, assign: Callable[..., int]
) -> None:
    assign(original_due=date(2024, 6, 20), text=LONG)
    answer = stranger.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    lines = answer.data.split(b"\r\n")
    assert {b"REFRESH-INTERVAL;VALUE=DURATION:PT12H", b"X-PUBLISHED-TTL:PT12H"} <= set(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert answer.data.count(b"\r\nBEGIN:VEVENT") == 1
    again = stranger.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_moved_due_day_keeps_its_event(
    database: Database, author: int, stranger: FlaskClient, address: str, assign: Callable[..., int]
) -> None:
    part = assign(original_due=date(2024, 6, 20))
    (before,) = events(stranger, address)
    with database.writing() as session:
        session.get_one(Assignment, part).due = date(2024, 7, 20)
        session.add(
            DueChange(
                assignment_id=part,
                kind=DueChangeKind.EXTENSION,
                previous=date(2024, 6, 20),
                due=date(2024, 7, 20),
                reason="Chờ vốn.",
                author_id=author,
                at=NOW,
            )
        )
    (after,) = events(stranger, address)
    assert (after["UID"], after["SEQUENCE"], after.DTSTART) == (
        before["UID"],
        1,
        date(2024, 7, 20),
    )
    assert after.LAST_MODIFIED == NOW


def test_a_day_that_only_the_office_has_set_is_called_so(
    database: Database, author: int, stranger: FlaskClient, address: str, assign: Callable[..., int]
) -> None:
    part = assign()
    with database.writing() as session:
        session.get_one(Assignment, part).due = date(2024, 7, 20)
        session.add(
            DueChange(
                assignment_id=part,
                kind=DueChangeKind.TRACKING_DATE,
                previous=None,
                due=date(2024, 7, 20),
                reason="Để theo dõi.",
                author_id=author,
                at=NOW,
            )
        )
    (event,) = events(stranger, address)
    assert str(event["SUMMARY"]).startswith("Thời hạn theo dõi: ")


def test_reports_have_their_days_until_they_are_handed_in(
    database: Database, author: int, stranger: FlaskClient, address: str, assign: Callable[..., int]
) -> None:
    part = assign(recurs_every=Every.QUARTER, report_due_day=20)
    make_update(database, part, author_id=author, period="2024-Q1")
    found = events(stranger, address)
    assert [event.DTSTART for event in found] == [
        date(2024, 6, 20),
        date(2024, 9, 20),
        date(2024, 12, 20),
        date(2025, 3, 20),
        date(2025, 6, 20),
    ]
    assert str(found[0]["SUMMARY"]).startswith("Báo cáo quý II/2024: ")


def test_only_open_work_that_the_agency_answers_for_is_told(
    database: Database, agency: int, stranger: FlaskClient, address: str, assign: Callable[..., int]
) -> None:
    author = make_user(database, Role.CLERK)
    done = assign(original_due=date(2024, 6, 20))
    update = make_update(database, done, author_id=author, status=UpdateStatus.DONE)
    make_verdict(database, update, VerdictKind.CONFIRMED, author_id=author)
    assert events(stranger, address) == []
    forebear = make_agency(database, "Sở Cũ")
    directive = make_directive(database, author_id=author, number="5-KL/TU")
    task = make_task(database, directive, original_due=date(2024, 6, 20))
    part = make_assignment(database, task, forebear)
    assert events(stranger, address) == []
    make_succession(database, forebear, agency, on=date(2024, 6, 1))
    assert [event["UID"] for event in events(stranger, address)] == [f"due-{part}@127.0.0.1"]


def test_a_revoked_or_wrong_address_is_not_there(
    own: FlaskClient, stranger: FlaskClient, address: str
) -> None:
    assert events(stranger, address) == []
    wrong = address.replace(address[12], "a" if address[12] != "a" else "b", 1)
    answer = own.post("/calendar-feeds/1/revoke", follow_redirects=True)
    assert "There is none." in answer.text
    paths = (wrong, address, "/calendar/%20.ics", "/calendar/x.ics")
    answers = [stranger.get(path) for path in paths]
    assert {each.status_code for each in answers} == {404}


def test_an_address_ends_with_the_account_that_made_it(
    database: Database, stranger: FlaskClient, address: str
) -> None:
    other = make_agency(database, "Sở Y tế")
    user = own_user(database)
    with database.writing() as session:
        session.get_one(User, user).disabled_at = NOW
    assert stranger.get(address).status_code == 404
    with database.writing() as session:
        session.get_one(User, user).disabled_at = None
        session.get_one(User, user).grants[0].agency_id = other
    assert stranger.get(address).status_code == 404


def own_user(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(User.id).where(User.username.startswith("agency-"))).one()


@pytest.mark.usefixtures("address")
def test_only_its_people_and_clerks_make_and_revoke_addresses(
    database: Database, sign_in: SignIn, agency: int
) -> None:
    path = f"/agencies/{agency}/calendar"
    others = [
        sign_in(Role.AGENCY, make_agency(database, "Sở Y tế")),
        sign_in(Role.INSPECTOR),
        sign_in(Role.ADMINISTRATOR),
    ]
    for client in others:
        assert {client.get(path).status_code, client.post(path).status_code} == {404}
        assert client.post("/calendar-feeds/1/revoke").status_code == 404
    clerk = sign_in(Role.CLERK)
    assert clerk.get(path).status_code == 200
    assert clerk.post("/calendar-feeds/1/revoke").status_code == 302
    assert clerk.post("/calendar-feeds/99/revoke").status_code == 404
    assert clerk.get("/agencies/99/calendar").status_code == 404


def test_an_agency_has_no_more_than_twenty(own: FlaskClient, agency: int) -> None:
    for _ in range(20):
        assert made(own, agency)
    answer = own.post(f"/agencies/{agency}/calendar")
    assert answer.status_code == 409
    assert "Revoke some first." in answer.text
