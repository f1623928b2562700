"""The remarks on a task as threads, and its text cut where they point at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.errors import NotFound
from tracker.handling.anchors import Words, clauses
from tracker.models import Assignment, Comment, Task
from tracker.models.answering import Answering
from tracker.models.names import Names


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment with the replies to it, the oldest first.

    ``number`` counts the comments on words through the text; ``agency`` spoke or, where
    ``from_office``, was spoken to: nobody is everybody.
    """

    comment_id: int
    number: int | None
    author: str
    agency: str | None
    from_office: bool
    at: datetime
    text: str
    words: Words | None
    replies: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the task's text and the comments that point at it."""

    text: str
    remarks: tuple[Remark, ...]
    ends: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Discussion:
    """What was remarked on a task, its text cut at the words, and the clauses to choose from."""

    remarks: tuple[Remark, ...]
    pieces: tuple[Piece, ...]
    clauses: tuple[Words, ...]
    may_comment: bool


def discussion(database: Database, actor: Actor, task_id: int, *, today: date) -> Discussion:
    """Return the remarks on a task that ``actor`` may read; raise NotFound for a hidden task."""
    with database.reading() as session:
        task = session.scalar(select(Task).where(Task.id == task_id, policy.visible_tasks(actor)))
        if task is None:
            raise NotFound
        names = Names(session, today)
        remarks = _threads(session, actor, task, names)
        return Discussion(
            remarks=remarks,
            pieces=tuple(_pieces(task.text, remarks)),
            clauses=clauses(task.text),
            may_comment=actor.sees_everything or (actor.has(Role.AGENCY) and not actor.reads_only),
        )


def _threads(session: Session, actor: Actor, task: Task, names: Names) -> tuple[Remark, ...]:
    rows = session.scalars(
        select(Comment)
        .where(Comment.task_id == task.id, policy.readable_comments(actor))
        .order_by(Comment.id)
        .options(joinedload(Comment.author))
    ).all()
    known = {row.id for row in rows}
    below: defaultdict[int | None, list[Comment]] = defaultdict(list)
    for row in rows:
        # What a reply answers may be hidden from its reader: then it stands by itself.
        below[row.reply_to_id if row.reply_to_id in known else None].append(row)
    first = sorted(below[None], key=_place)
    numbers = {row.id: n for n, row in enumerate((r for r in first if r.start is not None), 1)}

    def remark(row: Comment) -> Remark:
        words = None
        if row.start is not None and row.end is not None:
            words = Words(row.start, row.end, task.text[row.start : row.end])
        return Remark(
            comment_id=row.id,
            number=numbers.get(row.id),
            author=row.author.display_name,
            agency=names.name_of(row.agency_id) if row.agency_id is not None else None,
            from_office=row.from_office,
            at=row.at,
            text=row.text,
            words=words,
            replies=tuple(map(remark, below[row.id])),
        )

    return tuple(map(remark, first))


def _place(row: Comment) -> tuple[int, int]:
    return (row.start if row.start is not None else len(row.task.text), row.id)


def _pieces(text: str, remarks: Iterable[Remark]) -> Iterator[Piece]:
    """Cut ``text`` wherever words begin or end that a remark is on."""
    pointing = [(remark, remark.words) for remark in remarks if remark.words is not None]
    edges = {0, len(text)} | {edge for _, words in pointing for edge in (words.start, words.end)}
    places = sorted(edges)
    for start, end in pairwise(places):
        on = tuple(r for r, words in pointing if words.start <= start and end <= words.end)
        yield Piece(text[start:end], on, tuple(r for r in on if r.words and r.words.end == end))


def addressable(
    database: Database, actor: Actor, task_id: int, *, today: date
) -> tuple[tuple[int, str], ...]:
    """Return the agencies that the office can speak to about a task, none to an agency."""
    if not actor.sees_everything:
        return ()
    with database.reading() as session:
        return _taking_part(session, task_id, Names(session, today))


def _taking_part(session: Session, task_id: int, names: Names) -> tuple[tuple[int, str], ...]:
    parts = session.scalars(select(Assignment).where(Assignment.task_id == task_id)).all()
    answering = Answering(session, names.day, {part.holder_id for part in parts})
    found = {answering.of(part.id, part.holder_id) for part in parts}
    return tuple(sorted(((one, names.name_of(one)) for one in found), key=lambda pair: pair[1]))
