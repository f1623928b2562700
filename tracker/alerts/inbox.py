"""The notices of one person, as far as they may still know what those tell of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.orm import Session

from search_index import Snippet
from tracker import policy
from tracker.alerts.describing import Source, sources
from tracker.alerts.wishes import OF_SEARCHES, mail_fault
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.errors import NotFound
from tracker.models import (
    Directive,
    Evidence,
    Notice,
    NoticeKind,
    ProgressUpdate,
    RecordKind,
    Task,
)

PAGE_SIZE = 25
MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice with where what it tells of stands, if anywhere.

    A match has a ``snippet``, a query that cannot be read a ``fault``; every other kind has
    ``details`` as :func:`tracker.models.tell` describes them.
    """

    notice_id: int
    kind: NoticeKind
    search_name: str
    search_id: int | None
    at: datetime
    is_read: bool
    source: Source | None
    snippet: Snippet | None
    fault: dict[str, Any] | None
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of notices, the newest first; ``number`` and ``last`` count from 1.

    ``mail_fault`` is why mails to this person do not arrive, if so.
    """

    rows: tuple[NoticeRow, ...]
    unread: int
    total: int
    number: int
    last: int
    mail_fault: str | None = None


def list_notices(
    database: Database, actor: Actor, *, page: int = 1, only_unread: bool = False, now: datetime
) -> Inbox:
    """Return a page of the person's notices."""
    mine = _mine(actor, now)
    shown = and_(mine, Notice.read_at.is_(None)) if only_unread else mine
    with database.reading() as session:
        total = _count(session, shown)
        last = max(1, -(-total // PAGE_SIZE))
        number = min(max(page, 1), last)
        notices = session.scalars(
            select(Notice)
            .where(shown)
            .order_by(Notice.shown_from.desc(), Notice.id.desc())
            .offset((number - 1) * PAGE_SIZE)
            .limit(PAGE_SIZE)
        ).all()
        known = sources(session, actor, _keys(notices), office_day(now))
        return Inbox(
            rows=tuple(_row(notice, known) for notice in notices),
            unread=_count(session, and_(mine, Notice.read_at.is_(None))),
            total=total,
            number=number,
            last=last,
            mail_fault=mail_fault(session, actor.user_id),
        )


def count_unread(database: Database, actor: Actor, *, now: datetime) -> int:
    """Return how many notices are unread; more than ``MOST_COUNTED`` count as one more."""
    unread = select(Notice.id).where(_mine(actor, now), Notice.read_at.is_(None))
    with database.reading() as session:
        return len(session.scalars(unread.limit(MOST_COUNTED + 1)).all())


def open_notice(database: Database, actor: Actor, notice_id: int, *, now: datetime) -> NoticeRow:
    """Mark a notice as read and return it, for its page to be opened."""
    mine = and_(_mine(actor, now), Notice.id == notice_id)
    with database.reading() as session:
        notice = session.scalar(select(Notice).where(mine))
        if notice is None:
            raise NotFound
        row = _row(notice, sources(session, actor, _keys([notice]), office_day(now)))
    if not row.is_read:
        with database.writing() as session:
            session.get_one(Notice, notice_id).read_at = now
    return row


def read_all(database: Database, actor: Actor, *, now: datetime) -> None:
    """Mark every notice that is shown as read."""
    with database.writing() as session:
        session.execute(
            update(Notice)
            .where(_mine(actor, now), Notice.read_at.is_(None))
            .values(read_at=now)
            .execution_options(synchronize_session=False)
        )


def _mine(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Return the condition for what is shown to ``actor``, within what they may know."""
    shown = and_(Notice.user_id == actor.user_id, Notice.in_app, Notice.shown_from <= now)
    return and_(shown, or_(Notice.record_kind.is_(None), *_known(actor)))


def _known(actor: Actor) -> list[ColumnElement[bool]]:
    of_row: dict[RecordKind, Select[Any]] = {
        RecordKind.DIRECTIVE: select(Directive.id).where(
            Directive.id == Notice.record_id, policy.visible_directives(actor)
        ),
        RecordKind.TASK: select(Task.id).where(
            Task.id == Notice.record_id, policy.visible_tasks(actor)
        ),
        RecordKind.UPDATE: policy.readable_updates(actor).where(
            ProgressUpdate.id == Notice.record_id
        ),
        RecordKind.EVIDENCE: policy.readable_evidence(actor).where(Evidence.id == Notice.record_id),
    }
    return [and_(Notice.record_kind == kind, known.exists()) for kind, known in of_row.items()]


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Notice).where(condition)) or 0


def _keys(notices: Iterable[Notice]) -> list[str]:
    return [_key(notice) for notice in notices if notice.record_kind is not None]


def _key(notice: Notice) -> str:
    return f"{notice.record_kind}:{notice.record_id}"


def _row(notice: Notice, known: Mapping[str, Source]) -> NoticeRow:
    details = notice.details
    return NoticeRow(
        notice_id=notice.id,
        kind=notice.kind,
        search_name=notice.search_name,
        search_id=notice.search_id,
        at=notice.shown_from,
        is_read=notice.read_at is not None,
        source=known.get(_key(notice)),
        snippet=_snippet(details) if notice.kind is NoticeKind.MATCH else None,
        fault=details if notice.kind is NoticeKind.UNREADABLE else None,
        details={} if notice.kind in OF_SEARCHES else details,
    )


def _snippet(details: dict[str, Any]) -> Snippet:
    marks = tuple((start, end) for start, end in details["marks"])
    return Snippet(details["text"], marks, details["cut_before"], details["cut_after"])
