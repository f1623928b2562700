"""Where a task went on, and where it came from, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor
from tracker.models import CarryOver, Directive, Task
from tracker.relations.lines import RelatedDirective


@dataclass(frozen=True, slots=True)
class CarriedTask:
    """A task of another directive, with its history on its own page."""

    task_id: int
    label: str | None
    text: str
    directive: RelatedDirective


@dataclass(frozen=True, slots=True)
class TaskFate:
    """What became of a task when its directive was replaced.

    ``goes_on`` is ``None`` where it ended, and where it goes on unknown to this reader;
    ``has_ended`` tells the two apart.
    """

    goes_on: CarriedTask | None
    has_ended: bool
    reason: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Carried:
    """What carrying over did to a task: its own fate, and the tasks that go on in it."""

    fate: TaskFate | None
    came_from: tuple[CarriedTask, ...]


def carried_of(database: Database, actor: Actor, task_id: int) -> Carried:
    """Return where a task went on and came from, as far as ``actor`` may know the others."""
    with database.reading() as session:
        rows = session.scalars(
            select(CarryOver)
            .where(or_(CarryOver.task_id == task_id, CarryOver.to_task_id == task_id))
            .options(joinedload(CarryOver.author))
            .order_by(CarryOver.id)
        ).all()
        ids = {one for row in rows for one in (row.task_id, row.to_task_id) if one is not None}
        known = _known(session, actor, ids - {task_id})
        own = next((row for row in rows if row.task_id == task_id), None)
        came_from = (known.get(row.task_id) for row in rows if row.to_task_id == task_id)
        return Carried(
            fate=None if own is None else _fate(own, known),
            came_from=tuple(one for one in came_from if one is not None),
        )


def _fate(row: CarryOver, known: dict[int, CarriedTask]) -> TaskFate:
    return TaskFate(
        goes_on=None if row.to_task_id is None else known.get(row.to_task_id),
        has_ended=row.to_task_id is None,
        reason=row.reason,
        author=row.author.display_name,
        at=row.at,
    )


def _known(session: Session, actor: Actor, ids: set[int]) -> dict[int, CarriedTask]:
    if not ids:
        return {}
    columns = (Directive.id, Directive.kind, Directive.number, Directive.issued_on)
    rows = session.execute(
        select(Task.id, Task.label, Task.text, *columns, Directive.title, Directive.file_name)
        .join(Task.directive)
        .where(Task.id.in_(ids), policy.visible_tasks(actor))
    )
    return {row[0]: CarriedTask(*row[:3], RelatedDirective(*row[3:])) for row in rows}
