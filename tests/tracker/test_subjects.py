"""What a figure is about: the same thing in other words has the same key."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.models.subjects import FigureWords, figures_in, grows, nearness

TODAY = date(2024, 7, 1)


def told(text: str) -> list[FigureWords]:
    return figures_in(text, TODAY)


@pytest.mark.parametrize(
    "texts",
    [
        (
            "Có 111/116 xã đạt chuẩn nông thôn mới.",
            "Đến nay, tỉnh đã có 113/116 xã được công nhận đạt chuẩn NTM",
            "Số xã đạt chuẩn nông thôn mới: **113/116 xã**",
            "tính đến hết quý II/2024 toàn tỉnh có 113/116 xã đạt chuẩn nông thôn mới, tăng 2 xã",
            "CÓ 111/116 xã ĐẠT CHUẨN NÔNG THÔN MỚI",
        ),
        (
            "Tỷ lệ hộ nghèo giảm còn 1,2%",
            "đến cuối năm 2023, tỉ lệ hộ nghèo của tỉnh là 1,5%;",
            "hộ nghèo chiếm 1,4%",
        ),
        (
            "đạt 95% hồ sơ giải quyết đúng hạn",
            "Tỷ lệ giải quyết hồ sơ đúng hạn đạt 96%",
        ),
        (
            "Giải ngân vốn đầu tư công đạt 450/1.200 tỷ đồng",
            "đã giải ngân 0,5 nghìn tỷ đồng vốn đầu tư công",
        ),
        (
            "15/15 huyện, thành phố nhận Chỉ thị",
            "đã có 14/15 huyện nhận Chỉ thị",
        ),
    ],
)
def test_one_thing_in_other_words_has_one_key(texts: tuple[str, ...]) -> None:
    keys = {(told(text)[0].unit, told(text)[0].key) for text in texts}
    assert len(keys) == 1
    assert all(key for _unit, key in keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20 xã đạt chuẩn nâng cao", "20 xã đạt chuẩn kiểu mẫu"),
        ("35 sản phẩm OCOP đạt 4 sao", "35 sản phẩm OCOP đạt 3 sao"),
        ("có 5 xã đạt chuẩn", "tăng 5 xã đạt chuẩn"),
        ("5 xã chưa có đường nhựa", "5 xã có đường nhựa"),
        ("Tỷ lệ hộ nghèo 2%", "Tỷ lệ hộ cận nghèo 2%"),
    ],
)
def test_other_things_have_other_keys(one: str, other: str) -> None:
    assert told(one)[0].key != told(other)[0].key


def test_a_share_behind_a_count_is_of_what_was_counted() -> None:
    count, share = told("Có 114/116 xã đạt chuẩn (chiếm 98,28%).")
    assert (share.unit, share.key) == ("%", count.key)


def test_money_is_brought_to_one_measure() -> None:
    one, other = told("Thu 1,25 nghìn tỷ đồng; chi 800 triệu đồng.")
    assert (one.unit, one.value) == ("đồng", 1_250_000_000_000)
    assert (other.unit, other.value) == ("đồng", 800_000_000)


@pytest.mark.parametrize(
    ("text", "as_of", "is_wanted"),
    [
        ("Tính đến ngày 31/3/2024 có 9 xã đạt chuẩn", date(2024, 3, 31), False),
        ("Đến cuối quý I/2024 có 9 xã đạt chuẩn", date(2024, 3, 31), False),
        ("đến hết tháng 5/2024 có 9 xã đạt chuẩn", date(2024, 5, 31), False),
        ("Tính đến cuối năm 2023, có 9 xã đạt chuẩn", date(2023, 12, 31), False),
        ("Đến hết năm 2025 có 9 xã đạt chuẩn", None, True),
        ("Phấn đấu có 9 xã đạt chuẩn", None, True),
        ("đạt tối thiểu 9 xã đạt chuẩn", None, True),
        ("Có 9 xã đạt chuẩn", None, False),
        ("đến ngày 31/31/2024 có 9 xã đạt chuẩn", None, False),
    ],
)
def test_a_past_day_dates_a_figure_and_a_coming_one_makes_it_wanted(
    text: str, as_of: date | None, *, is_wanted: bool
) -> None:
    found = told(text)[-1]
    assert (found.as_of, found.is_wanted) == (as_of, is_wanted)


def test_what_no_word_names_has_no_key() -> None:
    assert told("Có 5 xã.")[0].key == ""
    assert told("còn 3 xã chưa đạt")[0].key == ""


def test_what_is_missing_is_not_expected_to_grow() -> None:
    assert grows("chuan moi nong thon")
    assert not grows("ho ngheo")
    assert not grows("")


_WORDS = st.sampled_from(
    ["trường", "chuẩn", "quốc gia", "xanh", "sạch", "đường", "nhựa", "điện", "nước", "đọc sách"]
)


@given(st.lists(_WORDS, min_size=1, max_size=5, unique=True), st.randoms())
def test_the_order_marks_and_case_of_words_do_not_matter(words: list[str], dice: object) -> None:
    shuffled = list(words)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one = told(f"Có 12/15 xã {' '.join(words)}.")[0]
    other = told(f"đã có 9/15 xã được công nhận đạt {' '.join(shuffled).upper()}; và")[0]
    assert one.key == other.key
    assert nearness(one.key, other.key) == 1.0


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    line = f"{text} 12/15 xã {text}"
    for found in told(line):
        assert line[found.figure.start : found.figure.end] == found.figure.text


def test_a_sentence_without_end_costs_no_more_than_its_length() -> None:
    found = told("1 xã năm 2024 phấn đấu " * 900)
    assert len(found) == 900
    assert max(len(one.sentence) for one in found) < 1000
