"""What a draft leaves open, for the page on which it is issued and for asking the issuer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from directives import Metadata
from directives.loading import directive_from_dict
from tracker import policy
from tracker.assignments.clarity import Criterion, Gap, find_gaps, judged_tasks
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.models.registry import Registry
from tracker.models.revisions import newest_revision, open_draft


@dataclass(frozen=True, slots=True)
class Clarity:
    """How clear a draft is; ``judged`` is how many tasks were looked at."""

    document: Metadata
    judged: int
    gaps: tuple[Gap, ...]

    @property
    def clear(self) -> Mapping[Criterion, int]:
        """For each criterion how many of the judged tasks meet it."""
        missed = Counter(gap.criterion for gap in self.gaps if gap.task)
        return {criterion: self.judged - missed[criterion] for criterion in Criterion}

    @property
    def by_task(self) -> Mapping[str, tuple[Gap, ...]]:
        """The gaps of each task, in document order; those of the document under ``""``."""
        tasks = dict.fromkeys(gap.task for gap in self.gaps)
        return {task: tuple(g for g in self.gaps if g.task == task) for task in tasks}


def clarity_of(database: Database, actor: Actor, directive_id: int, *, now: datetime) -> Clarity:
    """Return what the draft's newest revision leaves open."""
    policy.require(actor, Role.CLERK)
    with database.reading() as session:
        open_draft(session, directive_id)
        last = newest_revision(session, directive_id)
        reading = directive_from_dict(last.reading)
        registry = Registry.on(session, reading.document.issued_on or office_day(now))
        gaps = find_gaps(reading, last.matches, registry)
        return Clarity(reading.document, len(judged_tasks(reading)), gaps)
