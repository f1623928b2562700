"""Saved searches, the alerts on them, and what alerts have to say: notices and mails.

An alert fires when a record begins to match. ``Alert.matched`` remembers what matches already,
``Alert.seen_up_to`` how far it has followed what went into the index; both change in the
transaction that writes the notices, so that whatever is cut off is done again and not twice.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base
from tracker.models.index_changes import RecordKind
from tracker.models.people import User


class Rhythm(StrEnum):
    """When an alert is told."""

    AT_ONCE = "at-once"
    DAILY = "daily"


class NoticeKind(StrEnum):
    """What a notice tells its reader."""

    MATCH = "match"
    UNREADABLE = "unreadable"
    ENDED = "ended"
    REMINDER = "reminder"
    URGING = "urging"
    ESCALATION = "escalation"
    ASSIGNMENT = "assignment"
    REQUEST = "request"
    DECISION = "decision"
    COMMENT = "comment"
    SUCCESSION = "succession"
    PERIOD = "period"
    VERDICT = "verdict"
    ENTRY = "entry"


class SavedSearch(Base):
    """A search kept under a name; ``address`` is the query of the search page's address."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str]
    address: Mapped[str]
    is_shared: Mapped[bool]
    created_at: Mapped[datetime]
    checked_on: Mapped[date]
    fault: Mapped[str | None]
    owner: Mapped[User] = relationship()
    alerts: Mapped[list[Alert]] = relationship(back_populates="search")


class Alert(Base):
    """A person's wish to hear of what newly matches a saved search.

    ``held`` is what the person held when ``matched`` was last taken whole; ``fault`` the code
    of the last fault of the query that was reported.
    """

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("search_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    search_id: Mapped[int] = mapped_column(ForeignKey("saved_search.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    by_mail: Mapped[bool]
    in_app: Mapped[bool]
    rhythm: Mapped[Rhythm]
    created_at: Mapped[datetime]
    seen_up_to: Mapped[int]
    looked_on: Mapped[date]
    matched: Mapped[bytes | None]
    held: Mapped[str]
    fault: Mapped[str | None]
    search: Mapped[SavedSearch] = relationship(back_populates="alerts")
    user: Mapped[User] = relationship()


class Mail(Base):
    """A mail to send. It is written anew at each try, from its notices and what is true then.

    ``key`` says what the mail is for, so that nothing is sent for twice.
    """

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    fault: Mapped[str | None]
    user: Mapped[User] = relationship()
    notices: Mapped[list[Notice]] = relationship(back_populates="mail", order_by="Notice.id")


class Notice(Base):
    """One thing to tell one person; shown in the application when ``in_app``.

    ``seq`` is how far the alert had followed the index on ``day``. ``details`` are a match's
    snippet, or the fault of a query. ``search_name`` is kept: the search may be gone later.
    ``key`` says on what occasion somebody is told, so that nobody is told twice. ``to_mail``
    stands until it is settled whether a mail takes it along, as its reader wants.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("alert_id", "record_kind", "record_id", "seq", "day"),
        Index(
            "ix_notice_to_mail",
            "user_id",
            sqlite_where=text("to_mail"),
            postgresql_where=text("to_mail"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), index=True)
    search_id: Mapped[int | None] = mapped_column(ForeignKey("saved_search.id"), index=True)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)
    kind: Mapped[NoticeKind]
    search_name: Mapped[str]
    record_kind: Mapped[RecordKind | None]
    record_id: Mapped[int | None]
    seq: Mapped[int]
    day: Mapped[date]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    shown_from: Mapped[datetime]
    in_app: Mapped[bool]
    read_at: Mapped[datetime | None]
    key: Mapped[str | None] = mapped_column(unique=True)
    to_mail: Mapped[bool] = mapped_column(default=False)
    mail: Mapped[Mail | None] = relationship(back_populates="notices")
    alert: Mapped[Alert | None] = relationship()
