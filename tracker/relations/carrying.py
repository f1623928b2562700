"""Open tasks of a replaced directive go on in tasks of the new one, or end: one act for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.text import fold
from tracker import policy
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, AssignmentEventKind, RelationKind, Role, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import (
    AssignmentEvent,
    CarryOver,
    Directive,
    DirectiveRelation,
    NoticeKind,
    RecordKind,
    Task,
    assignment_facts,
    note_change,
    people_of,
    tell,
)
from tracker.models.entries import clean_text
from tracker.models.registry import Registry

MAX_REASON_CHARACTERS = 1000
LIKELY = 70


class AlreadyCarriedOver(Conflict):
    """A task has been carried over, or is no longer open; the page shows what is left."""

    code = "already-carried-over"


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """A task of the replacing directive."""

    task_id: int
    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task of the replaced directive that is still owed; ``likely`` is the one most alike."""

    task_id: int
    label: str | None
    text: str
    agencies: tuple[str, ...]
    likely: int | None


@dataclass(frozen=True, slots=True)
class CarryOverPage:
    """What is left to decide of a replaced directive, and among which tasks of the new one."""

    relation_id: int
    replacing_id: int
    replacing: str
    replaced_id: int
    replaced: str
    open_tasks: tuple[OpenTask, ...]
    choices: tuple[TaskChoice, ...]
    carried: int


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an open task: it goes on in ``to_task_id``, or it ends, and why."""

    to_task_id: int | None
    reason: str = ""


def carry_over_page(
    database: Database, actor: Actor, relation_id: int, *, now: datetime
) -> CarryOverPage:
    """Return what there is to carry over along a relation of the kind that replaces."""
    policy.require(actor, Role.CLERK)
    with database.reading() as session:
        relation = _replacing(session, relation_id)
        choices = _tasks(session, relation.from_id)
        owed = _open_tasks(session, relation)
        registry = Registry.on(session, office_day(now))
        carried = select(CarryOver.id).where(CarryOver.relation_id == relation_id)
        return CarryOverPage(
            relation_id=relation_id,
            replacing_id=relation.from_id,
            replacing=_name(relation.source),
            replaced_id=_target(relation).id,
            replaced=_name(_target(relation)),
            open_tasks=tuple(_open(task, facts, choices, registry) for task, facts in owed),
            choices=tuple(TaskChoice(task.id, task.label, task.text) for task in choices),
            carried=len(session.scalars(carried).all()),
        )


def fate_faults(page: CarryOverPage, fates: Mapping[int, Fate]) -> dict[str, str]:
    """Return the code of what is wrong with each open task's fate, by the name of its field."""
    choices = {choice.task_id for choice in page.choices}
    found = {
        f"task-{task.task_id}": _fault(fates.get(task.task_id), choices) for task in page.open_tasks
    }
    return {name: fault for name, fault in found.items() if fault}


def carry_over(
    database: Database,
    actor: Actor,
    relation_id: int,
    fates: Mapping[int, Fate],
    *,
    now: datetime,
) -> int:
    """Decide what becomes of every open task of a replaced directive; return how many.

    Work on the old tasks stops: their clocks end, their history stays, and the task that goes
    on says where it came from.

    Raises:
        Invalid: an open task without a fate, an end without a reason, a task of elsewhere.
        AlreadyCarriedOver: somebody else was first, or work on a task has ended meanwhile.
    """
    page = carry_over_page(database, actor, relation_id, now=now)
    if faults := fate_faults(page, fates):
        raise Invalid(faults)
    try:
        with database.writing() as session:
            relation = _replacing(session, relation_id)
            owed = _open_tasks(session, relation)
            if not owed or {task.id for task, _facts in owed} != set(fates):
                raise AlreadyCarriedOver
            act = _Act(session, actor, relation, now)
            for task, facts in owed:
                act.carry(task, facts, fates[task.id])
            return len(owed)
    except IntegrityError as error:
        raise AlreadyCarriedOver from error


@dataclass(frozen=True, slots=True)
class _Act:
    """One carrying over, as it is written."""

    session: Session
    actor: Actor
    relation: DirectiveRelation
    now: datetime

    def carry(self, task: Task, facts: Iterable[AssignmentFacts], fate: Fate) -> None:
        """Write what becomes of one task, stop its work and tell those who had it."""
        reason = clean_text(fate.reason)
        self.session.add(
            CarryOver(
                relation_id=self.relation.id,
                task_id=task.id,
                to_task_id=fate.to_task_id,
                reason=reason,
                author_id=self.actor.user_id,
                at=self.now,
            )
        )
        open_ones = [one for one in facts if one.is_open]
        self.session.add_all(self._stopped(one, reason) for one in open_ones)
        self.session.flush()
        changed = (task.id,) if fate.to_task_id is None else (task.id, fate.to_task_id)
        note_change(self.session, RecordKind.TASK, *changed)
        self._tell(task, {one.holder_id or one.agency_id for one in open_ones}, reason)

    def _stopped(self, facts: AssignmentFacts, reason: str) -> AssignmentEvent:
        return AssignmentEvent(
            assignment_id=facts.assignment_id,
            kind=AssignmentEventKind.STOPPED,
            effective_on=office_day(self.now),
            reason=reason or _name(self.relation.source),
            author_id=self.actor.user_id,
            at=self.now,
        )

    def _tell(self, task: Task, agencies: set[int], reason: str) -> None:
        words = ". ".join(part for part in (_name(self.relation.source), reason) if part)
        tell(
            self.session,
            people_of(self.session, agencies),
            NoticeKind.ASSIGNMENT,
            about=(RecordKind.TASK, task.id),
            details={
                "outcome": AssignmentEventKind.STOPPED.value,
                "words": words,
                "by": self.actor.name,
            },
            now=self.now,
        )


def _replacing(session: Session, relation_id: int) -> DirectiveRelation:
    relation = session.get(DirectiveRelation, relation_id)
    in_force = relation is not None and relation.removed_at is None and relation.to_id is not None
    if relation is None or not in_force or relation.kind is not RelationKind.REPLACES:
        raise NotFound
    return relation


def _target(relation: DirectiveRelation) -> Directive:
    if relation.target is None:
        raise NotFound
    return relation.target


def _tasks(session: Session, directive_id: int) -> list[Task]:
    tasks = select(Task).where(Task.directive_id == directive_id).order_by(Task.position)
    return list(session.scalars(tasks))


def _open_tasks(
    session: Session, relation: DirectiveRelation
) -> list[tuple[Task, list[AssignmentFacts]]]:
    """Return the tasks of the replaced directive on which somebody still has to work."""
    of_task: dict[int, list[AssignmentFacts]] = {}
    for facts in assignment_facts(session, Task.directive_id == relation.to_id):
        of_task.setdefault(facts.task_id, []).append(facts)
    tasks = _tasks(session, _target(relation).id)
    return [
        (task, of_task[task.id])
        for task in tasks
        if any(facts.is_open for facts in of_task.get(task.id, ()))
    ]


def _open(
    task: Task, facts: Iterable[AssignmentFacts], choices: Iterable[Task], registry: Registry
) -> OpenTask:
    holders = dict.fromkeys(one.holder_id or one.agency_id for one in facts if one.is_open)
    return OpenTask(
        task_id=task.id,
        label=task.label,
        text=task.text,
        agencies=tuple(registry.name_of(holder) for holder in holders),
        likely=_likely(task, choices),
    )


def _likely(task: Task, choices: Iterable[Task]) -> int | None:
    """Return the task whose words are most alike, if they are alike enough to propose it."""
    words = fold(task.text)
    scored = [(fuzz.token_sort_ratio(words, fold(one.text)), -one.id) for one in choices]
    score, number = max(scored, default=(0, 0))
    return -number if score >= LIKELY else None


def _fault(fate: Fate | None, choices: set[int]) -> str | None:
    if fate is None:
        return "choose-a-fate"
    if len(fate.reason) > MAX_REASON_CHARACTERS:
        return "too-long"
    if fate.to_task_id is None:
        return None if clean_text(fate.reason) else "reason-for-end"
    return None if fate.to_task_id in choices else "unknown"


def _name(directive: Directive) -> str:
    return directive.number or directive.title or directive.file_name
