"""The matrix of one task: a row for each member, with its last word, evidence and verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directives.text import fold
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, TrackingRules, VerdictKind, office_day
from tracker.errors import NotFound
from tracker.matrix.cells import Cell, Lack, done_of
from tracker.matrix.page import (
    URGING_ROLES,
    MatrixDirective,
    MatrixQuery,
    issued_directive,
    names_of,
    shown_cells,
    task_name,
)
from tracker.models import (
    Assignment,
    Evidence,
    ProgressUpdate,
    Task,
    TaskBody,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class SaidLast:
    """The newest word of an assignment; ``evidence`` are the ids and names of its files.

    ``entered_by`` is who of the office entered it for the agency.
    """

    update_id: int
    entered_by: str | None
    on: date
    percent: int
    narrative: str
    result_number: str | None
    result_on: date | None
    verdict: VerdictKind | None
    verdict_on: date | None
    evidence: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class GivenBody:
    """The words by which the document gave the task, and to how many agencies they came."""

    words: str
    is_group: bool
    agencies: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """An agency of the task; ``words`` are the document's for it."""

    cell: Cell
    agency: str
    other_name: str | None
    words: str
    said: SaidLast | None


@dataclass(frozen=True, slots=True)
class TaskMatrix:
    """Every agency of a task that the reader may read."""

    task_id: int
    name: str
    text: str
    due: date | None
    directive: MatrixDirective
    query: MatrixQuery
    day: date
    bodies: tuple[GivenBody, ...]
    rows: tuple[MemberRow, ...]
    done: int
    given: int
    may_urge: bool


def task_matrix(  # noqa: PLR0913 - whose, of what, how, when, by which rules
    database: Database,
    actor: Actor,
    task_id: int,
    query: MatrixQuery,
    *,
    today: date,
    rules: TrackingRules,
) -> TaskMatrix:
    """Return the members of a task that ``actor`` may read; raise NotFound for any other task."""
    with database.reading() as session:
        task = session.scalar(select(Task).where(Task.id == task_id, policy.visible_tasks(actor)))
        if task is None:
            raise NotFound
        own = Assignment.task_id == task_id
        found = shown_cells(session, actor, own, query, today=today, rules=rules)
        bodies = _bodies(session, task_id)
        said = _said_last(session, actor, task_id)
        rows = [_member(cell, query, bodies, said) for cell in found]
        done, given = done_of(found)
        return TaskMatrix(
            task_id=task.id,
            name=task_name(task),
            text=task.text,
            due=task.original_due,
            directive=issued_directive(session, actor, task.directive_id),
            query=query,
            day=today,
            bodies=_given(bodies, found),
            rows=tuple(_listed(rows, query)),
            done=done,
            given=given,
            may_urge=actor.has(*URGING_ROLES),
        )


def _bodies(session: Session, task_id: int) -> dict[int, tuple[str, bool]]:
    """Return for each assignment the document's words for it, and whether they name a group."""
    rows = session.execute(
        select(Assignment.id, TaskBody.words, TaskBody.group_id)
        .join(TaskBody, TaskBody.id == Assignment.body_id)
        .where(Assignment.task_id == task_id)
        .order_by(TaskBody.position)
    )
    return {row: (words, group is not None) for row, words, group in rows}


def _given(bodies: Mapping[int, tuple[str, bool]], found: Iterable[Cell]) -> tuple[GivenBody, ...]:
    counts: dict[tuple[str, bool], int] = {}
    shown = {cell.assignment_id for cell in found}
    for assignment_id, body in bodies.items():
        if assignment_id in shown:
            counts[body] = counts.get(body, 0) + 1
    return tuple(GivenBody(words, group, count) for (words, group), count in counts.items())


def _member(
    cell: Cell,
    query: MatrixQuery,
    bodies: Mapping[int, tuple[str, bool]],
    said: Mapping[int, SaidLast],
) -> MemberRow:
    name, other = names_of(cell, as_assigned=query.as_assigned)
    words = bodies[cell.assignment_id][0]
    return MemberRow(cell, name, other, words, said.get(cell.assignment_id))


def _listed(rows: Iterable[MemberRow], query: MatrixQuery) -> list[MemberRow]:
    kept = [
        row
        for row in rows
        if (row.cell.lacks or not query.missing)
        and (Lack.PAST_DUE in row.cell.lacks or not query.overdue)
    ]
    by_name = sorted(
        kept, key=lambda row: fold(row.agency), reverse=query.sort == "agency" and query.descending
    )
    keys = {
        "done": lambda row: (row.cell.is_done, row.cell.percent or 0),
        "overdue": lambda row: row.cell.days_overdue,
        "missing": lambda row: len(row.cell.lacks),
    }
    return sorted(by_name, key=keys.get(query.sort, lambda _: 0), reverse=query.descending)


def _said_last(session: Session, actor: Actor, task_id: int) -> dict[int, SaidLast]:
    newest = (
        select(func.max(ProgressUpdate.id))
        .join(Assignment, Assignment.id == ProgressUpdate.assignment_id)
        .where(Assignment.task_id == task_id)
        .group_by(ProgressUpdate.assignment_id)
    )
    updates = session.scalars(policy.readable_updates(actor).where(ProgressUpdate.id.in_(newest)))
    found = {update.id: update for update in updates}
    files: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    readable = policy.readable_evidence(actor).where(Evidence.update_id.in_(found))
    for file in session.scalars(readable.order_by(Evidence.id)):
        files[file.update_id].append((file.id, file.file_name))
    verdicts = _verdicts(session, found)
    return {
        update.assignment_id: _said(update, verdicts.get(update.id), files[update.id])
        for update in found.values()
    }


def _verdicts(session: Session, update_ids: Iterable[int]) -> dict[int, Verdict]:
    """Return the newest verdict on each of the updates that has one."""
    given = session.scalars(
        select(Verdict).where(Verdict.update_id.in_(list(update_ids))).order_by(Verdict.id)
    )
    return {verdict.update_id: verdict for verdict in given}


def _said(
    update: ProgressUpdate, verdict: Verdict | None, files: Iterable[tuple[int, str]]
) -> SaidLast:
    return SaidLast(
        update_id=update.id,
        entered_by=update.author.display_name if update.on_behalf_of_id else None,
        on=office_day(update.at),
        percent=update.percent,
        narrative=update.narrative,
        result_number=update.result_number,
        result_on=update.result_date,
        verdict=verdict.kind if verdict else None,
        verdict_on=office_day(verdict.at) if verdict else None,
        evidence=tuple(files),
    )
