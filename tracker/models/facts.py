"""What the clocks need of many assignments, in three statements whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from directives.model import Every
from tracker.clocks import AssignmentFacts
from tracker.domain import AssignmentRole, UpdateStatus, VerdictKind, office_day
from tracker.models.progress import ProgressUpdate, Verdict
from tracker.models.tasks import Assignment, Task

# Columns, not rows of the model: a list may be of thousands, and their texts are long.
_Row = Row[int, int, int, AssignmentRole, datetime, date | None, Every | None, int | None]


class _Word(NamedTuple):
    """The newest word on an assignment, with the newest verdict on it."""

    claim: UpdateStatus
    verdict: VerdictKind | None
    percent: int
    said_on: date
    result_on: date | None


def assignment_facts(session: Session, condition: ColumnElement[bool]) -> list[AssignmentFacts]:
    """Return the facts of the assignments that meet ``condition``, in order of their ids.

    ``condition`` may speak of :class:`Assignment` and :class:`Task`.
    """
    chosen = select(Assignment.id).join(Task, Task.id == Assignment.task_id).where(condition)
    words = _newest_words(session, chosen)
    periods = _reported_periods(session, chosen)
    rows = session.execute(
        select(
            Assignment.id,
            Assignment.task_id,
            Assignment.agency_id,
            Assignment.role,
            Assignment.assigned_at,
            Assignment.due,
            Task.recurs_every,
            Task.report_due_day,
        )
        .join(Task, Task.id == Assignment.task_id)
        .where(condition)
        .order_by(Assignment.id)
    )
    return [_facts(row, words.get(row[0]), periods[row[0]]) for row in rows]


def _facts(row: _Row, word: _Word | None, periods: Iterable[str]) -> AssignmentFacts:
    assignment_id, task_id, agency_id, role, assigned_at, due, every, due_day = row
    claims = word is not None and word.claim is UpdateStatus.DONE
    confirmed = claims and word is not None and word.verdict is VerdictKind.CONFIRMED
    return AssignmentFacts(
        assignment_id=assignment_id,
        task_id=task_id,
        agency_id=agency_id,
        role=AssignmentRole(role),
        assigned_on=office_day(assigned_at),
        due=due,
        recurs_every=every,
        report_due_day=due_day,
        claim=word.claim if word else None,
        verdict=word.verdict if word else None,
        percent=word.percent if word else None,
        last_update_on=word.said_on if word else None,
        claimed_on=word.said_on if word and claims else None,
        result_on=word.result_on if word and claims else None,
        done_on=(word.result_on or word.said_on) if word and confirmed else None,
        reported_periods=frozenset(periods),
    )


def _newest_words(session: Session, chosen: Select[int]) -> dict[int, _Word]:
    newest = (
        select(func.max(ProgressUpdate.id))
        .where(ProgressUpdate.assignment_id.in_(chosen))
        .group_by(ProgressUpdate.assignment_id)
    )
    last_verdict = (
        select(Verdict.update_id, func.max(Verdict.id).label("id"))
        .where(Verdict.update_id.in_(newest))
        .group_by(Verdict.update_id)
        .subquery()
    )
    rows = session.execute(
        select(
            ProgressUpdate.assignment_id,
            ProgressUpdate.status,
            Verdict.kind,
            ProgressUpdate.percent,
            ProgressUpdate.at,
            ProgressUpdate.result_date,
        )
        .outerjoin(last_verdict, last_verdict.c.update_id == ProgressUpdate.id)
        .outerjoin(Verdict, Verdict.id == last_verdict.c.id)
        .where(ProgressUpdate.id.in_(newest))
    )
    return {
        assignment_id: _Word(claim, verdict, percent, office_day(at), result_on)
        for assignment_id, claim, verdict, percent, at, result_on in rows
    }


def _reported_periods(session: Session, chosen: Select[int]) -> defaultdict[int, set[str]]:
    rows = session.execute(
        select(ProgressUpdate.assignment_id, ProgressUpdate.period).where(
            ProgressUpdate.assignment_id.in_(chosen), ProgressUpdate.period.is_not(None)
        )
    )
    periods: defaultdict[int, set[str]] = defaultdict(set)
    for assignment_id, period in rows:
        if period is not None:
            periods[assignment_id].add(period)
    return periods
