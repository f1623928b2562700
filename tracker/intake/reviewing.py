"""The page on which a clerk checks a reading: what stands where, who is meant, what blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from directives import Directive as Reading
from directives import Span, SpanRole
from directives.loading import directive_from_dict
from tracker.db import Database
from tracker.domain import Actor
from tracker.intake.drafts import open_draft
from tracker.intake.history import History, history_of
from tracker.models.matching import LEFT_AS_WORDS, resolve
from tracker.models.registry import BodyMatch, Registry


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """Words that name a body, whom they mean, and whom they might mean.

    ``match`` is ``None`` while nobody knows. ``members`` are the names that a group stands for
    on the day of issue.
    """

    words: str
    match: BodyMatch | None
    left_as_words: bool
    members: tuple[str, ...]
    suggestions: tuple[BodyMatch, ...]

    @property
    def is_unknown(self) -> bool:
        """Whether a person still has to say whom the words mean."""
        return self.match is None


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
    def may_issue(self) -> bool:
        """Whether nothing blocks issuing."""
        return bool(self.reading.tasks) and not self.unexplained and not self.unknown_bodies


def draft_page(database: Database, actor: Actor, directive_id: int, *, today: date) -> DraftPage:
    """Return the draft's newest revision with whom its words mean."""
    with database.reading() as session:
        directive = open_draft(session, actor, directive_id)
        last = directive.revisions[-1]
        reading = directive_from_dict(last.reading)
        day = reading.document.issued_on or today
        registry = Registry.on(session, day)
        return DraftPage(
            directive_id=directive.id,
            file_name=directive.file_name,
            revision=last.number,
            reading=reading,
            bodies={w: _choice(w, last.matches, registry) for w in dict.fromkeys(_words(reading))},
            day=day,
            history=history_of(directive.revisions),
            changed_by=last.author.display_name,
            changed_at=last.at,
        )


def _words(reading: Reading) -> Iterator[str]:
    """Yield the words of bodies that would be assigned; a report's recipient is not."""
    for task in reading.walk():
        for body in (*task.lead, *task.directed, *task.coordinating):
            yield body.text


def _choice(words: str, matches: Mapping[str, str], registry: Registry) -> BodyChoice:
    match = resolve(words, matches, registry)
    group = match.group_id if match else None
    return BodyChoice(
        words=words,
        match=match,
        left_as_words=matches.get(words) == LEFT_AS_WORDS,
        members=tuple(registry.name_of(m) for m in registry.members(group)) if group else (),
        suggestions=registry.suggest(words) if match is None else (),
    )
