"""The office's calendar: days off, moved working days, reporting duties, closed periods, steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from directives.model import Every
from tracker.clocks import Clock
from tracker.domain import DayOffRule, Role
from tracker.escalation import Step, default_steps
from tracker.models.base import Base
from tracker.models.people import User
from tracker.models.settings import OWN_ESCALATION, REPORTS_ON_DAY_OFF, Setting
from tracker.models.tasks import Task
from tracker.workdays import WorkingDays


class CalendarDay(Base):
    """A day on which the office works or rests otherwise than its weekday says.

    One that is taken back keeps its row, with ``removed_at``.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (
        Index(
            "uq_calendar_day_in_force",
            "day",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    is_working: Mapped[bool]
    name: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None]
    author: Mapped[User] = relationship(foreign_keys=[author_id])


class ReportingDuty(Base):
    """How the periods of a task's reports run from a day on; the last such row holds.

    ``begins_on_day`` is 1 for calendar periods and 15 for those from the 15th to the 14th.
    ``due_day`` is a day of the period's last month, or ``due_in_next`` of the month after it;
    null for the period's last day.
    """

    __tablename__ = "reporting_duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    every: Mapped[Every | None]
    begins_on_day: Mapped[int]
    due_day: Mapped[int | None]
    due_in_next: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    reason: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    task: Mapped[Task] = relationship()


class PeriodClosing(Base):
    """From a moment on the reports of a period are complete; what comes later says so."""

    __tablename__ = "period_closing"
    __table_args__ = (UniqueConstraint("period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    author: Mapped[User] = relationship()


class EscalationStep(Base):
    """After how many days of a running clock who is told."""

    __tablename__ = "escalation_step"
    __table_args__ = (UniqueConstraint("clock", "after_days", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock: Mapped[Clock]
    after_days: Mapped[int]
    role: Mapped[Role]


def working_days(session: Session) -> WorkingDays:
    """Return on which days the office works, as its calendar stands now."""
    own = session.execute(
        select(CalendarDay.day, CalendarDay.is_working).where(CalendarDay.removed_at.is_(None))
    )
    rule = session.get(Setting, REPORTS_ON_DAY_OFF)
    return WorkingDays(
        {row.day: row.is_working for row in own},
        DayOffRule(rule.value) if rule else DayOffRule.STAY,
    )


def closed_periods(session: Session) -> Mapping[str, datetime]:
    """Return the periods that the office has closed, and when."""
    rows = session.execute(select(PeriodClosing.period, PeriodClosing.at))
    return {row.period: row.at for row in rows}


def escalation_steps(session: Session) -> tuple[Step, ...]:
    """Return the office's own steps, or the usual ones while it keeps none."""
    if session.get(Setting, OWN_ESCALATION) is None:
        return default_steps()
    rows = session.scalars(select(EscalationStep))
    return tuple(sorted(Step(row.clock, row.after_days, row.role) for row in rows))
