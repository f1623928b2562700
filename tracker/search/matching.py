"""Which records a kept search finds: asked again and again, as the person whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import parse_qsl

from sqlalchemy import select
from sqlalchemy.orm import Session

from search_index import (
    AbbreviationTable,
    And,
    IndexDamagedError,
    IndexUnreachableError,
    NameTable,
    OneOf,
    Query,
    SearchEngine,
    SearchQueryError,
    SearchRequest,
    Snippet,
    parse_query,
    with_states,
)
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, TrackingRules
from tracker.errors import NotFound
from tracker.models import Agency
from tracker.search.abbreviations import office_table
from tracker.search.addresses import read_address
from tracker.search.agency_labels import AgencyLabels
from tracker.search.agency_names import AgencyNames
from tracker.search.alike import alike
from tracker.search.choices import narrowed
from tracker.search.principals import principals_of
from tracker.search.results import IndexRebuilding, Question

NO_INDEX = (IndexDamagedError, IndexUnreachableError)
OF_THE_DAY = frozenset({"overdue", "due-soon", "in-time"})


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds for kept searches; they are given as the query of the search page's address."""

    database: Database
    engine: SearchEngine
    rules: TrackingRules

    @contextmanager
    def on(self, today: date) -> Iterator[Finding]:
        """Give what finds on one day; the names of agencies are read once for all searches."""
        with self.database.reading() as session:
            yield Finding(session, self.engine, self.rules, today)


@dataclass
class Finding:
    """Finds on one day.

    Raises, whatever it is asked:
        SearchQueryError: the search cannot be read.
        IndexRebuilding: the index is missing or damaged.
    """

    session: Session
    engine: SearchEngine
    rules: TrackingRules
    today: date
    _names: dict[object, NameTable] = field(default_factory=dict)
    _labels: dict[object, AgencyLabels] = field(default_factory=dict)

    def check(self, actor: Actor, address: str) -> None:
        """Do nothing but read the search."""
        self._request(actor, address)

    def depends_on_day(self, actor: Actor, address: str) -> bool:
        """Return whether time alone can make a record match the search."""
        question = _question(address)
        today = self._typed(actor, question.text, self.today)
        tomorrow = self._typed(actor, question.text, self.today + timedelta(days=1))
        return today != tomorrow or _speaks_of_day(
            narrowed(today, question, self._labels_of(actor))
        )

    def keys(
        self, actor: Actor, address: str, only: frozenset[str] | None = None
    ) -> frozenset[str]:
        """Return the keys of all that is found, or of that among ``only``."""
        try:
            return self.engine.keys(self._request(actor, address, only))
        except NO_INDEX as error:
            raise IndexRebuilding from error

    def snippets(self, actor: Actor, address: str, only: frozenset[str]) -> Mapping[str, Snippet]:
        """Return what matched in those of ``only`` that are found, by key."""
        found: dict[str, Snippet] = {}
        # A group shows its best hits only; what was left out is asked for again.
        while more := self._shown(actor, address, only - found.keys()):
            found |= more
        return found

    def held(self, actor: Actor) -> str:
        """Return what decides which records the person may find, as one word."""
        return " ".join(sorted(principals_of(actor)))

    def _shown(self, actor: Actor, address: str, only: frozenset[str]) -> dict[str, Snippet]:
        try:
            groups = self.engine.search(self._request(actor, address, only)).groups if only else ()
        except NO_INDEX as error:
            raise IndexRebuilding from error
        return {hit.key: hit.snippet for group in groups for hit in group.hits}

    def _request(
        self, actor: Actor, address: str, only: frozenset[str] | None = None
    ) -> SearchRequest:
        question = _question(address)
        kind = question.kind
        return SearchRequest(
            query=narrowed(self._asked(actor, question), question, self._labels_of(actor)),
            principals=principals_of(actor),
            today=self.today,
            kinds=frozenset({kind.value} if kind else ()),
            only=only,
            size=len(only or ()),
            due_soon_days=self.rules.due_soon_days,
        )

    def _asked(self, actor: Actor, question: Question) -> Query:
        typed = self._typed(actor, question.text, self.today)
        if question.like is None:
            return typed
        try:
            return And((typed, alike(self.session, self.engine, actor, question.like).query))
        except NotFound as error:
            raise _unread("like", question.like) from error

    def _typed(self, actor: Actor, text: str, today: date) -> Query:
        """Read the words; those of equal rights may ask by the same names."""
        rights = (actor.roles, actor.agency_ids)
        if ":" in text and rights not in self._names:
            known = self.session.scalars(select(Agency.id).where(policy.visible_agencies(actor)))
            self._names[rights] = self._agency_names.table(known, self._abbreviations)
        names, short = self._names.get(rights), self._abbreviations
        return with_states(parse_query(text, names, short, today=today))

    @cached_property
    def _abbreviations(self) -> AbbreviationTable:
        return office_table(self.session)

    @cached_property
    def _agency_names(self) -> AgencyNames:
        return AgencyNames(self.session)

    def _labels_of(self, actor: Actor) -> AgencyLabels:
        rights = (actor.roles, actor.agency_ids)
        if rights not in self._labels:
            self._labels[rights] = AgencyLabels(self.session, self.today, actor)
        return self._labels[rights]


def _question(address: str) -> Question:
    read = read_address(parse_qsl(address))
    if read.unread:
        raise _unread(*read.unread[0])
    return read.question


def _unread(name: str, value: str) -> SearchQueryError:
    return SearchQueryError(
        f"{name}={value} has no meaning", code="unread-part", position=0, name=name, value=value
    )


def _speaks_of_day(part: object) -> bool:
    if isinstance(part, OneOf):
        return part.field == "status" and not OF_THE_DAY.isdisjoint(part.values)
    if isinstance(part, tuple):
        return any(map(_speaks_of_day, part))
    return is_dataclass(part) and any(
        _speaks_of_day(getattr(part, each.name)) for each in fields(part)
    )
