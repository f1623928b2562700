"""Keeping the index in step with the tables: draining the change feed, and rebuilding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from search_index import (
    Delete,
    IndexDamagedError,
    Operation,
    Put,
    SearchEngine,
    SearchError,
    SearchRecord,
)
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
# Some tens of milliseconds of building.
FOLLOW_EVERY_RECORDS = 200


def drain(
    database: Database, engine: SearchEngine, is_in_force: Callable[[], bool] = lambda: True
) -> int:
    """Bring the oldest changes into the index; return how many rows of the feed were done.

    None are when another engine has been put in force while this one was waited for: the feed
    is that one's then.

    The rows are deleted after the index has committed. Whatever fails in between is done
    again, which is harmless: a row says only which record to look at.

    Raises:
        IndexDamagedError: the index has to be rebuilt.
        IndexBusyError: another process is writing to it.
    """
    if not _has_changes(database):
        return 0
    with engine.alone():
        if not is_in_force():
            return 0
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

    What changes meanwhile goes into the present index too, where that can still be used. It
    stays in the feed besides, to be drained into the new one.
    """
    with engine.alone(), database.reading() as session:
        records = RecordWriter(session).everything()
        engine.rebuild(Follower(database, engine).beside(records), 0)
    return engine.stats().records


def repair(database: Database, engine: SearchEngine) -> bool:
    """Build the index anew if it cannot be used, and nobody has done so already.

    Raises:
        IndexBusyError: another process is at it.
    """
    with engine.alone():
        try:
            engine.refresh()
        except IndexDamagedError:
            rebuild(database, engine)
            return True
    return False


class Follower:
    """Brings changes into an index without taking them out of the feed.

    While an index is built, the feed has to be kept for it; the one in force follows on.
    """

    def __init__(self, database: Database, engine: SearchEngine) -> None:
        self._database = database
        self.engine = engine
        self._last = 0

    def beside(self, records: Iterable[SearchRecord]) -> Iterator[SearchRecord]:
        """Give ``records`` on, and bring in what has changed every now and then."""
        for number, record in enumerate(records, 1):
            yield record
            if number % FOLLOW_EVERY_RECORDS == 0:
                # An index that cannot be written to is no reason not to build another.
                with suppress(SearchError):
                    self.follow()

    def follow(self) -> None:
        """Bring in all that has changed since the last time.

        What commits late under a smaller id is left to the feed, as everything is.
        """
        while changes := self._more():
            with self._database.reading() as session:
                operations = list(_operations(session, changes))
            if operations:
                self.engine.apply(operations, self.engine.last_seq() + 1)
            self._last = changes[-1].id

    def _more(self) -> list[IndexChange]:
        with self._database.reading() as session:
            feed = select(IndexChange).where(IndexChange.id > self._last).order_by(IndexChange.id)
            return list(session.scalars(feed.limit(MAX_CHANGES)))


def records_of(session: Session, keys: Iterable[str]) -> dict[str, SearchRecord]:
    """Return what the index should hold under these keys, as far as it should hold anything."""
    wanted = set(keys)
    places = (key.split(":") for key in wanted)
    changes = [IndexChange(kind=RecordKind(kind), record_id=int(at)) for kind, at in places]
    puts = (each for each in _operations(session, changes) if isinstance(each, Put))
    return {put.record.key: put.record for put in puts if put.record.key in wanted}


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
