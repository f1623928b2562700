"""What is new in an update, and how much of it is copied, against a slow, obvious reference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives import MentionKind
from tracker.domain import UpdateStatus
from tracker.progress import ProgressEntry, copied_percent, what_is_new

LAST = ProgressEntry(
    UpdateStatus.IN_PROGRESS,
    40,
    "Ngày 15/3/2024 đã ban hành Kế hoạch số 12-KH/BTGTU. Có 98/116 xã đạt chuẩn.",
    difficulties="Thiếu 2 tỷ đồng.",
)
WORDS = st.lists(st.sampled_from(["xã", "đạt", "chuẩn", "vốn", "2024", "hộ"]), max_size=40)


def test_what_was_not_named_before_is_new() -> None:
    entry = replace(
        LAST,
        narrative="Có 111/116 xã đạt chuẩn. Ngày 20/6/2024 ban hành Công văn số 77-CV/BTGTU.",
    )
    new = what_is_new(entry, LAST)
    assert new.named == {
        MentionKind.NUMBER: ("111/116 xã",),
        MentionKind.TIME: ("20/6/2024",),
        MentionKind.DOCUMENT: ("Công văn số 77-CV/BTGTU",),
    }
    assert not new.is_mostly_copied


def test_a_copy_names_nothing_new_and_is_said_to_be_one() -> None:
    new = what_is_new(LAST, LAST)
    assert new.names_nothing_new
    assert (new.copied_percent, new.is_mostly_copied) == (100, True)


def test_what_moved_from_one_field_to_another_is_not_new() -> None:
    moved = replace(LAST, narrative=f"{LAST.narrative} {LAST.difficulties}", difficulties="")
    assert what_is_new(moved, LAST).names_nothing_new


def test_a_new_number_in_copied_words_is_new_and_the_rest_copied() -> None:
    last = "Đã tổ chức tuyên truyền tại 20 xã, có 500 hộ tham gia đầy đủ các buổi họp dân."
    new = copied_percent(last.replace("500", "650"), last)
    assert 0 < new < 100


@pytest.mark.parametrize(("text", "percent"), [("", 0), (" \n", 0), ("Đang làm.", 100)])
def test_short_texts_have_a_share_too(text: str, percent: int) -> None:
    assert copied_percent(text, "Đang làm.") == percent


def slowly(words: list[str], earlier: list[str]) -> int:
    """Count each word that stands in some run of five which the other text has too."""
    run = min(5, len(words))
    copied = 0
    for at in range(len(words)):
        starts = range(max(0, at - run + 1), min(at, len(words) - run) + 1)
        copied += any(
            words[start : start + run] == earlier[place : place + run]
            for start in starts
            for place in range(len(earlier) - run + 1)
        )
    return 100 * copied // len(words) if words else 0


@given(WORDS, WORDS)
def test_the_share_is_what_a_slow_reference_counts(words: list[str], earlier: list[str]) -> None:
    assert copied_percent(" ".join(words), " ".join(earlier)) == slowly(words, earlier)


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_typed_is_compared(one: str, other: str) -> None:
    new = what_is_new(replace(LAST, narrative=one), replace(LAST, narrative=other))
    assert 0 <= new.copied_percent <= 100
