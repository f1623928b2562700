"""Escalation: on which day of a clock's running who is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clocks import AssignmentFacts, Clock, running_clocks
from tracker.domain import AssignmentRole, Role, TrackingRules
from tracker.escalation import Escalation, Step, default_steps, escalations

RULES = TrackingRules(silent_days=45)
DUE = date(2024, 6, 30)
TASK = AssignmentFacts(1, 1, 1, 1, AssignmentRole.LEAD, date(2024, 6, 1), due=DUE)


def _told(today: date, steps: tuple[Step, ...], catch_up_days: int = 0) -> list[Escalation]:
    clocks = running_clocks(TASK, today, RULES)
    return list(escalations(TASK, clocks, RULES, steps, catch_up_days=catch_up_days))


def test_each_step_is_told_on_its_day_and_on_no_other() -> None:
    steps = (Step(Clock.PAST_DUE, 1, Role.AGENCY), Step(Clock.PAST_DUE, 3, Role.CLERK))
    days = {
        DUE + timedelta(days=late): _told(DUE + timedelta(days=late), steps) for late in (1, 2, 3)
    }
    assert [[one.step.role for one in told] for told in days.values()] == [
        [Role.AGENCY],
        [],
        [Role.CLERK],
    ]


def test_a_silence_is_counted_from_the_first_day_on_which_its_clock_runs() -> None:
    first = TASK.assigned_on + timedelta(days=RULES.silent_days + 1)
    (told,) = _told(first, (Step(Clock.SILENT, 1, Role.AGENCY),))
    assert told.finding.clock is Clock.SILENT


def test_a_day_that_nobody_looked_is_caught_up_with_on_the_same_occasion() -> None:
    steps = (Step(Clock.PAST_DUE, 1, Role.AGENCY),)
    (on_time,) = _told(DUE + timedelta(days=1), steps)
    (late,) = _told(DUE + timedelta(days=3), steps, catch_up_days=2)
    assert on_time.occasion == late.occasion
    assert _told(DUE + timedelta(days=3), steps, catch_up_days=1) == []


def test_the_usual_steps_know_every_clock() -> None:
    assert {step.clock for step in default_steps()} == set(Clock)


@pytest.mark.parametrize("clock", Clock)
def test_the_usual_steps_begin_on_the_first_day(clock: Clock) -> None:
    assert min(step.after_days for step in default_steps() if step.clock is clock) == 1


@given(st.integers(0, 120), st.integers(0, 10))
def test_catching_up_tells_what_the_days_before_would_have_told(late: int, back: int) -> None:
    today = TASK.assigned_on + timedelta(days=late)
    days = [today - timedelta(days=step) for step in range(back + 1)]
    single = {one.occasion for day in days for one in _told(day, default_steps())}
    assert {one.occasion for one in _told(today, default_steps(), back)} == single
