"""Words that a pattern needs, and patterns made of words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives.lexicon import any_of, table
from directives.sieve import Sieve, last_letters, needed_words

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


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("(?:giao|cho) $", {"iao ", "cho "}),
        ("phối hợp(?: chặt chẽ)?(?!a) $", {"hợp ", "chẽ "}),
        ("trước(?: và sau){0,3}[,;]$", {"ước,", "ước;", "sau,", "sau;"}),
        ("(?:của|ở) $", {"ủa ", "ở "}),
        ("giao", set()),
        (r"giao \w*$", set()),
        ("(?:giao)? ?$", set()),
    ],
)
def test_a_pattern_at_the_end_of_a_text_tells_how_that_ends(
    pattern: str, letters: set[str]
) -> None:
    length = max(map(len, letters), default=0)
    told = {each for each in last_letters(pattern) if not each.endswith("\n")}
    assert told == {each[-min(map(len, letters)) :] for each in letters if length}


@pytest.mark.parametrize("pattern", [pattern for pattern in RULES if last_letters(pattern)])
@given(data=st.data())
def test_whatever_a_rule_matches_ends_as_the_rule_does(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    assert text.lower().endswith(tuple(last_letters(pattern)))


@given(
    st.lists(
        st.sampled_from(["ab+c", "(?:ca|b)c", "aa$", "b?", "^ab", "^c*b$", "a(?:b|ca)?c$"]),
        min_size=1,
    ),
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
