"""Snippets: the piece of a long text with the most that was asked for, marked by positions."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import Snippet, canonical, like, parse_query, places_of
from search_index.highlighting import snippet

FILLER = "Nội dung khác của văn bản này không liên quan. " * 30
TEXT = f"{FILLER}Đầu tư đường giao thông.{' ' + FILLER}Bố trí vốn đầu tư cho thủy lợi. {FILLER}"


def cut(asked: str, text: str = TEXT) -> Snippet:
    return snippet(canonical(text), parse_query(asked))


def marked(found: Snippet) -> str:
    return " ".join(found.text[start:end] for start, end in found.marks)


def test_a_long_text_is_cut_around_what_was_found() -> None:
    found = cut("giao thong")
    assert marked(found) == "giao thông"
    assert (found.cut_before, found.cut_after) == (True, True)
    assert len(found.text) < 400


def test_the_piece_with_the_most_is_shown() -> None:
    assert "thủy lợi" in cut("đầu tư vốn thủy lợi").text


def test_a_long_text_without_a_mark_shows_its_beginning() -> None:
    found = cut("tt:quahan")
    assert found.text.startswith("Nội dung khác")
    assert (found.marks, found.cut_before, found.cut_after) == ((), False, True)


def test_words_are_not_cut_in_two() -> None:
    found = cut("giao thông")
    words = set(TEXT.replace(".", "").split())
    assert {found.text.split()[0].strip("."), found.text.split()[-1].strip(".")} <= words


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('"vốn đầu tư"', "vốn đầu tư"),
        ("thuy*", "thủy"),
        ("vốn -đường", "vốn"),
        ("(vốn OR đường) AND thông", "đường thông vốn"),
        ("VỐN", "vốn"),
        ("vônn~", "vốn"),
        ("đầu tư cho", "Đầu tư đầu tư cho"),
        ("cho", "cho"),
        ("của vốn", "vốn"),
        ("linhvuc:vốn đường", "đường"),
    ],
)
def test_just_what_was_asked_for_is_marked(asked: str, expected: str) -> None:
    short = "Đầu tư đường giao thông. Bố trí vốn đầu tư cho thủy lợi."
    assert marked(cut(asked, short)) == expected


def test_an_abbreviation_and_a_number_are_marked_where_they_are_written_out() -> None:
    assert marked(cut("NTM", "xây dựng nông thôn mới")) == "nông thôn mới"
    assert marked(cut("chỉ thị 23", "theo 23-CT/TU")) == "23-CT/TU"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("120/NQ-HĐND", "120/2024/NQ-HĐND"),
        ("nghị quyết 120", "Nghị quyết 120/2024/NQ-HĐND"),
        ("120", "120/2024/NQ-HĐND"),
        ("đại hội 11", "Đại hội XI"),
        ("trễ hạn", "quá hạn"),
    ],
)
def test_what_is_said_otherwise_is_marked(asked: str, expected: str) -> None:
    text = "Nghị quyết 120/2024/NQ-HĐND sau Đại hội XI đã quá hạn"
    assert marked(cut(asked, text)) == expected


def test_a_word_with_its_own_marks_hides_its_look_alikes() -> None:
    assert marked(cut("đường", "đường của ông Dương")) == "đường"
    assert marked(cut("đường", "của ông Dương")) == "Dương"


def test_what_is_like_a_text_is_marked_by_its_words() -> None:
    wanted = like("tuyên truyền, tuyên truyền")
    assert wanted is not None
    assert places_of("về tuyên truyền", wanted) == ((3, 8), (9, 15))


def test_different_words_count_more_than_one_word_often() -> None:
    text = f"{'vốn ' * 30}{FILLER}vốn cho thủy lợi. {FILLER}"
    assert "thủy lợi" in cut("vốn thủy lợi", text).text


marks_text = st.lists(st.sampled_from(["vốn", "đường", "23-CT/TU", "và", "\u00a0", "củaĐảng", "."]))


@given(
    marks_text.map(" ".join), st.sampled_from(["vốn đường", "23-CT/TU", "đu*", "vôn~", '"vốn và"'])
)
@settings(max_examples=200, deadline=None)
def test_marks_are_places_of_the_text_in_order(text: str, asked: str) -> None:
    text = canonical(text)
    places = [place for span in places_of(text, parse_query(asked)) for place in span]
    assert places == sorted(places)
    assert all(text[a:b].strip() == text[a:b] != "" for a, b in pairs(places))


def pairs(places: list[int]) -> list[tuple[int, int]]:
    return list(zip(places[::2], places[1::2], strict=True))


def test_a_long_text_is_searched_in_time_that_grows_with_its_length() -> None:
    text = canonical("vốn đầu tư " * 30_000)
    begun = time.process_time()
    assert cut("vốn đầu tư", text).marks
    assert time.process_time() - begun < 5
