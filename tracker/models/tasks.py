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
    Where the words give a number of working days, ``due_working_days`` are counted after
    ``due_counted_from``, and a changed holiday moves what is still running.
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
    due_working_days: Mapped[int | None]
    due_counted_from: Mapped[date | None]
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

    ``agency_id`` is the body assigned, as written, and never changes; ``holder_id`` is whom the
    last handover by a person gave it to (at first the same), and who answers on a day follows
    from the successions of that one. ``delegate_id`` is the unit below that does the work.
    ``due`` is the due day in force: the task's own, or that of the last :class:`DueChange`.
    """

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("task_id", "agency_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    role: Mapped[AssignmentRole]
    body_id: Mapped[int] = mapped_column(ForeignKey("task_body.id"))
    assigned_at: Mapped[datetime]
    due: Mapped[date | None] = mapped_column(index=True)
    task: Mapped[Task] = relationship(back_populates="assignments")
    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id])
    holder: Mapped[Agency] = relationship(foreign_keys=[holder_id])
    delegate: Mapped[Agency | None] = relationship(foreign_keys=[delegate_id])
    body: Mapped[TaskBody] = relationship()
