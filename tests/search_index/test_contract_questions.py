"""Every engine answers every question of the table; so does looking at each record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import (
    ENGINES,
    Everything,
    Facet,
    ResultPage,
    SearchEngine,
    SearchRequest,
    Sort,
    parse_query,
)
from tests.search_index.conftest import NO_OPENSEARCH, OpenAll, keys
from tests.search_index.contract_office import NAMES, READERS, RECORDS
from tests.search_index.contract_questions import ASKED_ON, Question, questions
from tests.search_index.reference import found

TABLE = list(questions())
IDS = [f"{each.text} | {each.reader} @ {each.day}" for each in TABLE]
TEXTS = sorted({each.text for each in TABLE})


@pytest.fixture(scope="module")
def offices(open_all: OpenAll) -> dict[str, SearchEngine]:
    """Every engine that can be had here, with the records of the office."""
    return open_all(RECORDS)


@pytest.fixture(params=ENGINES)
def office(request: pytest.FixtureRequest, offices: dict[str, SearchEngine]) -> SearchEngine:
    if request.param not in offices:
        pytest.skip(NO_OPENSEARCH)
    return offices[request.param]


def test_the_table_is_long_enough_and_asks_nothing_twice() -> None:
    asked = [(each.text, each.reader, each.day) for each in TABLE]
    assert len(set(asked)) == len(asked) >= 150


@pytest.mark.parametrize("asked", TABLE, ids=IDS)
def test_the_engine_finds_what_the_table_says(office: SearchEngine, asked: Question) -> None:
    query = parse_query(asked.text, NAMES, today=asked.day)
    request = SearchRequest(query, READERS[asked.reader], asked.day, size=50)
    page = office.search(request)
    assert keys(page) == office.keys(request) == asked.found
    assert page.total_hits == len(asked.found) == sum(page.kinds.values())


@pytest.mark.parametrize("asked", TABLE, ids=IDS)
def test_looking_at_each_record_finds_the_same(asked: Question) -> None:
    query = parse_query(asked.text, NAMES, today=asked.day)
    for reader in READERS[asked.reader]:
        seen = found(query, RECORDS, reader, asked.day)
        # Who acts for two may know more than one of them, and never less.
        assert seen == asked.found or (seen < asked.found and len(READERS[asked.reader]) > 1)


texts = st.sampled_from(TEXTS)
joined = st.tuples(texts, st.sampled_from(["AND", "OR", "AND NOT"]), texts).map(
    lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
)
days = st.integers(-120, 400).map(lambda number: ASKED_ON + timedelta(days=number))


@given(
    text=texts | joined,
    reader=st.sampled_from(sorted(READERS)),
    day=days,
    sort=st.sampled_from(Sort),
)
@settings(max_examples=60, deadline=None)
def test_engines_agree_whoever_asks_on_whatever_day(
    offices: dict[str, SearchEngine], text: str, reader: str, day: date, sort: Sort
) -> None:
    request = SearchRequest(
        parse_query(text, NAMES, today=day),
        READERS[reader],
        day,
        sort=sort,
        size=50,
        facets=tuple(Facet),
    )
    first, *others = (engine.search(request) for engine in offices.values())
    for other in others:
        assert _told(other, sort) == _told(first, sort)
    if len(READERS[reader]) == 1:
        (only,) = READERS[reader]
        assert keys(first) == found(request.query, RECORDS, only, day)


def _told(page: ResultPage, sort: Sort) -> tuple[object, ...]:
    """Return all of a page on which engines have to agree: not how they weigh words."""
    groups = [group.group for group in page.groups]
    dated = {each.group: each.due or date.max for each in RECORDS if each.kind == "task"}
    order = [dated.get(group, date.max) for group in groups] if sort is Sort.DUE else []
    counts = (page.total_groups, page.total_hits, page.kinds, page.facets)
    return (keys(page), order, *counts)


def test_groups_come_in_the_order_that_was_asked_for(office: SearchEngine) -> None:
    def order(sort: Sort, first: int = 0, size: int = 50) -> list[str]:
        request = SearchRequest(
            Everything(), READERS["office"], date(2025, 4, 1), sort=sort, first=first, size=size
        )
        return [group.group for group in office.search(request).groups]

    due = ["task:22", "task:21", "task:12", "task:11", "task:32"]
    assert order(Sort.DUE)[:5] == due
    assert order(Sort.MOST_OVERDUE)[:2] == ["task:21", "task:12"]
    assert order(Sort.NEWEST)[:3] == ["task:21", "task:12", "task:11"]
    assert order(Sort.NEWEST)[-2:] in (["directive:2", "task:22"], ["task:22", "directive:2"])
    for sort in Sort:
        assert order(sort, 0, 4) + order(sort, 4, 4) + order(sort, 8, 4) == order(sort)
        assert order(sort, 1000) == []


@pytest.mark.parametrize(
    ("reader", "agencies", "statuses"),
    [
        ("office", {"1": 4, "2": 7, "3": 2}, {"open": 12, "overdue": 0, "confirmed": 2}),
        ("health", {"1": 4, "2": 2}, {"open": 4, "confirmed": 1, "no-deadline": 1}),
        ("schools", {"1": 3, "2": 7}, {"open": 8, "confirmed": 1, "no-update": 1}),
        ("health+district", {"1": 4, "2": 2, "3": 2}, {"open": 6, "confirmed": 1}),
        ("stranger", {}, {"open": 0, "confirmed": 0}),
    ],
)
def test_facets_count_what_the_reader_may_know(
    office: SearchEngine, reader: str, agencies: dict[str, int], statuses: dict[str, int]
) -> None:
    request = SearchRequest(Everything(), READERS[reader], ASKED_ON, facets=tuple(Facet))
    facets = {
        facet: {each.value: each.count for each in counts}
        for facet, counts in office.search(request).facets.items()
    }
    assert facets[Facet.AGENCY] == agencies
    assert {status: facets[Facet.STATUS].get(status, 0) for status in statuses} == statuses
