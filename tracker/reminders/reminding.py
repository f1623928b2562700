"""Telling what holds on a day, for every assignment: in batches, each person once an occasion.

Notices carry the occasion as a unique key. Whatever is cut off, repeated, run twice at once or
under a clock that was set back, nobody is told of one occasion twice; whoever was told nothing
yet is told what holds still.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts, ClockFinding, running_clocks
from tracker.db import Database
from tracker.domain import AssignmentRole, Role, TrackingRules, office_day
from tracker.escalation import Escalation, Step, escalations
from tracker.models import (
    Assignment,
    Notice,
    NoticeKind,
    RecordKind,
    assignment_facts,
    escalation_steps,
)
from tracker.models.inserting import insert_new
from tracker.models.reminding import notice_key, notice_rows
from tracker.reminders.occasions import (
    HOLDS_DAYS,
    OF_CLOCK,
    OF_DEADLINE,
    Occasion,
    Reminder,
    ReminderRules,
    reminders,
)
from tracker.reminders.recipients import Recipients

Part = TypeVar("Part")

ASSIGNMENTS_AT_ONCE = 5_000
KEYS_AT_ONCE = 500
ROWS_AT_ONCE = 500
MAX_ESCALATIONS_FOR_ONE = 200


@dataclass
class Reminded:
    """What a run came to: notices by occasion and by role, and what could not be told.

    ``without_people`` are assignments whose agency has no account, ``left_out`` what was too
    much for one person in one run.
    """

    day: date
    occasions: Counter[Occasion] = field(default_factory=Counter)
    escalations: Counter[Role] = field(default_factory=Counter)
    assignments: int = 0
    without_people: int = 0
    left_out: int = 0

    @property
    def notices(self) -> int:
        """How many notices were written."""
        return self.occasions.total() + self.escalations.total()


class _Wanted(NamedTuple):
    """Somebody to be told, of the first of ``choices`` that they have not been told of."""

    person: int
    task_id: int
    choices: tuple[_Choice, ...]


class _Choice(NamedTuple):
    key: str
    kind: NoticeKind
    counts_as: Occasion | Role
    details: dict[str, Any]


def remind(
    database: Database,
    rules: ReminderRules,
    tracking: TrackingRules,
    *,
    now: datetime,
    day: date | None = None,
) -> Reminded:
    """Tell everybody what holds on ``day``, today if not named, and they have not been told."""
    day = day or office_day(now)
    reminded = Reminded(day)
    with database.reading() as session:
        last = session.scalar(select(func.max(Assignment.id))) or 0
        run = _Run(
            recipients=Recipients(session, day),
            steps=escalation_steps(session),
            rules=rules,
            tracking=tracking,
            reminded=reminded,
            escalated=_escalated_on(session, day),
        )
    for begin in range(1, last + 1, ASSIGNMENTS_AT_ONCE):
        part = Assignment.id.between(begin, begin + ASSIGNMENTS_AT_ONCE - 1)
        with database.reading() as session:
            fresh = list(_fresh(session, run.wanted(session, part), day))
        for some in _in_parts(fresh, ROWS_AT_ONCE):
            _write(database, run, some, now)
    return reminded


@dataclass
class _Run:
    """One run over all assignments."""

    recipients: Recipients
    steps: tuple[Step, ...]
    rules: ReminderRules
    tracking: TrackingRules
    reminded: Reminded
    escalated: Counter[int]

    def wanted(self, session: Session, part: ColumnElement[bool]) -> list[_Wanted]:
        """Return who is to be told of some assignments, whether they have been or not."""
        delegated = select(Assignment.id, Assignment.delegate_id).where(
            part, Assignment.delegate_id.is_not(None)
        )
        delegates = {row.id: row.delegate_id for row in session.execute(delegated)}
        leading = part & (Assignment.role == AssignmentRole.LEAD)
        return [
            wanted
            for facts in assignment_facts(session, leading)
            for wanted in self._of(facts, delegates.get(facts.assignment_id))
        ]

    def _of(self, facts: AssignmentFacts, delegate: int | None) -> Iterator[_Wanted]:
        self.reminded.assignments += 1
        # Where nothing is owed no clock runs; in an office of some years that is most of it.
        if not facts.is_open:
            return
        day = self.reminded.day
        clocks = running_clocks(facts, day, self.tracking)
        found = reminders(facts, clocks, day, self.rules, tracking=self.tracking, steps=self.steps)
        people = self.recipients.people_of(facts, delegate)
        agency = self.recipients.name(self.recipients.agency(facts))
        if found and not people:
            self.reminded.without_people += 1
        choices = tuple(_reminder(facts, each, agency) for each in found)
        if choices:
            yield from (_Wanted(person, facts.task_id, choices) for person in sorted(people))
        yield from self._escalated(facts, clocks, agency, people)

    def _escalated(
        self,
        facts: AssignmentFacts,
        clocks: Sequence[ClockFinding],
        agency: str,
        people: frozenset[int],
    ) -> Iterator[_Wanted]:
        if not clocks:
            return
        reached = escalations(facts, clocks, self.tracking, self.steps, catch_up_days=HOLDS_DAYS)
        for each in _highest(reached):
            role = each.step.role
            told = people if role is Role.AGENCY else self.recipients.people_with(role)
            choice = _escalation(each, agency)
            yield from (_Wanted(person, facts.task_id, (choice,)) for person in sorted(told))


def _escalated_on(session: Session, day: date) -> Counter[int]:
    """Return how much each person has been told already of what others owe."""
    rows = session.execute(
        select(Notice.user_id, func.count())
        .where(Notice.kind == NoticeKind.ESCALATION, Notice.day == day)
        .group_by(Notice.user_id)
    )
    return Counter(dict(rows.all()))


def _highest(reached: Iterable[Escalation]) -> list[Escalation]:
    """Return the last step reached for each role and clock.

    Where the agency is reminded of a clock, its step is one of the reminders.
    """
    found = {
        (each.step.clock, each.step.role): each
        for each in reached
        if each.step.role is not Role.AGENCY or each.step.clock not in OF_CLOCK
    }
    return list(found.values())


def _reminder(facts: AssignmentFacts, reminder: Reminder, agency: str) -> _Choice:
    is_past = reminder.occasion in OF_CLOCK.values()
    details: dict[str, Any] = {
        "agency": agency,
        "occasion": reminder.occasion.value,
        "since" if is_past else "due": reminder.on.isoformat(),
        "days": reminder.days,
    }
    if facts.is_tracking_date and reminder.occasion in OF_DEADLINE:
        details["is_tracking_date"] = True
    if reminder.periods:
        details |= {"period": reminder.periods[0], "periods": [*reminder.periods]}
    key = reminder.key(facts.assignment_id)
    return _Choice(key, NoticeKind.REMINDER, reminder.occasion, details)


def _escalation(escalation: Escalation, agency: str) -> _Choice:
    finding = escalation.finding
    details: dict[str, Any] = {
        "agency": agency,
        "clock": finding.clock.value,
        "since": finding.since.isoformat(),
        "days": finding.days,
    }
    if finding.periods:
        details |= {"period": finding.periods[0], "periods": [*finding.periods]}
    role = escalation.step.role
    return _Choice(escalation.occasion, NoticeKind.ESCALATION, role, details)


def _fresh(
    session: Session, wanted: Sequence[_Wanted], day: date
) -> Iterator[tuple[_Wanted, _Choice]]:
    """Yield what has not been told yet, one choice a day for each who is wanted."""
    keys = [notice_key(choice.key, each.person) for each in wanted for choice in each.choices]
    told: dict[str | None, date] = {}
    for some in _in_parts(keys, KEYS_AT_ONCE):
        asked = select(Notice.key, Notice.day).where(Notice.key.in_(some))
        told.update(dict(session.execute(asked).all()))
    for each in wanted:
        known = [told.get(notice_key(choice.key, each.person)) for choice in each.choices]
        if day in known:
            continue
        fresh = (choice for choice, told_on in zip(each.choices, known, strict=True) if not told_on)
        if (choice := next(fresh, None)) is not None:
            yield each, choice


def _write(
    database: Database, run: _Run, fresh: Iterable[tuple[_Wanted, _Choice]], now: datetime
) -> None:
    rows: list[dict[str, Any]] = []
    for wanted, choice in fresh:
        if not _counted(run, wanted.person, choice):
            continue
        rows += notice_rows(
            (wanted.person,),
            choice.kind,
            about=(RecordKind.TASK, wanted.task_id),
            details=choice.details,
            now=now,
            occasion=choice.key,
            day=run.reminded.day,
        )
    with database.writing() as session:
        insert_new(session, Notice, rows)


def _counted(run: _Run, person: int, choice: _Choice) -> bool:
    """Count what is told; return ``False`` for what would bury the rest."""
    if isinstance(choice.counts_as, Occasion):
        run.reminded.occasions[choice.counts_as] += 1
        return True
    if run.escalated[person] >= MAX_ESCALATIONS_FOR_ONE:
        run.reminded.left_out += 1
        return False
    run.escalated[person] += 1
    run.reminded.escalations[choice.counts_as] += 1
    return True


def _in_parts(found: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    return (found[begin : begin + size] for begin in range(0, len(found), size))
