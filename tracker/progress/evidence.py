"""Files that back an update: their names made harmless, their words read, their bytes kept."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from directives.errors import DirectiveError
from directives.text import clean_line
from tracker import parsing, policy
from tracker.db import Database
from tracker.domain import Actor
from tracker.errors import NotFound
from tracker.files import FileStore
from tracker.models import Evidence, RecordKind, SourceFile, note_change
from tracker.models.answering import own_assignment, require_answering
from tracker.models.entries import UploadedFile, is_marked_secret

MAX_NAME_CHARACTERS = 200
UNNAMED = "minh-chung"
# A person waits: a long scan is not recognised here.
_SOON = parsing.ChildLimits(wall_seconds=15.0, program_seconds=0.0)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file whose words have been read as far as they can be."""

    name: str
    content: bytes
    text: str
    is_shared: bool

    @property
    def is_secret(self) -> bool:
        """Whether the file's first lines bear a mark of secrecy."""
        return is_marked_secret(self.text.splitlines())


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out, under the name that it came with."""

    name: str
    media_type: str
    content: bytes


class EvidencePlace(NamedTuple):
    """Where a file stands: in an update to a task."""

    task_id: int
    update_id: int


def safe_name(name: str) -> str:
    """Return the last part of a file's name, in one clean line that no system misreads.

    The end of a long name, which tells its type, stays.
    """
    last = clean_line(re.split(r"[/\\]", name)[-1]).lstrip(".").strip()
    stem, dot, suffix = last.rpartition(".")
    if len(last) > MAX_NAME_CHARACTERS and dot:
        return f"{stem[: MAX_NAME_CHARACTERS - len(suffix[:20]) - 1]}.{suffix[:20]}"
    return last[:MAX_NAME_CHARACTERS] or UNNAMED


def read_file(file: UploadedFile) -> ReadFile:
    """Read the words of a file for search; what is not read soon is evidence without words."""
    try:
        text = parsing.text_in_child(file.content, file.name, _SOON)
    except DirectiveError:
        text = ""
    return ReadFile(safe_name(file.name), file.content, text, file.is_shared)


def keep_file(session: Session, files: FileStore, file: ReadFile) -> Evidence:
    """Store a file's bytes and return its row, not yet added to an update."""
    # Should the transaction fail, the bytes stay without a row, which harms nobody: the next
    # upload of the same file finds them.
    digest = files.keep(file.content)
    stored = session.scalar(select(SourceFile).where(SourceFile.sha256 == digest))
    if stored is None:
        media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        stored = SourceFile(sha256=digest, media_type=media_type, size_bytes=len(file.content))
        session.add(stored)
        session.flush()
    return Evidence(
        source_file=stored, file_name=file.name, text=file.text, is_shared=file.is_shared
    )


def open_evidence(database: Database, files: FileStore, actor: Actor, evidence_id: int) -> Download:
    """Return a file of an update that ``actor`` may read; raise :class:`NotFound` otherwise."""
    with database.reading() as session:
        evidence = session.scalar(policy.readable_evidence(actor).where(Evidence.id == evidence_id))
        if evidence is None:
            raise NotFound
        stored = evidence.source_file
        return Download(evidence.file_name, stored.media_type, files.read(stored.sha256))


def share_evidence(
    database: Database, actor: Actor, evidence_id: int, *, shared: bool, today: date
) -> EvidencePlace:
    """Let others with a part in the task read a file, or let them no more; return where it is.

    Raises:
        NotFound: the file is another agency's.
        HandedOver, AgencyEnded: somebody else answers for the work today, or nobody.
    """
    policy.require_voice(actor)
    with database.writing() as session:
        evidence = session.get(Evidence, evidence_id)
        if evidence is None:
            raise NotFound
        assignment = own_assignment(session, actor, evidence.update.assignment_id)
        require_answering(session, actor, assignment, today)
        evidence.is_shared = shared
        note_change(session, RecordKind.EVIDENCE, evidence.id)
        return EvidencePlace(assignment.task_id, evidence.update_id)
