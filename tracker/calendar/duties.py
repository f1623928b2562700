"""The office says how a task is reported on: how often, from which day, by which day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from directives.model import Every
from directives.text import clean_line
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role, office_day
from tracker.errors import Invalid, NotFound
from tracker.models import (
    Assignment,
    NoticeKind,
    RecordKind,
    ReportingDuty,
    Task,
    User,
    note_change,
    people_of,
    tell,
    working_days,
)
from tracker.periods import CALENDAR, FIRST_DAYS, Duty, OwedReport, duties_in_force, owed_reports

MAX_REASON_CHARACTERS = 1_000
MAX_DUE_DAY = 31
MAX_WEEKDAY = 7
# So far ahead and no further a day is believed to be meant.
FAR = date(2100, 1, 1)
SHOWN = 4
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DutyChange:
    """What a clerk says of a task's reports; ``every`` is ``None`` where none are owed.

    ``valid_from`` is ``None`` where no day was typed.
    """

    every: Every | None
    begins_on_day: int | None = CALENDAR
    due_day: int | None = None
    valid_from: date | None = None
    reason: str = ""
    due_in_next: bool = False


@dataclass(frozen=True, slots=True)
class SaidDuty:
    """A duty with who set it and why; ``author`` is ``None`` for the document's own words."""

    duty: Duty
    reason: str
    author: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DutyPage:
    """The duties that hold, the oldest first, and the reports that come next."""

    task_id: int
    task_text: str
    said: tuple[SaidDuty, ...]
    coming: tuple[OwedReport, ...]


def duty_page(database: Database, actor: Actor, task_id: int, *, today: date) -> DutyPage:
    """Return how a task is reported on; raise :class:`NotFound` for one that is not issued."""
    policy.require(actor, Role.CLERK)
    with database.reading() as session:
        task = _issued(session, task_id)
        rows = session.execute(
            select(ReportingDuty, User.display_name)
            .join(User, User.id == ReportingDuty.author_id)
            .where(ReportingDuty.task_id == task_id)
            .order_by(ReportingDuty.id)
        )
        said = [SaidDuty(_of_document(task), task.recurrence_words or "")]
        said += [SaidDuty(_duty(row), row.reason, name, row.at) for row, name in rows]
        return DutyPage(task.id, task.text, tuple(said), _coming(session, said, today))


def set_duty(
    database: Database, actor: Actor, task_id: int, change: DutyChange, *, now: datetime
) -> None:
    """Let a task's reports run otherwise from a day on, and tell its leads.

    Raises:
        NotFound: there is no such task, or it is not issued.
        Invalid: with every fault of what was typed.
    """
    policy.require(actor, Role.CLERK)
    change = replace(change, reason=clean_line(change.reason))
    with database.writing() as session:
        task = _issued(session, task_id)
        if faults := duty_faults(change):
            raise Invalid(faults)
        session.add(
            ReportingDuty(
                task_id=task_id,
                every=change.every,
                begins_on_day=change.begins_on_day,
                due_day=change.due_day,
                due_in_next=change.due_in_next and change.due_day is not None,
                valid_from=change.valid_from,
                reason=change.reason,
                author_id=actor.user_id,
                at=now,
            )
        )
        _tell(session, task, change, now)
        note_change(session, RecordKind.TASK, task_id)


def duty_faults(change: DutyChange) -> dict[str, str]:
    """Return the code of the fault of each field."""
    last = MAX_WEEKDAY if change.every is Every.WEEK else MAX_DUE_DAY
    monthly = change.every is not None and change.every is not Every.WEEK
    checks = (
        ("begins_on_day", "not-a-first-day", monthly and change.begins_on_day not in FIRST_DAYS),
        ("due_day", "not-a-due-day", change.due_day not in (None, *range(1, last + 1))),
        ("valid_from", "not-a-date", change.valid_from is None or change.valid_from > FAR),
        ("reason", "required", not change.reason),
        ("reason", "too-long", len(change.reason) > MAX_REASON_CHARACTERS),
    )
    return {name: code for name, code, wrong in reversed(checks) if wrong}


def _issued(session: Session, task_id: int) -> Task:
    task = session.get(Task, task_id)
    if task is None or task.directive.state is not DirectiveState.ISSUED:
        raise NotFound
    return task


def _of_document(task: Task) -> Duty:
    return Duty(task.recurs_every, due_day=task.report_due_day)


def _duty(row: ReportingDuty) -> Duty:
    return Duty(row.every, row.begins_on_day, row.due_day, row.valid_from, row.due_in_next)


def _coming(session: Session, said: list[SaidDuty], today: date) -> tuple[OwedReport, ...]:
    duties = duties_in_force(one.duty for one in said)
    report_day = working_days(session).report_day
    # A report may be due after its period has ended, and a year's only comes in two years.
    owed = owed_reports(today - 2 * YEAR, duties, today + 2 * YEAR, report_day)
    return tuple(islice((one for one in owed if one.due >= today), SHOWN))


def _tell(session: Session, task: Task, change: DutyChange, now: datetime) -> None:
    leads = session.scalars(
        select(Assignment.holder_id).where(
            Assignment.task_id == task.id, Assignment.role == AssignmentRole.LEAD
        )
    ).all()
    tell(
        session,
        people_of(session, leads),
        NoticeKind.PERIOD,
        about=(RecordKind.TASK, task.id),
        details={"words": change.reason, "since": office_day(now).isoformat()},
        now=now,
    )
