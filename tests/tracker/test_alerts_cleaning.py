"""What was told long ago goes; what is still to be read or sent stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOW, make_user
from tracker import alerts
from tracker.alerts import Forgotten, Keeping, PostOffice
from tracker.db import Database
from tracker.domain import Role
from tracker.models import Mail, Notice, NoticeKind, User, tell

KEEPING = Keeping(notices=180, mails=90)
OLD, YOUNG = NOW - timedelta(days=181), NOW - timedelta(days=179)


@pytest.fixture
def reader(database: Database) -> int:
    return make_user(database, Role.INSPECTOR)


def notice(database: Database, reader: int, kind: NoticeKind, **fields: object) -> None:
    with database.writing() as session:
        tell(session, [reader], kind, about=None, details={}, now=OLD)
        (last,) = session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1))
        for name, value in {"to_mail": False, **fields}.items():
            setattr(last, name, value)


def left(database: Database) -> list[str]:
    with database.reading() as session:
        return [kind.value for kind in session.scalars(select(Notice.kind).order_by(Notice.id))]


def test_what_was_read_long_ago_goes(database: Database, reader: int) -> None:
    notice(database, reader, NoticeKind.COMMENT, read_at=OLD)
    notice(database, reader, NoticeKind.DECISION, read_at=YOUNG)
    notice(database, reader, NoticeKind.REQUEST)
    notice(database, reader, NoticeKind.REMINDER)
    notice(database, reader, NoticeKind.ESCALATION, created_at=YOUNG)
    assert alerts.forget_old(database, KEEPING, now=NOW) == Forgotten(notices=2, mails=0)
    assert left(database) == ["decision", "request", "escalation"]


def test_what_is_to_be_mailed_stays(database: Database, reader: int) -> None:
    with database.writing() as session:
        session.get_one(User, reader).email = "an@tinh.example"
    notice(database, reader, NoticeKind.REMINDER, to_mail=True)
    assert alerts.forget_old(database, KEEPING, now=NOW).notices == 0
    alerts.gather(database, PostOffice(is_open=True, digest_hour=7))
    assert alerts.forget_old(database, KEEPING, now=NOW).notices == 0
    with database.writing() as session:
        session.scalars(select(Mail)).one().sent_at = OLD
    assert alerts.forget_old(database, KEEPING, now=NOW) == Forgotten(notices=1, mails=1)


def test_a_mail_goes_and_leaves_its_notices(database: Database, reader: int) -> None:
    with database.writing() as session:
        session.get_one(User, reader).email = "an@tinh.example"
    notice(database, reader, NoticeKind.COMMENT, to_mail=True)
    alerts.gather(database, PostOffice(is_open=True, digest_hour=7))
    with database.writing() as session:
        session.scalars(select(Mail)).one().given_up_at = OLD
    assert alerts.forget_old(database, KEEPING, now=NOW) == Forgotten(notices=0, mails=1)
    with database.reading() as session:
        assert session.scalars(select(Notice)).one().mail_id is None
