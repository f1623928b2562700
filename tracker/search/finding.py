"""Find, as one person, in what the index holds; the cards are read from the tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from search_index import (
    And,
    Facet,
    IndexDamagedError,
    Query,
    ResultPage,
    SearchEngine,
    SearchQueryError,
    SearchRequest,
)
from tracker.db import Database
from tracker.domain import Actor, TrackingRules
from tracker.models import RecordKind
from tracker.search.agency_labels import AgencyLabels
from tracker.search.cards import Cards
from tracker.search.choices import Choices, narrowed
from tracker.search.principals import principals_of
from tracker.search.proposals import propose_filters
from tracker.search.queries import read_query
from tracker.search.results import FoundPage, IndexRebuilding, Question

PAGE_SIZE = 20
# Beyond any index: a made-up number must not be more than an engine can count.
LAST_PAGE = 100_000_000


def find(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    engine: SearchEngine,
    actor: Actor,
    question: Question,
    *,
    today: date,
    rules: TrackingRules,
) -> FoundPage:
    """Return the page of results that ``question`` asks for, of what ``actor`` may know.

    A query that cannot be read gives a page with its error.

    Raises:
        IndexRebuilding: the index is missing or damaged.
    """
    with database.reading() as session:
        try:
            typed = read_query(session, actor, question.text, today)
        except SearchQueryError as error:
            return FoundPage(question, error=error)
        if question.is_empty:
            return FoundPage(question)
        return _Asking(session, engine, actor, question, today, rules).page(typed)


@dataclass(frozen=True)
class _Asking:
    """One person's question on one day."""

    session: Session
    engine: SearchEngine
    actor: Actor
    question: Question
    today: date
    rules: TrackingRules

    def page(self, typed: Query) -> FoundPage:
        """Return what is found, with all that is said about it."""
        labels = AgencyLabels(self.session, self.today)
        request = self._request(narrowed(typed, self.question, labels))
        found = self._search(request)
        choices = Choices(self.question, labels, partial(self._count, request))
        cards = Cards(self.session, self.actor, labels, self.today, self.rules)
        return FoundPage(
            question=self.question,
            cards=cards.of(found.groups),
            total=found.total_groups,
            matches=found.total_hits,
            number=self._number,
            total_is_about=found.total_is_about,
            last=self._last(found),
            kinds={kind: found.kinds.get(kind.value, 0) for kind in RecordKind},
            choices=choices.of(found),
            active=choices.active(),
            proposals=propose_filters(self.question.text),
            reads_sources=self.actor.sees_everything,
        )

    def _last(self, found: ResultPage) -> int:
        """Return the number of the last page, where that is known; else of one that may be."""
        last = max(1, -(-found.total_groups // PAGE_SIZE))
        if found.total_is_about and (found.groups or found.has_more):
            return max(last, self._number + 1) if found.has_more else self._number
        return last

    @property
    def _number(self) -> int:
        return min(max(self.question.page, 1), LAST_PAGE)

    def _request(self, query: Query) -> SearchRequest:
        kind = self.question.kind
        return SearchRequest(
            query=query,
            principals=principals_of(self.actor),
            today=self.today,
            kinds=frozenset({kind.value} if kind else ()),
            sort=self.question.sort,
            first=(self._number - 1) * PAGE_SIZE,
            size=PAGE_SIZE,
            facets=tuple(Facet),
            due_soon_days=self.rules.due_soon_days,
        )

    def _count(self, request: SearchRequest, also: Query) -> int:
        """Return how many matches of a request meet one more condition."""
        query = And((request.query, also))
        return self._search(replace(request, query=query, first=0, size=0, facets=())).total_hits

    def _search(self, request: SearchRequest) -> ResultPage:
        try:
            return self.engine.search(request)
        except IndexDamagedError as error:
            self.engine.condemn()
            raise IndexRebuilding from error
