"""The recorded acts, each with what it moved; and the work that nobody answers for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker import policy
from tracker.agencies.act_preview import RECORDERS
from tracker.agencies.act_taking_back import NotToBeTakenBack, check_free
from tracker.db import Database
from tracker.domain import ActKind, Actor, AssignmentRole, Role
from tracker.errors import NotFound
from tracker.models import (
    Agency,
    AgencyVersion,
    Assignment,
    AssignmentEvent,
    SuccessionAct,
    Task,
    User,
    assignment_facts,
)
from tracker.models.answering import Answering, names_in_force
from tracker.models.registry import Registry

READERS = (Role.CLERK, Role.ADMINISTRATOR, Role.INSPECTOR, Role.COMMITTEE)


@dataclass(frozen=True, slots=True)
class ActLink:
    """A body and its heir by their names of the time; ``heir`` is ``None`` for none."""

    body_id: int
    body: str
    heir_id: int | None
    heir: str | None
    scope: str | None


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act in the list."""

    act_id: int
    kind: ActKind
    effective_on: date
    legal_basis: str
    links: tuple[ActLink, ...]
    taken_back: bool


@dataclass(frozen=True, slots=True)
class HandedTask:
    """A task that an act gave to somebody, by a person's decision."""

    task_id: int
    text: str
    to: str


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act. ``takes_back`` and ``taken_back_by`` are the acts before and after it."""

    line: ActLine
    remarks: str
    author: str
    at: datetime
    handed: tuple[HandedTask, ...]
    takes_back: int | None
    taken_back_by: int | None
    may_be_taken_back: bool


@dataclass(frozen=True, slots=True)
class UnansweredTask:
    """An open assignment whose agency has ended without an heir."""

    assignment_id: int
    task_id: int
    text: str
    agency_id: int
    agency: str
    role: AssignmentRole
    due: date | None


def list_acts(database: Database, actor: Actor) -> tuple[ActLine, ...]:
    """Return all acts, the latest first."""
    policy.require(actor, *READERS)
    with database.reading() as session:
        names = _Names(session)
        acts = session.scalars(
            select(SuccessionAct)
            .options(selectinload(SuccessionAct.links))
            .order_by(SuccessionAct.effective_on.desc(), SuccessionAct.id.desc())
        ).all()
        undone = {act.takes_back_id for act in acts}
        return tuple(_line(act, names, taken_back=act.id in undone) for act in acts)


def act_page(database: Database, actor: Actor, act_id: int) -> ActPage:
    """Return one act; raise :class:`NotFound` where there is none."""
    policy.require(actor, *READERS)
    with database.reading() as session:
        act = session.get(SuccessionAct, act_id)
        if act is None:
            raise NotFound
        names = _Names(session)
        after = session.scalar(
            select(SuccessionAct.id).where(SuccessionAct.takes_back_id == act_id)
        )
        return ActPage(
            line=_line(act, names, taken_back=after is not None),
            remarks=act.remarks,
            author=session.get_one(User, act.author_id).display_name,
            at=act.at,
            handed=_handed(session, act, names),
            takes_back=act.takes_back_id,
            taken_back_by=after,
            may_be_taken_back=_is_free(session, act),
        )


def unanswered(database: Database, actor: Actor, *, today: date) -> tuple[UnansweredTask, ...]:
    """Return the open assignments that nobody answers for today, the earliest due first."""
    policy.require(actor, *READERS)
    with database.reading() as session:
        held = Assignment.holder_id.in_(_without_heir(session, today))
        facts = [f for f in assignment_facts(session, held) if f.is_open]
        texts = _texts(session, (f.task_id for f in facts))
        registry = Registry.on(session, today)
        answering = Answering(session, today)
        rows = (
            UnansweredTask(
                assignment_id=f.assignment_id,
                task_id=f.task_id,
                text=texts[f.task_id],
                agency_id=f.holder_id,
                agency=registry.name_of(answering.of(f.assignment_id, f.holder_id)),
                role=f.role,
                due=f.due,
            )
            for f in facts
        )
        return tuple(sorted(rows, key=lambda row: (row.due or date.max, row.assignment_id)))


def rows_in_force(database: Database, actor: Actor, *, today: date) -> str:
    """Return a line for each body of today, to be filled with its heir: itself, to begin with.

    Its number stands before a name, so that two bodies of one name are told apart.
    """
    policy.require(actor, *RECORDERS)
    with database.reading() as session:
        rows = session.scalars(
            select(AgencyVersion).where(names_in_force(today)).order_by(AgencyVersion.name)
        )
        return "\n".join(
            f"#{row.agency_id} {row.name}; {row.name}; {row.short_name or ''}; {row.code or ''}"
            for row in rows
        )


def _without_heir(session: Session, day: date) -> list[int]:
    there = set(session.scalars(select(AgencyVersion.agency_id).where(names_in_force(day))))
    answering = Answering(session, day)
    everybody = session.scalars(select(Agency.id))
    return [agency for agency in everybody if answering.after(agency) not in there]


def _texts(session: Session, task_ids: Iterable[int]) -> dict[int, str]:
    tasks = session.scalars(select(Task).where(Task.id.in_(tuple(task_ids))))
    return {task.id: task.text for task in tasks}


class _Names:
    """What agencies were called around a day: the last of them before it, the heirs from it on."""

    def __init__(self, session: Session) -> None:
        self._registry = Registry.on(session, date.max)

    def before(self, agency_id: int, day: date) -> str:
        return self._registry.name_of(agency_id, date.fromordinal(day.toordinal() - 1))

    def on(self, agency_id: int, day: date) -> str:
        return self._registry.name_of(agency_id, day)


def _line(act: SuccessionAct, names: _Names, *, taken_back: bool) -> ActLine:
    day = act.effective_on
    links = tuple(
        ActLink(
            body_id=link.from_agency_id,
            body=names.before(link.from_agency_id, day),
            heir_id=link.to_agency_id,
            heir=None if link.to_agency_id is None else names.on(link.to_agency_id, day),
            scope=link.scope,
        )
        for link in act.links
    )
    return ActLine(act.id, act.kind, day, act.legal_basis, links, taken_back)


def _handed(session: Session, act: SuccessionAct, names: _Names) -> tuple[HandedTask, ...]:
    events = session.scalars(
        select(AssignmentEvent)
        .where(AssignmentEvent.act_id == act.id)
        .order_by(AssignmentEvent.id)
        .options(joinedload(AssignmentEvent.assignment).joinedload(Assignment.task))
    )
    return tuple(
        HandedTask(
            task_id=event.assignment.task_id,
            text=event.assignment.task.text,
            to=names.on(event.to_agency_id, event.effective_on),
        )
        for event in events
        if event.to_agency_id is not None
    )


def _is_free(session: Session, act: SuccessionAct) -> bool:
    try:
        check_free(session, act)
    except NotToBeTakenBack:
        return False
    return True
