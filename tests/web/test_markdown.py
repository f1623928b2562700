"""What people type in narratives becomes HTML that can do no harm and loses no word."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web.markdown import MAX_BRACKETS, MAX_CHARACTERS, markdown

ALLOWED = re.compile(
    r"</?(p|br|hr|strong|em|code|pre|blockquote|ul|ol|li)( /)?>"
    r'|<p class="fw-semibold">|<ol start="\d+">|<a( href="(https?://|mailto:)[^"<>]*")?'
    r' rel="noopener noreferrer">|</a>'
)


def test_lists_and_stress_are_kept() -> None:
    assert markdown("1. *một*\n2. **hai**") == (
        "<ol>\n<li><em>một</em></li>\n<li><strong>hai</strong></li>\n</ol>\n"
    )


def test_typed_html_is_shown_as_it_was_typed() -> None:
    assert markdown("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_heading_does_not_disturb_the_headings_of_the_page() -> None:
    assert markdown("# Kết quả") == '<p class="fw-semibold">Kết quả</p>\n'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/sign-out", "//x"])
def test_a_link_leads_only_to_the_open_web(address: str) -> None:
    assert "href" not in markdown(f"[x]({address})")


def test_an_outside_link_does_not_hand_over_the_window() -> None:
    assert 'rel="noopener noreferrer"' in markdown("[x](https://example.org)")


def test_an_image_asks_nobody_for_anything() -> None:
    assert "<img" not in markdown("![x](https://example.org/x.png)")


def test_a_definition_of_a_link_is_not_swallowed() -> None:
    assert "[1]: kế hoạch" in markdown("[1]: kế hoạch")


@pytest.mark.parametrize("text", ["> " * 30 + "chữ", "- " * 30 + "chữ", "*a **b " * 30 + "chữ"])
def test_no_word_is_lost_in_the_depth(text: str) -> None:
    assert "chữ" in markdown(text)


@pytest.mark.parametrize("unit", ["[", "![a](", "<a ", "*a _b ", "> ", "`", "&#x41;", "\\", "a\n"])
def test_tangled_text_takes_no_time(unit: str) -> None:
    started = time.perf_counter()
    markdown(unit * (MAX_CHARACTERS // len(unit)))
    markdown(unit * (MAX_BRACKETS // 2))
    assert time.perf_counter() - started < 15


def test_what_is_too_long_is_shown_as_it_was_typed() -> None:
    assert markdown("<b>" + "a" * MAX_CHARACTERS).startswith("<pre>&lt;b&gt;aaa")


@given(st.text(alphabet=st.sampled_from("ab *_`[]()<>!#-\n\t1.\"'&:/\\\x00ế"), max_size=200))
def test_only_harmless_elements_come_out(text: str) -> None:
    assert not re.findall(r"<[^>]*>?", ALLOWED.sub("", markdown(text)))


@given(st.text(alphabet="abc xyz\n", max_size=80))
def test_plain_words_come_out_unchanged(text: str) -> None:
    shown = html.unescape(re.sub(r"<[^>]+>", " ", markdown(text)))
    assert shown.split() == text.split()
