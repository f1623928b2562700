"""An agency logs its progress, or hands in the report of a period."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.files import FileStore
from tracker.models.correcting import newest_update_id
from tracker.models.entries import InvalidEntry, ProgressEntry, cleaned
from tracker.models.updating import add_update, check_entry
from tracker.progress.evidence import ReadFile, keep_file, read_file


def log_update(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    files: FileStore,
    actor: Actor,
    assignment_id: int,
    entry: ProgressEntry,
    *,
    now: datetime,
    seen_id: int | None = None,
) -> int:
    """Add an update to an assignment of ``actor``'s own agency, or as a clerk for another one.

    Returns the update's id. ``seen_id`` is the newest update that the writer saw, 0 where there
    was none: so nobody overtakes a word that they have not read, nor sends one form twice.

    The words of the evidence are read before the database is locked, because a large file takes
    seconds; all is checked again when it is. Raises what :func:`check_entry` raises.
    """
    policy.require_reporting(actor)
    entry = cleaned(entry)
    today = office_day(now)
    with database.reading() as session:
        check_entry(session, actor, assignment_id, entry, today)
        _check_seen(session, assignment_id, seen_id)
    evidence = _read_evidence(entry)
    with database.writing() as session:
        assignment = check_entry(session, actor, assignment_id, entry, today)
        _check_seen(session, assignment_id, seen_id)
        kept = [keep_file(session, files, file) for file in evidence]
        return add_update(session, actor, assignment, entry, kept, now=now).id


def _check_seen(session: Session, assignment_id: int, seen_id: int | None) -> None:
    if seen_id is not None and seen_id != (newest_update_id(session, assignment_id) or 0):
        raise InvalidEntry({"beside": "newer-word"})


def _read_evidence(entry: ProgressEntry) -> list[ReadFile]:
    evidence = [read_file(file) for file in entry.evidence]
    if secret := tuple(file.name for file in evidence if file.is_secret):
        raise InvalidEntry({"evidence": "secret-file"}, secret)
    return evidence
