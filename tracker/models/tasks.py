"""Tasks, the bodies their words name, and the assignments that issuing made of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directives.model import BodyRole, Every, Nature, Precision
from tracker.domain import AssignmentRole
from tracker.models.agencies import Agency, AgencyGroup
from tracker.models.base import Base
from tracker.models.documents import Directive


class Task(Base):
    """A unit of direction as issued; ``start`` and ``end`` count in the directive's text.

    ``key`` is the reading's own id ("t4.2"), stable for links. ``original_due`` never changes.
    """

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("directive_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    position: Mapped[int]
    key: Mapped[str]
    label: Mapped[str | None]
    text: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    nature: Mapped[Nature]
    original_due: Mapped[date | None] = mapped_column(index=True)
    due_words: Mapped[str | None]
    due_precision: Mapped[Precision | None]
    recurs_every: Mapped[Every | None]
    recurrence_words: Mapped[str | None]
    report_due_day: Mapped[int | None]
    directive: Mapped[Directive] = relationship()
    parent: Mapped[Task | None] = relationship(remote_side="Task.id", back_populates="children")
    children: Mapped[list[Task]] = relationship(back_populates="parent", order_by="Task.position")
    bodies: Mapped[list[TaskBody]] = relationship(
        back_populates="task", order_by="TaskBody.position"
    )
    assignments: Mapped[list[Assignment]] = relationship(back_populates="task")


class TaskBody(Base):
    """A body as the task's words name it; matched to an agency, to a group, or left as words."""

    __tablename__ = "task_body"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    position: Mapped[int]
    role: Mapped[BodyRole]
    words: Mapped[str]
    inherited: Mapped[bool]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("agency_group.id"))
    task: Mapped[Task] = relationship(back_populates="bodies")
    agency: Mapped[Agency | None] = relationship()
    group: Mapped[AgencyGroup | None] = relationship()


class Assignment(Base):
    """What one agency owes of one task.

    ``agency_id`` is the body assigned, as written, and never changes; who answers today
    follows from the successions.
    """

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("task_id", "agency_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    role: Mapped[AssignmentRole]
    body_id: Mapped[int] = mapped_column(ForeignKey("task_body.id"))
    assigned_at: Mapped[datetime]
    task: Mapped[Task] = relationship(back_populates="assignments")
    agency: Mapped[Agency] = relationship()
    body: Mapped[TaskBody] = relationship()
