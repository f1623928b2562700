"""Issuing: the draft's reading becomes tasks, bodies and assignments in one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives import Directive as Reading
from directives import Recurrence, SpanRole, TaskDraft, due_in_next_month
from directives.loading import directive_from_dict
from directives.text import fold
from tracker import policy
from tracker.assignments.clarity import Gap, find_gaps
from tracker.assignments.counting import MovedDue, counted_due, moved_dues
from tracker.assignments.planning import ROLES, PlannedBody, planned_bodies
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, Role, office_day
from tracker.errors import Conflict, Invalid, TrackerError
from tracker.models import (
    Assignment,
    Directive,
    DraftRevision,
    RecordKind,
    ReportingDuty,
    Task,
    TaskBody,
    claim_figures_of_directive,
    note_change,
    working_days,
)
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text
from tracker.models.registry import Registry
from tracker.models.relating import relate
from tracker.models.revisions import newest_revision, open_draft, revision_as_seen
from tracker.periods import CALENDAR


class NotReady(TrackerError):
    """Something still blocks issuing; ``details`` count what."""

    code = "not-ready"


class SameIdentity(Conflict):
    """A directive of the same issuer, kind, number and date has already been issued."""

    code = "same-identity"


@dataclass(frozen=True, slots=True)
class PlannedAssignment:
    """What issuing would give one agency: how many tasks in each role."""

    agency: str
    counts: Mapping[AssignmentRole, int]


def plan_issue(
    database: Database, actor: Actor, directive_id: int, *, now: datetime
) -> tuple[PlannedAssignment, ...]:
    """Return what issuing the draft's newest revision would assign, by agency name."""
    policy.require(actor, Role.CLERK)
    with database.reading() as session:
        open_draft(session, directive_id)
        last = newest_revision(session, directive_id)
        reading = directive_from_dict(last.reading)
        registry = _registry(session, reading, now)
        counts: defaultdict[int, Counter[AssignmentRole]] = defaultdict(Counter)
        for task in reading.walk():
            for planned in planned_bodies(task, last.matches, registry):
                for agency in planned.agencies:
                    counts[agency][ROLES[planned.role]] += 1
        named = [PlannedAssignment(registry.name_of(a), roles) for a, roles in counts.items()]
        return tuple(sorted(named, key=lambda planned: fold(planned.agency)))


def dues_to_move(database: Database, actor: Actor, directive_id: int) -> tuple[MovedDue, ...]:
    """Return the deadlines in working days that the office's calendar puts on another day."""
    policy.require(actor, Role.CLERK)
    with database.reading() as session:
        open_draft(session, directive_id)
        reading = directive_from_dict(newest_revision(session, directive_id).reading)
        return tuple(moved_dues(reading, working_days(session)))


def issue_directive(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    directive_id: int,
    *,
    revision: int,
    now: datetime,
    reason: str = "",
) -> None:
    """Make the draft's reading binding: tasks, bodies and one assignment for each agency.

    ``reason`` says why it is issued although tasks leave something open; with it, what they
    leave open is kept.

    Raises:
        Invalid: tasks leave something open and there is no reason, or it is too long.
        StaleDraft: the draft is no longer at ``revision``.
        NotADraft: it has been issued or put away.
        NotReady: text without a role, bodies nobody has matched, or no task at all.
        SameIdentity: the same directive was issued before; ``details`` has ``directive_id``.
    """
    policy.require(actor, Role.CLERK)
    with database.writing() as session:
        last = revision_as_seen(session, directive_id, revision)
        reading = directive_from_dict(last.reading)
        registry = _registry(session, reading, now)
        _check(reading, last, registry)
        _refuse_same_identity(session, last.directive)
        _keep_gaps(last.directive, find_gaps(reading, last.matches, registry), reason)
        _mark_issued(last.directive, reading, actor, now)
        issuing = _Issuing(session, last, registry, now)
        issuing.add(reading.tasks, None)
        try:
            session.flush()
        except IntegrityError as error:
            raise SameIdentity from error
        claim_figures_of_directive(session, last.directive, office_day(now))
        relate(session, last.directive, reading, registry, now)
        note_change(session, RecordKind.DIRECTIVE, directive_id)
        note_change(session, RecordKind.TASK, *(task.id for task in issuing.tasks))


def _registry(session: Session, reading: Reading, now: datetime) -> Registry:
    return Registry.on(session, reading.document.issued_on or office_day(now))


def _check(reading: Reading, last: DraftRevision, registry: Registry) -> None:
    unexplained = sum(span.role is SpanRole.UNEXPLAINED for span in reading.spans)
    unknown = {
        planned.body.text
        for task in reading.walk()
        for planned in planned_bodies(task, last.matches, registry)
        if planned.match is None and planned.role in ROLES
    }
    if unexplained or unknown or not reading.tasks:
        raise NotReady(unexplained=unexplained, unknown=len(unknown), tasks=len(reading.tasks))


def _keep_gaps(directive: Directive, gaps: tuple[Gap, ...], reason: str) -> None:
    reason = clean_text(reason)
    if gaps and not reason:
        raise Invalid({"reason": "required"})
    if len(reason) > MAX_REMARK_CHARACTERS:
        raise Invalid({"reason": "too-long"})
    directive.gaps_when_issued = [gap.to_dict() for gap in gaps]
    directive.reason_for_gaps = reason if gaps else None


def _refuse_same_identity(session: Session, directive: Directive) -> None:
    if directive.number is None:
        return
    same = session.scalar(
        select(Directive.id).where(
            Directive.state == DirectiveState.ISSUED,
            Directive.issuer.is_not_distinct_from(directive.issuer),
            Directive.kind.is_not_distinct_from(directive.kind),
            Directive.number == directive.number,
            Directive.issued_on.is_not_distinct_from(directive.issued_on),
        )
    )
    if same is not None:
        raise SameIdentity(directive_id=same)


def _mark_issued(directive: Directive, reading: Reading, actor: Actor, now: datetime) -> None:
    document = reading.document
    directive.state = DirectiveState.ISSUED
    directive.kind, directive.number = document.kind, document.number
    directive.issued_on, directive.issuer = document.issued_on, document.issuer
    directive.title = document.title
    directive.tracked_from = now
    directive.issued_by_id = actor.user_id


class _Issuing:
    """Makes the rows of one directive."""

    def __init__(
        self, session: Session, last: DraftRevision, registry: Registry, now: datetime
    ) -> None:
        self._session = session
        self._last = last
        self._registry = registry
        self._now = now
        self._calendar = working_days(session)
        self.tasks: list[Task] = []

    def add(self, drafts: Iterable[TaskDraft], parent: Task | None) -> None:
        """Add the tasks of ``drafts`` below ``parent``, with all that hangs on them."""
        for draft in drafts:
            task = self._task(draft, parent)
            self._session.add(task)
            self.tasks.append(task)
            if draft.recurrence and due_in_next_month(draft.recurrence):
                self._session.add(self._duty(task, draft.recurrence))
            bodies = planned_bodies(draft, self._last.matches, self._registry)
            for position, planned in enumerate(bodies):
                self._add_body(task, planned, position)
            self.add(draft.children, task)

    def _duty(self, task: Task, said: Recurrence) -> ReportingDuty:
        """Return the duty to report in the month after each period, which a task cannot say."""
        directive = self._last.directive
        return ReportingDuty(
            task=task,
            every=said.every,
            begins_on_day=CALENDAR,
            due_day=said.due_day,
            due_in_next=True,
            valid_from=directive.issued_on or office_day(self._now),
            reason=said.text,
            author_id=directive.issued_by_id,
            at=self._now,
        )

    def _task(self, draft: TaskDraft, parent: Task | None) -> Task:
        due, recurrence = draft.due, draft.recurrence
        counted = counted_due(draft, self._last.directive.issued_on, self._calendar)
        return Task(
            directive_id=self._last.directive_id,
            parent=parent,
            position=len(self.tasks),
            key=draft.id,
            label=draft.label,
            text=draft.text,
            start=draft.start,
            end=draft.end,
            nature=draft.nature,
            original_due=counted.day,
            due_words=due.text or None if due else None,
            due_precision=due.precision if due else None,
            recurs_every=recurrence.every if recurrence else None,
            recurrence_words=recurrence.text or None if recurrence else None,
            report_due_day=recurrence.due_day if recurrence else None,
            due_working_days=counted.working_days,
            due_counted_from=counted.counted_from,
        )

    def _add_body(self, task: Task, planned: PlannedBody, position: int) -> None:
        body = TaskBody(
            task=task,
            position=position,
            role=planned.role,
            words=planned.body.text,
            inherited=planned.body.inherited,
            agency_id=planned.match.agency_id if planned.match else None,
            group_id=planned.match.group_id if planned.match else None,
        )
        self._session.add(body)
        for agency in planned.agencies:
            self._session.add(
                Assignment(
                    task=task,
                    agency_id=agency,
                    holder_id=agency,
                    due=task.original_due,
                    role=ROLES[planned.role],
                    body=body,
                    assigned_at=self._now,
                )
            )
