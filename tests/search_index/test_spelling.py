"""Did you mean: mistyped words are put right by words that the reader can find."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index import NameTable, suggest_spelling
from search_index.analysis import analyse, canonical
from search_index.keyboard import readings

TEXTS = (
    "Xây dựng nông thôn mới nâng cao, kiểu mẫu",
    "Kiểm điểm trách nhiệm người đứng đầu",
    "Tạo chuyển biến bứt phá trong phát triển nông thôn mới",
    "Đầu tư đường giao thông, bố trí vốn",
    "Thông tin về nông thôn mới và thống kê nông nghiệp",
    "Đôn đốc tiến độ giải ngân vốn đầu tư đường giao thông",
)
NAME = "Huyện ủy Giồng Riềng"
NAMES = NameTable({"1": [NAME]})
FILTERS = {"zzz", "tt", "quahan", "han", "tuan", "nay"}
FOLDED = Counter(word.folded for text in TEXTS for word in analyse(text))
MARKED = Counter(word.exact for text in TEXTS for word in analyse(text))


def found(text: str) -> int:
    """Count the texts that have all words, those in quotation marks in a row."""
    words = [word.folded for word in analyse(canonical(text))]
    texts = [[word.folded for word in analyse(each)] for each in (*TEXTS, NAME)]
    if ":" in text:
        words = [word for word in words if word not in FILTERS]
    if text.startswith('"'):
        return sum(" ".join(words) in " ".join(each) for each in texts)
    return sum(set(words) <= set(each) for each in texts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nông thông mới", "nông thôn mới"),
        ("nong thong moi", "nong thon moi"),
        ("nông thôn mơi kiểu mẩuu", "nông thôn mơi kiểu mẩu"),
        ("bức phá", "bứt phá"),
        ("dduwowngf giao thông", "đường giao thông"),
        ("duong giao thoong", "duong giao thông"),
        ("d9u7o7ng2 giao tho6ng", "đường giao thông"),
        ("giải nagn vốn", "giải ngan vốn"),
        ("nôngthôn mới", "nông thôn mới"),
        ("trách nhiẹmm", "trách nhiẹm"),
        ("đôn đốk tiến độ", "đôn đốc tiến độ"),
        ("nghiepp", "nghiep"),
        ("han:tuần này nghiepp", "han:tuần này nghiep"),
        ("nogn thom mới", "nong thon mới"),
        ('"bức phá"', '"bứt phá"'),
        ("huyện ủy giông riềg", "huyện ủy giông riềng"),
        ("-zzz bức phá tt:quahan", "-zzz bứt phá tt:quahan"),
    ],
)
def test_a_mistyped_word_is_put_right(typed: str, meant: str) -> None:
    assert suggest_spelling(typed, FOLDED, NAMES, found=found) == meant


def test_with_marked_words_known_the_marks_are_put_right_too() -> None:
    typed = "kiem diễm trách nhiệm người đứng đầu"
    meant = "kiem điểm trách nhiệm người đứng đầu"
    assert suggest_spelling(typed, MARKED, NAMES) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "nông thôn mới",
        "NTM kiểu mẫu",
        "23-CT/TU",
        "giồng riềng",
        "vốn đường",
        "xyzzyx",
        "bắt phú",
        "thủyy lợi",
        "tt:quahan",
        "bứt phá (",
        "",
        "!!!",
    ],
)
def test_what_is_right_or_beyond_help_is_left_alone(typed: str) -> None:
    assert suggest_spelling(typed, FOLDED, NAMES, found=found) is None


def test_what_the_reader_cannot_find_is_never_suggested() -> None:
    assert suggest_spelling("bức phá", FOLDED, NAMES) == "bứt phá"
    assert suggest_spelling("bức phá", FOLDED, NAMES, found=lambda _: 0) is None


def test_without_anybody_to_ask_known_phrases_are_the_context() -> None:
    assert suggest_spelling("nông thông mới", FOLDED) == "nông thôn mới"


def test_few_questions_are_asked() -> None:
    asked: list[str] = []

    def ask(text: str) -> int:
        asked.append(text)
        return found(text)

    suggest_spelling(" ".join(["thông đường vốn tin về"] * 30), FOLDED, found=ask)
    assert len(asked) <= 40


@given(st.text(max_size=40) | st.lists(st.sampled_from([*MARKED, *FOLDED])).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_a_suggestion_finds_more(text: str) -> None:
    better = suggest_spelling(text, FOLDED, NAMES, found=found)
    assert better is None or found(better) > found(text)


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("dduwowngf", "đường"),
        ("duongwf", "dường"),
        ("d9u7o7ng2", "đường"),
        ("noong", "nông"),
        ("nongo", "nông"),
        ("moiws", "mới"),
        ("quys", "quý"),
        ("hoaf", "hòa"),
        ("u3y", "ủy"),
        ("kie63m", "kiểm"),
        ("nghieepj", "nghiệp"),
        ("tuyeenf", "tuyền"),
        ("giams", "giám"),
    ],
)
def test_keys_are_read_as_the_keyboard_would_have(keys: str, syllable: str) -> None:
    assert syllable in readings(keys)


@pytest.mark.parametrize("keys", ["duong", "đường", "2024", "a" * 13, "", "23-ct"])
def test_what_are_no_keys_gives_nothing(keys: str) -> None:
    assert readings(keys) == ()
