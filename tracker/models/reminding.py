"""Telling people: notices of what concerns their agency, what each wants, feeds of dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from tracker.domain import Role, office_day
from tracker.models.agencies import Agency
from tracker.models.alerts import Notice, NoticeKind
from tracker.models.base import Base
from tracker.models.index_changes import RecordKind
from tracker.models.inserting import insert_new
from tracker.models.people import RoleGrant, User


class NotificationChoice(Base):
    """What a person wants besides the notices in the application; no row is the default."""

    __tablename__ = "notification_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    by_mail: Mapped[bool]
    at_once: Mapped[bool]
    muted: Mapped[list[str]] = mapped_column(JSON)


class CalendarFeed(Base):
    """A secret address of an agency's dates; only the token's hash is kept."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    agency: Mapped[Agency] = relationship()


def people_of(session: Session, agency_ids: Iterable[int]) -> frozenset[int]:
    """Return the people with an account in force who act for one of the agencies."""
    return _people(session, RoleGrant.agency_id.in_(tuple(agency_ids)))


def people_with(session: Session, *roles: Role) -> frozenset[int]:
    """Return the people with an account in force who hold one of ``roles``."""
    return _people(session, RoleGrant.role.in_(roles))


def tell(  # noqa: PLR0913 - whom, of what, why, when and on what occasion
    session: Session,
    people: Iterable[int],
    kind: NoticeKind,
    *,
    about: tuple[RecordKind, int] | None,
    details: Mapping[str, Any],
    now: datetime,
    occasion: str | None = None,
) -> None:
    """Write a notice for each person, within the transaction of what it tells.

    ``about`` is the record that the notice leads to; whoever may no longer know of it is shown
    nothing. A notice about none is shown to whom it was written for, so it must tell nothing
    that they might lose the right to know. ``occasion`` names what must not be told twice: a
    person who has been told of it is left out.

    ``details`` are plain values, each of them optional; whoever shows the notice makes sentences
    of those it knows (:mod:`tracker.web.notice_words`) and passes over the others:

    * ``agency``: the name of the agency concerned; ``by``: the name of the person who acted;
    * ``words``: a short text of a person, shown as it is; ``act``: the id of an act of succession;
    * ``on``: the ISO day from which something holds;
    * ``due`` and ``was``: a due day and the one before, as ISO days;
    * ``is_tracking_date``: true where the day is only the office's own;
    * ``days``: a number of days, counted to or from ``due``, or else to or from ``since``;
    * ``period``: the key of a reporting period; ``periods``: a list of them, that one first;
    * ``outcome``: a value of :class:`RequestOutcome`, :class:`AssignmentEventKind` or
      :class:`VerdictKind`;
    * ``request``: a value of :class:`RequestKind`; ``clock``: a value of :class:`Clock`;
    * ``occasion``: a value of :class:`Occasion`, in a reminder.
    """
    rows = notice_rows(
        people, kind, about=about, details=details, now=now, occasion=occasion, day=office_day(now)
    )
    insert_new(session, Notice, rows)


def notice_rows(  # noqa: PLR0913 - as for `tell`, and for which day
    people: Iterable[int],
    kind: NoticeKind,
    *,
    about: tuple[RecordKind, int] | None,
    details: Mapping[str, Any],
    now: datetime,
    occasion: str | None,
    day: date,
) -> list[dict[str, Any]]:
    """Return the rows that :func:`tell` writes, for whoever writes very many."""
    record_kind, record_id = about or (None, None)
    return [
        {
            "user_id": person,
            "kind": kind,
            "search_name": "",
            "record_kind": record_kind,
            "record_id": record_id,
            "seq": 0,
            "day": day,
            "details": dict(details),
            "created_at": now,
            "shown_from": now,
            "in_app": True,
            "key": notice_key(occasion, person) if occasion else None,
            "to_mail": True,
        }
        for person in sorted(set(people))
    ]


def notice_key(occasion: str, person: int) -> str:
    """Return what is unique to one occasion of telling one person."""
    return f"{occasion}/{person}"


def _people(session: Session, condition: ColumnElement[bool]) -> frozenset[int]:
    people = select(User.id).join(RoleGrant).where(User.disabled_at.is_(None), condition)
    return frozenset(session.scalars(people))
