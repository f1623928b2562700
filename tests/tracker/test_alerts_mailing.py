"""Mails of alerts, through a real mail server: once, in time, and to those who may know."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from threading import Thread

import pytest
from flask import Flask

from search_index import SearchEngine
from tests.factories import make_user
from tests.mailbox import SENDER, Mailbox, free_port
from tests.tracker.alerting import Office, give_address
from tracker import accounts, alerts
from tracker.alerts import AlertForm, Letter, PostOffice
from tracker.db import Database
from tracker.domain import Role
from tracker.errors import Invalid, NotAllowed
from tracker.mail import MailRefusedError, MailServer, MailTroubleError
from tracker.models import SavedSearch, User
from tracker.web.letters import LetterWriter

BY_MAIL = AlertForm(in_app=False, by_mail=True)


@pytest.fixture
def office(database: Database, engine: SearchEngine) -> Office:
    return Office(database, engine)


@pytest.fixture
def reader(office: Office) -> int:
    give_address(office, office.inspector_id)
    return office.inspector_id


@pytest.fixture
def send(app: Flask, office: Office, mailbox: Mailbox) -> Callable[..., int]:
    """Look with every alert, let time pass, and send what is due."""
    writer = LetterWriter(app, SENDER, "https://theodoi.tinh.example")

    def _post(letter: Letter) -> None:
        mailbox.server.send(writer(letter))

    def _send(post: Callable[[Letter], None] = _post, **later: int) -> int:
        office.look()
        office.look(**(later or {"minutes": 1}))
        return alerts.deliver(office.database, office.finder, post, now=office.now)

    return _send


Send = Callable[..., int]


def test_a_match_is_mailed_in_the_readers_language(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    english = make_user(office.database, Role.COMMITTEE)
    give_address(office, english, "en")
    for user in (reader, english):
        alert = office.alert(user, "nuôi biển", BY_MAIL)
    update = office.report(office.lead, "Đã giao mặt nước nuôi biển.")
    assert send() == 2
    vietnamese, other = mailbox.mails
    assert vietnamese["To"].addresses[0].addr_spec == f"nguoi{reader}@tinh.example"
    assert vietnamese["Subject"] == "1 kết quả mới: Tìm nuôi biển"
    assert "Từ khớp: nuôi, biển" in vietnamese.get_content()
    assert other["Subject"] == "1 new match: Tìm nuôi biển"
    text = other.get_content()
    address = "https://theodoi.tinh.example"
    assert f"{address}/tasks/{office.task}#update-{update}" in text
    assert f"To stop this alert: {address}/alerts/{alert}/stop" in text
    assert "Đã giao mặt nước nuôi biển." in text
    assert other.get_content_type() == "text/plain"
    assert send() == 0


def test_a_day_is_one_digest_at_the_office_hour(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    daily = AlertForm(in_app=False, by_mail=True, rhythm="daily")
    office.alert(reader, "nuôi biển", daily)
    office.alert(reader, "thủy sản", daily)
    office.report(office.lead, "Nuôi biển.")
    assert send(hours=2) == 0
    office.report(office.lead, "Nuôi biển và thủy sản.")
    assert send(hours=18) == 0
    assert send(hours=1) == 1
    (text,) = mailbox.texts()
    assert text.count("/tasks/") == 3
    assert office.notices(reader) == []


def test_much_at_once_is_one_mail(office: Office, reader: int, send: Send) -> None:
    office.alert(reader, "nuôi biển", BY_MAIL)
    for _ in range(3):
        office.report(office.lead, "Nuôi biển.")
        office.look()
    assert send() == 1


def test_a_failing_server_loses_and_doubles_nothing(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    office.alert(reader, "nuôi biển", BY_MAIL)
    office.report(office.lead, "Nuôi biển.")
    mailbox.answer = "451 try later"
    assert send() == 0
    boss = office.actor(make_user(office.database, Role.ADMINISTRATOR))
    state = alerts.show_mail(office.database, boss)
    assert (state.waiting, state.sent, len(state.troubled)) == (1, 0, 1)
    assert "451" in state.troubled[0].fault
    assert alerts.is_troubled(office.database)
    mailbox.answer = "250 OK"
    assert send(seconds=59) == 0
    assert send(seconds=1) == 1
    assert send(days=1) == 0
    assert len(mailbox.mails) == 1
    assert not alerts.is_troubled(office.database)


def test_whoever_is_killed_while_sending_leaves_it_to_the_next_try(
    office: Office, reader: int, send: Send, mailbox: Mailbox, app: Flask
) -> None:
    office.alert(reader, "nuôi biển", BY_MAIL)
    office.report(office.lead, "Nuôi biển.")
    writer = LetterWriter(app, SENDER, "https://theodoi.tinh.example")

    def _killed(letter: Letter, *, is_taken: bool) -> None:
        if is_taken:
            mailbox.server.send(writer(letter))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(partial(_killed, is_taken=False))
    assert send(seconds=1) == 0  # it is still claimed
    with pytest.raises(KeyboardInterrupt):
        send(partial(_killed, is_taken=True), minutes=1)
    assert send(minutes=5) == 1
    assert send(days=3) == 0
    # Only what the server had taken without our knowing comes again, and tells that it does.
    assert len(mailbox.mails) == 2
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1


def test_several_senders_send_a_mail_once(office: Office, mailbox: Mailbox, app: Flask) -> None:
    for number in range(4):
        user = make_user(office.database, Role.INSPECTOR)
        give_address(office, user)
        office.alert(user, f"nuôi biển {number}", BY_MAIL)
        office.report(office.lead, f"Nuôi biển {number}.")
    office.look()
    office.look(minutes=1)
    writer = LetterWriter(app, SENDER, "https://theodoi.tinh.example")

    def _deliver() -> None:
        alerts.deliver(
            office.database,
            office.finder,
            lambda letter: mailbox.server.send(writer(letter)),
            now=office.now,
        )

    threads = [Thread(target=_deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(mail["Message-ID"] for mail in mailbox.mails) == sorted(
        {mail["Message-ID"] for mail in mailbox.mails}
    )
    assert len(mailbox.mails) == 4


def test_rights_count_at_the_moment_of_sending(
    office: Office, send: Send, mailbox: Mailbox
) -> None:
    user = make_user(office.database, Role.AGENCY, agency_id=office.districts[0])
    give_address(office, user)
    office.alert(user, "nuôi biển", BY_MAIL)
    office.report(office.parts[0], "Nuôi biển của huyện.")
    office.look()
    with office.database.writing() as session:
        session.get_one(User, user).grants[0].agency_id = office.districts[1]
    own = office.report(office.parts[1], "Nuôi biển của huyện mới.")
    assert send() == 1
    (text,) = mailbox.texts()
    assert f"#update-{own}" in text
    assert "huyện mới" in text
    assert text.count("/tasks/") == 1


def test_a_closed_account_gets_no_mail(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    office.alert(reader, "nuôi biển", BY_MAIL)
    office.report(office.lead, "Nuôi biển.")
    office.look()
    boss = office.actor(make_user(office.database, Role.ADMINISTRATOR))
    accounts.disable_user(office.database, boss, reader, now=office.now)
    assert send() == 0
    accounts.enable_user(office.database, boss, reader)
    assert send(days=1) == 0
    assert mailbox.mails == []


@pytest.mark.parametrize("why", ["no address", "no mail server"])
def test_what_cannot_be_mailed_is_shown_in_the_application(
    office: Office, reader: int, send: Send, why: str
) -> None:
    office.alert(reader, "nuôi biển", BY_MAIL)
    if why == "no mail server":
        office.post = PostOffice(is_open=False, digest_hour=7)
    else:
        boss = office.actor(make_user(office.database, Role.ADMINISTRATOR))
        accounts.set_email(office.database, boss, reader, "")
    update = office.report(office.lead, "Nuôi biển.")
    assert send() == 0
    assert office.told(reader) == [("update", update)]


def test_a_refused_mail_is_given_up_and_shown_instead(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    office.alert(reader, "nuôi biển", BY_MAIL)
    update = office.report(office.lead, "Nuôi biển.")
    mailbox.answer = "554 no such person"
    assert send() == 0
    assert office.told(reader) == [("update", update)]
    boss = office.actor(make_user(office.database, Role.ADMINISTRATOR))
    assert alerts.show_mail(office.database, boss).troubled[0].is_given_up
    mailbox.answer = "250 OK"
    assert send(days=1) == 0
    alerts.try_again(office.database, boss, now=office.now)
    assert send() == 1


def test_a_server_that_never_comes_back_is_given_up_after_days(
    office: Office, reader: int, send: Send
) -> None:
    office.alert(reader, "nuôi biển", BY_MAIL)
    update = office.report(office.lead, "Nuôi biển.")

    def _unreachable(_letter: Letter) -> None:
        raise MailTroubleError("no route to host")

    for _ in range(20):
        assert send(_unreachable, hours=9) == 0
    assert office.told(reader) == [("update", update)]


def test_a_search_that_cannot_be_read_any_more_is_mailed_too(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    search = office.saved(reader, "nuôi biển")
    office.set_alert(reader, search, BY_MAIL)
    with office.database.writing() as session:
        session.get_one(SavedSearch, search).address = "q=ngành:biển"
    office.report(office.lead, "Nuôi biển.")
    assert send() == 1
    assert mailbox.mails[0]["Subject"] == "Một tra cứu đã lưu không còn đọc được"
    assert "“Tìm nuôi biển” không còn đọc được" in mailbox.texts()[0]


def test_a_stopped_alert_mails_nothing_more(office: Office, reader: int, send: Send) -> None:
    alert = office.alert(reader, "nuôi biển", BY_MAIL)
    office.report(office.lead, "Nuôi biển.")
    office.look()
    alerts.stop_alert(office.database, office.actor(reader), alert)
    assert send() == 0


def test_a_long_list_goes_on_in_the_application(
    office: Office, reader: int, send: Send, monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox
) -> None:
    monkeypatch.setattr("tracker.alerts.telling.MAX_IN_A_MAIL", 2)
    office.alert(reader, "nuôi biển", BY_MAIL)
    updates = [office.report(office.lead, "Nuôi biển.") for _ in range(3)]
    assert send() == 1
    (text,) = mailbox.texts()
    assert text.count("/tasks/") == 2
    assert "Còn 1 nội dung chỉ hiện trong ứng dụng: https://theodoi.tinh.example/notices" in text
    assert office.told(reader) == [("update", updates[2])]


def test_only_administrators_see_and_set_what_concerns_mail(office: Office, reader: int) -> None:
    actor = office.actor(reader)
    with pytest.raises(NotAllowed):
        alerts.show_mail(office.database, actor)
    with pytest.raises(NotAllowed):
        alerts.try_again(office.database, actor, now=office.now)
    with pytest.raises(NotAllowed):
        accounts.set_email(office.database, actor, reader, "a@tinh.example")


@pytest.mark.parametrize(
    "address",
    ["an", "a@b", "a b@tinh.example", "a@tinh.example\nBcc: b@c.example", "a@b.vn,c@d.vn"],
)
def test_what_is_no_address_is_refused(office: Office, address: str) -> None:
    boss = office.actor(make_user(office.database, Role.ADMINISTRATOR))
    with pytest.raises(Invalid):
        accounts.set_email(office.database, boss, office.inspector_id, address)


def message() -> EmailMessage:
    mail = EmailMessage()
    mail["To"], mail["From"] = "an@tinh.example", SENDER
    mail.set_content("Nuôi biển.")
    return mail


def test_nothing_leaves_unencrypted_where_encryption_is_wanted(mailbox: Mailbox) -> None:
    server = MailServer("127.0.0.1", mailbox.port, SENDER, security="starttls")
    with pytest.raises(MailTroubleError):
        server.send(message())
    assert mailbox.mails == []


def test_a_server_that_is_not_there_is_trouble() -> None:
    with pytest.raises(MailTroubleError):
        MailServer("127.0.0.1", free_port(), SENDER, security="none").send(message())


def test_a_refusal_is_told_from_a_delay(mailbox: Mailbox) -> None:
    mailbox.answer = "550 no"
    with pytest.raises(MailRefusedError, match="550"):
        mailbox.server.send(message())
