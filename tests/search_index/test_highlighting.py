"""Snippets: the piece of a long text with the most that was asked for, marked by positions."""

from __future__ import annotations

import pytest

from search_index import Snippet, parse_query
from search_index.analysis import canonical
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
    ],
)
def test_just_what_was_asked_for_is_marked(asked: str, expected: str) -> None:
    short = "Đầu tư đường giao thông. Bố trí vốn đầu tư cho thủy lợi."
    assert marked(cut(asked, short)) == expected


def test_an_abbreviation_and_a_number_are_marked_where_they_are_written_out() -> None:
    assert marked(cut("NTM", "xây dựng nông thôn mới")) == "nông thôn mới"
    assert marked(cut("chỉ thị 23", "theo 23-CT/TU")) == "23-CT/TU"
