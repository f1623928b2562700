"""Find, as one person, in what the index holds; the cards are read from the tables."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial

from sqlalchemy.orm import Session

from search_index import (
    And,
    Facet,
    IndexDamagedError,
    IndexUnreachableError,
    Query,
    ResultPage,
    SearchEngine,
    SearchError,
    SearchQueryError,
    SearchRequest,
    Sort,
    is_one_word,
    widened,
)
from search_index.query import Like
from tracker.db import Database
from tracker.domain import Actor, TrackingRules
from tracker.models import RecordKind
from tracker.search.agency_labels import AgencyLabels
from tracker.search.agency_names import names_known_to
from tracker.search.alike import Alike, alike
from tracker.search.cards import Cards
from tracker.search.choices import Choices, narrowed
from tracker.search.fallback import find_in_tables
from tracker.search.principals import principals_of
from tracker.search.proposals import Proposal, agency_words, propose_filters
from tracker.search.queries import read_query
from tracker.search.results import FoundPage, Question
from tracker.search.spelling import better_spelling

PAGE_SIZE, MATCHES_OF_A_CARD = 20, 3
# With so few results something may be mistyped.
FEW = 10
# With fewer results, those with most of the words are shown as well.
ENOUGH = 10
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

    A query that cannot be read gives a page with its error. While the index is missing, damaged
    or out of reach, the tables answer.
    """
    with database.reading() as session:
        asking = _Asking(session, engine, actor, question, today, rules)
        try:
            typed = asking.read(question.text)
        except SearchQueryError as error:
            return FoundPage(question, error=error)
        if question.is_empty:
            return FoundPage(question)
        try:
            return asking.best_page(typed)
        except IndexDamagedError:
            with suppress(SearchError):
                engine.condemn()
            return asking.page_of_tables(typed, waits_for_server=False)
        except IndexUnreachableError:
            return asking.page_of_tables(typed, waits_for_server=True)


@dataclass
class _Asking:
    """One person's question on one day."""

    session: Session
    engine: SearchEngine
    actor: Actor
    question: Question
    today: date
    rules: TrackingRules

    def read(self, text: str) -> Query:
        """Return what ``text`` asks for, as this person may ask."""
        return read_query(self.session, self.actor, text, self.today)

    def best_page(self, typed: Query) -> FoundPage:
        """Return what is found; where that is little, put right and with what is near to it."""
        page = self.page(typed)
        if page.total <= FEW:
            page = self.put_right(page)
        is_enough = page.total >= ENOUGH or (page.total and is_one_word(typed))
        return page if is_enough else self.widen(page)

    def page(self, typed: Query) -> FoundPage:
        """Return what is found, with all that is said about it."""
        request = self._request(self._whole(typed))
        return self._shown(request, self.engine.search(request), self._alike)

    def page_of_tables(self, typed: Query, *, waits_for_server: bool) -> FoundPage:
        """Return what is found without an index."""
        # What is like a record only an index can tell.
        asked = And((typed, Like(()))) if self.question.like else typed
        request = self._request(narrowed(asked, self.question, self._labels))
        found, fallback = find_in_tables(
            self.session, self.actor, request, waits_for_server=waits_for_server
        )
        return replace(self._shown(request, found, None), fallback=fallback)

    def _shown(self, request: SearchRequest, found: ResultPage, like: Alike | None) -> FoundPage:
        choices = Choices(self.question, self._labels, partial(self._also, request))
        cards = Cards(self.session, self.actor, self._labels, self.today, self.rules)
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
            proposals=self._proposals(),
            alike=like,
            reads_sources=self.actor.sees_everything,
        )

    def _last(self, found: ResultPage) -> int:
        """Return the number of the last page, where that is known; else of one that may be."""
        last = max(1, -(-found.total_groups // PAGE_SIZE))
        if found.total_is_about and (found.groups or found.has_more):
            return max(last, self._number + 1) if found.has_more else self._number
        return last

    def put_right(self, page: FoundPage) -> FoundPage:
        """Return ``page`` with what was probably meant; shown in its place when it is empty."""
        if self._number > 1 or not self.question.text:
            return page
        better = better_spelling(
            self.question.text,
            self.engine.vocabulary(),
            names_known_to(self.session, self.actor),
            self._found,
            page.matches,
        )
        if better is None or page.total:
            return replace(page, better=better)
        self.question = replace(self.question, text=better)
        return replace(self.page(self.read(better)), instead_of=page.question.text)

    def widen(self, page: FoundPage) -> FoundPage:
        """Return ``page``, or one that goes on with what has most of the words."""
        query = widened(self._whole(self.read(self.question.text)))
        if query is None or self.question.sort is not Sort.RELEVANCE:
            return page
        request = self._request(query)
        wide = self._shown(request, self.engine.search(request), self._alike)
        if wide.total <= page.total:
            return page
        return replace(wide, better=page.better, instead_of=page.instead_of, with_all=page.total)

    @cached_property
    def _labels(self) -> AgencyLabels:
        return AgencyLabels(self.session, self.today, self.actor)

    @cached_property
    def _alike(self) -> Alike | None:
        key = self.question.like
        return alike(self.session, self.engine, self.actor, key) if key else None

    def _proposals(self) -> tuple[Proposal, ...]:
        agencies = agency_words(self.session, self.actor)
        return propose_filters(self.question.text, agencies, self._labels)

    def _whole(self, typed: Query) -> Query:
        """Return the query with all that the question has beside its words."""
        both = And((typed, self._alike.query)) if self._alike else typed
        return narrowed(both, self.question, self._labels)

    def _found(self, text: str) -> int:
        """Return how many matches the question would have with other words."""
        try:
            request = self._request(self._whole(self.read(text)))
        except SearchQueryError:
            return 0
        return self._count(request)

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
            best=MATCHES_OF_A_CARD,
            facets=tuple(Facet),
            due_soon_days=self.rules.due_soon_days,
        )

    def _also(self, request: SearchRequest, also: Query) -> int:
        """Return how many matches of a request meet one more condition."""
        return self._count(replace(request, query=And((request.query, also))))

    def _count(self, request: SearchRequest) -> int:
        return self.engine.search(
            replace(request, first=0, size=0, facets=(), by_kind=False)
        ).total_hits
