"""The page on which a person chooses what comes by e-mail."""

from __future__ import annotations

from flask import Flask

from tests.conftest import SignIn, Visit
from tracker.alerts import TOLD_KINDS
from tracker.db import Database
from tracker.domain import Role
from tracker.mail import MailServer
from tracker.models import User

PATH = "/account/notices"


def test_everything_is_mailed_once_a_day_until_somebody_chooses(
    sign_in: SignIn, visit: Visit
) -> None:
    client = sign_in(Role.INSPECTOR)
    assert PATH in client.get("/account").text
    page = visit(client, PATH)
    assert "E-mail is not set up in this office." in page.words
    assert len(page.tree.xpath("//main//input[@name='kinds'][@checked]")) == len(TOLD_KINDS)
    assert page.tree.xpath("//main//input[@name='by_mail'][@checked]")
    assert page.texts("//main//option[@selected]") == ["Once a day"]


def test_a_choice_is_kept(sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.INSPECTOR)
    answer = client.post(PATH, data={"by_mail": "1", "rhythm": "at-once", "kinds": ["comment"]})
    assert answer.location == PATH
    page = visit(client, PATH)
    assert page.tree.xpath("//main//input[@name='kinds'][@checked]/@value") == ["comment"]
    assert page.texts("//main//option[@selected]") == ["At once"]
    assert client.post(PATH, data={"rhythm": "daily"}).location == PATH
    assert not visit(client, PATH).tree.xpath("//main//input[@checked]")


def test_an_odd_choice_is_refused(sign_in: SignIn, visit: Visit) -> None:
    client = sign_in(Role.INSPECTOR)
    assert client.post(PATH, data={"rhythm": "hourly"}).status_code == 422
    assert visit(client, PATH).texts("//main//option[@selected]") == ["Once a day"]


def test_a_missing_address_is_said(
    app: Flask, database: Database, sign_in: SignIn, visit: Visit
) -> None:
    mail = MailServer("127.0.0.1", 9, "a@b.example", security="none")
    object.__setattr__(app.extensions["tracker"], "mail", mail)
    client = sign_in(Role.INSPECTOR)
    assert "No e-mail address is noted for this account" in visit(client, PATH).words
    with database.writing() as session:
        session.get_one(User, 1).email = "an@tinh.example"
    page = visit(client, PATH)
    assert "By e-mail to an@tinh.example" in page.words
    assert not page.texts("//main//*[contains(@class, 'alert')]")


def test_administrators_see_who_has_no_address(sign_in: SignIn, visit: Visit) -> None:
    sign_in(Role.INSPECTOR)
    client = sign_in(Role.ADMINISTRATOR)
    page = visit(client, "/admin/mail")
    assert page.texts("//main//details//a") == ["Đồng chí administrator", "Đồng chí inspector"]
    (link,) = page.tree.xpath("//main//details//a[.='Đồng chí inspector']/@href")
    assert "Đồng chí inspector" in visit(client, link).words
