"""Words that a pattern needs, and patterns made of words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.lexicon import any_of, table
from directives.sieve import Sieve, needed_words

RULES = [
    pattern
    for name, rules in table("relations").items()
    if name.endswith(("before", "after"))
    for pattern in ([rules] if isinstance(rules, str) else rules)
    if needed_words(pattern)
]
words = st.text("abc ", min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("phối hợp(?: chặt chẽ)? $", [{"phối hợp"}]),
        ("(?:gửi|trình) (?:cho|lên)", [{" cho", " lên"}, {"gửi", "trình"}]),
        ("t(?:rước|rong) ngày", [{"trước", "trong"}, {" ngày"}]),
        (r"\d+ ngày", [{" ngày"}]),
        ("(?:Chủ trì)? ?$", []),
        ("(?:Giao|)", []),
        ("(?:Giao ){1,3}x?", [{"giao "}]),
    ],
)
def test_a_match_needs_the_words_that_no_branch_leaves_out(
    pattern: str, needed: list[set[str]]
) -> None:
    assert list(needed_words(pattern)) == needed


@pytest.mark.parametrize("pattern", RULES)
@given(data=st.data())
def test_whatever_a_rule_matches_holds_a_word_that_it_needs(
    pattern: str, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))
    assert all(any(word in text.lower() for word in words) for words in needed_words(pattern))


@given(
    st.lists(st.sampled_from(["ab+c", "(?:ca|b)c", "aa$", "b?"]), min_size=1),
    st.text("abc", max_size=12),
)
def test_a_sieve_finds_what_its_patterns_find(patterns: list[str], text: str) -> None:
    found = [find[0] for pattern in patterns for find in re.finditer(pattern, text)]
    sieve = Sieve(*patterns)
    assert [find[0] for find in sieve.finds(text, text)] == found
    assert sieve.fits(text, text) == bool(found)


@given(st.sets(words, min_size=1, max_size=12), st.text("abc ", max_size=12))
def test_any_of_takes_the_longest_word_that_fits(choice: set[str], text: str) -> None:
    longest = max((word for word in choice if text.startswith(word)), key=len, default=None)
    found = re.match(any_of(choice), text)
    assert (found and found[0]) == longest
