"""What an act would do: who ends, who begins, whose work goes where, and what is undecided."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.agencies.act_plan import ONE_DAY, Plan, plan_of
from tracker.agencies.act_words import ActForm
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role
from tracker.models import (
    AgencyVersion,
    Assignment,
    GroupMembership,
    RoleGrant,
    Task,
    User,
    assignment_facts,
    responsible_on,
)
from tracker.models.answering import names_in_force
from tracker.models.registry import Registry
from tracker.models.successions import WHOLE_TRANSFERS

RECORDERS = (Role.CLERK, Role.ADMINISTRATOR)
# More fields than this make a page that nobody reads; the rest follows the body's own answer.
MOST_SINGLE = 300


@dataclass(frozen=True, slots=True)
class EndedBody:
    """A body whose work moves: how much goes on by itself, and how much has to be decided.

    ``heirs`` are to whom its work may go; ``heir`` is the one to whom all of it goes.
    """

    agency_id: int
    name: str
    ends: bool
    heir: str | None
    heirs: tuple[str, ...]
    going: int
    undecided: int


@dataclass(frozen=True, slots=True)
class UndecidedTask:
    """An open assignment that a person has to give to somebody."""

    assignment_id: int
    task_id: int
    body: int
    text: str
    directive: str
    role: AssignmentRole
    due: date | None


@dataclass(frozen=True, slots=True)
class ActPreview:
    """What an act would do. ``seen`` goes back with it, so that nothing changes unseen.

    ``groups`` are those in which places end; ``units`` come under an heir; ``readers`` are the
    accounts that only read from then on.
    """

    plan: Plan
    bodies: tuple[EndedBody, ...]
    new: tuple[str, ...]
    renamed: tuple[str, ...]
    undecided: tuple[UndecidedTask, ...]
    groups: tuple[str, ...]
    units: tuple[str, ...]
    readers: tuple[str, ...]
    seen: str

    @property
    def going(self) -> int:
        """How many open assignments go on by themselves."""
        return sum(body.going for body in self.bodies)

    @property
    def waiting(self) -> int:
        """How many open assignments need a decision."""
        return sum(body.undecided for body in self.bodies)


def preview_act(database: Database, actor: Actor, form: ActForm) -> ActPreview:
    """Return what ``form`` would do, and change nothing.

    Raises:
        InvalidAct: with every fault of the form.
    """
    policy.require(actor, *RECORDERS)
    with database.reading() as session:
        return preview(session, plan_of(session, form))


def preview(session: Session, plan: Plan) -> ActPreview:
    """Return what a plan would do."""
    registry = Registry.on(session, plan.day - ONE_DAY)
    open_work = OpenWork(session, plan)
    undecided = [(part, body) for part, body in open_work.undecided.items()]
    return ActPreview(
        plan=plan,
        bodies=tuple(_bodies(plan, registry, open_work)),
        new=tuple(heir.name for heir in plan.heirs if heir.agency_id is None),
        renamed=tuple(heir.name for heir in plan.heirs if heir.renamed),
        undecided=tuple(_tasks(session, dict(undecided[:MOST_SINGLE]))),
        groups=_groups(session, plan),
        units=tuple(version.name for version, _ in units_below(session, plan)),
        readers=_readers(session, plan),
        seen=fingerprint(plan, open_work),
    )


class OpenWork:
    """The open assignments of the bodies of a plan: going on by themselves, or undecided."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self.going: Counter[int] = Counter()
        self.undecided: dict[int, int] = {}
        holders = _holders(session, plan)
        for facts in assignment_facts(session, Assignment.holder_id.in_(holders)):
            body = holders[facts.holder_id]
            if not facts.is_open:
                continue
            if body in plan.whole:
                self.going[body] += 1
            else:
                self.undecided[facts.assignment_id] = body


def units_below(session: Session, plan: Plan) -> Iterator[tuple[AgencyVersion, int]]:
    """Yield the names of units below ended bodies that go on, with the heir they come under."""
    heirs = {
        move.from_id: move.heir
        for move in plan.moves
        if move.from_id in plan.ended and move.heir is not None and move.link in WHOLE_TRANSFERS
    }
    rows = session.scalars(
        select(AgencyVersion)
        .where(AgencyVersion.parent_id.in_(heirs), names_in_force(plan.day))
        .order_by(AgencyVersion.name)
    )
    for version in rows:
        if version.agency_id not in plan.ended and version.parent_id is not None:
            yield version, heirs[version.parent_id]


def memberships(session: Session, plan: Plan) -> list[GroupMembership]:
    """Return the places in groups that end with a plan's bodies."""
    return list(
        session.scalars(
            select(GroupMembership)
            .where(
                GroupMembership.agency_id.in_(plan.ended),
                GroupMembership.valid_to.is_(None) | (GroupMembership.valid_to >= plan.day),
            )
            .options(joinedload(GroupMembership.group))
        )
    )


def _holders(session: Session, plan: Plan) -> dict[int, int]:
    """Map each agency whose work a body of the plan had on the day before to that body."""
    bodies = set(plan.bodies)
    heirs = responsible_on(session, plan.day - ONE_DAY)
    found = {old: body for old, body in heirs.items() if body in bodies}
    return found | {body: body for body in bodies}


def _bodies(plan: Plan, registry: Registry, work: OpenWork) -> Iterator[EndedBody]:
    undecided = Counter(work.undecided.values())
    for body in plan.bodies:
        moves = plan.moves_of(body)
        heirs = tuple(plan.heirs[move.heir].name for move in moves if move.heir is not None)
        yield EndedBody(
            agency_id=body,
            name=registry.name_of(body),
            ends=body in plan.ended,
            heir=heirs[0] if body in plan.whole else None,
            heirs=heirs,
            going=work.going[body],
            undecided=undecided[body],
        )


def _tasks(session: Session, undecided: Mapping[int, int]) -> Iterator[UndecidedTask]:
    rows = session.scalars(
        select(Assignment)
        .where(Assignment.id.in_(undecided))
        .order_by(Assignment.due.is_(None), Assignment.due, Assignment.id)
        .options(joinedload(Assignment.task).joinedload(Task.directive))
    )
    for part in rows:
        directive = part.task.directive
        yield UndecidedTask(
            assignment_id=part.id,
            task_id=part.task_id,
            body=undecided[part.id],
            text=part.task.text,
            directive=directive.number or directive.title or directive.file_name,
            role=part.role,
            due=part.due,
        )


def _groups(session: Session, plan: Plan) -> tuple[str, ...]:
    counts = Counter(place.group.name for place in memberships(session, plan))
    return tuple(f"{name} ({times})" for name, times in sorted(counts.items()))


def _readers(session: Session, plan: Plan) -> tuple[str, ...]:
    """Return the accounts that act for ended bodies only."""
    rows = session.execute(
        select(User.username, RoleGrant.agency_id)
        .join(User.grants)
        .where(User.disabled_at.is_(None), RoleGrant.agency_id.is_not(None))
        .where(User.id.in_(select(RoleGrant.user_id).where(RoleGrant.agency_id.in_(plan.ended))))
        .order_by(User.username)
    )
    granted: defaultdict[str, set[int | None]] = defaultdict(set)
    for username, agency_id in rows:
        granted[username].add(agency_id)
    return tuple(name for name, agencies in granted.items() if agencies <= plan.ended)


def fingerprint(plan: Plan, work: OpenWork) -> str:
    """Return what tells this preview from any other."""
    told = (
        *(plan.heirs, plan.moves, plan.day, plan.form.legal_basis),
        *(sorted(work.going.items()), sorted(work.undecided.items())),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
