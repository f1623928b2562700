"""The four clocks: when each begins to run, and what stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.model import Every
from tracker.clocks import (
    AssignmentFacts,
    Clock,
    Lag,
    Pause,
    behind_schedule,
    due_of_task,
    running_clocks,
)
from tracker.domain import (
    OFFICE_ZONE,
    AssignmentRole,
    Category,
    TimeState,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
    Workflow,
    office_day,
)

RULES = TrackingRules(due_soon_days=7, silent_days=45, unverified_days=10)
DUE = date(2024, 6, 30)
TASK = AssignmentFacts(
    assignment_id=1,
    task_id=1,
    holder_id=1,
    agency_id=1,
    role=AssignmentRole.LEAD,
    assigned_on=date(2024, 6, 1),
    due=DUE,
)
CLAIMED = replace(
    TASK,
    claim=UpdateStatus.DONE,
    last_update_on=date(2024, 6, 28),
    claimed_on=date(2024, 6, 28),
    result_on=date(2024, 6, 27),
)


def _running(facts: AssignmentFacts, today: date) -> set[Clock]:
    return {finding.clock for finding in running_clocks(facts, today, RULES)}


def test_a_task_is_past_due_from_the_day_after_its_deadline() -> None:
    assert Clock.PAST_DUE not in _running(TASK, DUE)
    finding = running_clocks(TASK, DUE + timedelta(days=1), RULES)[0]
    assert (finding.clock, finding.since, finding.days) == (Clock.PAST_DUE, DUE, 1)


def test_a_claim_with_a_result_dated_in_time_is_not_past_due_but_waits() -> None:
    assert _running(CLAIMED, date(2024, 7, 8)) == set()
    assert _running(CLAIMED, date(2024, 7, 9)) == {Clock.UNVERIFIED}


def test_a_claim_with_a_late_result_stays_past_due_while_it_waits() -> None:
    late = replace(CLAIMED, result_on=date(2024, 7, 2), claimed_on=date(2024, 7, 3))
    assert _running(late, date(2024, 7, 20)) == {Clock.PAST_DUE, Clock.UNVERIFIED}


def test_a_confirmed_task_runs_no_clock_and_is_judged_by_its_document() -> None:
    done = replace(CLAIMED, verdict=VerdictKind.CONFIRMED, done_on=date(2024, 6, 27))
    assert _running(done, date(2025, 6, 1)) == set()
    assert done.category(date(2025, 6, 1)) is Category.DONE_ON_TIME
    assert replace(done, done_on=date(2024, 7, 1)).category(DUE) is Category.DONE_LATE


def test_what_was_sent_back_is_past_due_and_silent_again() -> None:
    back = replace(CLAIMED, verdict=VerdictKind.SENT_BACK)
    assert back.workflow is Workflow.SENT_BACK
    assert _running(back, date(2024, 9, 1)) == {Clock.PAST_DUE, Clock.SILENT}


def test_silence_is_counted_from_the_last_word_or_from_the_assignment() -> None:
    silent = replace(TASK, due=None)
    assert _running(silent, date(2024, 7, 16)) == set()
    assert _running(silent, date(2024, 7, 17)) == {Clock.SILENT}
    said = replace(silent, claim=UpdateStatus.IN_PROGRESS, last_update_on=date(2024, 7, 10))
    assert _running(said, date(2024, 7, 17)) == set()


def test_a_missed_report_names_the_first_period_and_how_many() -> None:
    duty = replace(TASK, due=None, recurs_every=Every.QUARTER, assigned_on=date(2024, 2, 20))
    found = running_clocks(duty, date(2024, 7, 1), RULES)
    missed = next(finding for finding in found if finding.clock is Clock.REPORT_MISSED)
    assert (missed.periods, missed.since) == (("2024-Q1", "2024-Q2"), date(2024, 3, 31))


def test_a_duty_that_reports_every_period_is_not_silent_between_them() -> None:
    duty = replace(
        TASK,
        due=None,
        recurs_every=Every.YEAR,
        claim=UpdateStatus.IN_PROGRESS,
        last_update_on=date(2024, 6, 2),
        reported_periods={},
    )
    assert _running(duty, date(2024, 12, 31)) == set()


@pytest.mark.parametrize("role", [AssignmentRole.SUPPORTING, AssignmentRole.DIRECTED])
def test_only_the_lead_runs_clocks(role: AssignmentRole) -> None:
    assert _running(replace(TASK, role=role), date(2025, 1, 1)) == set()


def test_a_deadline_comes_near_before_it_passes() -> None:
    states = [TASK.time_state(day, RULES) for day in (date(2024, 6, 22), date(2024, 6, 23), DUE)]
    assert states == [TimeState.NOT_DUE, TimeState.DUE_SOON, TimeState.DUE_SOON]


@given(st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(0, 400))
def test_a_clock_that_runs_goes_on_running_while_nothing_happens(day: date, later: int) -> None:
    today = _running(TASK, day)
    assert today <= _running(TASK, day + timedelta(days=later))


@pytest.mark.parametrize(
    ("moment", "runs"),
    [
        (datetime(2024, 6, 30, 16, 59, 59, tzinfo=UTC), False),
        (datetime(2024, 6, 30, 17, 0, 0, tzinfo=UTC), True),
        (datetime(2024, 7, 1, 0, 0, 0, tzinfo=OFFICE_ZONE), True),
        (datetime(2024, 6, 30, 23, 59, 59, tzinfo=OFFICE_ZONE), False),
    ],
)
def test_the_last_second_of_a_deadline_is_that_of_ho_chi_minh_city(
    moment: datetime,
    runs: bool,  # noqa: FBT001 - a value of the table
) -> None:
    assert (Clock.PAST_DUE in _running(TASK, office_day(moment))) is runs


def test_a_deadline_tells_how_it_was_counted_only_while_it_is_that_day() -> None:
    counted = replace(
        TASK, original_due=DUE, due_working_days=20, due_counted_from=date(2024, 6, 3), due=DUE
    )
    (found,) = running_clocks(replace(counted, due=date(2024, 7, 1)), date(2024, 7, 3), RULES)
    assert (found.reason.working_days, found.reason.first) == (20, DUE)
    (found,) = running_clocks(replace(counted, due=date(2024, 7, 2)), date(2024, 7, 3), RULES)
    assert (found.reason.working_days, found.reason.first) == (None, DUE)


class TestBehindSchedule:
    HALF_TIME = date(2024, 6, 16)  # 15 of the 29 days from 01/06 to 30/06

    def test_time_used_is_held_against_the_work_done(self) -> None:
        begun = replace(TASK, claim=UpdateStatus.IN_PROGRESS, percent=20)
        assert behind_schedule(begun, self.HALF_TIME, RULES) == Lag(51, 20)
        assert behind_schedule(replace(begun, percent=22), self.HALF_TIME, RULES) is None
        assert behind_schedule(TASK, self.HALF_TIME, RULES) == Lag(51, 0)

    def test_each_office_sets_how_much_is_too_much(self) -> None:
        strict = TrackingRules(behind_percent=10)
        assert behind_schedule(TASK, date(2024, 6, 4), strict) == Lag(10, 0)
        assert behind_schedule(TASK, date(2024, 6, 3), strict) is None

    @pytest.mark.parametrize(
        "facts",
        [
            replace(TASK, due=None),
            replace(TASK, due=date(2024, 6, 15)),
            replace(TASK, due=TASK.assigned_on),
            replace(TASK, role=AssignmentRole.SUPPORTING),
            replace(TASK, halted=Workflow.SUSPENDED),
            replace(CLAIMED, due=date(2024, 7, 1)),
        ],
    )
    def test_what_a_clock_tells_of_or_nobody_asks_for_is_not_behind(
        self, facts: AssignmentFacts
    ) -> None:
        assert behind_schedule(facts, date(2024, 6, 28), RULES) is None


def _days_counted(since: date, today: date) -> int:
    """Count the days after ``since`` up to ``today`` one by one."""
    return sum(since + timedelta(days=step) <= today for step in range(1, 2000))


@st.composite
def _histories(draw: st.DrawFn) -> AssignmentFacts:
    """Facts as the database may hold them: the days are in the order of the acts."""
    days = sorted(draw(st.lists(st.dates(date(2024, 1, 1), date(2024, 9, 30)), min_size=2)))[:2]
    claims = draw(st.sampled_from([None, *UpdateStatus]))
    verdict = draw(st.sampled_from([None, *VerdictKind])) if claims else None
    said, done = (days[1] if claims else None), claims is UpdateStatus.DONE
    result = draw(st.none() | st.dates(days[0], days[1])) if done else None
    confirmed = done and verdict is VerdictKind.CONFIRMED
    return replace(
        TASK,
        assigned_on=days[0],
        due=draw(st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31))),
        claim=claims,
        verdict=verdict,
        last_update_on=said,
        claimed_on=said if done else None,
        result_on=result,
        done_on=(result or said) if confirmed else None,
    )


@given(_histories(), st.dates(date(2024, 10, 1), date(2025, 3, 1)))
def test_the_clocks_of_any_history_are_those_of_a_slow_count(
    facts: AssignmentFacts, today: date
) -> None:
    found = {finding.clock: finding.days for finding in running_clocks(facts, today, RULES)}
    waits = facts.workflow is Workflow.SUBMITTED
    kept_its_day = (
        waits
        and facts.due is not None
        and facts.due
        >= min(day for day in (facts.result_on or facts.claimed_on, today) if day is not None)
    )
    slow: dict[Clock, int] = {}
    if facts.due is not None and facts.done_on is None and not kept_its_day:
        slow[Clock.PAST_DUE] = _days_counted(facts.due, today)
    if not waits and facts.workflow is not Workflow.CONFIRMED:
        quiet = _days_counted(facts.last_update_on or facts.assigned_on, today)
        slow[Clock.SILENT] = quiet if quiet > RULES.silent_days else 0
    if waits and facts.claimed_on is not None:
        waiting = _days_counted(facts.claimed_on, today)
        slow[Clock.UNVERIFIED] = waiting if waiting > RULES.unverified_days else 0
    assert found == {clock: days for clock, days in slow.items() if days}


@given(_histories(), st.sampled_from([Workflow.SUSPENDED, Workflow.STOPPED]))
def test_no_clock_runs_against_what_is_halted(facts: AssignmentFacts, halted: Workflow) -> None:
    assert running_clocks(replace(facts, halted=halted), date(2026, 1, 1), RULES) == ()


def test_a_report_that_fell_due_while_suspended_is_not_missed() -> None:
    duty = replace(TASK, due=None, assigned_on=date(2024, 1, 2), recurs_every=Every.QUARTER)
    paused = replace(duty, pauses=(Pause(date(2024, 3, 1), date(2024, 5, 1)),))
    keys = [[owed.period.key for owed in one.missed_reports(DUE)] for one in (duty, paused)]
    assert "2024-Q1" in keys[0]
    assert keys[1] == [key for key in keys[0] if key != "2024-Q1"]


def test_silence_counts_from_the_day_the_work_went_on() -> None:
    quiet = replace(TASK, due=None, pauses=(Pause(date(2024, 6, 10), date(2024, 9, 1)),))
    assert _running(quiet, date(2024, 10, 16)) == set()
    assert _running(quiet, date(2024, 10, 17)) == {Clock.SILENT}


class TestTheDueDayOfATask:
    def test_it_is_the_first_on_which_a_lead_still_owes_it(self) -> None:
        extended = replace(TASK, due=date(2024, 9, 1))
        assert due_of_task([extended, TASK], DUE).day == DUE
        done = replace(TASK, claim=UpdateStatus.DONE, verdict=VerdictKind.CONFIRMED)
        assert due_of_task([extended, done], DUE).day == date(2024, 9, 1)

    def test_of_what_is_done_it_is_the_last(self) -> None:
        done = replace(TASK, claim=UpdateStatus.DONE, verdict=VerdictKind.CONFIRMED)
        assert due_of_task([done, replace(done, due=date(2024, 9, 1))], DUE).day == date(2024, 9, 1)

    def test_without_a_lead_the_others_decide_and_without_parts_the_document(self) -> None:
        supporter = replace(TASK, role=AssignmentRole.SUPPORTING, due=date(2024, 8, 1))
        assert due_of_task([supporter], DUE).day == date(2024, 8, 1)
        assert due_of_task([], DUE).day == DUE
