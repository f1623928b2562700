"""Several tasks of one agency are reported on at once: all of them are logged, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import Assignment, Task, assignment_facts
from tracker.models.correcting import newest_update_id
from tracker.models.entries import InvalidEntry, ProgressEntry, cleaned
from tracker.models.last_words import LastWord, last_words
from tracker.models.registry import Registry
from tracker.models.updating import Voice, add_update, assignment_to_report, check_entry, voice_on
from tracker.progress.pages import TaskWords
from tracker.progress.words import task_words

MAX_BULK_ROWS = 50


@dataclass(frozen=True, slots=True)
class BulkRow:
    """An entry for one assignment; ``seen_id`` is the newest update that its writer saw."""

    assignment_id: int
    seen_id: int | None
    entry: ProgressEntry


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One chosen task as the form shows it, with the agency's last word."""

    assignment_id: int
    task: TaskWords
    due: date | None
    last: LastWord | None


@dataclass(frozen=True, slots=True)
class BulkPage:
    """The tasks that somebody chose; ``entered_for`` are those for whom the office enters it."""

    agency_id: int
    agency: str
    entered_for: tuple[str, ...]
    lines: tuple[BulkLine, ...]


class InvalidRows(Invalid):
    """Nothing was logged; ``rows`` has the faults by assignment and field.

    A fault of the field ``row`` is the code of a conflict: the row as a whole cannot be taken.
    """

    def __init__(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__({"rows": "faulty-rows"})
        self.rows = rows


class StaleRow(Conflict):
    """Somebody has reported on the task since the page was opened."""

    code = "stale-row"


def bulk_page(
    database: Database,
    actor: Actor,
    agency_id: int,
    assignment_ids: Sequence[int],
    *,
    today: date,
) -> BulkPage:
    """Return the chosen tasks of an agency, in the order in which they were chosen.

    Raises:
        NotFound: one of them is not the agency's, or not for ``actor`` to report on.
        Invalid: none, or too many.
    """
    policy.require_reporting(actor)
    chosen = tuple(dict.fromkeys(assignment_ids))
    _check_number(chosen)
    with database.reading() as session:
        voices = [_voice(session, actor, agency_id, key, today) for key in chosen]
        registry = Registry.on(session, today)
        others = dict.fromkeys(v.agency_id for v in voices if v is not None and not v.is_own)
        facts = {f.assignment_id: f for f in assignment_facts(session, Assignment.id.in_(chosen))}
        words = last_words(session, chosen)
        tasks = _tasks(session, facts)
        return BulkPage(
            agency_id=agency_id,
            agency=registry.name_of(agency_id),
            entered_for=tuple(map(registry.name_of, others)),
            lines=tuple(
                BulkLine(key, tasks[facts[key].task_id], facts[key].due, words.get(key))
                for key in chosen
            ),
        )


def log_updates(
    database: Database, actor: Actor, agency_id: int, rows: Sequence[BulkRow], *, now: datetime
) -> tuple[int, ...]:
    """Log an update for each row, in one transaction; return their ids.

    Raises:
        NotFound: a row is not the agency's, or not for ``actor`` to report on.
        InvalidRows: with the faults of every row; nothing has been logged.
        Invalid: no rows, too many, or two for one task.
    """
    policy.require_reporting(actor)
    _check_number([row.assignment_id for row in rows])
    today = office_day(now)
    with database.writing() as session:
        for row in rows:
            _voice(session, actor, agency_id, row.assignment_id, today)
        entries = {row.assignment_id: cleaned(row.entry) for row in rows}
        found = {row.assignment_id: _faults(session, actor, row, today) for row in rows}
        if faulty := {key: faults for key, faults in found.items() if faults}:
            raise InvalidRows(faulty)
        return tuple(
            add_update(session, actor, session.get_one(Assignment, key), entry, [], now=now).id
            for key, entry in entries.items()
        )


def _check_number(assignment_ids: Sequence[int]) -> None:
    if not assignment_ids:
        raise Invalid({"rows": "nothing-chosen"})
    if len(assignment_ids) > MAX_BULK_ROWS:
        raise Invalid({"rows": "too-many-tasks"})
    if len(set(assignment_ids)) < len(assignment_ids):
        raise Invalid({"rows": "row-twice"})


def _voice(
    session: Session, actor: Actor, agency_id: int, assignment_id: int, today: date
) -> Voice | None:
    """Return in whose name ``actor`` would report on it; raise NotFound if it is not the agency's.

    It is ``None`` for what passed to another agency while the page was open: a fault of its row.
    """
    assignment = assignment_to_report(session, actor, assignment_id)
    try:
        voice = voice_on(session, actor, assignment, today)
    except Conflict:
        if agency_id not in actor.agency_ids:
            raise NotFound from None
        return None
    if agency_id not in {voice.agency_id, assignment.delegate_id}:
        raise NotFound
    return voice


def _faults(session: Session, actor: Actor, row: BulkRow, today: date) -> Mapping[str, str]:
    try:
        check_entry(session, actor, row.assignment_id, cleaned(row.entry), today)
        if newest_update_id(session, row.assignment_id) != row.seen_id:
            raise StaleRow
    except InvalidEntry as fault:
        return fault.fields
    except Conflict as fault:
        return {"row": fault.code}
    return {}


def _tasks(session: Session, facts: Mapping[int, AssignmentFacts]) -> dict[int, TaskWords]:
    ids = {fact.task_id for fact in facts.values()}
    rows = session.scalars(select(Task).where(Task.id.in_(ids)).options(joinedload(Task.directive)))
    return {task.id: task_words(task) for task in rows}
