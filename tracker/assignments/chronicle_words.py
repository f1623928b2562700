"""The words of facts in a directive's chronicle, read for those that stand on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.domain import Actor, RelationKind
from tracker.models import (
    Assignment,
    AssignmentEvent,
    CarryOver,
    Comment,
    Directive,
    DirectiveRelation,
    DueChange,
    ProgressUpdate,
    Request,
    RequestDecision,
    Task,
    Urging,
    User,
    Verdict,
)
from tracker.models.names import Names


@dataclass(frozen=True, slots=True)
class Place:
    """The task that a fact concerns, and the update or assignment to go to on its page."""

    task_id: int
    label: str | None
    text: str
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated fact. What it says are enum values, days and people's own words.

    ``before`` and ``after`` are the days that a due day was moved from and to, ``percent`` and
    ``period`` belong to an update, ``other`` is a related directive and ``relation`` what is
    done, by it where ``is_incoming``.
    """

    at: datetime
    author: str | None
    place: Place | None = None
    agency_id: int | None = None
    agency: str | None = None
    to_agency: str | None = None
    says: tuple[StrEnum, ...] = ()
    words: str = ""
    percent: int | None = None
    period: str | None = None
    before: date | None = None
    after: date | None = None
    goes_on: Place | None = None
    relation: RelationKind | None = None
    is_incoming: bool = False
    other: Directive | None = None


class Words:
    """Reads entries of one kind after the other."""

    def __init__(self, session: Session, names: Names, actor: Actor, directive_id: int) -> None:
        self._session = session
        self._names = names
        self._actor = actor
        self._directive_id = directive_id

    def of(self, kind: str, ids: list[int]) -> Mapping[int, Entry]:
        """Return the entries of one kind of fact by the ids of their rows."""
        readers: Mapping[str, Callable[[list[int]], Iterable[tuple[int, Entry]]]] = {
            "received": self._received,
            "issued": self._issued,
            "related": self._related,
            "event": self._events,
            "update": self._updates,
            "report": self._updates,
            "verdict": self._verdicts,
            "request": self._requests,
            "decision": self._decisions,
            "due": self._dues,
            "comment": self._comments,
            "urging": self._urgings,
            "carried": self._carried,
        }
        return dict(readers[kind](ids))

    def _rows(self, model: Any, ids: list[int], *paths: Any) -> Iterable[Any]:
        asked = select(model).where(model.id.in_(ids)).options(*paths)
        return self._session.scalars(asked)

    def _part(self, assignment: Assignment, anchor: str | None = None) -> dict[str, Any]:
        task = assignment.task
        where = anchor or f"assignment-{assignment.id}"
        return {
            "place": Place(task.id, task.label, task.text, where),
            "agency_id": assignment.agency_id,
            "agency": self._names.name_of(assignment.agency_id),
        }

    def _said(
        self, row: Any, assignment: Assignment, anchor: str | None = None, **says: Any
    ) -> tuple[int, Entry]:
        """Return what a person, or the program, said of an assignment."""
        author = row.author.display_name if row.author else None
        return row.id, Entry(row.at, author, **self._part(assignment, anchor), **says)

    def _received(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        asked = (
            select(Directive.id, Directive.received_at, User.display_name, Directive.file_name)
            .join(User, User.id == Directive.received_by_id)
            .where(Directive.id.in_(ids))
        )
        for number, moment, author, file_name in self._session.execute(asked):
            yield number, Entry(moment, author, words=file_name)

    def _issued(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        asked = (
            select(Directive.id, Directive.tracked_from, User.display_name)
            .outerjoin(User, User.id == Directive.issued_by_id)
            .where(Directive.id.in_(ids))
        )
        for number, moment, author in self._session.execute(asked):
            if moment is not None:
                yield number, Entry(moment, author)

    def _related(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        # Not the whole rows: each holds the text of its document.
        known = (Directive.kind, Directive.number, Directive.issued_on, Directive.title)
        paths = (
            joinedload(DirectiveRelation.author),
            joinedload(DirectiveRelation.source).load_only(*known),
            joinedload(DirectiveRelation.target).load_only(*known),
        )
        for row in self._rows(DirectiveRelation, ids, *paths):
            is_incoming = row.to_id == self._directive_id
            yield (
                row.id,
                Entry(
                    row.at,
                    row.author.display_name if row.author else None,
                    words=row.to_words,
                    relation=row.kind,
                    is_incoming=is_incoming,
                    other=row.source if is_incoming else row.target,
                ),
            )

    def _events(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        paths = (joinedload(AssignmentEvent.author), _task(AssignmentEvent.assignment))
        for row in self._rows(AssignmentEvent, ids, *paths):
            to = row.to_agency_id
            yield self._said(
                row,
                row.assignment,
                says=(row.kind,),
                words=row.reason,
                to_agency=self._names.name_of(to) if to is not None else None,
            )

    def _updates(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        paths = (joinedload(ProgressUpdate.author), _task(ProgressUpdate.assignment))
        for row in self._rows(ProgressUpdate, ids, *paths):
            yield self._said(
                row,
                row.assignment,
                f"update-{row.id}",
                says=(row.status,),
                words=row.narrative,
                percent=row.percent,
                period=row.period,
            )

    def _verdicts(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        update = joinedload(Verdict.update)
        paths = (joinedload(Verdict.author), update.options(_task(ProgressUpdate.assignment)))
        for row in self._rows(Verdict, ids, *paths):
            yield self._said(
                row,
                row.update.assignment,
                f"update-{row.update_id}",
                says=(row.kind,),
                words=row.reason,
            )

    def _requests(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        paths = (joinedload(Request.author), _task(Request.assignment))
        for row in self._rows(Request, ids, *paths):
            yield self._said(
                row,
                row.assignment,
                says=(row.kind,),
                words=row.reason,
                before=row.due_then if row.wanted_due else None,
                after=row.wanted_due,
            )

    def _decisions(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        request = joinedload(RequestDecision.request)
        paths = (joinedload(RequestDecision.author), request.options(_task(Request.assignment)))
        for row in self._rows(RequestDecision, ids, *paths):
            yield self._said(
                row,
                row.request.assignment,
                says=(row.request.kind, row.outcome),
                words=row.reason,
            )

    def _dues(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        paths = (joinedload(DueChange.author), _task(DueChange.assignment))
        for row in self._rows(DueChange, ids, *paths):
            yield self._said(
                row,
                row.assignment,
                says=(row.kind,),
                words=row.reason,
                before=row.previous,
                after=row.due,
            )

    def _comments(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        for row in self._rows(Comment, ids, joinedload(Comment.author), joinedload(Comment.task)):
            spoke = row.agency_id if row.agency_id and not row.from_office else None
            yield (
                row.id,
                Entry(
                    row.at,
                    row.author.display_name,
                    place=Place(row.task.id, row.task.label, row.task.text),
                    agency_id=spoke,
                    agency=self._names.name_of(spoke) if spoke else None,
                    words=row.text,
                ),
            )

    def _urgings(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        paths = (joinedload(Urging.author), _task(Urging.assignment))
        for row in self._rows(Urging, ids, *paths):
            yield self._said(row, row.assignment, words=row.words)

    def _carried(self, ids: list[int]) -> Iterable[tuple[int, Entry]]:
        paths = (joinedload(CarryOver.author), joinedload(CarryOver.task))
        rows = list(self._rows(CarryOver, ids, *paths))
        known = self._visible({row.to_task_id for row in rows if row.to_task_id})
        for row in rows:
            yield (
                row.id,
                Entry(
                    row.at,
                    row.author.display_name,
                    place=Place(row.task.id, row.task.label, row.task.text),
                    words=row.reason,
                    goes_on=known.get(row.to_task_id),
                ),
            )

    def _visible(self, ids: set[int]) -> dict[int, Place]:
        asked = select(Task).where(Task.id.in_(ids), policy.visible_tasks(self._actor))
        return {one.id: Place(one.id, one.label, one.text) for one in self._session.scalars(asked)}


def _task(assignment: Any) -> Any:
    return joinedload(assignment).joinedload(Assignment.task)
