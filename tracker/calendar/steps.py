"""The office says who is told of a running clock, and from which of its days on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker import policy
from tracker.calendar.days import KEEPERS
from tracker.db import Database
from tracker.domain import Actor
from tracker.errors import Invalid, NotFound
from tracker.escalation import Step
from tracker.models import EscalationStep, Setting, escalation_steps
from tracker.models.settings import OWN_ESCALATION

LONGEST = 999


@dataclass(frozen=True, slots=True)
class StepTable:
    """The steps in force, and whether the office has made them its own."""

    steps: tuple[Step, ...]
    is_own: bool


def step_table(database: Database, actor: Actor) -> StepTable:
    """Return the steps in force."""
    policy.require(actor, *KEEPERS)
    with database.reading() as session:
        is_own = session.get(Setting, OWN_ESCALATION) is not None
        return StepTable(tuple(sorted(escalation_steps(session))), is_own)


def add_step(database: Database, actor: Actor, step: Step) -> None:
    """Add a step; from the first change on the office keeps its own.

    Raises:
        Invalid: no such number of days, or the step is there already.
    """
    policy.require(actor, *KEEPERS)
    if not 1 <= step.after_days <= LONGEST:
        raise Invalid({"after_days": "not-a-number-of-days"})
    with database.writing() as session:
        steps = escalation_steps(session)
        if step in steps:
            raise Invalid({"after_days": "step-there"})
        _keep(session, (*steps, step))


def remove_step(database: Database, actor: Actor, step: Step) -> None:
    """Take a step away; raise :class:`NotFound` for one that is not there."""
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        steps = escalation_steps(session)
        if step not in steps:
            raise NotFound
        _keep(session, tuple(one for one in steps if one != step))


def usual_steps_again(database: Database, actor: Actor) -> None:
    """Give up the office's own steps for the usual ones."""
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        session.execute(delete(EscalationStep))
        if (own := session.get(Setting, OWN_ESCALATION)) is not None:
            session.delete(own)


def _keep(session: Session, steps: tuple[Step, ...]) -> None:
    session.execute(delete(EscalationStep))
    session.add_all(
        EscalationStep(clock=step.clock, after_days=step.after_days, role=step.role)
        for step in steps
    )
    session.merge(Setting(key=OWN_ESCALATION, value="1"))
