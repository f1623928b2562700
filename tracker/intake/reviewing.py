"""The pages on which a clerk checks a reading: what stands where, who is meant, what blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from directives import Directive as Reading
from directives import Finding, Span, SpanRole, TaskDraft
from directives.loading import directive_from_dict
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.errors import NotFound
from tracker.intake.drafts import body_words, history
from tracker.intake.history import History
from tracker.models import Directive, DraftRevision
from tracker.models.matching import LEFT_AS_WORDS, resolve
from tracker.models.registry import BodyMatch, Registry
from tracker.models.revisions import newest_revision, open_draft


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """Words that name a body, whom they mean, and whom they might mean.

    ``match`` is ``None`` while nobody knows. ``members`` are the names that a group stands for
    on the day of issue. ``chosen`` is what a clerk decided, ``None`` where the registry did.
    """

    words: str
    match: BodyMatch | None
    chosen: str | None
    members: tuple[str, ...]
    suggestions: tuple[BodyMatch, ...]

    @property
    def is_unknown(self) -> bool:
        """Whether a person still has to say whom the words mean."""
        return self.match is None

    @property
    def left_as_words(self) -> bool:
        """Whether a person said that the words stand for nobody in the registry."""
        return self.chosen == LEFT_AS_WORDS


@dataclass(frozen=True, slots=True)
class DraftPage:
    """Everything the review page shows.

    ``day`` is the day on which names and groups are taken: the date of issue, else today.
    """

    directive_id: int
    file_name: str
    revision: int
    reading: Reading
    bodies: Mapping[str, BodyChoice]
    day: date
    history: History
    changed_by: str
    changed_at: datetime

    @property
    def unexplained(self) -> tuple[Span, ...]:
        """The stretches that nobody has given a role."""
        return tuple(span for span in self.reading.spans if span.role is SpanRole.UNEXPLAINED)

    @property
    def unknown_bodies(self) -> tuple[BodyChoice, ...]:
        """The words that nobody has matched."""
        return tuple(choice for choice in self.bodies.values() if choice.is_unknown)

    @property
    def known_bodies(self) -> tuple[BodyChoice, ...]:
        """The words that the registry or a clerk has matched."""
        return tuple(choice for choice in self.bodies.values() if not choice.is_unknown)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the reading found wanting and no correction has put right."""
        return tuple(f for f in self.reading.findings if _still_holds(f, self.reading))

    @property
    def may_issue(self) -> bool:
        """Whether nothing blocks issuing."""
        return bool(self.reading.tasks) and not self.unexplained and not self.unknown_bodies


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One body of a draft, the tasks that name it, and everybody it could mean."""

    directive_id: int
    revision: int
    choice: BodyChoice
    tasks: tuple[TaskDraft, ...]
    everybody: tuple[BodyMatch, ...]


def draft_page(database: Database, actor: Actor, directive_id: int, *, today: date) -> DraftPage:
    """Return the draft's newest revision with whom its words mean."""
    with database.reading() as session:
        directive, last, reading = _newest(session, actor, directive_id)
        registry = Registry.on(session, reading.document.issued_on or today)
        return DraftPage(
            directive_id=directive.id,
            file_name=directive.file_name,
            revision=last.number,
            reading=reading,
            bodies={w: _choice(w, last.matches, registry) for w in body_words(reading)},
            day=registry.day,
            history=history(session, directive_id),
            changed_by=last.author.display_name,
            changed_at=last.at,
        )


def body_page(
    database: Database, actor: Actor, directive_id: int, words: str, *, today: date
) -> BodyPage:
    """Return one body of the draft; raise :class:`NotFound` where no task names it."""
    with database.reading() as session:
        directive, last, reading = _newest(session, actor, directive_id)
        if words not in body_words(reading):
            raise NotFound
        registry = Registry.on(session, reading.document.issued_on or today)
        return BodyPage(
            directive_id=directive.id,
            revision=last.number,
            choice=_choice(words, last.matches, registry),
            tasks=tuple(task for task in reading.walk() if words in _named(task)),
            everybody=registry.everybody(),
        )


def _newest(
    session: Session, actor: Actor, directive_id: int
) -> tuple[Directive, DraftRevision, Reading]:
    policy.require(actor, Role.CLERK)
    directive = open_draft(session, directive_id)
    last = newest_revision(session, directive_id)
    return directive, last, directive_from_dict(last.reading)


def _named(task: TaskDraft) -> set[str]:
    return {body.text for body in (*task.lead, *task.directed, *task.coordinating)}


def _choice(words: str, matches: Mapping[str, str], registry: Registry) -> BodyChoice:
    match = resolve(words, matches, registry)
    group = match.group_id if match else None
    return BodyChoice(
        words=words,
        match=match,
        chosen=matches.get(words),
        members=tuple(registry.name_of(m) for m in registry.members(group)) if group else (),
        suggestions=registry.suggest(words) if match is None else (),
    )


_OF_TASKS: Mapping[str, Callable[[TaskDraft], bool]] = {
    "no-lead": lambda task: not task.lead,
    "no-duty": lambda task: bool(task.lead) and not task.children,
    "due-untold": lambda task: task.due is not None and task.due.date is None,
    "due-passed": lambda task: task.due is not None and task.due.text != "",
}


def _still_holds(finding: Finding, reading: Reading) -> bool:
    if finding.code == "no-number":
        return reading.document.number is None
    if finding.code == "no-date":
        return reading.document.issued_on is None
    if finding.code == "no-task":
        return not reading.tasks
    if (still_true := _OF_TASKS.get(finding.code)) is not None:
        return any(t.start == finding.start and still_true(t) for t in reading.walk())
    # Text without a role has a list of its own, made of the ledger as it is now.
    return finding.code != "unexplained"
