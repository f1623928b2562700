"""The review's figures and its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker import policy
from tracker.clocks import Clock
from tracker.db import Database
from tracker.domain import FALLEN_DUE, Actor, Category, Role, TrackingRules
from tracker.review.query import ReviewQuery
from tracker.review.rows import ReviewRow, review_rows

PAGE_ROWS = 25
READERS = (Role.COMMITTEE, Role.INSPECTOR, Role.CLERK)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of assignments: by published category, and by running clock.

    One assignment may stand under several clocks; ``running`` counts it once.
    """

    total: int
    categories: Counter[Category]
    clocks: Counter[Clock]
    running: int

    @property
    def fallen_due(self) -> int:
        """The denominator of every rate: assignments whose deadline has been met or passed."""
        return sum(self.categories[category] for category in FALLEN_DUE)

    @property
    def on_time_percent(self) -> float | None:
        """How many of a hundred fallen due were done on time; ``None`` when none has."""
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

    directive_id: int
    number: str | None
    kind: str | None
    title: str | None
    issued_on: date | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the page shows; ``rows`` are those of page ``number`` of ``last``."""

    query: ReviewQuery
    day: date
    figures: Figures
    agencies: tuple[AgencyFigures, ...]
    directives: tuple[DirectiveFigures, ...]
    rows: tuple[ReviewRow, ...]
    listed: int
    number: int
    last: int
    agency: str | None
    directive: str | None


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """The whole list for a file, with the figures it belongs to."""

    query: ReviewQuery
    day: date
    figures: Figures
    rows: tuple[ReviewRow, ...]


def review_page(
    database: Database, actor: Actor, query: ReviewQuery, *, today: date, rules: TrackingRules
) -> ReviewPage:
    """Return the review on ``today`` as ``query`` asks for it."""
    rows = _rows(database, actor, today=today, rules=rules)
    scope = query.scope(rows)
    listed = query.listed(scope)
    last = max(1, -(-len(listed) // PAGE_ROWS))
    number = min(max(query.page, 1), last)
    begin = (number - 1) * PAGE_ROWS
    return ReviewPage(
        query=query,
        day=today,
        figures=figures_of(scope),
        agencies=_by_agency(scope),
        directives=_by_directive(scope),
        rows=tuple(listed[begin : begin + PAGE_ROWS]),
        listed=len(listed),
        number=number,
        last=last,
        agency=next((r.agency for r in rows if r.agency_id == query.agency_id), None),
        directive=next(
            (r.directive_number for r in rows if r.directive_id == query.directive_id), None
        ),
    )


def review_table(
    database: Database, actor: Actor, query: ReviewQuery, *, today: date, rules: TrackingRules
) -> ReviewTable:
    """Return the whole list that ``query`` asks for, to be written to a file."""
    scope = query.scope(_rows(database, actor, today=today, rules=rules))
    return ReviewTable(query, today, figures_of(scope), tuple(query.listed(scope)))


def _rows(
    database: Database, actor: Actor, *, today: date, rules: TrackingRules
) -> list[ReviewRow]:
    policy.require(actor, *READERS)
    with database.reading() as session:
        return list(review_rows(session, today=today, rules=rules))


def figures_of(rows: Iterable[ReviewRow]) -> Figures:
    """Count rows by category and by clock."""
    known = list(rows)
    return Figures(
        total=len(known),
        categories=Counter(row.category for row in known),
        clocks=Counter(finding.clock for row in known for finding in row.clocks),
        running=sum(bool(row.clocks) for row in known),
    )


def _by_agency(rows: Iterable[ReviewRow]) -> tuple[AgencyFigures, ...]:
    groups: dict[int, list[ReviewRow]] = {}
    for row in rows:
        groups.setdefault(row.agency_id, []).append(row)
    found = [AgencyFigures(key, own[0].agency, figures_of(own)) for key, own in groups.items()]
    return tuple(sorted(found, key=lambda one: (-one.figures.running, one.agency)))


def _by_directive(rows: Iterable[ReviewRow]) -> tuple[DirectiveFigures, ...]:
    groups: dict[int, list[ReviewRow]] = {}
    for row in rows:
        groups.setdefault(row.directive_id, []).append(row)
    found = [
        DirectiveFigures(
            directive_id=key,
            number=own[0].directive_number,
            kind=own[0].directive_kind,
            title=own[0].directive_title,
            issued_on=own[0].directive_issued_on,
            figures=figures_of(own),
        )
        for key, own in groups.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.figures.running, one.directive_id)))
