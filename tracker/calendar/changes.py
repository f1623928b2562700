"""Days off and moved working days are entered and removed; deadlines move in the same act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.text import clean_line
from tracker import policy
from tracker.calendar.days import KEEPERS
from tracker.calendar.moving import Move, move_dues, moves
from tracker.db import Database
from tracker.domain import Actor, DayOffRule, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import CalendarDay, Setting, working_days
from tracker.models.settings import REPORTS_ON_DAY_OFF
from tracker.workdays import KNOWN_YEARS, WorkingDays

MAX_NAME_CHARACTERS = 200


class AlreadyRemoved(Conflict):
    """Somebody has taken this day out of the calendar before."""

    code = "already-removed"


@dataclass(frozen=True, slots=True)
class DayChange:
    """What somebody says of a day: off, or worked; ``day`` is ``None`` where none was typed."""

    day: date | None
    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change would do, before it is done; ``removes`` is the row to be taken back."""

    change: DayChange
    moves: tuple[Move, ...]
    removes: int | None = None


def preview_day(
    database: Database, actor: Actor, change: DayChange, *, today: date
) -> ChangePreview:
    """Return the deadlines that an entry would move; raise as :func:`change_day` does."""
    policy.require(actor, *KEEPERS)
    with database.reading() as session:
        change, _, after = _entered(session, change)
        return ChangePreview(change, moves(session, after, today))


def change_day(database: Database, actor: Actor, change: DayChange, *, now: datetime) -> int:
    """Enter a day into the office's calendar; return how many deadlines that has moved.

    Raises:
        Invalid: no day or no name, or the day is so already.
    """
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        change, day, after = _entered(session, change)
        row = CalendarDay(
            day=day,
            is_working=change.is_working,
            name=change.name,
            author_id=actor.user_id,
            at=now,
        )
        session.add(row)
        try:
            session.flush()
        except IntegrityError as error:
            raise Conflict from error
        found = moves(session, after, office_day(now))
        return move_dues(session, actor, found, why=_why(row), now=now)


def preview_removal(
    database: Database, actor: Actor, calendar_day_id: int, *, today: date
) -> ChangePreview:
    """Return the deadlines that a removal would move; raise as :func:`remove_day` does."""
    policy.require(actor, *KEEPERS)
    with database.reading() as session:
        row, after = _to_remove(session, calendar_day_id)
        change = DayChange(row.day, row.is_working, row.name)
        return ChangePreview(change, moves(session, after, today), row.id)


def remove_day(database: Database, actor: Actor, calendar_day_id: int, *, now: datetime) -> int:
    """Take an entry out of force, its row stays; return how many deadlines that has moved.

    Raises:
        NotFound: there is no such entry.
        AlreadyRemoved: somebody was first.
    """
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        row, after = _to_remove(session, calendar_day_id)
        row.removed_at, row.removed_by_id = now, actor.user_id
        found = moves(session, after, office_day(now))
        return move_dues(session, actor, found, why=_why(row), now=now)


def set_day_off_rule(database: Database, actor: Actor, rule: DayOffRule) -> None:
    """Say what becomes of a report's due day on which the office does not work."""
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        session.merge(Setting(key=REPORTS_ON_DAY_OFF, value=rule.value))


def _entered(session: Session, change: DayChange) -> tuple[DayChange, date, WorkingDays]:
    """Return the change as it can be taken, its day, and the calendar after it."""
    change = replace(change, name=clean_line(change.name))
    before = working_days(session)
    day = change.day
    if day is None or (faults := _faults(change, day, before)):
        raise Invalid({"day": "not-a-date", **_name_faults(change)} if day is None else faults)
    return change, day, replace(before, own={**before.own, day: change.is_working})


def _faults(change: DayChange, day: date, before: WorkingDays) -> dict[str, str]:
    faults = _name_faults(change)
    if day.year not in KNOWN_YEARS:
        faults["day"] = "no-such-year"
    elif day in before.own:
        faults["day"] = "day-entered"
    elif before.is_working(day) is change.is_working:
        faults["day"] = "works-already" if change.is_working else "off-already"
    return faults


def _name_faults(change: DayChange) -> dict[str, str]:
    if not change.name:
        return {"name": "required"}
    return {"name": "too-long"} if len(change.name) > MAX_NAME_CHARACTERS else {}


def _to_remove(session: Session, calendar_day_id: int) -> tuple[CalendarDay, WorkingDays]:
    row = session.get(CalendarDay, calendar_day_id)
    if row is None:
        raise NotFound
    if row.removed_at is not None:
        raise AlreadyRemoved
    before = working_days(session)
    own = {day: works for day, works in before.own.items() if day != row.day}
    return row, replace(before, own=own)


def _why(row: CalendarDay) -> str:
    """Return what the record of a moved deadline says of the calendar."""
    day, kind = f"{row.day:%d/%m/%Y}", "ngày làm việc" if row.is_working else "ngày nghỉ"
    if row.removed_at is None:
        return f"Ngày {day} là {kind} ({row.name})."
    return f"Ngày {day} không còn là {kind} ({row.name})."
