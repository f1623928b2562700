"""Taking a wrong act back: by an act of its own, so that both stay in the history.

From the day chosen on, everything is as if the act had not been. That day may be the act's
first: then it was never in force at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.text import clean_line
from tracker import policy
from tracker.agencies.act_plan import ONE_DAY, is_real
from tracker.agencies.act_preview import RECORDERS
from tracker.agencies.act_recording import RecordedBefore, begin_names, join_group
from tracker.agencies.act_words import MAX_BASIS_CHARACTERS
from tracker.agencies.naming import tell_the_index
from tracker.db import Database
from tracker.domain import ActKind, Actor, AssignmentEventKind
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import (
    AgencyVersion,
    Assignment,
    AssignmentEvent,
    GroupMembership,
    NoticeKind,
    Succession,
    SuccessionAct,
    assignment_facts,
    people_of,
    tell,
)
from tracker.models.answering import exists_on
from tracker.models.holding import Occasion, first_day, hand_over
from tracker.models.registry import Registry, find_body
from tracker.models.successions import was_ever


class NotToBeTakenBack(Conflict):
    """A later act builds on this one, or it has been taken back already."""

    code = "not-to-be-taken-back"


@dataclass(frozen=True, slots=True)
class TakingBack:
    """Why and from which day an act is taken back.

    ``rest`` names the body that gets what was given to the act's new bodies themselves.
    """

    on: date | None
    legal_basis: str
    rest: str = ""


def take_back_act(
    database: Database, actor: Actor, act_id: int, form: TakingBack, *, now: datetime
) -> int:
    """Take an act back and return the id of the act that does so.

    Raises:
        Invalid: with every fault of the form.
        NotToBeTakenBack: what has happened since builds on the act.
    """
    policy.require(actor, *RECORDERS)
    try:
        with database.writing() as session:
            act = session.get(SuccessionAct, act_id, with_for_update=True)
            if act is None:
                raise NotFound
            check_free(session, act)
            day = _checked(form, act)
            return _Undoing(session, actor, act, day, form, now).record()
    except IntegrityError as error:
        raise RecordedBefore from error


def check_free(session: Session, act: SuccessionAct) -> None:
    """Raise :class:`NotToBeTakenBack` where an act cannot be taken back (any more)."""
    taken = session.scalar(select(SuccessionAct.id).where(SuccessionAct.takes_back_id == act.id))
    if act.kind is ActKind.TAKING_BACK or taken is not None:
        raise NotToBeTakenBack
    bodies = _touched(act)
    later = select(Succession.id).where(
        or_(Succession.from_agency_id.in_(bodies), Succession.to_agency_id.in_(bodies)),
        Succession.effective_on >= act.effective_on,
        Succession.act_id.is_distinct_from(act.id),
        Succession.id > max(link.id for link in act.links),
        was_ever(),
    )
    if session.scalar(later.limit(1)) is not None:
        raise NotToBeTakenBack


def _touched(act: SuccessionAct) -> set[int]:
    ends = {agency for link in act.links for agency in (link.from_agency_id, link.to_agency_id)}
    return {agency for agency in ends if agency is not None}


def _checked(form: TakingBack, act: SuccessionAct) -> date:
    basis = clean_line(form.legal_basis)
    checks = (
        ("on", "date-needed", form.on is None),
        ("on", "before-the-act", form.on is not None and form.on < act.effective_on),
        ("legal_basis", "required", not any(letter.isalnum() for letter in basis)),
        ("legal_basis", "too-long", len(basis) > MAX_BASIS_CHARACTERS),
    )
    faults = {name: code for name, code, wrong in reversed(checks) if wrong}
    if faults or form.on is None:
        raise Invalid(faults)
    return form.on


class _Undoing:
    """One act being taken back from ``day`` on."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is undone, by whom, why, from when
        self,
        session: Session,
        actor: Actor,
        act: SuccessionAct,
        day: date,
        form: TakingBack,
        now: datetime,
    ) -> None:
        self._session, self._actor, self._act = session, actor, act
        self._day, self._form, self._now = day, form, now
        self._eve = act.effective_on - ONE_DAY
        self._bodies = {link.from_agency_id for link in act.links}
        self._made = self._new_bodies()

    def record(self) -> int:
        counter = SuccessionAct(
            kind=ActKind.TAKING_BACK,
            effective_on=self._day,
            legal_basis=clean_line(self._form.legal_basis),
            remarks="",
            takes_back_id=self._act.id,
            author_id=self._actor.user_id,
            at=self._now,
        )
        self._session.add(counter)
        for link in self._act.links:
            link.taken_back_on = self._day
        self._session.flush()
        self._names_again()
        self._places_again()
        self._session.flush()
        self._session.expire_all()
        self._work_again(counter)
        self._tell(counter)
        return counter.id

    def _new_bodies(self) -> frozenset[int]:
        """Return the bodies that the act made: those that had no names before its day."""
        heirs = _touched(self._act) - self._bodies
        older = self._session.scalars(
            select(AgencyVersion.agency_id).where(
                AgencyVersion.agency_id.in_(heirs),
                AgencyVersion.valid_from < self._act.effective_on,
            )
        )
        return frozenset(heirs - set(older))

    def _names_again(self) -> None:
        """End the names that the act gave, and begin again those that it ended."""
        for version in self._versions(AgencyVersion.agency_id.in_(self._made)):
            if version.valid_to is None or version.valid_to >= self._day:
                version.valid_to = self._day - ONE_DAY
        ended = self._versions((AgencyVersion.valid_to == self._eve) & is_real())
        for before in ended:
            given = self._given(before.agency_id)
            if self._day == self._act.effective_on:
                before.valid_to = given.valid_to if given else None
                if given is not None:
                    given.valid_to = self._eve
            else:
                self._begin_again(before, given)

    def _begin_again(self, before: AgencyVersion, given: AgencyVersion | None) -> None:
        fields = ("name", "short_name", "code", "parent_id")
        names = {name: getattr(before, name) for name in fields}
        if given is not None:
            begin_names(self._session, given, self._day, **names)
            return
        self._session.add(
            AgencyVersion(agency_id=before.agency_id, valid_from=self._day, valid_to=None, **names)
        )

    def _given(self, agency_id: int) -> AgencyVersion | None:
        """Return the names that the act gave to a body that existed before."""
        found = self._versions(AgencyVersion.valid_from == self._act.effective_on)
        return next((v for v in found if v.agency_id == agency_id), None)

    def _versions(self, condition: ColumnElement[bool]) -> list[AgencyVersion]:
        units = select(AgencyVersion.agency_id).where(
            AgencyVersion.parent_id.in_(_touched(self._act)),
            AgencyVersion.valid_from == self._act.effective_on,
        )
        concerned = AgencyVersion.agency_id.in_(_touched(self._act))
        return list(
            self._session.scalars(
                select(AgencyVersion).where(
                    or_(concerned, AgencyVersion.agency_id.in_(units)),
                    condition,
                )
            )
        )

    def _places_again(self) -> None:
        """Give the ended bodies their places in groups again, and take them from the heirs."""
        ended = self._places(self._bodies, GroupMembership.valid_to == self._eve)
        groups = {place.group_id for place in ended}
        heirs = _touched(self._act) - self._bodies
        for place in self._places(heirs, GroupMembership.valid_from == self._act.effective_on):
            if place.group_id in groups:
                place.valid_to = self._day - ONE_DAY
        for place in ended:
            if self._day == self._act.effective_on:
                place.valid_to = None
            else:
                join_group(self._session, place.group_id, place.agency_id, self._day)

    def _places(
        self, agencies: Iterable[int], condition: ColumnElement[bool]
    ) -> list[GroupMembership]:
        return list(
            self._session.scalars(
                select(GroupMembership).where(
                    GroupMembership.agency_id.in_(tuple(agencies)),
                    condition,
                )
            )
        )

    def _work_again(self, counter: SuccessionAct) -> None:
        """Hand back what the act handed over, and give what its new bodies got by themselves."""
        occasion = Occasion(self._actor.user_id, counter.legal_basis, self._now, counter.id)
        for part, holder in self._decided():
            on = max(self._day, first_day(self._session, part))
            hand_over(self._session, part, holder, on, occasion)
        self._session.flush()
        stranded = self._stranded()
        if not stranded:
            return
        heir = find_body(Registry.on(self._session, self._day), clean_line(self._form.rest))
        if heir is None or not exists_on(self._session, heir, self._day):
            raise Invalid({"rest": "rest-needed"})
        for part in stranded:
            on = max(self._day, first_day(self._session, part))
            hand_over(self._session, part, heir, on, occasion)

    def _decided(self) -> list[tuple[Assignment, int]]:
        """Return what the act was the last to hand over, with who held it before."""
        handed = self._session.scalars(
            select(AssignmentEvent)
            .where(
                AssignmentEvent.kind == AssignmentEventKind.HANDED_OVER,
                AssignmentEvent.assignment_id.in_(
                    select(AssignmentEvent.assignment_id).where(
                        AssignmentEvent.act_id == self._act.id
                    )
                ),
            )
            .order_by(AssignmentEvent.id)
        ).all()
        last: dict[int, AssignmentEvent] = {}
        before: dict[int, int] = {}
        for event in handed:
            if (earlier := last.get(event.assignment_id)) is not None:
                before[event.assignment_id] = earlier.to_agency_id or 0
            last[event.assignment_id] = event
        return [
            (event.assignment, before.get(part) or event.assignment.agency_id)
            for part, event in last.items()
            if event.act_id == self._act.id
        ]

    def _stranded(self) -> list[Assignment]:
        """Return the open assignments that only the act's new bodies hold."""
        held = Assignment.holder_id.in_(self._made)
        open_ones = [
            facts.assignment_id for facts in assignment_facts(self._session, held) if facts.is_open
        ]
        return list(self._session.scalars(select(Assignment).where(Assignment.id.in_(open_ones))))

    def _tell(self, counter: SuccessionAct) -> None:
        tell_the_index(self._session, *_touched(self._act))
        tell(
            self._session,
            people_of(self._session, _touched(self._act)) - {self._actor.user_id},
            NoticeKind.SUCCESSION,
            about=None,
            details={"act": counter.id, "by": self._actor.name, "words": counter.legal_basis},
            now=self._now,
            occasion=f"act/{counter.id}",
        )
