"""The calendar of a year: the country's holidays, and what the office has entered and removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.db import Database
from tracker.domain import Actor, DayOffRule, Role
from tracker.models import CalendarDay, User, working_days
from tracker.workdays import KNOWN_YEARS, national_days

KEEPERS = (Role.CLERK, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A day off, or a day of the weekend that is worked, and who says so.

    Without ``calendar_day_id`` it comes with the program. One that the office entered has its
    author; one taken back has ``removed_at``. ``in_force`` is whether the day is so today.
    """

    day: date
    is_working: bool
    name: str
    in_force: bool
    calendar_day_id: int | None = None
    author: str | None = None
    at: datetime | None = None
    removed_by: str | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The days of a year that are not as their weekday says."""

    year: int
    rows: tuple[CalendarRow, ...]
    reports_on_day_off: DayOffRule
    may_edit: bool

    @property
    def earlier(self) -> int | None:
        """The year before, if it is known."""
        return self.year - 1 if self.year - 1 in KNOWN_YEARS else None

    @property
    def later(self) -> int | None:
        """The year after, if it is known."""
        return self.year + 1 if self.year + 1 in KNOWN_YEARS else None


def calendar_year(database: Database, actor: Actor, year: int) -> CalendarYear:
    """Return the calendar of a year; everybody who works by it may read it."""
    year = min(max(year, KNOWN_YEARS.start), KNOWN_YEARS.stop - 1)
    with database.reading() as session:
        office = working_days(session)
        own = _own_rows(session, year)
        known = (
            CalendarRow(day, one.is_working, one.name, in_force=day not in office.own)
            for day, one in national_days(year).items()
        )
        rows = sorted([*known, *own], key=lambda row: (row.day, row.calendar_day_id or 0))
        return CalendarYear(year, tuple(rows), office.reports_on_day_off, actor.has(*KEEPERS))


def _own_rows(session: Session, year: int) -> list[CalendarRow]:
    days = session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .options(joinedload(CalendarDay.author))
    ).all()
    removers = {day.removed_by_id for day in days} - {None}
    names = {user.id: user.display_name for user in _users(session, removers)}
    return [
        CalendarRow(
            day=day.day,
            is_working=day.is_working,
            name=day.name,
            in_force=day.removed_at is None,
            calendar_day_id=day.id,
            author=day.author.display_name,
            at=day.at,
            removed_by=names.get(day.removed_by_id or 0),
            removed_at=day.removed_at,
        )
        for day in days
    ]


def _users(session: Session, ids: set[int | None]) -> list[User]:
    return list(session.scalars(select(User).where(User.id.in_(ids))))
