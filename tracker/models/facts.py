"""What the clocks need of many assignments, in a few statements whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts
from tracker.domain import RequestKind, UpdateStatus, VerdictKind, office_day
from tracker.models.calendars import ReportingDuty, closed_periods, working_days
from tracker.models.course import Course, courses
from tracker.models.handling import Request
from tracker.models.newest_words import NewestWord, newest_words
from tracker.models.progress import ProgressUpdate
from tracker.models.tasks import Assignment, Task
from tracker.periods import Duty, duties_in_force
from tracker.workdays import WorkingDays

BATCH = 5_000
# Columns, not rows of the model: a list may be of thousands, and their texts are long.
_COLUMNS = (
    Assignment.id.label("assignment_id"),
    Assignment.task_id,
    Assignment.agency_id,
    Assignment.holder_id,
    Assignment.role,
    Assignment.assigned_at,
    Assignment.due,
    Task.original_due,
    Task.due_working_days,
    Task.due_counted_from,
    Task.recurs_every,
    Task.report_due_day,
)


_NO_COURSE = Course()


@dataclass(frozen=True, slots=True)
class _Beside:
    """What other tables tell of the chosen assignments."""

    words: Mapping[int, NewestWord]
    periods: Mapping[int, Mapping[str, datetime]]
    duties: Mapping[int, tuple[Duty, ...]]
    extensions: Mapping[int, date]
    courses: Mapping[int, Course]
    office: _Office


class _Office(NamedTuple):
    """What holds for all assignments."""

    calendar: WorkingDays
    closed_periods: Mapping[str, datetime]

    @classmethod
    def of(cls, session: Session) -> _Office:
        return cls(working_days(session), closed_periods(session))


def assignment_facts(session: Session, condition: ColumnElement[bool]) -> list[AssignmentFacts]:
    """Return the facts of the assignments that meet ``condition``, in order of their ids.

    ``condition`` may speak of :class:`Assignment` and :class:`Task`.
    """
    return list(_facts_of(session, condition, _Office.of(session)))


def streamed_facts(
    session: Session, condition: ColumnElement[bool], batch: int = BATCH
) -> Iterator[AssignmentFacts]:
    """Yield what :func:`assignment_facts` returns, so that a nation's need not be held at once.

    The number of statements grows by a few with each ``batch`` of assignments.
    """
    office = _Office.of(session)
    chosen = select(Assignment.id).join(Task, Task.id == Assignment.task_id).where(condition)
    ids = session.scalars(chosen.order_by(Assignment.id)).all()
    for begin in range(0, len(ids), batch):
        part = ids[begin : begin + batch]
        within = Assignment.id.between(part[0], part[-1])
        yield from _facts_of(session, condition & within, office)


def _facts_of(
    session: Session, condition: ColumnElement[bool], office: _Office
) -> Iterator[AssignmentFacts]:
    chosen = select(Assignment.id).join(Task, Task.id == Assignment.task_id).where(condition)
    beside = _Beside(
        words=newest_words(session, chosen),
        periods=_reported_periods(session, chosen),
        duties=_later_duties(session, condition),
        extensions=_waiting_extensions(session, chosen),
        courses=courses(session, chosen),
        office=office,
    )
    rows = session.execute(
        select(*_COLUMNS)
        .join(Task, Task.id == Assignment.task_id)
        .where(condition)
        .order_by(Assignment.id)
    )
    return (_facts(row, beside) for row in rows)


def _facts(row: Row[*tuple[Any, ...]], beside: _Beside) -> AssignmentFacts:
    word = beside.words.get(row.assignment_id)
    course = beside.courses.get(row.assignment_id, _NO_COURSE)
    claims = word is not None and word.claim is UpdateStatus.DONE
    confirmed = claims and word is not None and word.verdict is VerdictKind.CONFIRMED
    return AssignmentFacts(
        assignment_id=row.assignment_id,
        task_id=row.task_id,
        agency_id=row.agency_id,
        holder_id=row.holder_id,
        role=row.role,
        assigned_on=office_day(row.assigned_at),
        due=row.due,
        original_due=row.original_due,
        due_working_days=row.due_working_days,
        due_counted_from=row.due_counted_from,
        extension_asked_on=beside.extensions.get(row.assignment_id),
        recurs_every=row.recurs_every,
        report_due_day=row.report_due_day,
        claim=word.claim if word else None,
        verdict=word.verdict if word else None,
        percent=word.percent if word else None,
        last_update_on=word.said_on if word else None,
        claimed_on=word.claimed_on if word and claims else None,
        result_on=word.result_on if word and claims else None,
        done_on=(word.result_on or word.claimed_on) if word and confirmed else None,
        reported_periods=beside.periods.get(row.assignment_id, {}),
        closed_periods=beside.office.closed_periods,
        disagreement=word.disagreement if word else None,
        later_duties=beside.duties.get(row.task_id, ()),
        calendar=beside.office.calendar,
        is_tracking_date=not (row.due is None or row.original_due or course.due_is_official),
        extensions=course.extensions,
        is_accepted=course.is_accepted,
        halted=course.halted,
        pauses=tuple(course.pauses),
        held_since=course.held_since,
    )


def _reported_periods(
    session: Session, chosen: Select[int]
) -> Mapping[int, Mapping[str, datetime]]:
    rows = session.execute(
        select(ProgressUpdate.assignment_id, ProgressUpdate.period, func.min(ProgressUpdate.at))
        .where(ProgressUpdate.assignment_id.in_(chosen), ProgressUpdate.period.is_not(None))
        .group_by(ProgressUpdate.assignment_id, ProgressUpdate.period)
    )
    periods: defaultdict[int, dict[str, datetime]] = defaultdict(dict)
    for assignment_id, period, first_at in rows:
        if period is not None and first_at is not None:
            periods[assignment_id][period] = first_at
    return periods


def _later_duties(
    session: Session, condition: ColumnElement[bool]
) -> Mapping[int, tuple[Duty, ...]]:
    tasks = select(Assignment.task_id).join(Task, Task.id == Assignment.task_id).where(condition)
    rows = session.scalars(
        select(ReportingDuty).where(ReportingDuty.task_id.in_(tasks)).order_by(ReportingDuty.id)
    )
    said: defaultdict[int, list[Duty]] = defaultdict(list)
    for row in rows:
        said[row.task_id].append(
            Duty(row.every, row.begins_on_day, row.due_day, row.valid_from, row.due_in_next)
        )
    return {task_id: duties_in_force(duties) for task_id, duties in said.items()}


def _waiting_extensions(session: Session, chosen: Select[int]) -> Mapping[int, date]:
    rows = session.execute(
        select(Request.assignment_id, func.min(Request.at))
        .where(
            Request.kind == RequestKind.EXTENSION,
            Request.ended_at.is_(None),
            Request.assignment_id.in_(chosen),
        )
        .group_by(Request.assignment_id)
    )
    return {assignment_id: office_day(at) for assignment_id, at in rows if at is not None}
