"""What happens to an assignment beside its progress: events, requests, due days, comments.

Rows are only added. Where a row here changes what an assignment is now (its holder, its due
day), the use case that adds the row sets the assignment's column in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.domain import AssignmentEventKind, DueChangeKind, RequestKind, RequestOutcome
from tracker.models.agencies import Agency
from tracker.models.base import Base
from tracker.models.people import User
from tracker.models.tasks import Assignment, Task


class AssignmentEvent(Base):
    """One dated fact of an assignment's workflow; ``to_agency_id`` is who received it."""

    __tablename__ = "assignment_event"
    __table_args__ = (
        # Which handovers are still to come on a day is asked on every list.
        Index(
            "ix_assignment_event_handed_over",
            "effective_on",
            sqlite_where=text("kind = 'handed-over'"),
            postgresql_where=text("kind = 'handed-over'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[AssignmentEventKind]
    to_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    effective_on: Mapped[date]
    reason: Mapped[str]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("succession_act.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    assignment: Mapped[Assignment] = relationship()
    to_agency: Mapped[Agency | None] = relationship()
    author: Mapped[User] = relationship()


class Request(Base):
    """What an agency asks about one assignment, and why.

    ``due_then`` is the due day in force when it was asked: one asked after that day is late.
    ``wanted_*`` say what is asked for: a due day, other words, another lead. ``ended_at`` is
    set with the decision, so that only one request of a kind waits on an assignment.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index(
            "uq_request_waiting",
            "assignment_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[RequestKind]
    reason: Mapped[str]
    due_then: Mapped[date | None]
    wanted_due: Mapped[date | None]
    wanted_text: Mapped[str | None]
    wanted_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    assignment: Mapped[Assignment] = relationship()
    wanted_agency: Mapped[Agency | None] = relationship()
    author: Mapped[User] = relationship()
    decision: Mapped[RequestDecision | None] = relationship(back_populates="request")


class RequestDecision(Base):
    """The one answer to a request; the unique ``request_id`` lets only the first decide."""

    __tablename__ = "request_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), unique=True)
    outcome: Mapped[RequestOutcome]
    reason: Mapped[str]
    due: Mapped[date | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    request: Mapped[Request] = relationship(back_populates="decision")
    author: Mapped[User] = relationship()


class DueChange(Base):
    """From one due day to another, with the reason; ``None`` is no deadline."""

    __tablename__ = "due_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[DueChangeKind]
    previous: Mapped[date | None]
    due: Mapped[date | None]
    reason: Mapped[str]
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    assignment: Mapped[Assignment] = relationship()
    author: Mapped[User | None] = relationship()


class Comment(Base):
    """A remark on a task, anchored to its words where ``start`` and ``end`` say which.

    ``start`` and ``end`` count in the task's text. ``agency_id`` is the agency that spoke or,
    where ``from_office``, the one spoken to; the office to nobody in particular speaks to all
    that have a part in the task. The office reads everything, an agency what it said, what was
    said to it, and what was said to all.
    """

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    from_office: Mapped[bool]
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    start: Mapped[int | None]
    end: Mapped[int | None]
    text: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    task: Mapped[Task] = relationship()
    agency: Mapped[Agency | None] = relationship()
    author: Mapped[User] = relationship()
