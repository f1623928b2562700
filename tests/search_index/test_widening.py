"""Where few records have all words, most of them suffice; states are understood in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given

from search_index import (
    Scoped,
    SearchEngine,
    SearchRequest,
    parse_query,
    widened,
    with_states,
)
from search_index.query import And, OneOf, Or, Phrase, Query, Words
from tests.search_index.conftest import Ask, keys
from tests.search_index.corpus import NAMES, OFFICE, TODAY, record
from tests.search_index.test_properties import everywhere, numbers, queries, rows


def wide(text: str) -> Query:
    query = widened(parse_query(text, NAMES))
    assert query is not None, text
    return query


class TestMostOfTheWords:
    def test_what_lacks_a_word_is_found_after_what_has_all(self, ask: Ask) -> None:
        text = "chuẩn nông thôn mới kiểu mẫu tuyên truyền"
        assert keys(ask(text)) == set()
        assert ask("", query=wide(text)).groups[0].group == "task:2"
        both = ask("", query=wide("Đảng đoàn giám sát Mặt trận"))
        assert {group.group for group in both.groups} == {"task:4", "task:5"}
        page = ask("", query=wide("Đảng đoàn vận động Mặt trận tham gia"))
        assert page.groups[0].group == "task:5"

    def test_a_mistyped_word_finds_what_was_meant_and_marks_it(self, ask: Ask) -> None:
        assert keys(ask("giaam sat")) == set()
        [hit] = ask("", query=wide("giaam sat")).groups[0].hits
        assert hit.key == "task:4"
        assert {hit.snippet.text[start:end] for start, end in hit.snippet.marks} == {"giám", "sát"}

    def test_what_can_be_said_otherwise_is_one_word(self, ask: Ask) -> None:
        assert keys(ask("", query=wide("xyzzy nông thôn mới"))) == set()

    def test_very_common_words_alone_are_words_too(self, ask: Ask) -> None:
        assert keys(ask("", query=wide("của những các"))) >= keys(ask("của các"))

    def test_of_two_words_neither_may_be_missing(self, ask: Ask) -> None:
        assert keys(ask("", query=wide("tuyên nhượng"))) == set()

    def test_a_number_must_be_there_however_it_is_written(self, ask: Ask) -> None:
        for text in ("tuyên truyền nghị quyết 11-NQ/TW", "tuyên truyền nghị quyết số 11"):
            assert keys(ask("", query=wide(text))) == {"directive:1"}

    @pytest.mark.parametrize(
        "text", ["15/CT-UBND", "chỉ thị 23", '"nông thôn"', "tt:quahan", "vốn", "giám sát", ""]
    )
    def test_nothing_can_be_missing_from_numbers_phrases_filters_and_short_words(
        self, text: str
    ) -> None:
        assert widened(parse_query(text, NAMES)) is None

    def test_filters_and_what_is_excluded_hold_as_before(self, ask: Ask) -> None:
        wide_ones = keys(ask("", query=wide("xây dựng kế hoạch tuyên truyền tt:quahan -cụ")))
        assert wide_ones
        assert wide_ones <= keys(ask("tt:quahan -cụ"))

    @given(text=rows)
    @everywhere
    def test_whatever_has_all_words_has_most_of_them(self, ask: Ask, text: str) -> None:
        query = widened(parse_query(text, NAMES))
        if query is not None:
            assert keys(ask(text, size=100)) <= keys(ask("", query=query, size=100))


def test_a_phrase_in_a_text_comes_before_one_in_a_name(engine: SearchEngine) -> None:
    named = record("task:2", "việc khác", names=(Scoped("Về nước sạch nông thôn", OFFICE),))
    said = record("task:1", "cấp nước sạch, làm đường, dạy nghề, trồng cây, giữ đê và kè biển")
    engine.rebuild([named, said], seq=1)
    asked = SearchRequest(parse_query('"nước sạch"', NAMES), frozenset(OFFICE), TODAY)
    assert [group.group for group in engine.search(asked).groups] == ["task:1", "task:2"]


class TestStates:
    def test_a_state_in_plain_words_is_sought_as_a_state_or_as_a_phrase(self) -> None:
        query = with_states(parse_query("vốn quá hạn BTGTU", NAMES))
        assert isinstance(query, And)
        named, *rest = query.parts
        assert isinstance(named, Or)
        assert isinstance(named.parts[0], Phrase)
        assert named.parts[1] == OneOf("status", ("overdue",))
        words = [part.tokens for part in rest if isinstance(part, Words)]
        assert [[token.folded for token in tokens] for tokens in words] == [["von"], ["btgtu"]]

    def test_it_finds_what_stands_so(self, ask: Ask) -> None:
        late = keys(ask("tt:quahan"))
        assert keys(ask("", query=with_states(parse_query("qua han", NAMES)))) == late
        asked = with_states(parse_query("không thời hạn", NAMES))
        assert keys(ask("", query=asked)) == keys(ask("tt:khonghan"))

    def test_an_abbreviation_behind_it_still_finds_what_it_stands_for(self, ask: Ask) -> None:
        asked = with_states(parse_query("quá hạn NTM", NAMES))
        assert keys(ask("", query=asked)) == keys(ask("tt:quahan NTM"))

    @pytest.mark.parametrize(
        "text", ["tt:danglam quá hạn", '"quá hạn"', "hoàn thành", "-(quá hạn)"]
    )
    def test_elsewhere_words_are_words(self, text: str) -> None:
        query = parse_query(text, NAMES)
        assert with_states(query) == query

    @given(text=queries)
    @everywhere
    def test_queries_without_states_stay_as_they_are(self, text: str) -> None:
        query = parse_query(text, NAMES)
        assert with_states(query) == query

    @given(number=numbers)
    @everywhere
    def test_numbers_behind_a_state_stay_whole(self, ask: Ask, number: str) -> None:
        asked = with_states(parse_query(f"quá hạn {number}", NAMES))
        assert keys(ask("", query=asked, size=50)) == keys(ask(f"tt:quahan {number}", size=50))
