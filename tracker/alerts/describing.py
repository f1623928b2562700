"""What a record is, to somebody who is told of it: what kind, whose, of which task and document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.domain import Actor, office_day
from tracker.models import (
    Assignment,
    Directive,
    Evidence,
    ProgressUpdate,
    RecordKind,
    Task,
    record_of,
)
from tracker.models.registry import Registry


@dataclass(frozen=True, slots=True)
class DirectiveName:
    """What a document is called by."""

    directive_id: int
    kind: str | None
    number: str | None
    issued_on: date | None
    title: str | None
    file_name: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where words stand: ``agency`` said them on ``on``, in a file called ``file_name``.

    ``task_text`` are the words of a task that is told of itself.
    """

    kind: RecordKind
    record_id: int
    directive: DirectiveName
    task_id: int | None = None
    task_label: str | None = None
    task_text: str | None = None
    update_id: int | None = None
    agency: str | None = None
    on: date | None = None
    file_name: str | None = None


def sources(session: Session, actor: Actor, keys: Iterable[str], today: date) -> dict[str, Source]:
    """Return what each of these records is, by key; what ``actor`` may not know of is left out."""
    ids: dict[RecordKind, list[int]] = {kind: [] for kind in RecordKind}
    for kind, record_id in map(record_of, keys):
        ids[kind].append(record_id)
    reading = _Reading(session, actor, today)
    found = (
        *reading.directives(ids[RecordKind.DIRECTIVE]),
        *reading.tasks(ids[RecordKind.TASK]),
        *reading.updates(ids[RecordKind.UPDATE]),
        *reading.evidence(ids[RecordKind.EVIDENCE]),
    )
    return {f"{source.kind}:{source.record_id}": source for source in found}


class _Reading:
    def __init__(self, session: Session, actor: Actor, today: date) -> None:
        self._session, self._actor, self._today = session, actor, today
        self._registry: Registry | None = None

    def directives(self, ids: Collection[int]) -> Iterator[Source]:
        condition = Directive.id.in_(ids) & policy.visible_directives(self._actor)
        for row in self._session.scalars(select(Directive).where(condition)):
            yield Source(RecordKind.DIRECTIVE, row.id, _name(row))

    def tasks(self, ids: Collection[int]) -> Iterator[Source]:
        condition = Task.id.in_(ids) & policy.visible_tasks(self._actor)
        asked = select(Task).where(condition).options(joinedload(Task.directive))
        for row in self._session.scalars(asked):
            yield Source(RecordKind.TASK, row.id, _name(row.directive), row.id, row.label, row.text)

    def updates(self, ids: Collection[int]) -> Iterator[Source]:
        asked = (
            policy.readable_updates(self._actor)
            .where(ProgressUpdate.id.in_(ids))
            .options(_WITH_TASK)
        )
        for row in self._session.scalars(asked):
            yield self._said(RecordKind.UPDATE, row.id, row)

    def evidence(self, ids: Collection[int]) -> Iterator[Source]:
        asked = (
            policy.readable_evidence(self._actor)
            .where(Evidence.id.in_(ids))
            .options(joinedload(Evidence.update).options(_WITH_TASK))
        )
        for row in self._session.scalars(asked):
            yield self._said(RecordKind.EVIDENCE, row.id, row.update, row.file_name)

    def _said(
        self,
        kind: RecordKind,
        record_id: int,
        update: ProgressUpdate,
        file_name: str | None = None,
    ) -> Source:
        task = update.assignment.task
        self._registry = self._registry or Registry.on(self._session, self._today)
        return Source(
            kind=kind,
            record_id=record_id,
            directive=_name(task.directive),
            task_id=task.id,
            task_label=task.label,
            update_id=update.id,
            agency=self._registry.name_of(update.assignment.agency_id),
            on=office_day(update.at),
            file_name=file_name,
        )


_WITH_TASK = (
    joinedload(ProgressUpdate.assignment).joinedload(Assignment.task).joinedload(Task.directive)
)


def _name(directive: Directive) -> DirectiveName:
    return DirectiveName(
        directive_id=directive.id,
        kind=directive.kind,
        number=directive.number,
        issued_on=directive.issued_on,
        title=directive.title,
        file_name=directive.file_name,
    )
