"""The pages of a task: its story, the form of an update, verdicts, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from directives.model import Every
from tests.conftest import SignIn, Visit
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_update,
    make_verdict,
)
from tests.pages import Page, checked_page
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role, UpdateStatus, VerdictKind
from tracker.models import Evidence, ProgressUpdate
from tracker.progress import ProgressEntry, UploadedFile, log_update
from tracker.web.progress_form import typed_day

FORM = {"status": "in-progress", "percent": "40", "narrative": "Đã ban hành kế hoạch."}


@dataclass(frozen=True)
class Duty:
    """A task that one agency leads."""

    agency_id: int
    task_id: int
    assignment_id: int
    author_id: int

    @property
    def page(self) -> str:
        return f"/tasks/{self.task_id}"

    @property
    def form(self) -> str:
        return f"/assignments/{self.assignment_id}/report"


@pytest.fixture
def duty(database: Database, clerk: Actor) -> Duty:
    return _duty(database, clerk)


@pytest.fixture
def quarterly(database: Database, clerk: Actor) -> Duty:
    """A report each quarter since February 2024; it is June."""
    return _duty(database, clerk, recurs_every=Every.QUARTER, recurrence_words="định kỳ hằng quý")


def _duty(database: Database, clerk: Actor, **task: object) -> Duty:
    agency_id = make_agency(database)
    directive_id = make_directive(database, author_id=clerk.user_id, number="23-CT/TU")
    task_id = make_task(database, directive_id, text="Sáu là, chỉ đạo tuyên truyền.", **task)
    return Duty(agency_id, task_id, make_assignment(database, task_id, agency_id), clerk.user_id)


@pytest.fixture
def agency(sign_in: SignIn, duty: Duty) -> FlaskClient:
    """A browser of the agency that leads the task."""
    return sign_in(Role.AGENCY, duty.agency_id)


def send(client: FlaskClient, duty: Duty, **form: object) -> TestResponse:
    return client.post(duty.form, data={**FORM, **form}, follow_redirects=True)


def claim(database: Database, duty: Duty) -> int:
    return make_update(
        database, duty.assignment_id, author_id=duty.author_id, status=UpdateStatus.DONE
    )


def evidence_id(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(Evidence.id)).one()


class TestTheTask:
    def test_it_shows_words_document_bodies_and_state(
        self, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        page = visit(sign_in(Role.COMMITTEE), duty.page)
        assert page.texts("//h1") == ["Một là – Directive 23-CT/TU of 17/02/2024"]
        assert page.texts("//blockquote") == ["Sáu là, chỉ đạo tuyên truyền."]
        assert "Ban Tuyên giáo Tỉnh ủy – Leads" in page.words
        assert "Nothing has been reported yet." in page.words

    def test_updates_stand_with_their_verdicts_the_newest_first(
        self, database: Database, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        make_update(database, duty.assignment_id, author_id=duty.author_id, narrative="Bước một.")
        update_id = claim(database, duty)
        make_verdict(database, update_id, VerdictKind.CONFIRMED, author_id=duty.author_id)
        page = visit(sign_in(Role.COMMITTEE), duty.page)
        newest, first = page.texts("//article//ol/li")
        assert "Completion confirmed" in newest
        assert "Bước một." in first

    def test_a_group_shows_how_many_are_confirmed(
        self, database: Database, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        for name in ("Sở Nội vụ", "Sở Y tế"):
            make_assignment(database, duty.task_id, make_agency(database, name))
        make_verdict(
            database, claim(database, duty), VerdictKind.CONFIRMED, author_id=duty.author_id
        )
        page = visit(sign_in(Role.INSPECTOR), duty.page)
        assert "1/3 agencies confirmed done" in page.words
        assert len(page.texts("//article")) == len(page.texts("//tbody/tr")) == 3

    def test_a_task_leads_to_its_parent_and_its_parts(
        self, database: Database, sign_in: SignIn, visit: Visit, duty: Duty, clerk: Actor
    ) -> None:
        directive_id = make_directive(database, author_id=clerk.user_id)
        part = make_task(database, directive_id, parent_id=duty.task_id, label=None)
        client = sign_in(Role.INSPECTOR)
        assert visit(client, duty.page).tree.xpath(f"//a[@href='/tasks/{part}']")
        page = visit(client, f"/tasks/{part}")
        assert page.tree.xpath(f"//a[@href='{duty.page}']")
        assert "This task is not assigned to any agency; its parts may be." in page.words

    def test_a_stranger_finds_nothing(
        self, database: Database, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        stranger = sign_in(Role.AGENCY, make_agency(database, "Sở Nội vụ"))
        visit(stranger, duty.page, 404)
        visit(stranger, duty.form, 404)
        checked_page(send(stranger, duty), 404)

    def test_whoever_coordinates_reads_the_lead_but_does_not_report_for_it(
        self, database: Database, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        beside = make_agency(database, "Sở Nội vụ")
        own = make_assignment(database, duty.task_id, beside, AssignmentRole.SUPPORTING)
        client = sign_in(Role.AGENCY, beside)
        page = visit(client, duty.page)
        links = page.tree.xpath("//a[contains(@href, '/report')]/@href")
        assert links == [f"/assignments/{own}/report"]
        checked_page(send(client, duty), 404)


class TestReporting:
    def test_an_update_is_logged_and_shown(
        self, agency: FlaskClient, visit: Visit, duty: Duty
    ) -> None:
        form = {"status": "done", "result_number": "12-KH/BTGTU", "result_date": "1/6/2024"}
        page = checked_page(send(agency, duty, **form, percent="100 %"))
        assert "The update is logged." in page.words
        assert "Result document: 12-KH/BTGTU of 01/06/2024" in page.words
        assert "100 %" in page.words
        assert "Waiting for confirmation" in page.words
        assert "Đã ban hành kế hoạch." in visit(agency, duty.form).words

    def test_the_form_begins_at_the_last_percentage(
        self, database: Database, agency: FlaskClient, visit: Visit, duty: Duty
    ) -> None:
        make_update(database, duty.assignment_id, author_id=duty.author_id, percent=65)
        assert visit(agency, duty.form).tree.xpath("//input[@id='percent']/@value") == ["65"]

    def test_all_faults_stand_beside_their_fields_and_input_stays(
        self, agency: FlaskClient, duty: Duty
    ) -> None:
        form = {"status": "x", "percent": "ba", "narrative": "", "result_date": "30/02/2024"}
        page = checked_page(send(agency, duty, **form, difficulties="Thiếu vốn"), 422)
        linked = page.tree.xpath("//*[@id='error-summary']//a/@href")
        assert sorted(linked) == ["#narrative", "#percent", "#result_date", "#status"]
        for name in ("status", "percent", "narrative", "result_date"):
            assert page.texts(f"//*[@id='{name}-error']")
        assert page.tree.xpath("//input[@name='percent']/@value") == ["ba"]
        assert page.texts("//textarea[@name='difficulties']") == ["Thiếu vốn"]

    def test_a_claim_without_a_result_is_refused_with_the_reason(
        self, agency: FlaskClient, duty: Duty
    ) -> None:
        page = checked_page(send(agency, duty, status="done"), 422)
        assert "needs number and date" in page.texts("//*[@id='result_number-error']")[0]
        assert page.tree.xpath("//input[@id='status-done' and @checked]")

    def test_files_that_were_sent_with_a_fault_must_be_chosen_again(
        self, agency: FlaskClient, duty: Duty
    ) -> None:
        file = (BytesIO(b"mot"), "a.txt")
        page = checked_page(send(agency, duty, narrative="", evidence=file), 422)
        assert "choose the evidence files again" in page.words

    def test_a_file_that_is_the_reason_is_named(self, agency: FlaskClient, duty: Duty) -> None:
        page = checked_page(send(agency, duty, evidence=(BytesIO(b""), "rỗng.txt")), 422)
        assert page.texts("//*[@id='evidence-error']") == ["A file is empty. (rỗng.txt)"]

    def test_the_narrative_can_be_seen_before_it_is_logged(
        self, database: Database, agency: FlaskClient, duty: Duty
    ) -> None:
        form = {**FORM, "narrative": "**Xong** một việc", "evidence": (BytesIO(b"a"), "a.txt")}
        page = checked_page(agency.post(f"{duty.form}/preview", data=form))
        assert page.texts("//*[@aria-labelledby='preview-title']//strong") == ["Xong"]
        assert page.texts("//textarea[@name='narrative']") == ["**Xong** một việc"]
        assert "choose the evidence files again" in page.words
        with database.reading() as session:
            assert session.scalars(select(ProgressUpdate)).all() == []

    def test_nothing_to_preview_is_said(self, agency: FlaskClient, duty: Duty) -> None:
        page = checked_page(agency.post(f"{duty.form}/preview", data={**FORM, "narrative": " "}))
        assert "Nothing has been written yet." in page.words

    @pytest.mark.parametrize(
        "narrative",
        [
            "<script>alert(1)</script>",
            "[bấm](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "![ảnh](https://evil.example/x.png)",
            "<a href='data:text/html,x'>x</a>",
        ],
    )
    def test_hostile_markdown_does_nothing(
        self, agency: FlaskClient, duty: Duty, narrative: str
    ) -> None:
        for page in (
            checked_page(
                agency.post(f"{duty.form}/preview", data={**FORM, "narrative": narrative})
            ),
            checked_page(send(agency, duty, narrative=narrative)),
        ):
            body = page.tree.xpath("//*[contains(@class, 'prose')]")[0]
            assert not body.xpath(".//script|.//img|.//@onerror")
            assert not body.xpath(".//a[starts-with(@href, 'javascript:')]")
            assert not body.xpath(".//a[starts-with(@href, 'data:')]")

    def test_a_confirmed_task_takes_no_more(
        self, database: Database, agency: FlaskClient, visit: Visit, duty: Duty
    ) -> None:
        make_verdict(
            database, claim(database, duty), VerdictKind.CONFIRMED, author_id=duty.author_id
        )
        assert not visit(agency, duty.page).tree.xpath(f"//a[@href='{duty.form}']")
        page = checked_page(send(agency, duty), 409)
        assert "The task is confirmed done" in page.words


class TestPeriodicReports:
    @pytest.fixture
    def agency(self, sign_in: SignIn, quarterly: Duty) -> FlaskClient:
        return sign_in(Role.AGENCY, quarterly.agency_id)

    def test_missed_and_present_periods_are_offered(
        self, agency: FlaskClient, visit: Visit, quarterly: Duty
    ) -> None:
        page = visit(agency, quarterly.page)
        present, missed = page.texts("//article//ul/li[contains(., 'to be handed in')]")
        assert present.startswith("quarter II/2024 – Not yet due, to be handed in by 30/06/2024")
        assert missed.startswith("quarter I/2024 – Not handed in, past due")
        assert page.tree.xpath(f"//a[@href='{quarterly.form}?period=2024-Q1']")

    def test_the_report_of_a_period_is_handed_in(
        self, agency: FlaskClient, visit: Visit, quarterly: Duty
    ) -> None:
        form = visit(agency, f"{quarterly.form}?period=2024-Q1")
        assert form.texts("//h1") == ["Report for quarter I/2024"]
        assert form.tree.xpath("//input[@name='period']/@value") == ["2024-Q1"]
        page = checked_page(send(agency, quarterly, period="2024-Q1"))
        assert "Report for quarter I/2024" in page.texts("//article//ol/li")[0]
        assert "quarter I/2024 – Handed in late" in page.texts("//article")[0]

    def test_an_update_between_reports_belongs_to_no_period(
        self, agency: FlaskClient, visit: Visit, quarterly: Duty
    ) -> None:
        form = visit(agency, f"{quarterly.form}?period=2024-Q2")
        assert form.tree.xpath(f"//aside//a[@href='{quarterly.form}']")
        page = checked_page(send(agency, quarterly))
        assert "Report for" not in page.texts("//article//ol/li")[0]

    @pytest.mark.parametrize("period", ["2024-Q3", "x"])
    def test_a_period_that_is_not_the_tasks_is_not_found(
        self, agency: FlaskClient, visit: Visit, quarterly: Duty, period: str
    ) -> None:
        visit(agency, f"{quarterly.form}?period={period}", 404)
        checked_page(send(agency, quarterly, period=period), 404)


class TestVerdicts:
    def judge(self, client: FlaskClient, duty: Duty, update_id: int, **form: object) -> Page:
        address = f"{duty.page}/updates/{update_id}/verdict"
        answer = client.post(address, data=form, follow_redirects=True)
        return checked_page(answer, answer.status_code)

    def test_an_inspector_confirms(self, database: Database, sign_in: SignIn, duty: Duty) -> None:
        update_id = claim(database, duty)
        page = self.judge(sign_in(Role.INSPECTOR), duty, update_id, kind="confirmed")
        assert "Confirmed." in page.words
        assert "Confirmed done" in page.words

    def test_sending_back_without_a_reason_is_told_beside_the_field(
        self, database: Database, sign_in: SignIn, duty: Duty
    ) -> None:
        update_id = claim(database, duty)
        page = self.judge(sign_in(Role.INSPECTOR), duty, update_id, kind="sent-back", reason=" ")
        assert page.response.status_code == 422
        assert page.texts(f"//*[@id='reason-{update_id}-error']") == ["Fill this in."]
        assert page.tree.xpath(f"//*[@id='error-summary']//a[@href='#reason-{update_id}']")

    def test_an_inspector_sends_back_with_a_reason(
        self, database: Database, sign_in: SignIn, duty: Duty
    ) -> None:
        update_id = claim(database, duty)
        page = self.judge(
            sign_in(Role.INSPECTOR), duty, update_id, kind="sent-back", reason="Thiếu số liệu."
        )
        assert "Sent back to the agency." in page.words
        assert "Thiếu số liệu." in page.words

    def test_the_form_carries_the_verdict_that_was_seen(
        self, database: Database, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        update_id = claim(database, duty)
        first = make_verdict(database, update_id, VerdictKind.CONFIRMED, author_id=duty.author_id)
        client = sign_in(Role.INSPECTOR)
        assert visit(client, duty.page).tree.xpath("//input[@name='last_verdict_id']/@value") == [
            str(first)
        ]
        stale = self.judge(client, duty, update_id, kind="sent-back", reason="Muộn.")
        assert stale.response.status_code == 409

    def test_only_inspectors_are_offered_the_form(
        self, database: Database, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        update_id = claim(database, duty)
        for role in (Role.CLERK, Role.COMMITTEE):
            client = sign_in(role)
            assert not visit(client, duty.page).tree.xpath("//form[contains(@action, 'verdict')]")
            refused = self.judge(client, duty, update_id, kind="confirmed")
            assert refused.response.status_code == 403

    def test_a_verdict_of_no_kind_is_refused(
        self, database: Database, sign_in: SignIn, duty: Duty
    ) -> None:
        page = self.judge(sign_in(Role.INSPECTOR), duty, claim(database, duty), kind="maybe")
        assert page.response.status_code == 404


class TestEvidence:
    def test_a_file_is_handed_out_to_be_saved_and_never_run(
        self, database: Database, agency: FlaskClient, duty: Duty
    ) -> None:
        page = checked_page(send(agency, duty, evidence=(BytesIO(b"<b>x</b>"), "Kế hoạch.html")))
        assert "Kế hoạch.html" in page.words
        answer = agency.get(f"/evidence/{evidence_id(database)}", buffered=True)
        assert answer.data == b"<b>x</b>"
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment;")
        assert "filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.html" in disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        "name",
        [
            "a\r\nSet-Cookie: x=1.txt",
            "../../etc/passwd",
            "anh\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
            '"><script>alert(1)</script>.txt',
        ],
    )
    def test_a_hostile_name_does_nothing(
        self, app: Flask, database: Database, agency: FlaskClient, duty: Duty, name: str
    ) -> None:
        actor = Actor(duty.author_id, "x", frozenset({Role.AGENCY}), frozenset({duty.agency_id}))
        entry = ProgressEntry(
            UpdateStatus.IN_PROGRESS, 1, "x", evidence=(UploadedFile(name, b"x"),)
        )
        files = app.extensions["tracker"].files
        log_update(database, files, actor, duty.assignment_id, entry, now=NOW)
        answer = agency.get(f"/evidence/{evidence_id(database)}", buffered=True)
        assert answer.status_code == 200
        assert "x=1" not in answer.headers.get("Set-Cookie", "")
        checked_page(agency.get(duty.page))
        with database.reading() as session:
            kept = session.scalars(select(Evidence.file_name)).one()
        assert not set(kept) & set("/\\\r\n\N{RIGHT-TO-LEFT OVERRIDE}")

    def test_several_files_are_kept(
        self, database: Database, agency: FlaskClient, duty: Duty
    ) -> None:
        files = [(BytesIO(name.encode()), name) for name in ("a.txt", "b.txt")]
        checked_page(send(agency, duty, evidence=files))
        with database.reading() as session:
            assert session.scalars(select(Evidence.file_name)).all() == ["a.txt", "b.txt"]

    def test_a_stranger_finds_no_file(
        self, database: Database, agency: FlaskClient, sign_in: SignIn, visit: Visit, duty: Duty
    ) -> None:
        send(agency, duty, evidence=(BytesIO(b"mot"), "a.txt"))
        stranger = sign_in(Role.AGENCY, make_agency(database, "Sở Nội vụ"))
        visit(stranger, f"/evidence/{evidence_id(database)}", 404)


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_none(text: str) -> None:
    typed_day(text)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_understood_as_offices_and_as_machines_write_it(day: date) -> None:
    assert typed_day(f" {day:%d/%m/%Y} ") == typed_day(f"{day:%d.%m.%Y}") == day
    assert typed_day(day.isoformat()) == day
