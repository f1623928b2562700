"""Who has had an assignment, from the first day to the last, and who may change that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentEventKind, Role, office_day
from tracker.errors import NotFound
from tracker.handling.delegation import units_below
from tracker.handling.parts import part_of
from tracker.models import Assignment, AssignmentEvent, Succession
from tracker.models.answering import exists_on
from tracker.models.holding import first_day
from tracker.models.names import Names
from tracker.models.successions import whole_transfers

_ABOUT_HOLDERS = (
    AssignmentEventKind.HANDED_OVER,
    AssignmentEventKind.DELEGATED,
    AssignmentEventKind.RECALLED,
)


class Step(StrEnum):
    """How an assignment came to an agency, or went from it."""

    ASSIGNED = "assigned"
    SUCCEEDED = "succeeded"
    HANDED_OVER = "handed-over"
    DELEGATED = "delegated"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class HolderStep:
    """One step of the history, with the names of its day.

    ``reason`` is a person's, or the legal basis of a succession; ``act_id`` the act behind it.
    """

    step: Step
    on: date
    agency_id: int
    agency: str
    reason: str | None
    author: str | None = None
    act_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit below that the work can be delegated to."""

    agency_id: int
    name: str


@dataclass(frozen=True, slots=True)
class HoldingPage:
    """Who has an assignment. ``held_by`` goes back with a handover, so that none is lost.

    ``exists`` is whether the agency that answers still does; ``first_day`` is the first on which
    the work can be handed over; ``units`` are for whoever may delegate it.
    """

    assignment_id: int
    task_id: int
    task: str
    held_by: int
    answering_id: int
    answering: str
    exists: bool
    delegate: str | None
    steps: tuple[HolderStep, ...]
    first_day: date
    may_hand_over: bool
    may_delegate: bool
    units: tuple[UnitChoice, ...]


def holding_page(
    database: Database, actor: Actor, assignment_id: int, *, today: date
) -> HoldingPage:
    """Return who has had an assignment that ``actor`` may read; else raise NotFound."""
    with database.reading() as session:
        assignment = session.scalar(
            select(Assignment).where(
                Assignment.id == assignment_id, policy.visible_assignments(actor)
            )
        )
        if assignment is None:
            raise NotFound
        part = part_of(session, assignment, today)
        names = Names(session, today)
        answering = part.answering
        exists = exists_on(session, answering, today)
        owns = actor.has(Role.AGENCY) and answering in actor.agency_ids and exists
        unit = assignment.delegate_id
        return HoldingPage(
            assignment_id=assignment.id,
            task_id=assignment.task_id,
            task=assignment.task.text,
            held_by=assignment.holder_id,
            answering_id=answering,
            answering=names.name_of(answering),
            exists=exists,
            delegate=None if unit is None else names.name_of(unit),
            steps=_steps(session, assignment, names, today),
            first_day=first_day(session, assignment),
            may_hand_over=actor.has(Role.CLERK) and part.facts.is_open,
            may_delegate=owns and part.facts.is_open,
            units=_units(session, names, answering, today) if owns else (),
        )


def _units(session: Session, names: Names, agency_id: int, today: date) -> tuple[UnitChoice, ...]:
    below = (
        UnitChoice(unit, names.name_of(unit)) for unit in units_below(session, agency_id, today)
    )
    return tuple(sorted(below, key=lambda unit: unit.name))


def _steps(
    session: Session, assignment: Assignment, names: Names, today: date
) -> tuple[HolderStep, ...]:
    """Return the history by day; what happened on one day in the order of its recording."""
    events = _events(session, assignment)
    assigned, first = office_day(assignment.assigned_at), assignment.agency_id
    steps = [HolderStep(Step.ASSIGNED, assigned, first, names.name_of(first, assigned), None)]
    until = [e.effective_on for e in events if e.kind is AssignmentEventKind.HANDED_OVER]
    steps.extend(_successions(session, first, [*until, today][0], names))
    for event in events:
        agency = event.to_agency_id or first
        steps.append(_step(event, agency, names))
        if event.kind is AssignmentEventKind.HANDED_OVER:
            until = until[1:]
            steps.extend(_successions(session, agency, [*until, today][0], names))
    return tuple(sorted(steps, key=lambda step: step.on))


def _events(session: Session, assignment: Assignment) -> list[AssignmentEvent]:
    return list(
        session.scalars(
            select(AssignmentEvent)
            .where(
                AssignmentEvent.assignment_id == assignment.id,
                AssignmentEvent.kind.in_(_ABOUT_HOLDERS),
            )
            .order_by(AssignmentEvent.id)
            .options(joinedload(AssignmentEvent.author))
        )
    )


def _step(event: AssignmentEvent, agency: int, names: Names) -> HolderStep:
    return HolderStep(
        step=Step(event.kind.value),
        on=event.effective_on,
        agency_id=agency,
        agency=names.name_of(agency, event.effective_on),
        reason=event.reason or None,
        author=event.author.display_name,
        act_id=event.act_id,
    )


def _successions(session: Session, holder: int, until: date, names: Names) -> Iterator[HolderStep]:
    """Yield how work went on by itself from a holder to its heirs, up to a day."""
    seen = {holder}
    while True:
        link = session.scalar(
            select(Succession)
            .where(whole_transfers(until), Succession.from_agency_id == holder)
            .order_by(Succession.effective_on.desc())
            .limit(1)
        )
        if link is None or link.to_agency_id is None or link.to_agency_id in seen:
            return
        holder = link.to_agency_id
        seen.add(holder)
        name = names.name_of(holder, link.effective_on)
        yield HolderStep(
            Step.SUCCEEDED, link.effective_on, holder, name, link.legal_basis, act_id=link.act_id
        )
