"""The pages of saved searches, alerts, notices and mails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
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
from tests.pages import Page
from tracker import alerts, search
from tracker.db import Database
from tracker.domain import Role
from tracker.mail import MailServer
from tracker.models import Mail, RecordKind, SavedSearch, User, note_change
from tracker.services import Services

STATE = "q=nuôi+biển&f=year:2024&x=kind:nghi-quyet&kind=update&sort=newest"


@pytest.fixture
def part(database: Database, indexed: Callable[[], int]) -> int:
    author = make_user(database, Role.CLERK)
    task = make_task(database, make_directive(database, author_id=author, number="23-CT/TU"))
    part = make_assignment(database, task, make_agency(database))
    indexed()
    return part


@pytest.fixture
def reader(sign_in: SignIn) -> FlaskClient:
    return sign_in(Role.INSPECTOR)


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["tracker"]
    return found


def keep(client: FlaskClient, visit: Visit, state: str = STATE, **form: str) -> None:
    """Save what is searched, as the search page offers it."""
    page = visit(client, f"/search?{state}")
    (link,) = page.tree.xpath("//a[.='Save this search']/@href")
    (address,) = visit(client, link).tree.xpath("//input[@name='address']/@value")
    answer = client.post("/searches/new", data={"name": "Biển", "address": address, **form})
    assert answer.status_code == 302, answer.text


def report(services: Services, part: int, words: str = "Đã giao mặt nước nuôi biển.") -> int:
    database = services.database
    author = make_user(database, Role.CLERK)
    update = make_update(database, part, author_id=author, narrative=words)
    with database.writing() as session:
        note_change(session, RecordKind.UPDATE, update)
    search.drain(database, services.search)
    alerts.look(database, services.finder, services.post, now=NOW)
    return update


@pytest.mark.usefixtures("part")
def test_the_whole_state_is_kept_and_opened_by_one_click(reader: FlaskClient, visit: Visit) -> None:
    keep(reader, visit)
    page = visit(reader, "/searches")
    assert page.texts("//main//tbody//span[@lang]") == ["nuôi biển"]
    assert page.texts("//main//tbody//li") == [
        "Year: 2024",
        "Not: Kind of document: Resolution",
        "Kind of result: Progress update",
        "Newest first",
    ]
    (link,) = page.tree.xpath("//tbody//th/a/@href")
    answer = reader.get(link)
    kept = reader.get(answer.location, follow_redirects=True).request
    assert sorted(kept.args.items(multi=True)) == sorted(
        reader.get(f"/search?{STATE}").request.args.items(multi=True)
    )
    assert "Biển" in visit(reader, "/search").texts("//main//a[@class='chip']")


@pytest.mark.usefixtures("part")
def test_anothers_private_search_is_not_there(
    reader: FlaskClient, sign_in: SignIn, visit: Visit, database: Database
) -> None:
    keep(reader, visit)
    with database.reading() as session:
        (number,) = session.scalars(
            SavedSearch.__table__.select().with_only_columns(SavedSearch.id)
        )
    other = sign_in(Role.ADMINISTRATOR)
    assert "Nobody else shares a search." in visit(other, "/searches").words
    for path in ("", "/edit", "/delete", "/alert"):
        visit(other, f"/searches/{number}{path}", 404)
    for path in ("/edit", "/delete", "/alert"):
        assert other.post(f"/searches/{number}{path}").status_code == 404


@pytest.mark.usefixtures("part")
def test_a_search_is_renamed_shared_and_deleted_after_a_question(
    reader: FlaskClient, sign_in: SignIn, visit: Visit
) -> None:
    keep(reader, visit)
    reader.post("/searches/1/edit", data={"name": "Nuôi biển", "is_shared": "1"})
    other = sign_in(Role.COMMITTEE)
    page = visit(other, "/searches")
    assert "everybody, by Đồng chí inspector" in page.words
    assert "Delete" not in page.texts("//main//a")
    assert other.post("/searches/1/delete").status_code == 403
    question = visit(reader, "/searches/1/delete")
    assert "others lose it too" in question.words
    answer = reader.post("/searches/1/delete", follow_redirects=True)
    assert "The saved search is deleted." in answer.text
    assert "Nothing is saved yet" in answer.text


@pytest.mark.usefixtures("part")
def test_a_form_with_faults_is_shown_again(reader: FlaskClient, visit: Visit) -> None:
    keep(reader, visit)
    answer = reader.post("/searches/new", data={"name": "Biển", "address": "q=a"})
    assert answer.status_code == 422
    assert "Another search of this account has this name" in answer.text
    answer = reader.post("/searches/new", data={"name": "Khác", "address": "q=(a"})
    assert "This query cannot be read, so it cannot be saved" in answer.text
    answer = reader.post("/searches/1/alert", data={"rhythm": "daily"})
    assert "Choose at least one way to be told." in answer.text
    assert answer.status_code == 422


def test_a_new_match_is_a_notice_that_leads_to_its_place(
    reader: FlaskClient, visit: Visit, services: Services, part: int
) -> None:
    assert "There are no notices" in visit(reader, "/notices").words
    keep(reader, visit, is_shared="1", then="alert")
    assert "E-mail is not set up" in visit(reader, "/searches/1/alert").words
    reader.post("/searches/1/alert", data={"in_app": "1", "rhythm": "at-once"})
    update = report(services, part)
    page = visit(reader, "/notices")
    assert page.texts("//header//a[@href='/notices']") == ["Notices 1 unread"]
    assert page.texts("//main//mark") == ["nuôi biển"]
    assert "Progress update · Ban Tuyên giáo Tỉnh ủy · 15/06/2024" in page.words
    assert "Một là – Directive 23-CT/TU of 17/02/2024" in page.words
    opened = reader.get("/notices/1")
    assert opened.location == f"/tasks/1#update-{update}"
    assert visit(reader, "/notices").texts("//header//a[@href='/notices']") == ["Notices"]
    assert "Everything is read." in visit(reader, "/notices?unread=1").words


def test_notices_are_marked_as_read_one_by_one_or_all(
    reader: FlaskClient, visit: Visit, services: Services, part: int
) -> None:
    keep(reader, visit)
    reader.post("/searches/1/alert", data={"in_app": "1", "rhythm": "at-once"})
    for _ in range(3):
        report(services, part)
    assert _unread(visit(reader, "/notices")) == ["Notices 3 unread"]
    assert reader.post("/notices/2/read", data={"unread": "1"}).location == "/notices?unread=1"
    assert _unread(visit(reader, "/notices")) == ["Notices 2 unread"]
    reader.post("/notices/read-all")
    assert _unread(visit(reader, "/notices")) == ["Notices"]


def _unread(page: Page) -> list[str]:
    return page.texts("//header//a[@href='/notices']")


def test_anothers_notice_is_not_there(
    reader: FlaskClient, sign_in: SignIn, visit: Visit, services: Services, part: int
) -> None:
    keep(reader, visit, is_shared="1")
    reader.post("/searches/1/alert", data={"in_app": "1", "rhythm": "at-once"})
    report(services, part)
    other = sign_in(Role.COMMITTEE)
    assert other.get("/notices/1").status_code == 404
    assert other.post("/notices/1/read").status_code == 404
    assert other.get("/alerts/1/stop").status_code == 404
    assert other.post("/alerts/1/stop").status_code == 404


@pytest.mark.usefixtures("part")
def test_the_link_of_a_mail_stops_an_alert_by_one_button(reader: FlaskClient, visit: Visit) -> None:
    keep(reader, visit)
    reader.post("/searches/1/alert", data={"in_app": "1", "rhythm": "daily"})
    page = visit(reader, "/alerts/1/stop")
    assert page.texts("//main//form//button") == ["Stop the alert"]
    assert "Once a day" in visit(reader, "/searches").words
    answer = reader.post("/alerts/1/stop", follow_redirects=True)
    assert "The alert on “Biển” is stopped." in answer.text
    assert "Set an alert" in answer.text


@pytest.mark.usefixtures("part")
def test_a_search_of_another_version_is_explained(
    reader: FlaskClient, visit: Visit, database: Database, services: Services
) -> None:
    keep(reader, visit)
    with database.writing() as session:
        session.get_one(SavedSearch, 1).address = "q=ngành:biển"
        session.get_one(SavedSearch, 1).checked_on = NOW.date().replace(day=1)
    alerts.look(database, services.finder, services.post, now=NOW)
    words = visit(reader, "/notices").words
    assert "A saved search cannot be read any more" in words
    assert "There is no filter called “ngành”." in words
    assert "Character 1: ngành:biển" in words
    with database.writing() as session:
        session.get_one(SavedSearch, 1).address = "q=biển&f=colour:red"
    answer = reader.get("/searches/1", follow_redirects=True)
    assert "cannot be read any more: f=colour:red" in answer.text


def test_an_administrator_notes_where_mails_go(
    reader: FlaskClient, sign_in: SignIn, visit: Visit, database: Database, services: Services
) -> None:
    boss = sign_in(Role.ADMINISTRATOR)
    answer = boss.post("/admin/users/1/email", data={"email": "không phải"})
    assert answer.status_code == 422
    assert "không phải" in answer.text
    boss.post("/admin/users/1/email", data={"email": " kiemtra@tinh.example "})
    assert "kiemtra@tinh.example" in visit(reader, "/account").words
    assert reader.post("/admin/users/1/email", data={"email": "a@b.vn"}).status_code == 403
    assert "E-mail is not set up" in visit(boss, "/admin/mail").words
    object.__setattr__(services, "mail", MailServer("thu.tinh.example", 587, "a@tinh.example"))
    _fail_a_mail(database)
    page = visit(boss, "/admin/mail")
    assert "thu.tinh.example:587" in page.words
    assert page.texts("//tbody//code") == ["ConnectionRefusedError: no"]
    assert page.texts("//header//a[@href='/admin/mail']") == [
        "E-mail !Some mails could not be sent"
    ]
    assert "Some mails" not in visit(reader, "/account").words
    assert boss.post("/admin/mail/try-again").status_code == 302
    visit(reader, "/admin/mail", 403)


def _fail_a_mail(database: Database) -> None:
    with database.writing() as session:
        mail = Mail(key="a", user_id=1, created_at=NOW, next_try_at=NOW, attempts=3)
        mail.fault = "ConnectionRefusedError: no"
        session.add(mail)
        assert session.get_one(User, 1).email
