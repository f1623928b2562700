"""Read the pages of a task: each shows only what its reader may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from tracker import policy
from tracker.clocks import AssignmentFacts, running_clocks
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, Role, TrackingRules, Workflow
from tracker.errors import NotFound
from tracker.models import (
    Assignment,
    Directive,
    Evidence,
    ProgressUpdate,
    Task,
    TaskBody,
    Verdict,
)
from tracker.models.answering import Answering, own_assignment
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry
from tracker.progress.pages import (
    AssignmentStory,
    DirectiveLink,
    EvidenceLink,
    ReportPage,
    TaskLink,
    TaskPage,
    TaskWords,
    UpdateWords,
    VerdictWords,
    WrittenBody,
)
from tracker.progress.reports import report_periods
from tracker.progress.verdicts import open_verdicts

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
            task=_words(task),
            parent=next(iter(reader.tasks(Task.id == task.parent_id)), None),
            children=reader.tasks(Task.parent_id == task_id),
            bodies=tuple(reader.body(body) for body in task.bodies),
            assignments=stories,
            leading=len(leads),
            confirmed=sum(story.workflow is Workflow.CONFIRMED for story in leads),
        )


def report_page(
    database: Database, actor: Actor, assignment_id: int, *, period: str | None, today: date
) -> ReportPage:
    """Return what stands beside the form for an update of ``actor``'s own assignment.

    Raises:
        NotFound: the assignment is another agency's, or has no such period.
    """
    policy.require(actor, Role.AGENCY)
    with database.reading() as session:
        assignment = own_assignment(session, actor, assignment_id)
        (facts,) = assignment_facts(session, Assignment.id == assignment_id)
        reader = _Reader(session, actor, today, Registry.on(session, today))
        periods = report_periods(facts, today)
        chosen = next((report for report in periods if report.key == period), None)
        if period is not None and chosen is None:
            raise NotFound
        return ReportPage(
            task=_words(assignment.task),
            assignment_id=assignment_id,
            agency=reader.registry.name_of(assignment.agency_id),
            periods=periods,
            period=chosen,
            last=next(iter(reader.updates([assignment_id]).get(assignment_id, ())), None),
        )


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

    def stories(
        self, condition: ColumnElement[bool], rules: TrackingRules
    ) -> tuple[AssignmentStory, ...]:
        facts = assignment_facts(self.session, condition)
        updates = self.updates([fact.assignment_id for fact in facts])
        answering = Answering(
            self.session, self.today, {part for f in facts for part in (f.agency_id, f.holder_id)}
        )
        stories = [
            self._story(
                fact,
                rules,
                updates.get(fact.assignment_id, ()),
                answering.of(fact.assignment_id, fact.holder_id),
            )
            for fact in facts
        ]
        return tuple(sorted(stories, key=lambda s: (ROLE_ORDER.index(s.role), s.agency)))

    def updates(self, assignment_ids: list[int]) -> dict[int, tuple[UpdateWords, ...]]:
        """Return the updates of each assignment, the newest first."""
        rows = self.session.scalars(
            select(ProgressUpdate)
            .where(ProgressUpdate.assignment_id.in_(assignment_ids))
            .order_by(ProgressUpdate.id.desc())
            .options(
                selectinload(ProgressUpdate.author),
                selectinload(ProgressUpdate.evidence).selectinload(Evidence.source_file),
                selectinload(ProgressUpdate.verdicts).selectinload(Verdict.author),
            )
        )
        found: dict[int, list[UpdateWords]] = {}
        for row in rows:
            earlier = found.setdefault(row.assignment_id, [])
            earlier.append(self._update(row, is_newest=not earlier))
        return {assignment_id: tuple(updates) for assignment_id, updates in found.items()}

    def _story(
        self,
        facts: AssignmentFacts,
        rules: TrackingRules,
        updates: tuple[UpdateWords, ...],
        answering: int,
    ) -> AssignmentStory:
        speaks = self.actor.has(Role.AGENCY) and not self.actor.reads_only
        mine = speaks and answering in self.actor.agency_ids
        heir = None if answering == facts.agency_id else answering
        return AssignmentStory(
            assignment_id=facts.assignment_id,
            agency_id=facts.agency_id,
            agency=self.registry.name_of(facts.agency_id),
            answering_id=heir,
            answering=None if heir is None else self.registry.name_of(heir),
            role=facts.role,
            workflow=facts.workflow,
            due=facts.due_day,
            is_open=facts.is_open,
            time_state=facts.time_state(self.today, rules),
            clocks=running_clocks(facts, self.today, rules),
            periods=report_periods(facts, self.today),
            updates=updates,
            may_report=mine and facts.is_open,
        )

    def _update(self, update: ProgressUpdate, *, is_newest: bool) -> UpdateWords:
        inspects = self.actor.has(Role.INSPECTOR)
        return UpdateWords(
            update_id=update.id,
            at=update.at,
            author=update.author.display_name,
            status=update.status,
            percent=update.percent,
            narrative=update.narrative,
            difficulties=update.difficulties,
            proposals=update.proposals,
            result_number=update.result_number,
            result_date=update.result_date,
            period=update.period,
            evidence=tuple(
                EvidenceLink(file.id, file.file_name, file.source_file.size_bytes)
                for file in update.evidence
            ),
            verdicts=tuple(
                VerdictWords(v.kind, v.reason, v.author.display_name, v.at) for v in update.verdicts
            ),
            open_verdicts=open_verdicts(update, update.id if is_newest and inspects else None),
            last_verdict_id=update.verdicts[-1].id if update.verdicts else None,
        )


def _words(task: Task) -> TaskWords:
    return TaskWords(
        task_id=task.id,
        label=task.label,
        text=task.text,
        nature=task.nature,
        due=task.original_due,
        due_words=task.due_words,
        recurs_every=task.recurs_every,
        recurrence_words=task.recurrence_words,
        directive=_link(task.directive),
    )


def _link(directive: Directive) -> DirectiveLink:
    return DirectiveLink(
        directive.id,
        directive.kind,
        directive.number,
        directive.issued_on,
        directive.title,
        directive.file_name,
    )
