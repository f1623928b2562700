"""What others tell, by e-mail: as each person wants, once a day by default, nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from search_index import SearchEngine
from tests.factories import make_agency, make_user
from tests.mailbox import SENDER, Mailbox
from tests.tracker.alerting import Office, give_address
from tracker import alerts, reminders
from tracker.alerts import PostOffice, WishesForm
from tracker.db import Database
from tracker.domain import OFFICE_ZONE, Role, TrackingRules
from tracker.errors import Invalid
from tracker.models import Assignment, Notice, NoticeKind, RecordKind, User, tell
from tracker.web.letters import LetterWriter

ADDRESS = "https://theodoi.tinh.example"
ALL_KINDS = tuple(kind.value for kind in alerts.TOLD_KINDS)
Send = Callable[..., int]


@pytest.fixture
def office(database: Database, engine: SearchEngine) -> Office:
    return Office(database, engine)


@pytest.fixture
def reader(office: Office) -> int:
    user = make_user(office.database, Role.AGENCY, agency_id=office.leader)
    give_address(office, user)
    return user


@pytest.fixture
def send(app: Flask, office: Office, mailbox: Mailbox) -> Send:
    """Let time pass, gather what is told and send what is due."""
    writer = LetterWriter(app, SENDER, ADDRESS)

    def _send(**later: int) -> int:
        office.now += timedelta(**later)
        while alerts.gather(office.database, office.post):
            pass
        return alerts.deliver(
            office.database,
            office.finder,
            lambda letter: mailbox.server.send(writer(letter)),
            now=office.now,
        )

    return _send


def remind(
    office: Office, *users: int, kind: NoticeKind = NoticeKind.REMINDER, **details: object
) -> None:
    told = {"agency": "Ban Tuyên giáo Tỉnh ủy", "occasion": "before-due", **details}
    with office.database.writing() as session:
        about = (RecordKind.TASK, office.task)
        tell(session, users, kind, about=about, details=told, now=office.now)


def wish(
    office: Office,
    user: int,
    *,
    by_mail: bool = True,
    rhythm: str = "daily",
    kinds: tuple[str, ...] = ALL_KINDS,
) -> None:
    alerts.choose_wishes(office.database, office.actor(user), WishesForm(by_mail, rhythm, kinds))


def test_a_day_is_one_mail_grouped_by_kind_and_agency(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    remind(office, reader, due="2024-06-22", days=7)
    assert send(hours=2) == 0
    remind(office, reader, due="2024-06-16", days=1)
    remind(office, reader, kind=NoticeKind.URGING, words="Đề nghị báo cáo gấp.", by="Lê Hoa")
    assert send(hours=18) == 0
    assert send(hours=1) == 1
    (mail,), (text,) = mailbox.mails, mailbox.texts()
    assert mail["Subject"] == "3 thông báo: Nhắc việc (2), Cơ quan theo dõi đôn đốc (1)"
    assert mail["List-Unsubscribe"] == f"<{ADDRESS}/account/notices>"
    assert text.index("còn 1 ngày") < text.index("còn 7 ngày") < text.index("báo cáo gấp")
    assert text.count("Nhắc việc – Ban Tuyên giáo Tỉnh ủy (2)") == 1
    assert text.count(f"{ADDRESS}/tasks/{office.task}") == 3
    assert text.rstrip().endswith(f"{ADDRESS}/account/notices")
    assert send(days=3) == 0


def test_what_comes_after_the_days_mail_waits_for_the_next_day_whatever_clocks_do(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    remind(office, reader)
    assert send(hours=21) == 1
    # The clock is set back to before the hour of the digest, and comes there again.
    office.now -= timedelta(hours=4)
    remind(office, reader)
    assert send(hours=4) == 0
    assert send(hours=23) == 0
    assert send(hours=1) == 1
    assert len(mailbox.mails) == 2


def test_at_once_is_within_two_minutes(office: Office, reader: int, send: Send) -> None:
    wish(office, reader, rhythm="at-once")
    remind(office, reader)
    assert send() == 0
    assert send(minutes=1) == 1


def test_nobody_is_mailed_what_they_do_not_want(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    wish(office, reader, kinds=("comment",))
    remind(office, reader)
    remind(office, reader, kind=NoticeKind.COMMENT, words="Đã rõ.")
    assert send(days=1) == 1
    assert "Nhắc việc" not in mailbox.texts()[0]
    wish(office, reader, by_mail=False)
    remind(office, reader)
    assert send(days=1) == 0
    assert len(office.notices(reader)) == 3


def test_what_was_read_or_may_no_longer_be_known_is_not_mailed(
    office: Office, reader: int, send: Send
) -> None:
    remind(office, reader)
    assert send() == 0
    alerts.read_all(office.database, office.actor(reader), now=office.now)
    remind(office, reader)
    assert send(hours=1) == 0
    stranger = make_agency(office.database, "Sở Nội vụ")
    with office.database.writing() as session:
        session.get_one(User, reader).grants[0].agency_id = stranger
    assert send(days=1) == 0


def test_without_mail_or_address_nothing_piles_up(office: Office, reader: int, send: Send) -> None:
    office.post = PostOffice(is_open=False, digest_hour=7)
    remind(office, reader)
    assert send() == 0
    office.post = PostOffice(is_open=True, digest_hour=7)
    without = make_user(office.database, Role.AGENCY, agency_id=office.leader)
    remind(office, without)
    assert send(days=1) == 0
    give_address(office, without)
    assert send(days=1) == 0
    with office.database.reading() as session:
        assert not session.query(Notice).filter(Notice.to_mail).count()


@pytest.mark.usefixtures("reader")
def test_reminders_of_the_morning_are_in_the_mail_of_the_day_once(
    office: Office, send: Send, mailbox: Mailbox
) -> None:
    english = make_user(office.database, Role.AGENCY, agency_id=office.leader)
    give_address(office, english, "en")
    office.now = datetime(2024, 6, 17, 6, 0, tzinfo=OFFICE_ZONE)
    with office.database.writing() as session:
        session.get_one(Assignment, office.lead).due = date(2024, 6, 10)
    for _ in range(2):
        reminders.remind(
            office.database, reminders.ReminderRules(), TrackingRules(), now=office.now
        )
    assert send() == 0
    assert send(hours=1) == 2
    vietnamese, other = mailbox.texts()
    assert "Nhắc việc – Ban Tuyên giáo Tỉnh ủy (1)" in vietnamese
    assert "Hạn ngày 10/06/2024, đã quá 7 ngày." in vietnamese
    assert "Due on 10/06/2024, 7 days ago." in other
    assert send(hours=1) == 0
    assert send(days=1) == 0


def test_a_long_digest_is_capped_and_leads_to_the_rest(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    for number in range(25):
        remind(office, reader, due="2024-06-22", days=number)
    assert send(days=1) == 1
    (text,) = mailbox.texts()
    assert text.count("/tasks/") == 20
    assert f"… và 5 thông báo khác: {ADDRESS}/notices" in text


def test_a_person_sees_that_mails_do_not_arrive(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    mailbox.answer = "550 no such box"
    remind(office, reader)
    assert send(days=1) == 0
    actor = office.actor(reader)
    assert "550" in (alerts.show_wishes(office.database, actor).fault or "")
    assert alerts.list_notices(office.database, actor, now=office.now).mail_fault
    mailbox.answer = "250 OK"
    remind(office, reader)
    assert send(days=1) == 1
    assert alerts.show_wishes(office.database, actor).fault is None


def test_alerts_and_notices_share_the_days_mail(
    office: Office, reader: int, send: Send, mailbox: Mailbox
) -> None:
    daily = alerts.AlertForm(in_app=True, by_mail=True, rhythm="daily")
    office.alert(reader, "nuôi biển", daily)
    office.report(office.lead, "Nuôi biển.")
    office.look()
    remind(office, reader)
    assert send(days=1) == 1
    assert mailbox.mails[0]["Subject"].startswith("1 kết quả mới: Tìm nuôi biển; 1 thông báo: ")


def test_only_known_rhythms_are_kept(office: Office, reader: int) -> None:
    with pytest.raises(Invalid):
        wish(office, reader, rhythm="hourly")
