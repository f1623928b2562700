"""What is like a record: its telling words, asked for by somebody who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from search_index import And, Not, OneOf, Query, SearchEngine, SearchRecord, like
from tracker.domain import Actor
from tracker.errors import NotFound
from tracker.models import Directive, Evidence, ProgressUpdate, RecordKind, Task
from tracker.search.principals import principals_of
from tracker.search.records import RecordWriter

# More digits are no id of ours, and too many for a database.
LONGEST_ID = 12


@dataclass(frozen=True, slots=True)
class Alike:
    """The record whose like is sought, by its kind and words, and the query for them."""

    kind: RecordKind
    words: str
    query: Query


def alike(session: Session, engine: SearchEngine, actor: Actor, key: str) -> Alike:
    """Return what asks for the like of the record ``key``, its own group left out.

    Raises:
        NotFound: there is no such record, or ``actor`` may not read it.
    """
    record = _record(session, key)
    if record is None or principals_of(actor).isdisjoint(record.visible_to):
        raise NotFound
    telling = like(record.text, engine.vocabulary())
    others = Not(OneOf("group", (record.group,)))
    found = OneOf("key", ()) if telling is None else And((telling, others))
    return Alike(RecordKind(record.kind), record.text, found)


def _record(session: Session, key: str) -> SearchRecord | None:
    kind, _colon, number = key.partition(":")
    if kind not in set(RecordKind) or not number.isdecimal() or len(number) > LONGEST_ID:
        return None
    writer, row = RecordWriter(session), int(number)
    match RecordKind(kind):
        case RecordKind.DIRECTIVE:
            found = writer.directives(Directive.id == row)
        case RecordKind.TASK:
            found = writer.tasks(Task.id == row)
        case RecordKind.UPDATE:
            found = writer.updates(ProgressUpdate.id == row)
        case RecordKind.EVIDENCE:
            found = writer.updates(ProgressUpdate.evidence.any(Evidence.id == row))
    return next((record for record in found if record.key == key), None)
