"""Putting another search engine in force: built aside, compared, and only then switched to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

from search_index import (
    Facet,
    OneOf,
    Query,
    SearchEngine,
    SearchError,
    SearchRecord,
    SearchRequest,
)
from search_index.analysis import analyse, canonical
from search_index.query import Words
from tracker.db import Database
from tracker.errors import Conflict
from tracker.search.checking import check, sample_of
from tracker.search.engines import Engines
from tracker.search.indexing import Follower, rebuild
from tracker.search.principals import OFFICE
from tracker.search.records import RecordWriter

QUESTIONS = 60
WORDS_OF_A_QUESTION = (1, 2, 4)
STATES = ("overdue", "due-soon", "open", "confirmed", "no-deadline")
TRIES = 3


class EngineDiffers(Conflict):
    """The engine built aside does not hold or find the same; the one in force was kept."""

    code = "engine-differs"


def switch(database: Database, engines: Engines, name: str, *, today: date) -> int:
    """Build the engine ``name`` aside, compare it, put it in force; return how many records it has.

    People search meanwhile in the engine in force, which follows the tables as before. Whatever
    ends this early, that engine stays in force and the feed keeps what the other lacks.

    Raises:
        EngineDiffers: what was built differs from the tables or answers otherwise.
        SearchError: the engine cannot be used.
    """
    before, after = engines.current(), engines.named(name)
    with ExitStack() as rights:
        # While it is held nobody takes anything out of the feed.
        is_feed_whole = _is_entered(rights, before)
        rights.enter_context(after.alone())
        old, new = Follower(database, before), Follower(database, after)
        with database.reading() as session:
            after.rebuild(old.beside(RecordWriter(session).everything()), 0)
        new.follow()
        if found := check(database, after, new.follow):
            raise EngineDiffers(f"{name} differs from the tables in {', '.join(found.keys[:20])}")
        if asked := _answered_otherwise(database, old, new, today):
            raise EngineDiffers(f"{name} answers otherwise than before to: {asked}")
        engines.choose(name)
        if not is_feed_whole:
            # The old engine may have come back meanwhile, and have been fed what this one lacks.
            rebuild(database, after)
    return after.stats().records


def _is_entered(rights: ExitStack, engine: SearchEngine) -> bool:
    """Take the right to write, if it can be had: a server that is gone must not keep us."""
    try:
        rights.enter_context(engine.alone())
    except SearchError:
        return False
    return True


def _answered_otherwise(
    database: Database, old: Follower, new: Follower, today: date
) -> str | None:
    """Return a question that two engines answer differently, however often both are asked."""
    try:
        keys = new.engine.revisions().keys() & old.engine.revisions().keys()
    except SearchError:
        return None
    with database.reading() as session:
        sample = sample_of(session, keys, QUESTIONS)
    for words, query in _questions(sample):
        request = SearchRequest(query, frozenset({OFFICE}), today, facets=(Facet.KIND, Facet.YEAR))
        for _ in range(TRIES):
            if _answer(old.engine, request) == _answer(new.engine, request):
                break
            old.follow()
            new.follow()
        else:
            return words
    return None


def _questions(records: list[SearchRecord]) -> Iterator[tuple[str, Query]]:
    for state in STATES:
        yield f"status:{state}", OneOf("status", (state,))
    for number, record in enumerate(records):
        words = analyse(canonical(record.text))
        length = WORDS_OF_A_QUESTION[number % len(WORDS_OF_A_QUESTION)]
        if row := tuple(words[number : number + length] or words[:length]):
            yield " ".join(token.exact for token in row), Words(row)


def _answer(engine: SearchEngine, request: SearchRequest) -> object:
    page = engine.search(request)
    return page.total_hits, page.total_groups, page.kinds, engine.keys(request)
