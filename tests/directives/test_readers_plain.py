"""Plain text: a line is a paragraph unless somebody wrapped the lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from directives.blocks import Block
from directives.readers import read_blocks
from directives.readers.lines import begins_item

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_d0c1953ea353a548.txt"


def read(text: str) -> tuple[Block, ...]:
    media_type, blocks, _ = read_blocks(text.encode(), "a.txt")
    assert media_type == "text/plain"
    return blocks


def texts(text: str) -> list[str]:
    return [block.text for block in read(text)]


def test_lines_are_paragraphs() -> None:
    assert texts("Một là, a\n\n\nHai là, b\nBa là, c\n") == ["Một là, a", "Hai là, b", "Ba là, c"]


def test_odd_spaces_and_invisible_marks_are_cleaned() -> None:
    assert texts("mặt\u00a0trận\u200b  Tổ\tquốc\ufeff") == ["mặt trận Tổ quốc"]


WRAPPED = """\
QUYẾT ĐỊNH
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng
6 năm 2015 và Luật sửa đổi, bổ sung một số điều của Luật
Tổ chức Chính phủ;
Theo đề nghị của Giám đốc Sở Nội vụ tỉnh.
1. Sở Nội vụ chủ trì, phối hợp với các sở, ngành và Ủy ban
nhân dân các huyện rà soát tình hình phát triển kinh tế
- xã hội, báo cáo Ủy ban nhân dân tỉnh trước ngày
30/6/2024.
a) Sở Tài chính bố trí kinh phí.
- Ủy ban nhân dân các huyện thực hiện.
"""


# A backslash joins a line of this listing to the next.
JOINED = """\
QUYẾT ĐỊNH
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015 và Luật sửa đổi, \
bổ sung một số điều của Luật Tổ chức Chính phủ;
Theo đề nghị của Giám đốc Sở Nội vụ tỉnh.
1. Sở Nội vụ chủ trì, phối hợp với các sở, ngành và Ủy ban nhân dân các huyện rà soát \
tình hình phát triển kinh tế - xã hội, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2024.
a) Sở Tài chính bố trí kinh phí.
- Ủy ban nhân dân các huyện thực hiện.
"""


def test_wrapped_lines_are_put_together() -> None:
    assert texts(WRAPPED) == JOINED.splitlines()


def test_long_lines_are_never_put_together() -> None:
    first = "Thời gian qua, " + "các cấp ủy, chính quyền quan tâm lãnh đạo " * 6
    assert len(texts(f"{first}\nvà các đoàn thể\n")) == 2


def test_the_number_of_a_page_stands_alone_and_is_furniture() -> None:
    pages = WRAPPED.replace("nhân dân các huyện rà soát", "12\nnhân dân các huyện rà soát")
    assert [block.text for block in read(pages) if block.furniture] == ["12"]


@pytest.mark.parametrize(
    "line",
    [
        "Sign In", "00:00 17/02/2024", "17-2-24 _9a27.jpg", "Đường vào xã Phú Mỹ. Ảnh: MT",
        "Tag:", "File đính kèm", "Ban Biên tập", "_______", "Lượt xem: 1.204",
        "CÔNG BÁO/Số 242/Ngày 22",
    ],
)  # fmt: skip
def test_furniture_is_marked_and_kept(line: str) -> None:
    (block,) = read(line)
    assert (block.text, block.furniture) == (line, True)


@pytest.mark.parametrize(
    "line",
    [
        "Ban Biên tập chủ trì tuyên truyền.", "Một là, tăng cường ảnh: tuyên truyền; báo cáo.",
        "Chia sẻ kinh nghiệm giữa các địa phương", "12", "Đăng nhập hệ thống trước ngày 30/6",
    ],
)  # fmt: skip
def test_words_of_a_document_are_no_furniture(line: str) -> None:
    (block,) = read(line)
    assert not block.furniture


@pytest.mark.parametrize(
    "line",
    [
        "Một là, a", "Mười một là: a", "Thứ nhất, a", "1. a", "1.2. a", "1) a", "1- Về", "1/ a",
        "(1) a", "(i) a", "I. A", "II- A", "a) b", "đ) b", "- a", "+ a", "• a", "Điều 5. A",
        "Chương II", "3.1 Về",
    ],
)  # fmt: skip
def test_lines_that_begin_a_point(line: str) -> None:
    assert begins_item(line)


@pytest.mark.parametrize(
    "line",
    ["210-KL/TW, các", "30/6/2024", "năm là năm", "12 năm", "111/116 xã", "1.500 tỷ", "Một số"],
)
def test_lines_that_begin_no_point(line: str) -> None:
    assert not begins_item(line)


@pytest.mark.skipif(not SEED.exists(), reason="the shared folder with the seed text is not here")
def test_the_seed_text_gives_its_points_and_marks_the_page_around_them() -> None:
    blocks = read_blocks(SEED.read_bytes(), SEED.name)[1]
    furniture = [block.text for block in blocks if block.furniture]
    numbers = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")
    points = [block.text.partition(",")[0] for block in blocks if begins_item(block.text)]
    assert points == [f"{number} là" for number in numbers]
    assert furniture[:2] == ["Sign In", "00:00 17/02/2024"]
    assert furniture[-3:] == ["Ban Biên tập", "Tag:", "File đính kèm"]
    assert len(furniture) == 7


def test_the_head_of_a_page_in_mid_sentence_follows_the_sentence() -> None:
    pages = WRAPPED.replace(
        "nhân dân các huyện rà soát",
        "\nCÔNG BÁO/Số 281/Ngày 22-3-2024\n16\n\n\nnhân dân các huyện rà soát",
    )
    blocks = read(pages)
    assert [block.text for block in blocks if not block.furniture] == JOINED.splitlines()
    assert [block.text for block in blocks if block.furniture] == [
        "CÔNG BÁO/Số 281/Ngày 22-3-2024",
        "16",
    ]


def test_the_head_of_a_page_on_the_line_of_its_words_is_cut_off() -> None:
    page = "CÔNG BÁO/Số 281 + 282/Ngày 22-3-2024 15 Điều 1. Phạm vi điều chỉnh"
    assert [(block.text, block.furniture) for block in read(page)] == [
        ("CÔNG BÁO/Số 281 + 282/Ngày 22-3-2024 15", True),
        ("Điều 1. Phạm vi điều chỉnh", False),
    ]


def test_words_of_a_segmented_corpus_stay_as_they_are() -> None:
    assert texts("1 . Giao Sở Giao_thông vận_tải :") == ["1 . Giao Sở Giao_thông vận_tải :"]
