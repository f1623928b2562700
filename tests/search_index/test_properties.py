"""What holds for whatever is typed, on both engines; found by generated queries."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import (
    And,
    Facet,
    OneOf,
    Query,
    ResultPage,
    SearchEngine,
    SearchQueryError,
    SearchRequest,
    canonical,
    open_engine,
    parse_query,
)
from tests.search_index.conftest import Ask, OpenAll, keys
from tests.search_index.corpus import NAMES, RECORDS, TODAY
from tests.search_index.reference import found

SYLLABLES = sorted(
    {word.strip(".,;:()").lower() for record in RECORDS for word in record.text.split()}
)
# A glued word ("củaĐảng") is taken apart by its capital, which small letters do not have.
words = st.sampled_from([word for word in SYLLABLES if word.isalpha() and word != "củađảng"])
rows = st.lists(words, min_size=1, max_size=4).map(" ".join)
phrases = rows.map('"{}"'.format)
numbers = st.sampled_from(["23-CT/TU", "23ct/tu", "15/CT-UBND", "chỉ thị 23", "11-NQ/TW"])
filters = st.sampled_from(
    ["tt:quahan", "tt:danglam", "tt:khonghan", "han:<1/6/2024", "nam:2024", "cq:BTGTU", "vb:23"]
)
simple = st.one_of(
    rows,
    phrases,
    numbers,
    filters,
    words.map("-{}".format),
    words.map("{}*".format),
    words.filter(lambda word: len(word) > 2).map("{}~".format),
)
queries = st.recursive(
    st.lists(simple, min_size=1, max_size=3).map(" ".join),
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR", "AND NOT"]), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
    ),
    max_leaves=4,
)
everywhere = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def refusal(text: str) -> SearchQueryError | None:
    try:
        parse_query(text, NAMES, today=TODAY)
    except SearchQueryError as error:
        return error
    return None


operators = st.lists(
    st.sampled_from(
        ["a", "vốn", "AND", "OR", "NOT", "NEAR", "REQUIRE", "-", "*", '"', "(", ")", ":", "tt:",
         "han:", "cq:", "vb:", "..", "<", "2024", "quý", "ban",
         "quá", "hạn", "|", "!", "~", "^", "[", "]", "{", "}", "/", "\\", "+", "&&", "||", " "]
    ),
    max_size=12,
)  # fmt: skip


typed = st.one_of(
    st.text(max_size=80), operators.map("".join), operators.map(" ".join), queries, st.text("ạ~*")
)


@given(typed)
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_or_refused_with_a_place_a_reason_and_a_way_out(text: str) -> None:
    error = refusal(text)
    if error is not None:
        assert error.code
        assert error.message
        assert error.text == canonical(text)
        assert 0 <= error.position < len(error.text)
        assert error.proposal is None or refusal(error.proposal) is None


@given(pieces=operators)
@everywhere
def test_what_can_be_read_can_be_searched(ask: Ask, pieces: list[str]) -> None:
    text = " ".join(pieces)
    if text.strip() and refusal(text) is None:
        assert ask(text).total_hits >= 0


@given(text=queries)
@everywhere
def test_an_engine_finds_just_what_brute_force_finds(ask: Ask, text: str) -> None:
    expected = found(parse_query(text, NAMES), RECORDS, "office", TODAY)
    page = ask(text, size=100)
    assert page.total_hits == len(expected)
    assert {group.group for group in page.groups} == {
        record.group for record in RECORDS if record.key in expected
    }


@given(text=queries)
@everywhere
def test_the_way_of_typing_changes_nothing(ask: Ask, text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert keys(ask(decomposed, size=100)) == keys(ask(text, size=100))


@given(text=st.one_of(rows, phrases))
@everywhere
def test_capitals_change_nothing(ask: Ask, text: str) -> None:
    assert keys(ask(text.upper(), size=100)) == keys(ask(text, size=100))


@given(text=st.one_of(rows, phrases))
@everywhere
def test_without_marks_at_least_the_same_is_found(ask: Ask, text: str) -> None:
    assert keys(ask(text, size=100)) <= keys(ask(without_marks(text), size=100))


@given(text=rows, narrower=filters)
@everywhere
def test_a_filter_never_adds_a_result(ask: Ask, text: str, narrower: str) -> None:
    assert keys(ask(f"{text} {narrower}", size=100)) <= keys(ask(text, size=100))


@given(text=st.one_of(rows, filters))
@everywhere
def test_a_facet_counts_what_choosing_it_leaves(ask: Ask, text: str) -> None:
    query = parse_query(text, NAMES)
    for facet, counts in ask(text, facets=tuple(Facet)).facets.items():
        for each in counts:
            chosen = And((query, OneOf(facet.value, (each.value,))))
            assert ask("", query=chosen).total_hits == each.count, (facet, each)


@pytest.fixture(scope="module")
def engines(open_all: OpenAll) -> tuple[SearchEngine, ...]:
    return tuple(open_all(RECORDS).values())


@given(text=queries)
@everywhere
def test_the_engines_agree(engines: tuple[SearchEngine, ...], text: str) -> None:
    query = parse_query(text, NAMES)
    one, *others = (_whole(engine, query) for engine in engines)
    for other in others:
        assert keys(one) == keys(other)
        assert one.facets == other.facets
        assert one.kinds == other.kinds


def _whole(engine: SearchEngine, query: Query) -> ResultPage:
    who = frozenset({"office"})
    return engine.search(SearchRequest(query, who, TODAY, size=100, facets=tuple(Facet)))


def test_an_index_of_another_place_is_not_touched(tmp_path: Path) -> None:
    one, other = (open_engine("tantivy", tmp_path / name) for name in ("one", "other"))
    one.rebuild(RECORDS, seq=1)
    other.rebuild([], seq=1)
    assert (one.stats().records, other.stats().records) == (len(RECORDS), 0)
