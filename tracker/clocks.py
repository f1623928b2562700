"""The four clocks: past due, report missed, silent, claimed but unverified. Pure.

They run for the lead's assignment only; those directed and supporting are shown beside it.
None runs while the work is suspended, nor once it is no longer tracked.
A claim stops the silence but not the deadline, unless the result document is dated in time:
then the agency has done its part and only the verdict is late. A verdict that sends back
starts every clock again. See docs/adr for the reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from directives.model import Every
from tracker import domain
from tracker.domain import (
    AssignmentRole,
    Category,
    Disagreement,
    TimeState,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
    Workflow,
)
from tracker.periods import Duty, OwedReport, owed_reports
from tracker.workdays import WorkingDays


class Clock(StrEnum):
    """What can run against an assignment."""

    PAST_DUE = "past-due"
    REPORT_MISSED = "report-missed"
    SILENT = "silent"
    UNVERIFIED = "unverified"


class DueReason(NamedTuple):
    """Why a due day is what it is, beside the day itself.

    ``first`` is the document's own day, where it is another; ``working_days`` were counted
    after ``counted_from``; an extension asked on ``extension_asked_on`` waits for its answer.
    """

    first: date | None = None
    working_days: int | None = None
    counted_from: date | None = None
    extension_asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """A running clock: since which day, for how many days, and for which reports.

    ``since`` is the due day, the missed report's due day, the day of the last word, or the day
    of the claim; ``days`` counts from it to today. ``periods`` are the keys of the missed ones,
    the oldest first; ``reason`` tells of a due day that has passed.
    """

    clock: Clock
    since: date
    days: int
    periods: tuple[str, ...] = ()
    reason: DueReason = field(default=DueReason())


@dataclass(frozen=True, slots=True)
class Pause:
    """Days of which nothing is asked: from ``first`` to the day before ``until``, if ended."""

    first: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Return whether ``day`` lies within."""
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A due day in force beside the document's own; ``extensions`` counts those granted.

    ``is_tracking_date`` is whether only the office has set it, for a task without a deadline.
    """

    day: date | None
    original: date | None
    is_tracking_date: bool = False
    extensions: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether another day is in force than the document has."""
        return self.day != self.original


@dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """What the database knows of one assignment, in days of Ho Chi Minh City.

    ``agency_id`` is as written; ``holder_id`` is whom it was handed to last, at first the same.
    ``due`` is the due day in force and ``original_due`` the document's; ``is_tracking_date``
    is whether ``due`` is only the office's own, for a task that has no deadline in its document.
    ``halted`` is set while the work is suspended, or for good once it is no longer tracked;
    ``held_since`` is the day of the last handover.

    ``claim`` is the newest update's word and ``verdict`` the newest verdict on that update.
    ``claimed_on`` is the day of the newest claim of being done and ``result_on`` the date of
    its result document; ``done_on`` is that date (or the day of the claim, where no document
    is named) once an inspector has confirmed it. ``recurs_every`` and ``report_due_day`` are the
    document's words on reports; ``later_duties`` is what the office has set since, and
    ``calendar`` on which days it works. ``reported_periods`` are those with a report, and when
    its first came; ``closed_periods`` those that the office has closed, and when. A correction says
    what it says from the day of the entry it corrects on. ``disagreement`` is between the last
    words of both.
    """

    assignment_id: int
    task_id: int
    agency_id: int
    holder_id: int
    role: AssignmentRole
    assigned_on: date
    due: date | None = None
    original_due: date | None = None
    due_working_days: int | None = None
    due_counted_from: date | None = None
    extension_asked_on: date | None = None
    recurs_every: Every | None = None
    report_due_day: int | None = None
    claim: UpdateStatus | None = None
    verdict: VerdictKind | None = None
    percent: int | None = None
    last_update_on: date | None = None
    claimed_on: date | None = None
    result_on: date | None = None
    done_on: date | None = None
    reported_periods: Mapping[str, datetime] = field(default_factory=dict, hash=False)
    closed_periods: Mapping[str, datetime] = field(default_factory=dict, compare=False, repr=False)
    later_duties: tuple[Duty, ...] = ()
    calendar: WorkingDays = field(default=WorkingDays(), compare=False, repr=False)
    disagreement: Disagreement | None = None
    is_tracking_date: bool = False
    extensions: int = 0
    is_accepted: bool = False
    halted: Workflow | None = None
    pauses: tuple[Pause, ...] = ()
    held_since: date | None = None

    @property
    def workflow(self) -> Workflow:
        """Where the assignment stands."""
        return domain.workflow(
            self.claim, self.verdict, accepted=self.is_accepted, halted=self.halted
        )

    @property
    def is_open(self) -> bool:
        """Whether work is owed; a periodic duty is never finished, what is halted not owed."""
        if self.halted is not None:
            return False
        return self.workflow is not Workflow.CONFIRMED or self.is_periodic

    @property
    def duties(self) -> tuple[Duty, ...]:
        """How reports are owed from which day on, the document's words first."""
        return (Duty(self.recurs_every, due_day=self.report_due_day), *self.later_duties)

    @property
    def is_periodic(self) -> bool:
        """Whether reports are owed from now on."""
        return self.duties[-1].every is not None

    @property
    def due_day(self) -> DueDay:
        """The due day in force beside the document's."""
        return DueDay(self.due, self.original_due, self.is_tracking_date, self.extensions)

    @property
    def asked_since(self) -> date:
        """From which day on words are expected of whoever has the work now."""
        resumed = [pause.until for pause in self.pauses if pause.until is not None]
        return max(self.assigned_on, self.held_since or self.assigned_on, *resumed)

    def time_state(self, today: date, rules: TrackingRules) -> TimeState:
        """How the deadline stands on ``today``."""
        return domain.time_state(self.due, today, rules)

    def category(self, today: date) -> Category:
        """The published category on ``today``; a date of the office's own is no deadline."""
        if self.halted is not None:
            return Category(self.halted.value)
        official = None if self.is_tracking_date else self.due
        return domain.category(official, self.done_on, today)

    @property
    def due_reason(self) -> DueReason:
        """Why the due day in force is what it is."""
        days, start = self.due_working_days, self.due_counted_from
        counted = days and start and self.calendar.after(start, days) == self.due
        return DueReason(
            first=None if self.original_due == self.due else self.original_due,
            working_days=days if counted else None,
            counted_from=start if counted else None,
            extension_asked_on=self.extension_asked_on,
        )

    def owed_reports(self, today: date) -> Iterator[OwedReport]:
        """Yield the reports of all periods begun by ``today``, the oldest first."""
        return owed_reports(self.assigned_on, self.duties, today, self.calendar.report_day)

    def missed_reports(self, today: date) -> tuple[OwedReport, ...]:
        """Return the reports that should have come by ``today`` and did not, oldest first.

        A report that fell due while the work was suspended is not asked for.
        """
        return tuple(
            owed
            for owed in self.owed_reports(today)
            if owed.due < today
            and owed.period.key not in self.reported_periods
            and self.is_asked_on(owed.due)
        )

    def is_asked_on(self, day: date) -> bool:
        """Return whether the work was not suspended on ``day``."""
        return not any(pause.covers(day) for pause in self.pauses)


class Lag(NamedTuple):
    """Work that is behind schedule: how much of its time is used, and how much is done, in %."""

    used: int
    done: int


def behind_schedule(facts: AssignmentFacts, today: date, rules: TrackingRules) -> Lag | None:
    """Return by how much a lead's open work is behind the time used of its deadline.

    What is past due, said to be done, or has no deadline is not compared: a clock tells of it.
    """
    if facts.due is None or not facts.assigned_on < today <= facts.due:
        return None
    waits = facts.workflow is Workflow.SUBMITTED
    if waits or facts.role is not AssignmentRole.LEAD or facts.done_on or not facts.is_open:
        return None
    used = 100 * (today - facts.assigned_on).days // (facts.due - facts.assigned_on).days
    lag = Lag(used, facts.percent or 0)
    return lag if lag.used - lag.done >= rules.behind_percent else None


def due_of_task(parts: Iterable[AssignmentFacts], original: date | None) -> DueDay:
    """Return the due day of a task as a whole: the first on which one of its leads still owes it.

    Where no lead owes it any more, the last of their days; without leads all parts decide, and
    without parts the document's day stands.
    """
    known = tuple(parts)
    leads = [part for part in known if part.role is AssignmentRole.LEAD] or known
    dated = [part.due_day for part in leads if part.due is not None]
    owed = [part.due_day for part in leads if part.due is not None and part.is_open]
    if owed:
        return min(owed, key=_day)
    return max(dated, key=_day, default=DueDay(original, original))


def _day(due: DueDay) -> date:
    return due.day or date.max


def running_clocks(
    facts: AssignmentFacts, today: date, rules: TrackingRules
) -> tuple[ClockFinding, ...]:
    """Return the clocks that run against an assignment on ``today``, in the order above."""
    if facts.role is not AssignmentRole.LEAD or facts.halted is not None:
        return ()
    missed = facts.missed_reports(today)
    found = (
        _past_due(facts, today),
        _report_missed(missed, today),
        _silent(facts, today, rules, missed),
        _unverified(facts, today, rules),
    )
    return tuple(finding for finding in found if finding is not None)


def _past_due(facts: AssignmentFacts, today: date) -> ClockFinding | None:
    if facts.due is None or today <= facts.due or facts.done_on is not None:
        return None
    if facts.workflow is Workflow.SUBMITTED and _is_result_in_time(facts):
        return None
    days = (today - facts.due).days
    return ClockFinding(Clock.PAST_DUE, facts.due, days, reason=facts.due_reason)


def _is_result_in_time(facts: AssignmentFacts) -> bool:
    result = facts.result_on or facts.claimed_on
    return facts.due is not None and result is not None and result <= facts.due


def _report_missed(missed: tuple[OwedReport, ...], today: date) -> ClockFinding | None:
    if not missed:
        return None
    since = missed[0].due
    keys = tuple(owed.period.key for owed in missed)
    return ClockFinding(Clock.REPORT_MISSED, since, (today - since).days, keys)


def _silent(
    facts: AssignmentFacts, today: date, rules: TrackingRules, missed: tuple[OwedReport, ...]
) -> ClockFinding | None:
    if not facts.is_open or facts.workflow is Workflow.SUBMITTED:
        return None
    # A periodic duty speaks once a period, and a year may be longer than the window of silence.
    if facts.is_periodic and not missed:
        return None
    since = max(facts.last_update_on or facts.asked_since, facts.asked_since)
    if today - since <= timedelta(days=rules.silent_days):
        return None
    return ClockFinding(Clock.SILENT, since, (today - since).days)


def _unverified(facts: AssignmentFacts, today: date, rules: TrackingRules) -> ClockFinding | None:
    if facts.workflow is not Workflow.SUBMITTED or facts.claimed_on is None:
        return None
    if today - facts.claimed_on <= timedelta(days=rules.unverified_days):
        return None
    return ClockFinding(Clock.UNVERIFIED, facts.claimed_on, (today - facts.claimed_on).days)
