"""A file comes in: checked, read in a child process, kept unchanged, stored as a draft."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from directives import Directive as Reading
from directives import ReadingSettings
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import TrackerError
from tracker.files import FileStore
from tracker.intake.drafts import refuse_known
from tracker.models import Directive, DraftRevision, SourceFile
from tracker.models.registry import Registry
from tracker.parsing import parse_in_child

MAX_NAME_CHARACTERS = 200


class SecretDocument(TrackerError):
    """Documents of a secret degree are not kept on a networked system (Law 117/2025/QH15)."""

    code = "secret-document"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a person hands it in."""

    name: str
    content: bytes


def upload_directive(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    files: FileStore,
    actor: Actor,
    upload: Upload,
    *,
    now: datetime,
    before_is_inclusive: bool = True,
) -> int:
    """Read a file into a draft and return the draft's id.

    Raises:
        NotAllowed: only clerks take documents in.
        AlreadyKnown: the same bytes were taken in before; ``details`` has ``directive_id``.
        SecretDocument: it carries a mark of secrecy; nothing of it is kept.
        DirectiveError: it cannot be read.
    """
    policy.require(actor, Role.CLERK)
    name = clean_name(upload.name)
    digest = hashlib.sha256(upload.content).hexdigest()
    with database.reading() as session:
        refuse_known(session, digest)
        settings = _settings(session, now, before_is_inclusive=before_is_inclusive)
    # Reading takes seconds; the database stays open to others meanwhile.
    reading = parse_in_child(upload.content, name, settings)
    if reading.document.secrecy is not None:
        raise SecretDocument(mark=reading.document.secrecy)
    files.keep(upload.content)
    with database.writing() as session:
        refuse_known(session, digest)
        directive = _draft(reading, name, actor, now)
        directive.source_file = _source_file(session, reading, len(upload.content))
        session.add(directive)
        session.flush()
        return directive.id


def clean_name(name: str) -> str:
    """Return a file's name as it is safe to show: NFC, no control or direction marks, short."""
    letters = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        c for c in letters if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    return plain.strip()[-MAX_NAME_CHARACTERS:] or "document"


def _settings(session: Session, now: datetime, *, before_is_inclusive: bool) -> ReadingSettings:
    registry = Registry.on(session, office_day(now))
    return ReadingSettings(registry.known_bodies(), registry.known_groups(), before_is_inclusive)


def _source_file(session: Session, reading: Reading, size_bytes: int) -> SourceFile:
    kept = session.scalar(select(SourceFile).where(SourceFile.sha256 == reading.source.sha256))
    return kept or SourceFile(
        sha256=reading.source.sha256, media_type=reading.source.media_type, size_bytes=size_bytes
    )


def _draft(reading: Reading, name: str, actor: Actor, now: datetime) -> Directive:
    document = reading.document
    first = DraftRevision(
        number=0,
        action="read",
        reading=reading.to_dict(),
        matches={},
        author_id=actor.user_id,
        at=now,
    )
    return Directive(
        file_name=name,
        kind=document.kind,
        number=document.number,
        issued_on=document.issued_on,
        issuer=document.issuer,
        title=document.title,
        text=reading.text,
        received_at=now,
        received_by_id=actor.user_id,
        revisions=[first],
    )
