"""Comparing an index with the tables: which records, in which state, with which contents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from search_index import And, Between, OneOf, Query, SearchEngine, SearchRecord, SearchRequest
from search_index.analysis import analyse, canonical
from search_index.query import Words
from tracker.db import Database
from tracker.search.indexing import records_of
from tracker.search.records import RecordWriter

SAMPLE = 200
WORDS_OF_A_RECORD = 12
LOOKS = 3
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Differences:
    """Keys of records by which the index and the tables differ; all empty when they agree.

    ``unfindable`` are those of a sample that are not found by their own words and values.
    """

    missing: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    unfindable: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.keys)

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys together."""
        return (*self.missing, *self.surplus, *self.outdated, *self.unfindable)


def check(
    database: Database, engine: SearchEngine, settle: Callable[[], object] = lambda: None
) -> Differences:
    """Compare ids, revisions and a sample of contents.

    People write meanwhile, and the index follows a moment later. So what differs is looked at
    again after ``settle``, a few times, and counts only if it differs each time.
    """
    with database.reading() as session:
        wanted = {record.key: record.revision for record in RecordWriter(session).everything()}
    held = engine.revisions()
    sample = sorted(wanted.keys() & held.keys(), key=_scattered)[:SAMPLE]
    differing = {key for key in wanted.keys() | held.keys() if wanted.get(key) != held.get(key)}
    found = _look(database, engine, {*differing, *sample}, held)
    for _ in range(LOOKS - 1):
        if not found:
            break
        settle()
        found = _look(database, engine, found.keys, engine.revisions())
    return found


def _look(
    database: Database, engine: SearchEngine, keys: Iterable[str], held: Mapping[str, str]
) -> Differences:
    with database.reading() as session:
        wanted = records_of(session, keys)
    there = {key for key in keys if key in held}
    both = there & wanted.keys()
    outdated = {key for key in both if held[key] != wanted[key].revision}
    return Differences(
        missing=tuple(sorted(wanted.keys() - there)),
        surplus=tuple(sorted(there - wanted.keys())),
        outdated=tuple(sorted(outdated)),
        unfindable=tuple(
            sorted(key for key in both - outdated if not _is_found(engine, wanted[key]))
        ),
    )


def _is_found(engine: SearchEngine, record: SearchRecord) -> bool:
    """Say whether a reader of the record finds it by what it holds, and is shown its text."""
    if not record.visible_to:
        return True
    request = SearchRequest(
        query=_all_of(record, record.visible_to[0]),
        principals=frozenset(record.visible_to[:1]),
        today=_SOME_DAY,
        kinds=frozenset({record.kind}),
        only=frozenset({record.key}),
    )
    hits = [hit for group in engine.search(request).groups for hit in group.hits]
    text = canonical(record.text)
    return len(hits) == 1 and hits[0].group == record.group and hits[0].snippet.text in text


def _all_of(record: SearchRecord, reader: str) -> Query:
    """Return the query for the first words of a record with the values that ``reader`` may know."""
    parts: list[Query] = []
    if words := analyse(canonical(record.text))[:WORDS_OF_A_RECORD]:
        parts.append(Words(tuple(words)))
    for field, values in (("agency", record.agencies), ("status", record.statuses)):
        parts += [OneOf(field, (each.value,)) for each in values if reader in each.seen_by]
    for field, day in (("due", record.due), ("date", record.date)):
        parts += [Between(field, day, day)] if day else []
    if record.document_kind:
        parts.append(OneOf("kind", (record.document_kind,)))
    return And(tuple(parts))


def sample_of(session: Session, keys: Iterable[str], size: int) -> list[SearchRecord]:
    """Return some of the records with these keys; the same keys give the same sample."""
    records = records_of(session, sorted(keys, key=_scattered)[:size])
    return [records[key] for key in sorted(records)]


def _scattered(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=8).digest()
