"""People of the office and of agencies remark on a task, on its words or on one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.errors import Invalid, NotFound
from tracker.handling.anchors import places_of
from tracker.handling.telling import tell_of_comment
from tracker.models import Assignment, Comment, Task
from tracker.models.answering import AgencyEnded, Answering, HandedOver, existing
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text


@dataclass(frozen=True, slots=True)
class CommentEntry:
    """What somebody types: a remark, and which words of the task it is on.

    ``start`` says which of several equal places is meant. ``to_agency_id`` is for the office:
    to whom it speaks; to nobody in particular is to all that have a part in the task.
    """

    text: str
    quote: str = ""
    start: int | None = None
    reply_to_id: int | None = None
    to_agency_id: int | None = None


def comment(
    database: Database, actor: Actor, task_id: int, entry: CommentEntry, *, now: datetime
) -> int:
    """Add a remark to a task; return its id.

    Raises:
        NotFound: the task, or what is replied to, is not for ``actor`` to read.
        HandedOver, AgencyEnded: no agency of theirs has a part in the task today.
        Invalid: with every fault of the entry.
    """
    entry, today = replace(entry, text=clean_text(entry.text)), office_day(now)
    with database.writing() as session:
        task = session.scalar(select(Task).where(Task.id == task_id, policy.visible_tasks(actor)))
        if task is None:
            raise NotFound
        speaking = _Speaking(session, actor, task, today)
        above = speaking.replied_to(entry)
        agency_id = speaking.agency(entry, above)
        span = _checked_place(entry, task.text)
        row = Comment(
            task_id=task_id,
            agency_id=agency_id,
            from_office=actor.sees_everything,
            # One level: whoever answers an answer goes on with the same thread.
            reply_to_id=(above.reply_to_id or above.id) if above else None,
            start=span[0] if span else None,
            end=span[1] if span else None,
            text=entry.text,
            author_id=actor.user_id,
            at=now,
        )
        session.add(row)
        session.flush()
        tell_of_comment(session, actor, row, speaking.addressed(row, above), now)
        return row.id


@dataclass(frozen=True, slots=True)
class _Speaking:
    """Who speaks of which task, and to whom."""

    session: Session
    actor: Actor
    task: Task
    today: date

    def replied_to(self, entry: CommentEntry) -> Comment | None:
        if entry.reply_to_id is None:
            return None
        found = self.session.scalar(
            select(Comment).where(
                Comment.id == entry.reply_to_id,
                Comment.task_id == self.task.id,
                policy.readable_comments(self.actor),
            )
        )
        if found is None:
            raise NotFound
        return found

    def agency(self, entry: CommentEntry, above: Comment | None) -> int | None:
        """Return the agency that speaks or is spoken to; ``None`` for all."""
        if not self.actor.sees_everything:
            return self._own_agency()
        if above is not None:
            return above.agency_id
        if entry.to_agency_id is not None and entry.to_agency_id not in self._taking_part():
            raise Invalid({"to_agency_id": "unknown"})
        return entry.to_agency_id

    def addressed(self, row: Comment, above: Comment | None) -> Iterable[int]:
        """Return the agencies to tell: the office tells those it speaks to."""
        if row.from_office:
            return self._taking_part() if row.agency_id is None else self._with_heirs(row.agency_id)
        # Colleagues in an agency answer each other as well.
        return () if above is None or row.agency_id is None else (row.agency_id,)

    def _own_agency(self) -> int:
        policy.require_voice(self.actor)
        mine = self._taking_part() & self.actor.agency_ids
        if not mine:
            raise HandedOver
        in_force = existing(self.session, mine, self.today)
        if not in_force:
            raise AgencyEnded
        return min(in_force)

    def _taking_part(self) -> frozenset[int]:
        """Return who answers for the task's assignments today, and the units that do the work."""
        parts = self.session.scalars(
            select(Assignment).where(Assignment.task_id == self.task.id)
        ).all()
        answering = Answering(self.session, self.today, {part.holder_id for part in parts})
        found = {answering.of(part.id, part.holder_id) for part in parts}
        units = {part.delegate_id for part in parts if part.delegate_id is not None}
        return frozenset(found | units)

    def _with_heirs(self, agency_id: int) -> tuple[int, ...]:
        heir = Answering(self.session, self.today, (agency_id,)).after(agency_id)
        return (agency_id, heir)


def _checked_place(entry: CommentEntry, text: str) -> tuple[int, int] | None:
    faults: dict[str, str] = {}
    if not entry.text:
        faults["text"] = "required"
    elif len(entry.text) > MAX_REMARK_CHARACTERS:
        faults["text"] = "too-long"
    places = places_of(entry.quote, text)
    chosen = [place for place in places if place[0] == entry.start] or places
    if entry.quote.strip() and not places:
        faults["quote"] = "not-in-text"
    elif len(chosen) > 1:
        faults["quote"] = "in-text-twice"
    if faults:
        raise Invalid(faults)
    return chosen[0] if chosen else None
