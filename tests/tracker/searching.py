"""What the tests of searching share: a day, an actor, and what the index would be told."""

from __future__ import annotations

from datetime import date

from search_index import SearchRecord
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.models import Evidence, SourceFile
from tracker.search.records import RecordWriter

TODAY = date(2024, 6, 15)


def of_agency(*agency_ids: int) -> Actor:
    """Return somebody who acts for these agencies."""
    return Actor(0, "Cơ quan", frozenset({Role.AGENCY}), frozenset(agency_ids))


def keep_evidence(database: Database, update_id: int, text: str, *, is_shared: bool = False) -> int:
    """Add a file with these words to an update; return its id."""
    with database.writing() as session:
        digest = f"{'f' if is_shared else 'e'}{update_id:063x}"
        stored = SourceFile(sha256=digest, media_type="text/plain", size_bytes=1)
        file = Evidence(
            update_id=update_id,
            source_file=stored,
            file_name="bien-ban.docx",
            text=text,
            is_shared=is_shared,
        )
        session.add(file)
        session.flush()
        return file.id


def records(database: Database) -> dict[str, SearchRecord]:
    """Return every record that the index should hold, by key."""
    with database.reading() as session:
        return {record.key: record for record in RecordWriter(session).everything()}
