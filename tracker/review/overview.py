"""The review's page and its whole list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from directives.text import fold
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role, TrackingRules
from tracker.models.registry import Registry
from tracker.review.figures import (
    AgencyFigures,
    DirectiveFigures,
    Figures,
    by_agency,
    by_directive,
    figures_of,
)
from tracker.review.query import ReviewQuery
from tracker.review.rows import DirectiveName, ReviewRow, review_rows, with_words

READERS = (Role.COMMITTEE, Role.INSPECTOR, Role.CLERK)


@dataclass(frozen=True, slots=True)
class AgencyChoice:
    """An agency that the review can be narrowed to."""

    agency_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a page and a file both say of themselves: the day, the filters, the figures.

    ``agency`` and ``directive`` name the filters that are set.
    """

    query: ReviewQuery
    day: date
    agency: str | None
    directive: DirectiveName | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the page shows; ``rows`` are those of page ``number`` of ``last``, from 1.

    ``listed`` counts the rows of all pages.
    """

    scope: Scope
    agencies: tuple[AgencyFigures, ...]
    directives: tuple[DirectiveFigures, ...]
    agency_choices: tuple[AgencyChoice, ...]
    directive_choices: tuple[DirectiveName, ...]
    rows: tuple[ReviewRow, ...]
    listed: int
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """The whole list for a file."""

    scope: Scope
    rows: tuple[ReviewRow, ...]


def review_page(
    database: Database, actor: Actor, query: ReviewQuery, *, today: date, rules: TrackingRules
) -> ReviewPage:
    """Return the review on ``today`` as ``query`` asks for it.

    Raises:
        NotAllowed: the actor reads only an agency's own work; that there is a review is no
            secret, so this is told.
    """
    policy.require(actor, *READERS)
    with database.reading() as session:
        registry = Registry.on(session, today)
        everything = list(review_rows(session, registry, rules, as_assigned=query.as_assigned))
        within = query.scope(everything)
        listed = query.listed(within)
        last = max(1, -(-len(listed) // query.size))
        number = min(max(query.page, 1), last)
        shown = listed[(number - 1) * query.size : number * query.size]
        return ReviewPage(
            scope=_scope(query, registry, everything, within),
            agencies=by_agency(within),
            directives=by_directive(within),
            agency_choices=_agencies(everything),
            directive_choices=_directives(everything),
            rows=tuple(with_words(session, registry, shown)),
            listed=len(listed),
            number=number,
            last=last,
        )


def review_table(
    database: Database, actor: Actor, query: ReviewQuery, *, today: date, rules: TrackingRules
) -> ReviewTable:
    """Return the whole list that ``query`` asks for; raise as :func:`review_page` does."""
    policy.require(actor, *READERS)
    with database.reading() as session:
        registry = Registry.on(session, today)
        everything = list(review_rows(session, registry, rules, as_assigned=query.as_assigned))
        within = query.scope(everything)
        rows = tuple(with_words(session, registry, query.listed(within)))
        return ReviewTable(_scope(query, registry, everything, within), rows)


def _scope(
    query: ReviewQuery,
    registry: Registry,
    everything: Iterable[ReviewRow],
    within: Iterable[ReviewRow],
) -> Scope:
    agency_id = query.agency_id
    known = agency_id is not None and registry.has("agency", agency_id)
    names = {one.directive_id: one for one in _directives(everything)}
    return Scope(
        query=query,
        day=registry.day,
        agency=registry.name_of(agency_id) if known and agency_id is not None else None,
        directive=names.get(query.directive_id) if query.directive_id is not None else None,
        figures=figures_of(within),
    )


def _agencies(rows: Iterable[ReviewRow]) -> tuple[AgencyChoice, ...]:
    names = {
        key: name
        for row in rows
        for key, name in ((row.agency_id, row.agency), *((o.agency_id, o.name) for o in row.others))
    }
    return tuple(
        AgencyChoice(key, name) for key, name in sorted(names.items(), key=lambda one: fold(one[1]))
    )


def _directives(rows: Iterable[ReviewRow]) -> tuple[DirectiveName, ...]:
    names = {row.directive.directive_id: row.directive for row in rows}
    return tuple(names[key] for key in sorted(names, reverse=True))
