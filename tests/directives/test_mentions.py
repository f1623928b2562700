"""What a text names in passing is found with its place, and named once by one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directives import MentionKind, find_mentions

NUMBER, TIME, DOCUMENT = MentionKind


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Đã có 111/116 xã đạt chuẩn.", [(NUMBER, "111/116 xã")]),
        ("Đã mở 12 buổi tập huấn.", [(NUMBER, "12 buổi")]),
        ("Đạt 98,6%.", [(NUMBER, "98,6%")]),
        ("Từ ngày 15/3/2024 đến quý II/2024.", [(TIME, "15/3/2024"), (TIME, "quý II/2024")]),
        ("Kế hoạch số 12-KH/BTGTU đã ký.", [(DOCUMENT, "Kế hoạch số 12-KH/BTGTU")]),
        ("1. Một việc\n2. Hai việc, theo Điều 5", []),
        ("", []),
    ],
)
def test_what_is_named(text: str, named: list[tuple[MentionKind, str]]) -> None:
    assert [(mention.kind, mention.text) for mention in find_mentions(text)] == named


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ngày 15/3/2024", "ngày 15 tháng 3 năm 2024"),
        ("quý II/2024", "quý II năm 2024"),
        ("1.000 người", "1000 người"),
        ("Công văn số 15/SNN-KH", "công văn 15/SNN-KH"),
    ],
)
def test_two_ways_of_writing_one_thing_have_one_key(one: str, other: str) -> None:
    keys = [[mention[:2] for mention in find_mentions(text)] for text in (one, other)]
    assert keys[0] == keys[1]
    assert keys[0]


@given(st.text(alphabet="0123456789/.,-% \nxãngàyquýIVKH/TUđồngnăm", max_size=200))
def test_mentions_are_what_stands_there_and_never_overlap(text: str) -> None:
    reached = 0
    for mention in find_mentions(text):
        assert mention.text == text[mention.start : mention.end]
        assert reached <= mention.start < mention.end
        reached = mention.end
