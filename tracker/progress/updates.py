"""An agency logs its progress, or hands in the report of a period."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role, office_day
from tracker.errors import Conflict, NotFound
from tracker.files import FileStore
from tracker.models import Assignment, ProgressUpdate, RecordKind, note_change, responsible_on
from tracker.models.facts import assignment_facts
from tracker.progress.entries import (
    InvalidEntry,
    ProgressEntry,
    cleaned,
    entry_faults,
    faulty_files,
)
from tracker.progress.evidence import ReadFile, keep_file, read_file
from tracker.progress.reports import has_begun


class AlreadyConfirmed(Conflict):
    """The task is confirmed done; an inspector has to send it back before it is reported anew."""

    code = "already-confirmed"


class NotTracked(Conflict):
    """The directive is no longer tracked."""

    code = "not-tracked"


class HandedOver(Conflict):
    """The agency's work has passed to another, which reports from then on."""

    code = "handed-over"


def log_update(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    files: FileStore,
    actor: Actor,
    assignment_id: int,
    entry: ProgressEntry,
    *,
    now: datetime,
) -> int:
    """Add an update to an assignment of ``actor``'s own agency; return the update's id.

    The words of the evidence are read before the database is locked, because a large file takes
    seconds; all is checked again when it is.

    Raises:
        NotFound: the assignment is another agency's.
        InvalidEntry: with every fault of the entry, and the files that are its reason.
        AlreadyConfirmed: nothing is left to report.
        NotTracked: the directive has been withdrawn.
        HandedOver: another agency answers for the work today.
    """
    policy.require(actor, Role.AGENCY)
    entry = cleaned(entry)
    today = office_day(now)
    with database.reading() as session:
        _check(session, actor, assignment_id, entry, today)
    evidence = _read_evidence(entry)
    with database.writing() as session:
        assignment = _check(session, actor, assignment_id, entry, today)
        update = _new_update(entry, assignment, actor, now)
        update.evidence = [keep_file(session, files, file) for file in evidence]
        session.add(update)
        session.flush()
        note_change(session, RecordKind.UPDATE, update.id)
        note_change(session, RecordKind.EVIDENCE, *(file.id for file in update.evidence))
        note_change(session, RecordKind.TASK, assignment.task_id)
        return update.id


def own_assignment(session: Session, actor: Actor, assignment_id: int) -> Assignment:
    """Return an assignment that ``actor`` reports on; raise :class:`NotFound` for any other."""
    assignment = session.get(Assignment, assignment_id)
    if assignment is None or assignment.agency_id not in actor.agency_ids:
        raise NotFound
    return assignment


def _check(
    session: Session, actor: Actor, assignment_id: int, entry: ProgressEntry, today: date
) -> Assignment:
    assignment = own_assignment(session, actor, assignment_id)
    (facts,) = assignment_facts(session, Assignment.id == assignment_id)
    if assignment.task.directive.state is not DirectiveState.ISSUED:
        raise NotTracked
    if _answering(session, assignment, today) not in actor.agency_ids:
        raise HandedOver
    if not facts.is_open:
        raise AlreadyConfirmed
    faults = entry_faults(entry, today)
    if entry.period is not None and not has_begun(facts, entry.period, today):
        faults["period"] = "not-a-period"
    if faults:
        raise InvalidEntry(faults, faulty_files(entry))
    return assignment


def _answering(session: Session, assignment: Assignment, today: date) -> int:
    return responsible_on(session, today).get(assignment.agency_id, assignment.agency_id)


def _read_evidence(entry: ProgressEntry) -> list[ReadFile]:
    evidence = [read_file(file) for file in entry.evidence]
    if secret := tuple(file.name for file in evidence if file.is_secret):
        raise InvalidEntry({"evidence": "secret-file"}, secret)
    return evidence


def _new_update(
    entry: ProgressEntry, assignment: Assignment, actor: Actor, now: datetime
) -> ProgressUpdate:
    return ProgressUpdate(
        assignment=assignment,
        author_id=actor.user_id,
        at=now,
        status=entry.status,
        percent=entry.percent,
        narrative=entry.narrative,
        difficulties=entry.difficulties,
        proposals=entry.proposals,
        result_number=entry.result_number,
        result_date=entry.result_date,
        period=entry.period,
    )
