"""What stores find by likeness and by number, and what engines count and order besides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from search_index import (
    EMBEDDED,
    Everything,
    Facet,
    FacetCount,
    Not,
    OneOf,
    Query,
    ResultPage,
    SearchEngine,
    SearchRequest,
    Sort,
)
from search_index.analysis import analyse, canonical
from search_index.analysis import keys as keys_of
from search_index.entries import entry_of, read_stored
from search_index.plan import AtLeast, Near, Plan, Some, Term, Tokens
from search_index.store import Reader, StoreMaker
from search_index.tantivy_engine import Tantivy
from search_index.whoosh_engine import Whoosh
from tests.search_index.conftest import keys
from tests.search_index.corpus import RECORDS, TODAY, record

TEXTS = {each.key: {token.folded for token in analyse(canonical(each.text))} for each in RECORDS}
WORDS = sorted({word for text in TEXTS.values() for word in text})
MAKERS: dict[str, StoreMaker] = {"tantivy": Tantivy(), "whoosh": Whoosh()}


@pytest.fixture(scope="module", params=EMBEDDED)
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    store = MAKERS[request.param].create(tmp_path_factory.mktemp(request.param))
    store.write([], map(entry_of, RECORDS), seq=1)
    return store.reader()


def found(reader: Reader, plan: Plan) -> list[str]:
    """Return the keys of what ``plan`` holds for, the best first."""
    matches = sorted(reader.members(plan), key=lambda match: -match.score)
    return [read_stored(text).key for text in reader.load([match.address for match in matches])]


def with_any(words: Iterable[str]) -> set[str]:
    wanted = set(words)
    return {key for key, text in TEXTS.items() if text & wanted}


@given(
    word=st.sampled_from(WORDS),
    typed=st.text("abcdeghiklmnopqrstuvxy", max_size=2),
    at=st.integers(0, 6),
    distance=st.sampled_from([1, 2]),
)
@settings(max_examples=60, deadline=None)
def test_near_words_are_those_a_few_mistypings_away(
    reader: Reader, word: str, typed: str, at: int, distance: int
) -> None:
    asked = word[:at] + typed + word[at + 1 :]
    near = [each for each in WORDS if OSA.distance(asked, each) <= distance]
    assert set(found(reader, Near(Tokens.FOLDED, asked, distance))) == with_any(near)


def test_two_letters_exchanged_are_one_mistyping(reader: Reader) -> None:
    assert "task:6" in found(reader, Near(Tokens.FOLDED, "tuyne", 1))
    assert "task:6" not in found(reader, Near(Tokens.FOLDED, "utyne", 1))
    assert "task:6" in found(reader, Near(Tokens.FOLDED, "utyne", 2))


def test_the_word_itself_ranks_above_what_is_near_it(reader: Reader) -> None:
    near = Some((Term(Tokens.FOLDED, "quy"), Near(Tokens.FOLDED, "quy", 1)))
    keys = found(reader, near)
    assert len(keys) > len(exact := with_any(["quy"]))
    assert set(keys[: len(exact)]) == exact


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True),
    least=st.integers(1, 6),
)
@settings(max_examples=60, deadline=None)
def test_enough_of_the_parts_must_hold(reader: Reader, words: list[str], least: int) -> None:
    plan = AtLeast(tuple(Term(Tokens.FOLDED, word) for word in words), least)
    enough = {key for key, text in TEXTS.items() if len(text & set(words)) >= least}
    assert set(found(reader, plan)) == enough


def test_the_vocabulary_says_how_many_records_have_a_word(full: SearchEngine) -> None:
    words = full.vocabulary()
    assert dict(words) == {word: len(with_any([word])) for word in WORDS}


def asked(engine: SearchEngine, query: Query, **wishes: Any) -> ResultPage:
    return engine.search(SearchRequest(query, frozenset({"office"}), TODAY, **wishes))


def test_fields_of_work_are_counted_and_chosen_whole(engine: SearchEngine) -> None:
    works = (("Nông thôn mới",), ("Nông thôn mới", "Giá cả"), ())
    engine.rebuild(
        [record(f"task:{n}", "Một", fields_of_work=work) for n, work in enumerate(works)], seq=1
    )
    counted = asked(engine, Everything(), facets=(Facet.WORK,)).facets[Facet.WORK]
    assert counted == (FacetCount("Nông thôn mới", 2), FacetCount("Giá cả", 1))
    chosen = asked(engine, OneOf("field", ("Nông thôn mới",)))
    assert keys(chosen) == {"task:0", "task:1"}
    assert keys(asked(engine, Not(OneOf("field", ("Giá cả",))))) == {"task:0", "task:2"}


def test_a_fact_that_nobody_has_reported_is_counted_with_the_states(engine: SearchEngine) -> None:
    engine.rebuild([record("task:1", "Một", statuses="open issued no-update")], seq=1)
    counted = asked(engine, Everything(), facets=(Facet.STATUS,)).facets[Facet.STATUS]
    assert FacetCount("no-update", 1) in counted


def test_the_longest_overdue_come_first_and_what_is_not_overdue_after_them(
    engine: SearchEngine,
) -> None:
    dues = {
        "task:1": (date(2024, 6, 14), "open"),
        "task:2": (date(2024, 1, 31), "confirmed"),
        "task:3": (date(2023, 12, 31), "open"),
        "task:4": (date(2024, 6, 15), "open"),
        "task:5": (None, "open"),
        "task:6": (date(2024, 3, 31), "open"),
    }
    engine.rebuild(
        [record(key, "Một", due=due, statuses=state) for key, (due, state) in dues.items()], seq=1
    )
    page = asked(engine, Everything(), sort=Sort.MOST_OVERDUE)
    order = [group.group for group in page.groups]
    assert order[:3] == ["task:3", "task:6", "task:1"]
    assert set(order[3:]) == {"task:2", "task:4", "task:5"}


@given(
    st.lists(
        st.sampled_from(
            [
                "hàng",
                "Hàng",
                "năm",
                "quý",
                "củaĐảng",
                "23-CT/TU",
                "23",
                "CT TU",
                "–",
                "a_b",
                "x²",
                "\n",
            ]
        )
        | st.text(max_size=4),
        max_size=8,
    )
)
@settings(max_examples=200, deadline=None)
def test_the_keys_without_places_are_those_with_places(pieces: list[str]) -> None:
    text = canonical(" ".join(pieces))
    words = analyse(text)
    exact, folded = keys_of(text)
    assert exact.split() == [word.exact for word in words]
    assert folded.split() == [word.folded for word in words]
