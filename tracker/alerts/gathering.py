"""Putting into mails what others told: for each person as they want, and nothing twice.

Whoever tells something writes a notice and thinks of no mail; it is settled here, once, whether
one takes the notice along. What comes while no mail is set up is not mailed later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.alerts.post import PostOffice
from tracker.alerts.telling import open_mail
from tracker.alerts.wishes import wishes_of
from tracker.db import Database
from tracker.models import Notice, NoticeKind, User

NOTICES_AT_ONCE = 500


class _Waiting(NamedTuple):
    notice_id: int
    kind: NoticeKind
    created_at: datetime


def gather(database: Database, post: PostOffice) -> int:
    """Settle for some notices whether a mail takes them along; return how many there were."""
    waiting = (
        select(Notice.user_id, Notice.id, Notice.kind, Notice.created_at)
        .where(Notice.to_mail)
        .order_by(Notice.user_id)
        .limit(NOTICES_AT_ONCE)
    )
    with database.reading() as session:
        if not session.execute(waiting.limit(1)).first():
            return 0
    with database.writing() as session:
        found = defaultdict[int, list[_Waiting]](list)
        for user_id, notice_id, kind, created_at in session.execute(waiting):
            found[user_id].append(_Waiting(notice_id, NoticeKind(kind), created_at))
        for user_id, notices in found.items():
            _settle(session, user_id, notices, post)
    return sum(map(len, found.values()))


def _settle(session: Session, user_id: int, notices: Sequence[_Waiting], post: PostOffice) -> None:
    wishes = wishes_of(session, user_id)
    can_be_mailed = post.is_open and _has_address(session, user_id)
    wanted = [notice for notice in notices if can_be_mailed and wishes.want(notice.kind)]
    if wanted:
        # Not from now on: whoever was stopped in between does not put the mail off for a day.
        begun_at = min(notice.created_at for notice in wanted)
        mail = open_mail(session, user_id, wishes.rhythm, post, begun_at)
        _set(session, wanted, mail_id=mail.id)
    _set(session, notices, to_mail=False)


def _has_address(session: Session, user_id: int) -> bool:
    user = session.get_one(User, user_id)
    return user.email is not None and user.disabled_at is None


def _set(session: Session, notices: Iterable[_Waiting], **values: object) -> None:
    session.execute(
        update(Notice)
        .where(Notice.id.in_([notice.notice_id for notice in notices]))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
