"""Read the pages of a task: each shows only what its reader may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.clocks import AssignmentFacts, running_clocks
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role, TrackingRules, Workflow
from tracker.errors import NotFound
from tracker.models import Assignment, Task, TaskBody
from tracker.models.answering import Answering, delegates_of
from tracker.models.correcting import correctable_update
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry
from tracker.models.updating import assignment_to_report, voice_on
from tracker.progress.pages import (
    AssignmentStory,
    ReportPage,
    TaskLink,
    TaskPage,
    UpdateWords,
    WrittenBody,
)
from tracker.progress.reports import PeriodReport, report_periods
from tracker.progress.said import Sayings
from tracker.progress.words import task_words

ROLE_ORDER = tuple(AssignmentRole)


def task_page(
    database: Database, actor: Actor, task_id: int, *, today: date, rules: TrackingRules
) -> TaskPage:
    """Return a task with the assignments that ``actor`` may read; else raise NotFound."""
    with database.reading() as session:
        task = session.scalar(select(Task).where(Task.id == task_id, policy.visible_tasks(actor)))
        if task is None:
            raise NotFound
        reader = _Reader(session, actor, today, Registry.on(session, today))
        stories = reader.stories(
            (Assignment.task_id == task_id) & policy.visible_assignments(actor), rules
        )
        leads = [story for story in stories if story.role is AssignmentRole.LEAD]
        return TaskPage(
            task=task_words(task),
            parent=next(iter(reader.tasks(Task.id == task.parent_id)), None),
            children=reader.tasks(Task.parent_id == task_id),
            bodies=tuple(reader.body(body) for body in task.bodies),
            assignments=stories,
            leading=len(leads),
            confirmed=sum(story.workflow is Workflow.CONFIRMED for story in leads),
        )


def report_page(  # noqa: PLR0913 - a form is opened on something, for something, on a day
    database: Database,
    actor: Actor,
    assignment_id: int,
    *,
    today: date,
    period: str | None = None,
    corrects: int | None = None,
) -> ReportPage:
    """Return what stands beside the form for an update on which ``actor`` may report.

    ``corrects`` is the update in whose place it is to stand.

    Raises:
        NotFound: the assignment is another agency's, or has no such period or update.
        HandedOver, AgencyEnded, NotToBeCorrected: as for logging it.
    """
    policy.require(actor, Role.AGENCY, Role.CLERK)
    with database.reading() as session:
        assignment = assignment_to_report(session, actor, assignment_id)
        voice = voice_on(session, actor, assignment, today)
        if corrects is not None:
            correctable_update(session, assignment, corrects, is_own=voice.is_own)
        (facts,) = assignment_facts(session, Assignment.id == assignment_id)
        reader = _Reader(session, actor, today, Registry.on(session, today))
        periods = report_periods(facts, today)
        last = next(iter(reader.said([assignment_id]).get(assignment_id, ())), None)
        corrected = last if corrects is not None else None
        chosen = _chosen(periods, corrected, period)
        return ReportPage(
            task=task_words(assignment.task),
            assignment_id=assignment_id,
            agency=reader.registry.name_of(assignment.agency_id),
            periods=periods,
            period=chosen,
            last=last,
            on_behalf_of=None if voice.is_own else reader.registry.name_of(voice.agency_id),
            corrected=corrected,
        )


def _chosen(
    periods: Iterable[PeriodReport], corrected: UpdateWords | None, key: str | None
) -> PeriodReport | None:
    """Return the period that is reported on: that of the entry corrected, or the one named."""
    wanted = corrected.period if corrected else key
    chosen = next((report for report in periods if report.key == wanted), None)
    if key is not None and chosen is None and corrected is None:
        raise NotFound
    return chosen


@dataclass(frozen=True, slots=True)
class _Reader:
    """One reading: who reads, and on what day."""

    session: Session
    actor: Actor
    today: date
    registry: Registry

    def tasks(self, condition: ColumnElement[bool]) -> tuple[TaskLink, ...]:
        found = self.session.scalars(
            select(Task).where(condition, policy.visible_tasks(self.actor)).order_by(Task.position)
        )
        return tuple(TaskLink(task.id, task.label, task.text) for task in found)

    def body(self, body: TaskBody) -> WrittenBody:
        stands_for = body.group.name if body.group else None
        if body.agency_id is not None:
            stands_for = self.registry.name_of(body.agency_id)
        return WrittenBody(body.role, body.words, body.inherited, stands_for)

    def said(self, assignment_ids: list[int]) -> dict[int, tuple[UpdateWords, ...]]:
        return Sayings(self.session, self.actor, self.registry).of(assignment_ids)

    def stories(
        self, condition: ColumnElement[bool], rules: TrackingRules
    ) -> tuple[AssignmentStory, ...]:
        facts = assignment_facts(self.session, condition)
        updates = self.said([fact.assignment_id for fact in facts])
        answering = Answering(
            self.session, self.today, {part for f in facts for part in (f.agency_id, f.holder_id)}
        )
        delegates = delegates_of(self.session, [fact.assignment_id for fact in facts], self.today)
        stories = [
            self._story(
                fact,
                rules,
                updates.get(fact.assignment_id, ()),
                answering.of(fact.assignment_id, fact.holder_id),
                delegates.get(fact.assignment_id),
            )
            for fact in facts
        ]
        return tuple(sorted(stories, key=lambda s: (ROLE_ORDER.index(s.role), s.agency)))

    def _story(
        self,
        facts: AssignmentFacts,
        rules: TrackingRules,
        updates: tuple[UpdateWords, ...],
        answering: int,
        delegate: int | None,
    ) -> AssignmentStory:
        speaks = self.actor.has(Role.AGENCY) and not self.actor.reads_only
        mine = speaks and not self.actor.agency_ids.isdisjoint({answering, delegate})
        may_report = (mine or self.actor.has(Role.CLERK)) and facts.is_open
        heir = None if answering == facts.agency_id else answering
        return AssignmentStory(
            assignment_id=facts.assignment_id,
            agency_id=facts.agency_id,
            agency=self.registry.name_of(facts.agency_id),
            answering_id=heir,
            answering=None if heir is None else self.registry.name_of(heir),
            delegate=None if delegate is None else self.registry.name_of(delegate),
            role=facts.role,
            workflow=facts.workflow,
            due=facts.due_day,
            is_open=facts.is_open,
            time_state=facts.time_state(self.today, rules),
            clocks=running_clocks(facts, self.today, rules),
            periods=report_periods(facts, self.today),
            updates=_with_correction(updates, is_own=mine) if may_report else updates,
            disagreement=facts.disagreement,
            may_report=may_report,
            may_share=mine,
        )


def _with_correction(updates: tuple[UpdateWords, ...], *, is_own: bool) -> tuple[UpdateWords, ...]:
    """Return the updates with the newest marked, if who may report may also correct it."""
    if not updates or updates[0].verdicts or not (is_own or updates[0].on_behalf_of):
        return updates
    return (replace(updates[0], may_correct=True), *updates[1:])
