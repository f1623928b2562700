"""Urging in one act: who is missing, and a notice to the people of each agency chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.text import clean_line, fold
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, TrackingRules, office_day
from tracker.errors import Conflict, Invalid
from tracker.matrix.cells import Cell, Lack, cells
from tracker.matrix.page import URGING_ROLES, MatrixDirective, issued_directive, task_name
from tracker.models import NoticeKind, RecordKind, Task, Urging, people_of, tell
from tracker.models.answering import delegates_of

MAX_WORDS_CHARACTERS = 600


class AlreadyUrged(Conflict):
    """The same act was sent a second time at the same moment; it is done once."""

    code = "already-urged"


@dataclass(frozen=True, slots=True)
class Missing:
    """An assignment of which something is missing; ``people`` can be told of it."""

    cell: Cell
    key: str
    task: str
    text: str
    people: frozenset[int]


@dataclass(frozen=True, slots=True)
class UrgingPlan:
    """Whom an act of urging would reach; ``task_id`` where only one task is looked at."""

    directive: MatrixDirective
    task_id: int | None
    day: date
    lacks: frozenset[Lack]
    missing: tuple[Missing, ...]

    @property
    def reachable(self) -> tuple[Missing, ...]:
        """Those whose agency has somebody to be told."""
        return tuple(one for one in self.missing if one.people)

    @property
    def unreachable(self) -> tuple[str, ...]:
        """The names of the agencies without an account."""
        return tuple(dict.fromkeys(one.cell.answering for one in self.missing if not one.people))


@dataclass(frozen=True, slots=True)
class Urged:
    """What an act of urging did; ``unreachable`` are agencies without an account."""

    agencies: int
    people: int
    unreachable: tuple[str, ...]


def missing_agencies(  # noqa: PLR0913 - who, where, for what, when, by which rules
    database: Database,
    actor: Actor,
    directive_id: int,
    lacks: Collection[Lack],
    *,
    task_id: int | None = None,
    today: date,
    rules: TrackingRules,
) -> UrgingPlan:
    """Return the leads of a directive, or of one of its tasks, of which one of ``lacks`` is true.

    Raises:
        NotAllowed: the actor is neither a clerk nor an inspector.
        NotFound: there is no such directive.
    """
    policy.require(actor, *URGING_ROLES)
    with database.reading() as session:
        directive = issued_directive(session, actor, directive_id)
        found = _missing(session, actor, directive_id, task_id, lacks, today=today, rules=rules)
        return UrgingPlan(directive, task_id, today, frozenset(lacks), found)


def urge(  # noqa: PLR0913 - who, whom, with which words, on what occasion, when, by which rules
    database: Database,
    actor: Actor,
    directive_id: int,
    assignment_ids: Collection[int],
    words: str,
    *,
    occasion: str,
    opened: datetime,
    now: datetime,
    rules: TrackingRules,
) -> Urged:
    """Urge the agencies of assignments of which something is missing still; all or none.

    One that has reported, or was urged by somebody else, since the list was ``opened`` is left
    out, what was done on this ``occasion`` is not done twice, and an agency without an account
    is named, not recorded.

    Raises:
        NotAllowed: the actor is neither a clerk nor an inspector.
        NotFound: there is no such directive.
        Invalid: nobody is chosen, or the words are missing or too long.
    """
    policy.require(actor, *URGING_ROLES)
    words = " ".join(map(clean_line, words.splitlines())).strip()
    _check(words, assignment_ids, occasion)
    today = office_day(now)
    with database.writing() as session:
        issued_directive(session, actor, directive_id)
        found = _missing(session, actor, directive_id, None, tuple(Lack), today=today, rules=rules)
        wanted = set(assignment_ids) - _urged_since(session, opened, occasion)
        chosen = [one for one in found if one.cell.assignment_id in wanted]
        act = _Act(session, actor, words, occasion, now)
        told = [act.urge(one) for one in chosen if one.people]
        _flush(session)
    return Urged(
        agencies=len({one.cell.answering_id for one in chosen if one.people}),
        people=len(frozenset[int]().union(*told)),
        unreachable=tuple(dict.fromkeys(o.cell.answering for o in chosen if not o.people)),
    )


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyUrged from error


def _urged_since(session: Session, opened: datetime, occasion: str) -> frozenset[int]:
    since = (Urging.at > opened) | (Urging.occasion == occasion)
    return frozenset(session.scalars(select(Urging.assignment_id).where(since)))


def _check(words: str, assignment_ids: Collection[int], occasion: str) -> None:
    faults = (
        ("assignment", "nobody-chosen", not assignment_ids or not occasion),
        ("words", "too-long", len(words) > MAX_WORDS_CHARACTERS),
        ("words", "required", not words),
    )
    if found := {name: code for name, code, wrong in faults if wrong}:
        raise Invalid(found)


def _missing(  # noqa: PLR0913 - who, where, for what, when, by which rules
    session: Session,
    actor: Actor,
    directive_id: int,
    task_id: int | None,
    lacks: Collection[Lack],
    *,
    today: date,
    rules: TrackingRules,
) -> tuple[Missing, ...]:
    condition = Task.directive_id == directive_id
    if task_id is not None:
        condition &= Task.id == task_id
    found = [
        cell
        for cell in cells(session, actor, condition, today=today, rules=rules)
        if not set(lacks).isdisjoint(cell.lacks)
    ]
    asked = select(Task).where(Task.id.in_({cell.task_id for cell in found}))
    tasks = {task.id: task for task in session.scalars(asked)}
    delegates = delegates_of(session, [cell.assignment_id for cell in found], today)
    people = _People(session)
    found.sort(key=lambda cell: (fold(cell.answering), tasks[cell.task_id].position))
    return tuple(
        _of(cell, tasks[cell.task_id], people.of(cell, delegates.get(cell.assignment_id)))
        for cell in found
    )


def _of(cell: Cell, task: Task, people: frozenset[int]) -> Missing:
    return Missing(cell, task.key, task_name(task), task.text, people)


class _People:
    """Who can be told for an assignment: people of who answers, and of the unit that does it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[int, frozenset[int]] = {}

    def of(self, cell: Cell, delegate: int | None) -> frozenset[int]:
        agencies = (cell.answering_id,) if delegate is None else (cell.answering_id, delegate)
        return frozenset[int]().union(*map(self._of_agency, agencies))

    def _of_agency(self, agency_id: int) -> frozenset[int]:
        if agency_id not in self._known:
            self._known[agency_id] = people_of(self._session, [agency_id])
        return self._known[agency_id]


@dataclass(frozen=True, slots=True)
class _Act:
    """One act of urging: by whom, with which words, on what occasion and when."""

    session: Session
    actor: Actor
    words: str
    occasion: str
    now: datetime

    def urge(self, one: Missing) -> frozenset[int]:
        """Record that an agency is urged on an assignment, and tell its people; return them."""
        cell, people = one.cell, one.people
        self.session.add(
            Urging(
                occasion=self.occasion,
                assignment_id=cell.assignment_id,
                author_id=self.actor.user_id,
                at=self.now,
                words=self.words,
                reached=len(people),
            )
        )
        details = {"agency": cell.answering, "by": self.actor.name, "words": self.words}
        if cell.due is not None:
            details["due"] = cell.due.isoformat()
        tell(
            self.session,
            people,
            NoticeKind.URGING,
            about=(RecordKind.TASK, cell.task_id),
            details=details,
            now=self.now,
            occasion=f"urging/{self.occasion}/{cell.assignment_id}",
        )
        return people
