"""Recording an act of succession: bodies, names, links, groups and decisions at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.text import clean_line, fold
from tracker import policy
from tracker.agencies.act_plan import ONE_DAY, Heir, Plan, plan_of
from tracker.agencies.act_preview import (
    RECORDERS,
    OpenWork,
    fingerprint,
    memberships,
    units_below,
)
from tracker.agencies.act_words import LATER, STAYS, ActForm, Decisions, InvalidAct
from tracker.agencies.naming import new_key, tell_the_index
from tracker.db import Database
from tracker.domain import Actor
from tracker.errors import Conflict
from tracker.models import (
    Agency,
    AgencyVersion,
    Assignment,
    GroupMembership,
    NoticeKind,
    Succession,
    SuccessionAct,
    people_of,
    tell,
)
from tracker.models.answering import existing, names_in_force
from tracker.models.holding import Occasion, first_day, hand_over
from tracker.models.registry import Registry, find_body


class ActChanged(Conflict):
    """Since the preview somebody has issued, handed over or decided something of these bodies."""

    code = "act-changed"


class RecordedBefore(Conflict):
    """The same succession has already been recorded."""

    code = "recorded-before"


def record_act(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    form: ActForm,
    decisions: Decisions,
    *,
    seen: str,
    now: datetime,
) -> int:
    """Record an act in one transaction and return its id.

    ``seen`` is that of the preview that the person saw.

    Raises:
        InvalidAct: with every fault of the form, or ``decision-…`` for tasks left undecided.
        ActChanged: what the preview showed is no longer so; nothing was done.
        RecordedBefore: somebody else recorded it at the same moment.
    """
    policy.require(actor, *RECORDERS)
    with database.reading() as session:
        # A whole province takes seconds: its faults are told before anybody has to wait.
        known = plan_of(session, form)
    try:
        with database.writing() as session:
            _lock(session, known)
            plan = plan_of(session, form)
            work = OpenWork(session, plan)
            if fingerprint(plan, work) != seen:
                raise ActChanged
            return _Recording(session, actor, plan, work, now).record(decisions)
    except IntegrityError as error:
        raise RecordedBefore from error


def _lock(session: Session, plan: Plan) -> None:
    """Let nobody else end or rename these bodies at the same moment, on databases with rows."""
    bodies = (*plan.bodies, *(heir.agency_id for heir in plan.heirs if heir.agency_id))
    session.execute(select(Agency.id).where(Agency.id.in_(bodies)).with_for_update()).all()


@dataclass(slots=True)
class _Recording:
    """One act being written; ``heirs`` are the ids of the plan's heirs once they are made."""

    session: Session
    actor: Actor
    plan: Plan
    work: OpenWork
    now: datetime
    heirs: list[int] = field(default_factory=list)

    def record(self, decisions: Decisions) -> int:
        self._make_heirs()
        act = self._act()
        self._pass_places(memberships(self.session, self.plan))
        self._move_units()
        self._end_bodies()
        self._rename_heirs()
        self.session.flush()
        # What has been read of names and places is older than what has just been written.
        self.session.expire_all()
        self._decide(act.id, decisions)
        self._tell(act.id)
        return act.id

    def _act(self) -> SuccessionAct:
        form, plan = self.plan.form, self.plan
        act = SuccessionAct(
            kind=form.kind,
            effective_on=plan.day,
            legal_basis=clean_line(form.legal_basis),
            remarks=form.remarks.strip(),
            author_id=self.actor.user_id,
            at=self.now,
        )
        act.links = [
            Succession(
                from_agency_id=move.from_id,
                to_agency_id=None if move.heir is None else self.heirs[move.heir],
                kind=move.link,
                scope=move.scope or None,
                legal_basis=act.legal_basis,
                effective_on=plan.day,
            )
            for move in plan.moves
        ]
        self.session.add(act)
        self.session.flush()
        return act

    def _make_heirs(self) -> None:
        """Make the new bodies, each below the body above the first whose work it receives."""
        taken = set(self.session.scalars(select(Agency.key)))
        made: dict[int, AgencyVersion] = {}
        for place, heir in enumerate(self.plan.heirs):
            if heir.agency_id is None:
                made[place] = self._version_of(heir)
                key = new_key(heir.name, taken)
                taken.add(key)
                self.session.add(Agency(key=key, versions=[made[place]]))
        self.session.flush()
        self.heirs = [
            heir.agency_id or made[place].agency_id for place, heir in enumerate(self.plan.heirs)
        ]
        parents = self._parents()
        for place, version in made.items():
            version.parent_id = parents.get(place)

    def _version_of(self, heir: Heir) -> AgencyVersion:
        return AgencyVersion(
            name=heir.name,
            short_name=heir.short_name or None,
            code=heir.code or None,
            valid_from=self.plan.day,
        )

    def _parents(self) -> dict[int, int]:
        """Map each heir to the body that it comes under; where that ends too, to its heir."""
        first: dict[int, int] = {}
        for move in self.plan.moves:
            if move.heir is not None:
                first.setdefault(move.heir, move.from_id)
        rows = self.session.scalars(
            select(AgencyVersion).where(
                AgencyVersion.agency_id.in_(first.values()),
                AgencyVersion.parent_id.is_not(None),
                names_in_force(self.plan.day - ONE_DAY),
            )
        )
        above = {row.agency_id: self._going_on(row.parent_id) for row in rows}
        parents = ((place, above.get(body)) for place, body in first.items())
        return {place: parent for place, parent in parents if parent is not None}

    def _going_on(self, body: int | None) -> int | None:
        if body not in self.plan.ended or body is None:
            return body
        heirs = [move.heir for move in self.plan.moves_of(body) if move.heir is not None]
        return self.heirs[heirs[0]] if heirs else None

    def _pass_places(self, places: list[GroupMembership]) -> None:
        """End the places of ended bodies in groups; their heirs take them where that is wanted."""
        taken: set[tuple[int, int]] = set()
        for place in places:
            if self.plan.form.heirs_join_groups:
                heirs = (m.heir for m in self.plan.moves_of(place.agency_id))
                taken.update((place.group_id, self.heirs[h]) for h in heirs if h is not None)
            place.valid_to = self.plan.day - ONE_DAY
        for group_id, agency_id in sorted(taken - self._members(taken)):
            join_group(self.session, group_id, agency_id, self.plan.day)

    def _members(self, wanted: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return those of the places that are held on the day already."""
        rows = self.session.execute(
            select(GroupMembership.group_id, GroupMembership.agency_id).where(
                GroupMembership.agency_id.in_([agency for _, agency in wanted]),
                GroupMembership.valid_from <= self.plan.day,
                GroupMembership.valid_to.is_(None) | (GroupMembership.valid_to >= self.plan.day),
            )
        )
        return {(group_id, agency_id) for group_id, agency_id in rows}

    def _move_units(self) -> None:
        for version, heir in list(units_below(self.session, self.plan)):
            begin_names(self.session, version, self.plan.day, parent_id=self.heirs[heir])

    def _end_bodies(self) -> None:
        versions = self.session.scalars(
            select(AgencyVersion).where(
                AgencyVersion.agency_id.in_(self.plan.ended), names_in_force(self.plan.day)
            )
        )
        for version in versions:
            version.valid_to = self.plan.day - ONE_DAY

    def _rename_heirs(self) -> None:
        for heir in self.plan.heirs:
            if not heir.renamed or heir.agency_id is None:
                continue
            version = version_on(self.session, heir.agency_id, self.plan.day)
            if version is not None:
                names = {"name": heir.name, "short_name": heir.short_name, "code": heir.code}
                begin_names(self.session, version, self.plan.day, **names)

    def _decide(self, act_id: int, decisions: Decisions) -> None:
        # The names of the day, the act's own new bodies among them.
        registry = Registry.on(self.session, self.plan.day)
        reading = _Answers(self.session, self.plan, self.heirs, registry)
        answers = reading.read(self.work.undecided, decisions)
        form = self.plan.form
        occasion = Occasion(self.actor.user_id, clean_line(form.legal_basis), self.now, act_id)
        parts = self.session.scalars(select(Assignment).where(Assignment.id.in_(answers)))
        for part in parts:
            on = max(self.plan.day, first_day(self.session, part))
            hand_over(self.session, part, answers[part.id], on, occasion)

    def _tell(self, act_id: int) -> None:
        tell_the_index(self.session, *{*self.plan.bodies, *self.heirs})
        bodies = (*self.plan.bodies, *self.heirs)
        tell(
            self.session,
            people_of(self.session, bodies) - {self.actor.user_id},
            NoticeKind.SUCCESSION,
            about=None,
            details={
                "act": act_id,
                "by": self.actor.name,
                "words": clean_line(self.plan.form.legal_basis),
                "on": self.plan.day.isoformat(),
            },
            now=self.now,
            occasion=f"act/{act_id}",
        )


class _Answers:
    """Reads to whom each undecided task goes; what is to wait, or stays, is left out."""

    def __init__(self, session: Session, plan: Plan, heirs: list[int], registry: Registry) -> None:
        self._session, self._plan, self._registry = session, plan, registry
        self._heirs = {fold(heir.name): heirs[n] for n, heir in enumerate(plan.heirs)}
        self._known: dict[str, int | None] = {}

    def read(self, undecided: dict[int, int], decisions: Decisions) -> dict[int, int]:
        """Return the new holders by assignment.

        Raises:
            InvalidAct: a task is left without an answer, or one names no body of the day.
        """
        faults: dict[str, str] = {}
        found: dict[int, int] = {}
        for part, body in undecided.items():
            single = clean_line(decisions.single.get(part, ""))
            name = f"decision-{part}" if single else f"rest-{body}"
            words = single or clean_line(decisions.rest.get(body, "")) or self._unsaid(body)
            if words in {LATER, STAYS}:
                continue
            heir = self._heir(words)
            if heir is None:
                faults[name] = "unknown-body" if words else "decision-needed"
            else:
                found[part] = heir
        if faults:
            raise InvalidAct(faults, {})
        return found

    def _unsaid(self, body: int) -> str:
        """Return what holds where nothing is said: of a body that goes on, tasks stay with it."""
        return "" if body in self._plan.ended else STAYS

    def _heir(self, words: str) -> int | None:
        if words not in self._known:
            found = self._heirs.get(fold(words)) or find_body(self._registry, words)
            exists = found is not None and existing(self._session, [found], self._plan.day)
            self._known[words] = found if exists else None
        return self._known[words]


def version_on(session: Session, agency_id: int, day: date) -> AgencyVersion | None:
    """Return the names of an agency in force on a day."""
    return session.scalar(
        select(AgencyVersion).where(AgencyVersion.agency_id == agency_id, names_in_force(day))
    )


def begin_names(session: Session, version: AgencyVersion, day: date, **changed: object) -> None:
    """Let names follow on ``version`` from a day on, equal to it but for what is ``changed``."""
    fields = ("name", "short_name", "code", "parent_id")
    names = {name: changed.get(name, getattr(version, name)) or None for name in fields}
    last, following = version.valid_to, version
    if version.valid_from < day:
        following = _names_from(session, version.agency_id, day)
        version.valid_to = day - ONE_DAY
    following.valid_to = last
    for name, value in names.items():
        setattr(following, name, value)


def _names_from(session: Session, agency_id: int, day: date) -> AgencyVersion:
    """Return the row of the names that begin on a day: that of names taken back, or a new one."""
    begins = (AgencyVersion.agency_id == agency_id) & (AgencyVersion.valid_from == day)
    found = session.scalar(select(AgencyVersion).where(begins))
    if found is None:
        found = AgencyVersion(agency_id=agency_id, valid_from=day, name="")
        session.add(found)
    return found


def join_group(
    session: Session, group_id: int, agency_id: int, day: date, last: date | None = None
) -> None:
    """Let an agency be a member of a group from a day on; a place taken back is given again."""
    place = session.scalar(
        select(GroupMembership).where(
            GroupMembership.group_id == group_id,
            GroupMembership.agency_id == agency_id,
            GroupMembership.valid_from == day,
        )
    )
    if place is None:
        place = GroupMembership(group_id=group_id, agency_id=agency_id, valid_from=day)
        session.add(place)
    place.valid_to = last
