"""Escalation: who is told of a running clock, and from which day of its running on. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tracker.clocks import AssignmentFacts, Clock, ClockFinding
from tracker.domain import Role, TrackingRules


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """From day ``after_days`` of a clock's running on those of ``role`` are to know.

    Day 1 is the first on which the clock runs. ``Role.AGENCY`` means the agency that answers.
    """

    clock: Clock
    after_days: int
    role: Role


@dataclass(frozen=True, slots=True)
class Escalation:
    """A step that an assignment has reached; ``finding`` is the clock that runs.

    ``occasion`` names this running of this clock, so that nobody is told of it twice.
    """

    step: Step
    assignment_id: int
    finding: ClockFinding

    @property
    def occasion(self) -> str:
        """What tells this step of this running of the clock from every other."""
        step = self.step
        return (
            f"escalation/{self.assignment_id}/{step.clock}/{self.finding.since}"
            f"/{step.after_days}/{step.role}"
        )


@cache
def default_steps() -> tuple[Step, ...]:
    """Return the steps of an office that keeps none of its own."""
    table = tomllib.loads(files("tracker").joinpath("escalation.toml").read_text("utf-8"))
    return tuple(
        Step(Clock(clock), days, Role(role))
        for clock, roles in table.items()
        for role, each in roles.items()
        for days in each
    )


def running_for(finding: ClockFinding, rules: TrackingRules) -> int:
    """Return for how many days a clock has run, the first being 1."""
    window = {Clock.SILENT: rules.silent_days, Clock.UNVERIFIED: rules.unverified_days}
    return finding.days - window.get(finding.clock, 0)


def escalations(
    facts: AssignmentFacts,
    clocks: Iterable[ClockFinding],
    rules: TrackingRules,
    steps: Iterable[Step],
    *,
    catch_up_days: int = 0,
) -> tuple[Escalation, ...]:
    """Return the steps that the running ``clocks`` of an assignment reach today.

    With ``catch_up_days`` also those reached on one of so many days before: for an office that
    was not looked at every day.
    """
    by_clock = {finding.clock: finding for finding in clocks}
    reached = []
    for step in sorted(steps):
        finding = by_clock.get(step.clock)
        if finding is None:
            continue
        past = running_for(finding, rules) - step.after_days
        if 0 <= past <= catch_up_days:
            reached.append(Escalation(step, facts.assignment_id, finding))
    return tuple(reached)
