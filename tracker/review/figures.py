"""Counts of assignments: over all, by agency, by directive."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directives.text import fold
from tracker.clocks import Clock
from tracker.domain import FALLEN_DUE, Category, Workflow
from tracker.review.rows import DirectiveName, ReviewRow


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of leads' assignments: by published category, and by running clock.

    One assignment may stand under several clocks; ``running`` counts it once, with those of
    ``disagreed``: there the agency's word and the inspector's differ. ``claimed`` are
    those of ``OPEN_OVERDUE`` that their agency calls done: the published category waits for
    the inspector. ``behind`` are those behind schedule. ``longest`` is for how many days the
    longest of each clock has run.
    """

    total: int
    running: int
    claimed: int
    disagreed: int
    behind: int
    categories: Counter[Category]
    clocks: Counter[Clock]
    longest: Mapping[Clock, int]

    @property
    def fallen_due(self) -> int:
        """The denominator of every rate: assignments done, or not done and past their day."""
        return sum(self.categories[category] for category in FALLEN_DUE)

    @property
    def on_time_percent(self) -> float | None:
        """The share done on time of those fallen due, 0 to 100; ``None`` when none has."""
        done = self.categories[Category.DONE_ON_TIME]
        return 100 * done / self.fallen_due if self.fallen_due else None


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """The figures of one agency that answers today."""

    agency_id: int
    agency: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class DirectiveFigures:
    """The figures of one directive."""

    directive: DirectiveName
    figures: Figures


def figures_of(rows: Iterable[ReviewRow]) -> Figures:
    """Count rows by category and by clock."""
    known = list(rows)
    findings = [finding for row in known for finding in row.clocks]
    return Figures(
        total=len(known),
        running=sum(row.needs_attention for row in known),
        claimed=sum(map(_is_claimed, known)),
        disagreed=sum(row.disagreement is not None for row in known),
        behind=sum(row.lag is not None for row in known),
        categories=Counter(row.category for row in known),
        clocks=Counter(finding.clock for finding in findings),
        longest={
            clock: max((found.days for found in findings if found.clock is clock), default=0)
            for clock in Clock
        },
    )


def _is_claimed(row: ReviewRow) -> bool:
    return row.category is Category.OPEN_OVERDUE and row.workflow is Workflow.SUBMITTED


def by_agency(rows: Iterable[ReviewRow]) -> tuple[AgencyFigures, ...]:
    """Return the figures of each agency, the one with most running clocks first."""
    groups: defaultdict[int, list[ReviewRow]] = defaultdict(list)
    for row in rows:
        groups[row.agency_id].append(row)
    found = (AgencyFigures(key, own[0].agency, figures_of(own)) for key, own in groups.items())
    return tuple(sorted(found, key=lambda one: (-one.figures.running, fold(one.agency))))


def by_directive(rows: Iterable[ReviewRow]) -> tuple[DirectiveFigures, ...]:
    """Return the figures of each directive, the one with most running clocks first."""
    groups: defaultdict[DirectiveName, list[ReviewRow]] = defaultdict(list)
    for row in rows:
        groups[row.directive].append(row)
    found = (DirectiveFigures(name, figures_of(own)) for name, own in groups.items())
    return tuple(sorted(found, key=lambda one: (-one.figures.running, one.directive.directive_id)))
