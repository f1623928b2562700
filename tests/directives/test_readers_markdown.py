"""Markdown gives its words without marks and its numbers as they were written."""

from __future__ import annotations

import pytest

from directives.blocks import Block, BlockKind, Cell
from directives.readers import read_blocks


def read(text: str) -> tuple[Block, ...]:
    media_type, blocks, _ = read_blocks(text.encode(), "chi-thi.md")
    assert media_type == "text/markdown"
    return blocks


def texts(text: str) -> list[str]:
    return [block.text for block in read(text)]


def test_headings_have_levels() -> None:
    blocks = read("# CHỈ THỊ\n\n### I. Mục tiêu\n\nVề nông thôn\n===\n")
    assert [(block.kind, block.level) for block in blocks] == [
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 3),
        (BlockKind.HEADING, 1),
    ]


def test_a_letterhead_that_is_ruled_off_is_no_heading() -> None:
    blocks = read("ỦY BAN NHÂN DÂN\n-----\n\n**HỘI ĐỒNG**\nTỉnh\n-----\n")
    assert {block.kind for block in blocks} == {BlockKind.PARAGRAPH}


def test_marks_links_and_pictures_leave_only_words() -> None:
    text = "**Một là,** *tiếp tục* [xem](http://x.vn) ![ảnh](a.jpg) `mã` <b>đậm</b>"
    assert texts(text) == ["Một là, tiếp tục xem mã đậm"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Một là, tiếp tục", "Một là, tiếp tục"),
        ("1\\. Báo cáo", "1. Báo cáo"),
        ("\\- Báo cáo", "- Báo cáo"),
        ("1. Báo cáo", "1. Báo cáo"),
        ("7) Báo cáo", "7) Báo cáo"),
        ("+ Báo cáo", "+ Báo cáo"),
        ("* Báo cáo", "- Báo cáo"),
        ("a) Báo cáo", "a) Báo cáo"),
        ("1.1. Báo cáo", "1.1. Báo cáo"),
        ("    thụt vào", "thụt vào"),
        ("[1]: http://a.vn", "[1]: http://a.vn"),
        ("dưới <5 tỷ đồng & hơn", "dưới <5 tỷ đồng & hơn"),
        ("đến&nbsp;30&#x2F;6", "đến 30/6"),
        ("Sở: **Nội vụ**** **và", "Sở: Nội vụ và"),
        ("Đạt (**)", "Đạt (**)"),
    ],
)
def test_what_a_line_says(text: str, seen: str) -> None:
    assert texts(text) == [seen]


def test_numbers_are_kept_as_they_were_written() -> None:
    assert texts("3. ba\n4. bốn\n\nxen\n\n2. hai\n") == ["3. ba", "4. bốn", "xen", "2. hai"]


def test_a_list_inside_a_list_is_deeper() -> None:
    blocks = read("1. một\n   - hai\n     - ba\n")
    assert [(block.text, block.level) for block in blocks] == [
        ("1. một", 0),
        ("- hai", 1),
        ("- ba", 2),
    ]


def test_a_second_paragraph_of_an_item_has_no_number() -> None:
    assert texts("1. một\n\n   còn nữa\n2. hai") == ["1. một", "còn nữa", "2. hai"]


def test_a_wrapped_line_goes_on_and_a_hard_break_does_not() -> None:
    assert texts("chủ trì,\nphối hợp  \nvới\\\nSở") == ["chủ trì, phối hợp", "với", "Sở"]


def test_a_break_in_html_is_a_hard_break() -> None:
    assert texts("trên<br>dưới") == ["trên", "dưới"]


def test_points_on_lines_of_one_paragraph_are_points() -> None:
    assert texts("Giao:\na) Sở Nội vụ\nb) Sở Tài chính") == [
        "Giao:",
        "a) Sở Nội vụ",
        "b) Sở Tài chính",
    ]


def test_a_label_on_a_line_of_its_own_belongs_to_the_next() -> None:
    assert texts("**I.\nTrách nhiệm**") == ["I. Trách nhiệm"]


def test_tables_give_cells_with_places() -> None:
    blocks = read("| TT | Nhiệm vụ |\n|---|---|\n| 1 | **Báo cáo** |\n")
    assert [(block.text, block.cell) for block in blocks] == [
        ("TT", Cell(0, 0, 0, is_header=True)),
        ("Nhiệm vụ", Cell(0, 0, 1, is_header=True)),
        ("1", Cell(0, 1, 0)),
        ("Báo cáo", Cell(0, 1, 1)),
    ]
    assert blocks[3].bold


def test_lone_bars_hold_cells_apart() -> None:
    assert texts("|\nCác bộ,\n|\n30/06/2025\n|\n") == ["Các bộ,", "30/06/2025"]


def test_html_blocks_keep_their_words_and_lose_their_tags() -> None:
    letterhead = '<p align="center"><b>ỦY BAN<br>TỈNH</b></p>'
    text = f"{letterhead}\n\n<div><!-- ghi chú --><script>x()</script></div>\n\nhết"
    assert texts(text) == ["ỦY BAN", "TỈNH", "hết"]


def test_code_and_quotes_are_read_as_text() -> None:
    assert texts("> trích\n\n```\n1. một\n2. hai\n```\n") == ["trích", "1. một", "2. hai"]


def test_a_paragraph_is_bold_where_all_of_it_is() -> None:
    assert [block.bold for block in read("**I. MỤC TIÊU**\n\n**Một là,** tiếp")] == [True, False]


def test_a_paragraph_full_of_brackets_keeps_its_words() -> None:
    assert texts("[x" * 500)[0].count("x") == 500


def test_rules_between_parts_say_nothing() -> None:
    assert texts("một\n\n---\n\nhai") == ["một", "hai"]
