"""The running notifier: from a change to a notice and a mail, without anybody asking."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
import structlog
from flask import Flask

from tests.factories import NOW, make_user
from tests.tracker.alerting import Office
from tracker import alerts
from tracker.alerts import AlertForm, Letter
from tracker.db import Database
from tracker.domain import Role, office_day
from tracker.mail import MailServer
from tracker.models import Assignment, Mail, Setting, User
from tracker.notifier import Notifier
from tracker.services import Services
from tracker.web.letters import LetterWriter

PATIENCE_SECONDS = 10.0


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["tracker"]
    # Nothing listens there: each try fails at once.
    object.__setattr__(found, "mail", MailServer("127.0.0.1", 9, "a@b.example", security="none"))
    return found


@pytest.fixture
def notifier(app: Flask, services: Services) -> Iterator[Notifier]:
    running = Notifier(services, LetterWriter(app, "a@b.example", "http://localhost"))
    running.start()
    yield running
    running.stop()


@pytest.mark.usefixtures("notifier")
def test_what_happens_is_told_and_a_mail_is_tried(services: Services, database: Database) -> None:
    office = Office(database, services.search)
    reader = office.inspector_id
    with database.writing() as session:
        session.get_one(User, reader).email = "an@tinh.example"
    office.alert(reader, "nuôi biển", AlertForm(by_mail=True))
    office.report(office.lead, "Nuôi biển.")
    wait_until(lambda: len(office.notices(reader)) == 1)
    with database.writing() as session:
        session.get_one(Mail, 1).next_try_at = NOW
    wait_until(lambda: alerts.is_troubled(database))


def test_it_outlives_what_goes_wrong(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.notifier.PAUSE_AFTER_ERROR_SECONDS", 0.0)
    faults = iter([RuntimeError("once")])
    look = alerts.look

    def _failing_once(asked: Database, *arguments: object, **named: object) -> int:
        # Another application of the same process may have its own notifier running.
        for fault in faults if asked is services.database else ():
            raise fault
        return look(asked, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(alerts, "look", _failing_once)
    office = Office(database, services.search)
    office.alert(office.inspector_id, "nuôi biển")
    office.report(office.lead, "Nuôi biển.")
    with structlog.testing.capture_logs() as logs:
        running = Notifier(services, _unwritten)
        running.start()
        wait_until(lambda: len(office.notices(office.inspector_id)) == 1)
        running.stop()
    faults_told = [log["event"] for log in logs if log["log_level"] == "error"]
    assert faults_told == ["people could not be told"]


def _unwritten(_letter: Letter) -> EmailMessage:
    raise AssertionError("nothing is due")


@pytest.mark.usefixtures("notifier")
def test_the_days_reminders_are_written_without_anybody_asking(
    services: Services, database: Database
) -> None:
    office = Office(database, services.search)
    reader = make_user(database, Role.AGENCY, agency_id=office.leader)
    with database.writing() as session:
        session.get_one(Assignment, office.lead).due = office_day(NOW)
        session.merge(Setting(key="reminded-on", value=""))
    wait_until(lambda: len(office.notices(reader)) == 1)
    (row,) = office.notices(reader)
    assert row.details["occasion"] == "on-due-day"
