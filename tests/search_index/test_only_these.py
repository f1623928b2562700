"""A request can be held to some records: what alerts ask of those that have just changed."""

from __future__ import annotations

import pytest

from search_index import SearchEngine, SearchRequest, parse_query
from tests.search_index.conftest import Ask, keys
from tests.search_index.corpus import NAMES, TODAY

FOUND = {"directive:1", "task:2", "task:6"}


def asked(text: str, *principals: str, only: set[str] | None = None) -> SearchRequest:
    held = None if only is None else frozenset(only)
    return SearchRequest(parse_query(text, NAMES), frozenset(principals), TODAY, only=held)


def test_only_these_records_are_found_and_counted(ask: Ask) -> None:
    page = ask("nông thôn mới", only=frozenset({"task:6", "task:7", "update:404"}))
    assert (keys(page), page.total_hits, page.kinds) == ({"task:6"}, 1, {"task": 1})


def test_of_no_records_none_is_found(ask: Ask) -> None:
    assert ask("nông thôn mới", only=frozenset()).total_hits == 0


def test_the_keys_of_all_matches_are_told_at_once(full: SearchEngine) -> None:
    assert full.keys(asked("nông thôn mới", "office")) == FOUND


@pytest.mark.parametrize("only", [None, FOUND])
def test_keys_are_told_to_those_who_may_know_them(
    full: SearchEngine, only: set[str] | None
) -> None:
    assert full.keys(asked("nông thôn mới", "agency:7", only=only)) == {"directive:1"}
    assert full.keys(asked("nông thôn mới", "agency:404", only=only)) == frozenset()
