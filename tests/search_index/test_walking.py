"""Pages, orders and counts over records enough to need several steps; beside plain reckoning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import (
    ENGINES,
    And,
    Delete,
    Everything,
    Facet,
    NameTable,
    OneOf,
    Put,
    Query,
    ResultPage,
    Scoped,
    SearchEngine,
    SearchRecord,
    SearchRequest,
    Sort,
    open_engine,
    parse_query,
)
from search_index.tantivy_reader import EXACT_UP_TO
from tests.search_index.conftest import Open
from tests.search_index.corpus import TODAY, record
from tests.search_index.reference import found

WORDS = ("vốn", "von", "đường", "đương", "xã", "xa", "nước", "trường", "thôn", "mới")
PRINCIPALS = ("office", "agency:1", "agency:2", "agency:3")
STATES = ("open", "confirmed", "submitted", "no-update")


def _records(count: int) -> tuple[SearchRecord, ...]:
    """Return tasks with four updates each; words, days, agencies, readers differ by arithmetic."""
    return tuple(_record(number) for number in range(count))


def _record(number: int) -> SearchRecord:
    task, part = divmod(number, 5)
    own = f"agency:{1 + task % 3}"
    seen = ("office", own) if task % 4 else ("office", own, f"agency:{1 + (task + 1) % 3}")
    text = " ".join(
        WORDS[(number * step + step) % len(WORDS)] for step in range(1, 8, 1 + task % 3)
    )
    return SearchRecord(
        key=f"{'update' if part else 'task'}:{number}",
        kind="update" if part else "task",
        group=f"task:{task}",
        text=text,
        visible_to=seen,
        agencies=(
            Scoped(str(1 + task % 3), seen),
            *([Scoped(str(1 + (task + 1) % 3), seen[1:])] if len(seen) > 2 else []),
        ),
        statuses=(Scoped(STATES[task % 4], seen), Scoped(STATES[(task + 1) % 4], seen[:1])),
        document_kind=("chi-thi", "nghi-quyet")[task % 2],
        fields_of_work=("Giáo dục",) if task % 3 else (),
        date=date(2023, 1, 1) + timedelta(days=number % 400) if task % 7 else None,
        due=date(2024, 5, 1) + timedelta(days=task % 90) if task % 5 else None,
    )


LARGE = 10_500
RECORDS = _records(300)
BY_KEY = {record.key: record for record in RECORDS}


@pytest.fixture(scope="module", params=ENGINES)
def filled(
    request: pytest.FixtureRequest,
    opener: Callable[[str, Path], Open],
    tmp_path_factory: pytest.TempPathFactory,
) -> SearchEngine:
    """An engine with all records, the last third in small steps: an index of several parts."""
    engine = opener(request.param, tmp_path_factory.mktemp(request.param))()
    engine.rebuild(RECORDS[:200], seq=1)
    for seq, first in enumerate(range(200, 300, 25), start=2):
        engine.apply(map(Put, RECORDS[first : first + 25]), seq)
    engine.apply([Put(RECORDS[7]), Delete("update:404")], 9)
    return engine


def asked(engine: SearchEngine, query: Query, *who: str, **wishes: Any) -> ResultPage:
    return engine.search(SearchRequest(query, frozenset(who or ("office",)), TODAY, **wishes))


def read(text: str) -> Query:
    return parse_query(text, NameTable({})) if text else Everything()


def expected(text: str, who: Sequence[str]) -> list[SearchRecord]:
    keys = {key for each in who for key in found(read(text), RECORDS, each, TODAY)}
    return [BY_KEY[key] for key in keys]


words = st.sampled_from(WORDS)
texts = st.one_of(
    st.just(""),
    words,
    st.lists(words, min_size=2, max_size=3).map(" ".join),
    st.tuples(words, words).map('"{0[0]} {0[1]}"'.format),
    st.tuples(words, words).map("{0[0]} OR {0[1]}".format),
    words.map("-{}".format),
    st.sampled_from(["tt:quahan", "tt:khonghan vốn", "xã*", "thôn~", "nam:2023 đường"]),
)
readers = st.sampled_from([("office",), ("agency:1",), ("agency:1", "agency:2"), PRINCIPALS[1:]])
often = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(text=texts, sort=st.sampled_from(Sort), size=st.sampled_from([13, 20, 50]))
@often
def test_a_walk_through_all_pages_meets_each_group_once(
    filled: SearchEngine, text: str, sort: Sort, size: int
) -> None:
    met: list[str] = []
    while True:
        page = asked(filled, read(text), sort=sort, first=len(met), size=size)
        met += [group.group for group in page.groups]
        if not page.has_more:
            break
        assert len(page.groups) == size
    assert Counter(met) == Counter({record.group for record in expected(text, ["office"])})
    assert page.total_groups == len(met)


@given(text=texts, who=readers)
@often
def test_counts_are_those_of_plain_reckoning(
    filled: SearchEngine, text: str, who: tuple[str, ...]
) -> None:
    records = expected(text, who)
    page = asked(filled, read(text), *who, facets=tuple(Facet))
    assert page.total_hits == len(records)
    assert page.kinds == Counter(record.kind for record in records)
    assert _counted(page, Facet.KIND) == Counter(record.document_kind for record in records)
    assert _counted(page, Facet.YEAR) == Counter(str(r.date.year) for r in records if r.date)
    assert _counted(page, Facet.WORK) == Counter(w for r in records for w in r.fields_of_work)
    assert _counted(page, Facet.AGENCY) == _known(records, who, "agencies")
    stated = {state: n for state, n in _counted(page, Facet.STATUS).items() if state in STATES}
    assert stated == _known(records, who, "statuses")


def _counted(page: ResultPage, facet: Facet) -> dict[str, int]:
    return {each.value: each.count for each in page.facets[facet]}


def _known(records: Sequence[SearchRecord], who: Sequence[str], field: str) -> Counter[str]:
    """Count the values that one of ``who`` may know of, once for each record."""
    return Counter(
        value
        for record in records
        for value in {each.value for each in getattr(record, field) if {*each.seen_by} & {*who}}
    )


@given(text=texts, who=readers)
@often
def test_a_group_tells_how_many_of_its_records_match(
    filled: SearchEngine, text: str, who: tuple[str, ...]
) -> None:
    totals = Counter(record.group for record in expected(text, who))
    page = asked(filled, read(text), *who, size=100)
    assert {group.group: group.total for group in page.groups} == totals
    for group in page.groups:
        assert {BY_KEY[hit.key].group for hit in group.hits} == {group.group}


@given(text=texts)
@often
def test_newest_and_soonest_due_are_in_order(filled: SearchEngine, text: str) -> None:
    records = expected(text, ["office"])
    never = date.min
    dates: dict[str, date] = {}
    for each in records:
        dates[each.group] = max(dates.get(each.group, never), each.date or never)
    newest = asked(filled, read(text), sort=Sort.NEWEST, size=100).groups
    order = [dates[group.group] for group in newest]
    assert order == sorted(order, reverse=True)
    dues = {record.group: record.due or date.max for record in records}
    order = [
        dues[group.group] for group in asked(filled, read(text), sort=Sort.DUE, size=100).groups
    ]
    assert order == sorted(order)


@given(text=texts)
@often
def test_the_longest_overdue_come_first(filled: SearchEngine, text: str) -> None:
    records = expected(text, ["office"])
    late = {
        r.group: r.due for r in records
        if r.due and r.due < TODAY and any(s.value == "open" for s in r.statuses)
    }  # fmt: skip
    groups = [g.group for g in asked(filled, read(text), sort=Sort.MOST_OVERDUE, size=100).groups]
    order = [late[group] for group in groups[: len(late)]]
    assert order == sorted(late.values())


def test_what_has_every_mark_as_typed_stands_above_all_that_has_not(embedded: SearchEngine) -> None:
    long = " ".join(["báo cáo kết quả"] * 20)
    exact = [record(f"task:{n}", f"{long} đường thôn {n}") for n in range(70)]
    other = [record(f"task:{n}", "đương thồn đưởng duong thon") for n in range(70, 140)]
    embedded.rebuild([each for pair in zip(other, exact, strict=True) for each in pair], seq=1)
    for text in ("đường", "đường thôn", '"đường thôn" OR đường'):
        groups = [group.group for group in asked(embedded, read(text), size=200).groups]
        assert set(groups[:70]) == {each.group for each in exact}
    assert len(groups) == 140


def test_who_sees_everything_is_told_apart_anew_after_each_change(engine: SearchEngine) -> None:
    """Rights that every record meets may be left out of a question, but no longer than that."""
    seen = [record(f"task:{n}", "vốn") for n in range(3)]
    hidden = record("task:3", "vốn", visible_to=("agency:1",))
    engine.rebuild(seen, seq=1)
    assert asked(engine, read("vốn")).total_hits == 3
    engine.apply([Put(hidden)], 2)
    assert asked(engine, read("vốn")).total_hits == asked(engine, read("-xã")).total_hits == 3
    engine.apply([Delete("task:3"), Put(replace(seen[0], visible_to=("agency:1",)))], 3)
    assert asked(engine, read("vốn")).total_hits == asked(engine, Everything()).total_hits == 2
    engine.apply([Put(seen[0])], 4)
    assert asked(engine, read("vốn")).total_hits == asked(engine, Everything()).total_hits == 3
    assert asked(engine, read("vốn"), "nobody").total_hits == 0


def test_filters_alone_give_the_newest_first(filled: SearchEngine) -> None:
    if filled.stats().engine == "opensearch":
        pytest.skip("ranks by the sum of weights")
    query = And((Everything(), OneOf("kind", ("chi-thi",))))
    newest = asked(filled, query, sort=Sort.NEWEST, size=100)
    assert asked(filled, query, size=100).groups == newest.groups


def test_without_counts_and_pieces_the_same_groups_are_named(filled: SearchEngine) -> None:
    whole = asked(filled, read("vốn xã"))
    brief = asked(filled, read("vốn xã"), counted=False, snippets=False)
    total = asked(filled, read("vốn xã"), by_kind=False, snippets=False)
    assert (total.total_hits, total.total_groups) == (whole.total_hits, whole.total_groups)
    assert [[hit.key for hit in group.hits] for group in brief.groups] == [
        [hit.key for hit in group.hits] for group in whole.groups
    ]
    assert brief.has_more == whole.has_more


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    engine = open_engine("tantivy", tmp_path_factory.mktemp("large"))
    engine.rebuild((replace(_record(n), group=f"task:{n}") for n in range(LARGE)), seq=1)
    return engine


def test_of_very_many_the_groups_are_counted_about_and_the_matches_exactly(
    large: SearchEngine,
) -> None:
    page = asked(large, Everything())
    assert page.total_hits == LARGE > EXACT_UP_TO
    assert page.total_is_about
    assert page.total_groups == pytest.approx(LARGE, rel=0.25)


def test_pages_beyond_ten_thousand_results_follow_each_other(large: SearchEngine) -> None:
    pages = [
        asked(large, Everything(), first=first, size=20, snippets=False, counted=False)
        for first in (LARGE - 60, LARGE - 40, LARGE - 20)
    ]
    met = {group.group for page in pages for group in page.groups}
    assert len(met) == 60
    assert [page.has_more for page in pages] == [True, True, False]
