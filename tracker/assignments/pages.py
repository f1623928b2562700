"""A directive's own page: what it says of itself and what became of each task."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from directives.model import Every, Nature
from tracker import policy
from tracker.assignments.clarity import Gap
from tracker.clocks import AssignmentFacts, Clock, ClockFinding, DueDay, running_clocks
from tracker.db import Database
from tracker.domain import (
    HALTED,
    Actor,
    AssignmentRole,
    DirectiveState,
    Disagreement,
    TrackingRules,
    Workflow,
)
from tracker.errors import NotFound
from tracker.files import FileStore
from tracker.models import Directive, Task, User, assignment_facts
from tracker.models.answering import Answering
from tracker.models.last_words import LastVerdict, LastWord, last_verdicts, last_words
from tracker.models.names import Names


@dataclass(frozen=True, slots=True)
class GivenTo:
    """One agency's part in a task on the day of the page, with the last words of both sides.

    ``other_name`` is what it was assigned as, where that reads otherwise; or, on a page of names
    as assigned, who answers today.
    """

    agency_id: int
    agency: str
    other_name: str | None
    role: AssignmentRole
    workflow: Workflow
    percent: int | None
    due: DueDay
    clocks: tuple[ClockFinding, ...]
    disagreement: Disagreement | None
    word: LastWord | None
    verdict: LastVerdict | None


@dataclass(frozen=True, slots=True)
class TrackedTask:
    """A task with who has it; ``depth`` counts the tasks above it."""

    task_id: int
    depth: int
    label: str | None
    text: str
    start: int
    end: int
    nature: Nature
    due: date | None
    recurs_every: Every | None
    given_to: tuple[GivenTo, ...]


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What the reading left open when it was issued, and why it was issued all the same."""

    gaps: tuple[Gap, ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the leading assignments of a directive stand, counted; ``clocks`` are those running."""

    leading: int
    confirmed: int
    halted: int
    clocks: Mapping[Clock, int]


@dataclass(frozen=True, slots=True)
class DirectivePage:
    """What a person may read of an issued directive.

    ``text`` and ``left_open`` are for those who see everything.
    """

    directive_id: int
    number: str | None
    kind: str | None
    title: str | None
    issuer: str | None
    issued_on: date | None
    tracked_from: datetime | None
    file_name: str
    text: str | None
    tasks: tuple[TrackedTask, ...]
    left_open: LeftOpen | None = None

    @property
    def standing(self) -> Standing:
        """The leading assignments that are shown, in figures."""
        leads = [
            given
            for task in self.tasks
            for given in task.given_to
            if given.role is AssignmentRole.LEAD
        ]
        return Standing(
            leading=len(leads),
            confirmed=sum(given.workflow is Workflow.CONFIRMED for given in leads),
            halted=sum(given.workflow in HALTED for given in leads),
            clocks=Counter(finding.clock for given in leads for finding in given.clocks),
        )


@dataclass(frozen=True, slots=True)
class SourceDownload:
    """The file as it came."""

    name: str
    media_type: str
    content: bytes


def directive_page(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    directive_id: int,
    *,
    today: date,
    rules: TrackingRules,
    as_assigned: bool = False,
) -> DirectivePage:
    """Return an issued directive with the tasks that ``actor`` may know of.

    Agencies are those that answer today, or those ``as_assigned``, by their names of then.
    """
    with database.reading() as session:
        directive = _issued(session, actor, directive_id)
        tasks = session.scalars(
            select(Task)
            .where(Task.directive_id == directive_id, policy.visible_tasks(actor))
            .order_by(Task.position)
        ).all()
        given = _given(session, actor, directive_id, _Frame(session, today, rules, as_assigned))
        return DirectivePage(
            directive_id=directive.id,
            number=directive.number,
            kind=directive.kind,
            title=directive.title,
            issuer=directive.issuer,
            issued_on=directive.issued_on,
            tracked_from=directive.tracked_from,
            file_name=directive.file_name,
            text=directive.text if actor.sees_everything else None,
            tasks=tuple(_tracked(tasks, given)),
            left_open=_left_open(session, directive) if actor.sees_everything else None,
        )


def open_source(
    database: Database, files: FileStore, actor: Actor, directive_id: int
) -> SourceDownload:
    """Return the unchanged file; only for those who may read the whole directive."""
    if not actor.sees_everything:
        raise NotFound
    with database.reading() as session:
        directive = session.scalar(
            select(Directive).where(Directive.id == directive_id, policy.visible_directives(actor))
        )
        if directive is None:
            raise NotFound
        source = directive.source_file
        return SourceDownload(directive.file_name, source.media_type, files.read(source.sha256))


def _issued(session: Session, actor: Actor, directive_id: int) -> Directive:
    directive = session.scalar(
        select(Directive).where(
            Directive.id == directive_id,
            Directive.state == DirectiveState.ISSUED,
            policy.visible_directives(actor),
        )
    )
    if directive is None:
        raise NotFound
    return directive


def _left_open(session: Session, directive: Directive) -> LeftOpen | None:
    if not directive.gaps_when_issued:
        return None
    issuer = session.get(User, directive.issued_by_id) if directive.issued_by_id else None
    return LeftOpen(
        gaps=tuple(Gap.from_dict(plain) for plain in directive.gaps_when_issued),
        reason=directive.reason_for_gaps or "",
        by=issuer.display_name if issuer else "",
    )


def _given(
    session: Session, actor: Actor, directive_id: int, frame: _Frame
) -> defaultdict[int, list[GivenTo]]:
    condition = and_(Task.directive_id == directive_id, policy.visible_assignments(actor))
    given: defaultdict[int, list[GivenTo]] = defaultdict(list)
    found = assignment_facts(session, condition)
    ids = [facts.assignment_id for facts in found]
    words, verdicts = last_words(session, ids), last_verdicts(session, ids)
    frame.expect(found)
    for facts in found:
        key = facts.assignment_id
        word = words.get(key)
        if word is not None and not actor.sees_everything:
            # The names of files are told where it is known which of them may be read.
            word = replace(word, evidence=())
        line = replace(frame.given_to(facts), word=word, verdict=verdicts.get(key))
        given[facts.task_id].append(line)
    return given


class _Frame:
    """What the agencies of one page share."""

    def __init__(
        self,
        session: Session,
        today: date,
        rules: TrackingRules,
        as_assigned: bool,  # noqa: FBT001
    ) -> None:
        self._session = session
        self._names = Names(session, today)
        self._answering = Answering(session, today, ())
        self._rules, self._as_assigned = rules, as_assigned

    def expect(self, found: Sequence[AssignmentFacts]) -> None:
        """Read at once whom these parts will ask for."""
        held = {one.holder_id for one in found}
        self._answering = Answering(self._session, self._names.day, held)
        answering = (self._answering.of(one.assignment_id, one.holder_id) for one in found)
        self._names.expect({*answering, *(one.agency_id for one in found)})

    def given_to(self, facts: AssignmentFacts) -> GivenTo:
        """Return one agency's part, by the name that was chosen."""
        answering = self._answering.of(facts.assignment_id, facts.holder_id)
        now = (answering, self._names.name_of(answering))
        then = (facts.agency_id, self._names.name_of(facts.agency_id, facts.assigned_on))
        (agency_id, agency), (_, other) = (then, now) if self._as_assigned else (now, then)
        return GivenTo(
            agency_id=agency_id,
            agency=agency,
            other_name=None if other == agency else other,
            role=facts.role,
            workflow=facts.workflow,
            percent=facts.percent,
            due=facts.due_day,
            clocks=running_clocks(facts, self._names.day, self._rules),
            disagreement=facts.disagreement,
            word=None,
            verdict=None,
        )


def _tracked(
    tasks: Iterable[Task], given: Mapping[int, Sequence[GivenTo]]
) -> Iterator[TrackedTask]:
    """Yield the tasks with their depth; a task above that is not to be seen does not count."""
    depths: dict[int | None, int] = {}
    for task in tasks:
        depths[task.id] = depth = depths.get(task.parent_id, -1) + 1
        yield TrackedTask(
            task_id=task.id,
            depth=depth,
            label=task.label,
            text=task.text,
            start=task.start,
            end=task.end,
            nature=task.nature,
            due=task.original_due,
            recurs_every=task.recurs_every,
            given_to=tuple(given.get(task.id, ())),
        )
