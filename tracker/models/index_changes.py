"""The change feed of the search index.

A change and its row here are written in one transaction, so it is not possible to keep a
change and lose its way into the index, or the reverse. A worker drains the rows in order of
``id`` and deletes them after the index has committed; draining twice is harmless, because a
row says only *which* record changed and the drain reads what it is now.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.models.base import Base


class RecordKind(StrEnum):
    """What the index holds."""

    DIRECTIVE = "directive"
    TASK = "task"
    UPDATE = "update"
    EVIDENCE = "evidence"


class IndexChange(Base):
    """A record that the index must look at again."""

    __tablename__ = "index_change"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind]
    record_id: Mapped[int]


class IndexedRecord(Base):
    """A record that has just been written into the index, for those who watch what is new.

    Written when the changes behind it leave the feed; whoever watches deletes what all have
    seen. The rows of one index are written one batch after the other, so ids grow with time.
    """

    __tablename__ = "indexed_record"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it from the class

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]


def note_change(session: Session, kind: RecordKind, *record_ids: int) -> None:
    """Tell the index, within ``session``'s own transaction, that records have changed."""
    session.add_all(IndexChange(kind=kind, record_id=record_id) for record_id in record_ids)


def note_indexed(session: Session, keys: Iterable[str]) -> None:
    """Tell those who watch, within ``session``'s own transaction, what the index has taken in."""
    rows = [{"key": key} for key in keys]
    if rows:
        session.execute(insert(IndexedRecord), rows)


def record_of(key: str) -> tuple[RecordKind, int]:
    """Return the kind and the row's id that a record's key names."""
    kind, _colon, record_id = key.partition(":")
    return RecordKind(kind), int(record_id)
