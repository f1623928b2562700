"""On what occasions an agency is reminded of an assignment. Pure.

An occasion holds from its day until the next one of its kind, for two weeks at most, so that a
day on which nobody looked leaves it to the next; its key is the same throughout, so that it is
told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.clocks import AssignmentFacts, Clock, ClockFinding
from tracker.domain import AssignmentRole, Role, TrackingRules, Workflow
from tracker.escalation import Step, running_for


class Occasion(StrEnum):
    """Why somebody is reminded."""

    BEFORE_DUE = "before-due"
    ON_DUE_DAY = "on-due-day"
    PAST_DUE = "past-due"
    BEFORE_REPORT = "before-report"
    ON_REPORT_DAY = "on-report-day"
    REPORT_MISSED = "report-missed"
    SILENT = "silent"


OF_CLOCK: Mapping[Clock, Occasion] = {
    Clock.PAST_DUE: Occasion.PAST_DUE,
    Clock.REPORT_MISSED: Occasion.REPORT_MISSED,
    Clock.SILENT: Occasion.SILENT,
}
OF_DEADLINE = frozenset({Occasion.BEFORE_DUE, Occasion.ON_DUE_DAY, Occasion.PAST_DUE})
# No longer than notices are kept at least: what holds has to be known to have been told.
HOLDS_DAYS = 14
# What is told first where several hold: what holds today only, then what is late.
_PRESSING = (
    Occasion.ON_DUE_DAY,
    Occasion.ON_REPORT_DAY,
    Occasion.PAST_DUE,
    Occasion.REPORT_MISSED,
    Occasion.BEFORE_DUE,
    Occasion.BEFORE_REPORT,
    Occasion.SILENT,
)


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """What an office sets, in days: how long before a day, after it, and again and again.

    ``after`` counts the days on which a clock runs, the first being 1; after the last of them
    it is told anew ``every`` so many days.
    """

    before: tuple[int, ...] = (1, 7)
    after: tuple[int, ...] = (1, 7)
    every: int = 7


@dataclass(frozen=True, slots=True)
class Reminder:
    """An occasion that holds today; ``on`` is the day it is about, ``days`` away from today.

    ``step`` tells it from the other occasions of its kind about the same day; ``periods`` are
    those whose report is due, or has been missed, the oldest first.
    """

    occasion: Occasion
    on: date
    days: int
    step: int
    periods: tuple[str, ...] = ()

    def key(self, assignment_id: int) -> str:
        """Return what tells this occasion from every other."""
        about = f"{self.periods[0]}:{self.on}" if self.periods else f"{self.on}"
        return f"reminder/{assignment_id}/{self.occasion}/{about}/{self.step}"


def reminders(  # noqa: PLR0913 - what is known, on which day, by whose three sets of rules
    facts: AssignmentFacts,
    clocks: Iterable[ClockFinding],
    today: date,
    rules: ReminderRules,
    *,
    tracking: TrackingRules,
    steps: Iterable[Step] = (),
) -> tuple[Reminder, ...]:
    """Return the occasions that hold for an assignment ``today``, the most pressing first.

    ``steps`` are the office's escalation; those that tell the agency itself are reminders.
    """
    if facts.role is not AssignmentRole.LEAD or facts.halted is not None:
        return ()
    found = [
        *_before(facts, today, rules),
        *_running(tuple(clocks), rules, tracking, tuple(steps)),
    ]
    return tuple(sorted(found, key=lambda each: _PRESSING.index(each.occasion)))


def _before(facts: AssignmentFacts, today: date, rules: ReminderRules) -> Iterator[Reminder]:
    awaited = facts.workflow in {Workflow.SUBMITTED, Workflow.CONFIRMED}
    if facts.due is not None and not awaited and (step := _window(facts.due, today, rules.before)):
        days, step_days = step
        occasion = Occasion.BEFORE_DUE if days else Occasion.ON_DUE_DAY
        yield Reminder(occasion, facts.due, days, step_days)
    yield from _before_report(facts, today, rules)


def _before_report(facts: AssignmentFacts, today: date, rules: ReminderRules) -> Iterator[Reminder]:
    for period, due in facts.owed_reports(today):
        if due < today or period.key in facts.reported_periods:
            continue
        # A week's report is not announced a week before.
        half = ((period.end - period.start).days + 1) // 2
        windows = tuple(window for window in rules.before if window <= half)
        if step := _window(due, today, windows):
            days, step_days = step
            occasion = Occasion.BEFORE_REPORT if days else Occasion.ON_REPORT_DAY
            yield Reminder(occasion, due, days, step_days, (period.key,))
            return


def _window(due: date, today: date, windows: tuple[int, ...]) -> tuple[int, int] | None:
    """Return how many days are left, and the window in which they lie; 0 on the day itself."""
    days = (due - today).days
    if days < 0:
        return None
    window = min((window for window in (0, *windows) if days <= window), default=None)
    return None if window is None or window - days > HOLDS_DAYS else (days, window)


def _running(
    clocks: tuple[ClockFinding, ...],
    rules: ReminderRules,
    tracking: TrackingRules,
    steps: tuple[Step, ...],
) -> Iterator[Reminder]:
    said = {finding.clock for finding in clocks} & {Clock.PAST_DUE, Clock.REPORT_MISSED}
    for finding in clocks:
        occasion = OF_CLOCK.get(finding.clock)
        # Who is reminded of what is overdue need not hear that they are silent as well.
        if occasion is None or (finding.clock is Clock.SILENT and said):
            continue
        after = {*rules.after, *_steps_of_the_agency(finding.clock, steps)}
        step = _step(running_for(finding, tracking), sorted(after), rules.every)
        if step is not None:
            yield Reminder(occasion, finding.since, finding.days, step, finding.periods)


def _steps_of_the_agency(clock: Clock, steps: tuple[Step, ...]) -> Iterator[int]:
    for step in steps:
        if step.clock is clock and step.role is Role.AGENCY:
            yield step.after_days


def _step(day: int, after: list[int], every: int) -> int | None:
    """Return the last day of running that is told, up to ``day``; ``None`` before the first."""
    reached = [each for each in after if each <= day]
    if not reached:
        return None
    step = reached[-1]
    if reached == after and every:
        step += (day - step) // every * every
    return step if day - step <= HOLDS_DAYS else None
