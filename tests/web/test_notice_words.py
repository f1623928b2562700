"""What notices say, whatever their details are."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SignIn, Visit
from tests.factories import NOW, make_agency, make_assignment, make_directive, make_task, make_user
from tests.pages import Page
from tracker.alerts import TOLD_KINDS
from tracker.db import Database
from tracker.domain import Role
from tracker.models import NoticeKind, RecordKind, tell
from tracker.web.notice_words import notice_sentences, told_agency

KINDS = len(TOLD_KINDS)
DUE = {"due": "2024-06-20", "days": 5}
OLD = {"since": "2024-06-10", "days": 5}
TWO_MISSED = "No reports have come for quarter I/2024 and quarter II/2024;"
REPORT = {"due": "2024-06-20", "days": 5, "period": "2024-Q2"}


@pytest.mark.parametrize(
    ("details", "sentences"),
    [
        ({"occasion": "before-due", **DUE}, ["Due on 20/06/2024, in 5 days."]),
        (
            {"occasion": "before-due", "is_tracking_date": True, **DUE},
            [
                "Due on 20/06/2024, in 5 days.",
                "The tracking office has set this day; the document names no deadline.",
            ],
        ),
        ({"occasion": "on-due-day", **DUE, "days": 0}, ["Due today, 20/06/2024."]),
        ({"occasion": "past-due", **OLD}, ["Due on 10/06/2024, 5 days ago."]),
        (
            {"occasion": "before-report", **REPORT},
            ["The report for quarter II/2024 is to be handed in by 20/06/2024, in 5 days."],
        ),
        (
            {"occasion": "on-report-day", **REPORT, "days": 0},
            ["The report for quarter II/2024 is to be handed in today, 20/06/2024."],
        ),
        (
            {"occasion": "report-missed", "period": "2024-Q1", **OLD},
            ["No report has come for quarter I/2024, due on 10/06/2024, 5 days ago."],
        ),
        (
            {
                "clock": "report-missed",
                "period": "2024-Q1",
                "periods": ["2024-Q1", "2024-Q2"],
                **OLD,
            },
            [f"{TWO_MISSED} the first was due on 10/06/2024, 5 days ago."],
        ),
        (
            {"occasion": "report-missed", "period": "2024-Q1", "periods": ["2024-Q1", "x"], **OLD},
            ["No report has come for quarter I/2024, due on 10/06/2024, 5 days ago."],
        ),
        ({"occasion": "silent", **OLD}, ["Nothing reported since 10/06/2024, 5 days ago."]),
        ({"clock": "past-due", **OLD}, ["Due on 10/06/2024, 5 days ago."]),
        (
            {"outcome": "granted", "due": "2024-07-01", "was": "2024-06-20", "by": "Lê Thị Hoa"},
            [
                "Granted.",
                "Deadline so far: 20/06/2024.",
                "Deadline: 01/07/2024.",
                "By Lê Thị Hoa.",
            ],
        ),
        (
            {"request": "extension", "words": "Chờ  vốn."},
            ["An extension is asked for.", "“Chờ vốn.”"],
        ),
        ({"act": 3, "on": "2025-02-24"}, ["From 24/02/2025 on."]),
        ({"outcome": "handed-over"}, ["Handed over to another agency."]),
        (
            {"period": "2024-Q2", "due": "2024-06-20"},
            ["Report for quarter II/2024.", "Deadline: 20/06/2024."],
        ),
        ({"clock": "report-missed", "days": 3}, ["Report missed."]),
        ({"occasion": "before-due"}, ["Before the deadline."]),
        ({}, []),
    ],
)
def test_details_are_told_in_sentences(
    app: Flask, details: dict[str, Any], sentences: list[str]
) -> None:
    with app.test_request_context(), force_locale("en"):
        assert notice_sentences(details) == sentences


KEYS = ("agency", "by", "words", "due", "was", "days", "period", "outcome", "request", "clock")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text("đ<%(\n 2024-Q", max_size=20),
    st.lists(st.sampled_from([1, None, "2024-Q1", "x"]), max_size=2),
    st.sampled_from(["2024-06-20", "2024-Q2", "2024-W60", "9999-Q4", "past-due", "granted"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*KEYS, "occasion", "since", "on", "periods", "is_tracking_date"]), VALUES
    )
)
def test_no_details_break_the_page(app: Flask, details: dict[str, Any]) -> None:
    with app.test_request_context(), force_locale("vi"):
        assert all(notice_sentences(details))
        assert isinstance(told_agency(details), str)


@pytest.fixture
def reader(sign_in: SignIn, agency: int) -> FlaskClient:
    return sign_in(Role.AGENCY, agency)


@pytest.fixture
def agency(database: Database) -> int:
    return make_agency(database, "Sở Nội vụ")


@pytest.fixture
def task(database: Database, agency: int) -> int:
    author = make_user(database, Role.CLERK)
    task = make_task(database, make_directive(database, author_id=author, number="23-CT/TU"))
    make_assignment(database, task, agency)
    return task


def told(database: Database, about: tuple[RecordKind, int] | None, **details: object) -> None:
    """Tell everybody with an account of each kind."""
    with database.writing() as session:
        for kind in TOLD_KINDS:
            tell(session, range(1, 3), kind, about=about, details=details, now=NOW)


def test_every_kind_is_shown_and_leads_to_its_task(
    database: Database, task: int, reader: FlaskClient, visit: Visit
) -> None:
    told(database, (RecordKind.TASK, task), agency="Sở Nội vụ", words="<b>gấp</b>", odd=[1])
    page = visit(reader, "/notices")
    assert _unread(page) == [f"Notices {KINDS} unread"]
    headings = page.texts("//main//h2")
    assert len(set(headings)) == KINDS
    assert "Reminder · Sở Nội vụ" in headings
    assert "Một là – Directive 23-CT/TU of 17/02/2024" in page.words
    assert "“<b>gấp</b>”" in page.words
    (first, *_) = page.tree.xpath("//main//h2/a/@href")
    assert reader.get(first).location == f"/tasks/{task}"
    assert _unread(visit(reader, "/notices")) == [f"Notices {KINDS - 1} unread"]


def _unread(page: Page) -> list[str]:
    return page.texts("//header//a[@href='/notices']")


@pytest.mark.usefixtures("task")
def test_what_somebody_may_no_longer_know_is_not_told(
    database: Database, reader: FlaskClient, visit: Visit
) -> None:
    other = make_task(database, make_directive(database, author_id=1))
    told(database, (RecordKind.TASK, other))
    assert "There are no notices" in visit(reader, "/notices").words
    assert reader.get("/notices/2").status_code == 404


@pytest.mark.usefixtures("task")
def test_a_notice_about_nothing_has_no_link(
    database: Database, reader: FlaskClient, visit: Visit
) -> None:
    told(database, None, period="2024-Q2")
    page = visit(reader, "/notices")
    assert len(page.texts("//main//h2")) == KINDS
    assert page.texts("//main//h2/a") == ["Work passed on by succession"]


@pytest.mark.usefixtures("task")
def test_a_succession_leads_to_its_act_or_to_the_agencys_own_work(
    database: Database, reader: FlaskClient, sign_in: SignIn
) -> None:
    office = sign_in(Role.INSPECTOR)
    with database.writing() as session:
        tell(session, [2, 3], NoticeKind.SUCCESSION, about=None, details={"act": 7}, now=NOW)
    assert reader.get("/notices/1").location == "/"
    assert office.get("/notices/2").location == "/agencies/acts/7"
