"""Keeping the index in step with the tables: draining the change feed, rebuilding, comparing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from search_index import Delete, Operation, Put, SearchEngine
from tracker.db import Database
from tracker.models import (
    Assignment,
    Directive,
    Evidence,
    IndexChange,
    ProgressUpdate,
    RecordKind,
    Task,
    note_indexed,
)
from tracker.search.records import RecordWriter, key_of

MAX_CHANGES = 500


@dataclass(frozen=True, slots=True)
class Differences:
    """Keys of records by which the index and the tables differ; all empty when they agree."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    outdated: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.outdated)


def drain(database: Database, engine: SearchEngine) -> int:
    """Bring the oldest changes into the index; return how many rows of the feed were done.

    The rows are deleted after the index has committed. Whatever fails in between is done
    again, which is harmless: a row says only which record to look at.

    Raises:
        IndexDamagedError: the index has to be rebuilt.
        IndexBusyError: another process is writing to it.
    """
    if not _has_changes(database):
        return 0
    with engine.alone():
        with database.reading() as session:
            changes = list(
                session.scalars(select(IndexChange).order_by(IndexChange.id).limit(MAX_CHANGES))
            )
            operations = list(_operations(session, changes))
        # Not the rows' own ids: on some databases a smaller id can commit after a larger one.
        if operations:
            engine.apply(operations, engine.last_seq() + 1)
        with database.writing() as session:
            done = [change.id for change in changes]
            session.execute(delete(IndexChange).where(IndexChange.id.in_(done)))
            note_indexed(session, map(_key_written, operations))
    return len(changes)


def rebuild(database: Database, engine: SearchEngine) -> int:
    """Build the index anew from the tables, while people search; return how many records it has.

    What changes meanwhile stays in the feed and is drained into the new index.
    """
    with engine.alone(), database.reading() as session:
        engine.rebuild(RecordWriter(session).everything(), 0)
    return engine.stats().records


def check(database: Database, engine: SearchEngine) -> Differences:
    """Compare the index with the tables, record by record."""
    with database.reading() as session:
        wanted = {record.key: record.revision for record in RecordWriter(session).everything()}
    held = engine.revisions()
    return Differences(
        missing=tuple(sorted(wanted.keys() - held.keys())),
        surplus=tuple(sorted(held.keys() - wanted.keys())),
        outdated=tuple(
            sorted(key for key in wanted.keys() & held.keys() if wanted[key] != held[key])
        ),
    )


def _key_written(operation: Operation) -> str:
    return operation.key if isinstance(operation, Delete) else operation.record.key


def _has_changes(database: Database) -> bool:
    with database.reading() as session:
        return session.scalar(select(func.max(IndexChange.id))) is not None


def _operations(session: Session, changes: Iterable[IndexChange]) -> Iterator[Operation]:
    """Say what the changed rows are now, and those that carry something of them."""
    rows = _affected(session, changes)
    writer = RecordWriter(session)
    records = chain(
        writer.directives(Directive.id.in_(rows[RecordKind.DIRECTIVE])),
        writer.tasks(Task.id.in_(rows[RecordKind.TASK])),
        writer.updates(ProgressUpdate.id.in_(rows[RecordKind.UPDATE])),
    )
    gone = {key_of(kind, row_id) for kind, row_ids in rows.items() for row_id in row_ids}
    for record in records:
        gone.discard(record.key)
        yield Put(record)
    yield from map(Delete, sorted(gone))


def _affected(session: Session, changes: Iterable[IndexChange]) -> dict[RecordKind, set[int]]:
    """Return the rows to look at by kind.

    A directive's identity is on all that belongs to it. Every update tells how its assignment
    stands, so all of an assignment are looked at together.
    """
    rows: dict[RecordKind, set[int]] = {kind: set() for kind in RecordKind}
    for change in changes:
        rows[change.kind].add(change.record_id)
    in_directives = Task.directive_id.in_(rows[RecordKind.DIRECTIVE])
    rows[RecordKind.TASK].update(session.scalars(select(Task.id).where(in_directives)))
    shown = select(Evidence.update_id).where(Evidence.id.in_(rows[RecordKind.EVIDENCE]))
    reported = select(ProgressUpdate.assignment_id).where(
        ProgressUpdate.id.in_(rows[RecordKind.UPDATE]) | ProgressUpdate.id.in_(shown)
    )
    # So does the task itself.
    told = select(Assignment.task_id).where(Assignment.id.in_(reported))
    rows[RecordKind.TASK].update(session.scalars(told))
    rows[RecordKind.UPDATE].update(
        session.scalars(
            select(ProgressUpdate.id)
            .join(ProgressUpdate.assignment)
            .join(Assignment.task)
            .where(Assignment.id.in_(reported) | in_directives)
        )
    )
    rows[RecordKind.EVIDENCE].update(
        session.scalars(select(Evidence.id).where(Evidence.update_id.in_(rows[RecordKind.UPDATE])))
    )
    return rows
