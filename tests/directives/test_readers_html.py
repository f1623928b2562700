"""A page gives its document; what the site sets around it is marked or left out."""

from __future__ import annotations

import pytest

from directives.blocks import Block, BlockKind, Cell
from directives.readers import read_blocks


def read(page: str) -> tuple[Block, ...]:
    media_type, blocks, _ = read_blocks(page.encode(), "trang.html")
    assert media_type == "text/html"
    return blocks


def texts(page: str) -> list[str]:
    return [block.text for block in read(page)]


def document_of(page: str) -> list[str]:
    return [block.text for block in read(page) if not block.furniture]


def test_elements_that_stand_alone_give_blocks() -> None:
    page = "<h2>I. MỤC TIÊU</h2><p>Một\n là,</p><div>hai<p>ba</p>bốn</div>"
    blocks = read(page)
    assert [block.text for block in blocks] == ["I. MỤC TIÊU", "Một là,", "hai", "ba", "bốn"]
    assert (blocks[0].kind, blocks[0].level) == (BlockKind.HEADING, 2)


def test_breaks_between_points_separate_and_wrapped_lines_join() -> None:
    page = "<p>1. Sở Nội vụ chủ trì,<br>phối hợp với Sở Tài chính<br />2. Sở Y tế</p>"
    assert texts(page) == ["1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", "2. Sở Y tế"]


def test_entities_become_letters() -> None:
    assert texts("<p>H&agrave; Nội&nbsp;&ndash; &#272;ảng</p>") == ["Hà Nội – Đảng"]


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("<ol><li>a</li><li>b</li></ol>", ["1. a", "2. b"]),
        ('<ol start="5"><li>a</li><li value="9">b</li><li>c</li></ol>', ["5. a", "9. b", "10. c"]),
        ('<ol type="a"><li>x</li><li>y</li></ol>', ["a. x", "b. y"]),
        ('<ol type="I"><li>x</li><li>y</li></ol>', ["I. x", "II. y"]),
        ("<ul><li>a</li><li>- b</li><li>1) c</li></ul>", ["- a", "- b", "1) c"]),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", ["1. a", "- b", "2. c"]),
        ('<ol start="x"><li>a</li></ol>', ["1. a"]),
        ("<ul><li></li><li>b</li></ul><p>c</p>", ["- b", "c"]),
    ],
)
def test_the_numbers_of_lists_are_written_out(page: str, seen: list[str]) -> None:
    assert texts(page) == seen


def test_tables_give_cells_with_places() -> None:
    head = "<tr><th>TT</th><th>Việc</th></tr>"
    page = f"<table>{head}<tr><td>1</td><td><p>a</p><p>b</p></td></tr></table>"
    assert [(block.text, block.cell) for block in read(page)] == [
        ("TT", Cell(0, 0, 0, is_header=True)),
        ("Việc", Cell(0, 0, 1, is_header=True)),
        ("1", Cell(0, 1, 0)),
        ("a", Cell(0, 1, 1)),
        ("b", Cell(0, 1, 1)),
    ]


def test_a_table_that_only_places_things_has_no_cells() -> None:
    inner = "<table><tr><td>1</td><td>2</td></tr></table>"
    page = f"<table><tr><td><p>thân</p>{inner}</td></tr></table>"
    assert [block.cell for block in read(page)] == [None, Cell(1, 0, 0), Cell(1, 0, 1)]
    assert [block.cell for block in read("<table><tr><td>a</td></tr></table>")] == [None]


def test_what_nobody_sees_is_no_word_of_the_document() -> None:
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>thấy</p>"
        "<script>x()</script><!-- ghi chú --><p hidden>ẩn</p>"
        '<p style="display: none">ẩn</p><div style="Visibility:hidden">ẩn<p>ẩn</p></div>đuôi'
        "<form><button>Gửi</button><p>trong đơn</p></form></body></html>"
    )
    assert texts(page) == ["thấy", "đuôi", "trong đơn"]


def test_menus_and_feet_are_furniture() -> None:
    page = (
        "<html><body><header>Cổng thông tin</header><nav><ul><li>Trang chủ</li></ul></nav>"
        '<div class="left-menu">Giới thiệu</div><p>Một là, tiếp tục tuyên truyền</p>'
        "<p>Hai là, kiện toàn ban chỉ đạo các cấp</p><footer>Bản quyền</footer></body></html>"
    )
    assert document_of(page) == [
        "Một là, tiếp tục tuyên truyền",
        "Hai là, kiện toàn ban chỉ đạo các cấp",
    ]


def test_a_document_that_the_site_calls_a_menu_is_still_read() -> None:
    page = '<html><body><div id="menu-content"><p>Một là, tiếp tục</p></div></body></html>'
    assert document_of(page) == ["Một là, tiếp tục"]


def test_what_stands_outside_the_article_is_furniture() -> None:
    page = (
        "<html><body><p>Thời tiết</p><article><header>Chỉ thị</header><p>Một là, tiếp tục quán "
        "triệt</p></article><p>Tin khác</p></body></html>"
    )
    assert document_of(page) == ["Chỉ thị", "Một là, tiếp tục quán triệt"]


def test_a_small_article_does_not_hide_the_page() -> None:
    page = f"<body><p>{'Nội dung chính. ' * 20}</p><article>Tin vắn</article></body>"
    assert len(document_of(page)) == 2


def test_a_paragraph_that_is_a_link_is_furniture() -> None:
    page = '<p><a href="/">Về trang trước</a></p><p>Xem <a href="/">Chỉ thị số 5</a> của tỉnh</p>'
    assert document_of(page) == ["Xem Chỉ thị số 5 của tỉnh"]


def test_weight_is_known_from_tags_and_from_style() -> None:
    page = '<p><b>a</b> <span style="font-weight:700">b</span></p><p><b>a</b> b</p>'
    assert [block.bold for block in read(page)] == [True, False]


def test_lines_of_preformatted_text_stay_lines() -> None:
    assert texts("<pre>1. một\n2. hai</pre>") == ["1. một", "2. hai"]


def test_numbers_of_pages_between_wrapped_lines_are_furniture() -> None:
    wrapped = "Ủy ban nhân dân các huyện,<br>thành phố căn cứ tình hình,<br>xây dựng kế hoạch."
    page = f"<p>{wrapped}<br>3<br>Sở Nội vụ</p>"
    assert [block.text for block in read(page) if block.furniture] == ["3"]


BODY = "".join(
    f"<p>{number}. Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành rà soát tổ chức bộ máy, "
    f"báo cáo Ủy ban nhân dân tỉnh kết quả của quý {number}.</p>"
    for number in range(1, 9)
)


def test_a_body_that_stands_on_the_page_twice_is_read_once() -> None:
    page = f"<body><div>{BODY}</div><div class='print'><p>Bản in</p>{BODY}</div></body>"
    assert len(document_of(page)) == 8
    assert len(read(page)) == 17


def test_a_sentence_said_twice_is_no_second_body() -> None:
    again = BODY.split("</p>")[0] + "</p>"
    assert len(document_of(BODY + again)) == 9


def test_the_own_tags_of_word_part_no_words() -> None:
    page = "<p class=MsoNormal>Ủy ban <st1:place>nhân dân</st1:place> tỉnh<o:p></o:p></p>"
    assert texts(page) == ["Ủy ban nhân dân tỉnh"]


def test_the_numbers_of_lists_of_word_are_words() -> None:
    page = (
        "<p><![if !supportLists]><span>1.<span>&nbsp; </span></span><![endif]>Rà soát.</p>"
        '<p style="mso-hide:all">ẩn</p>'
    )
    assert texts(page) == ["1. Rà soát."]


def test_numbers_of_control_characters_are_marks_of_windows() -> None:
    assert texts("<p>2020 &#150; 2025 &#x93;Đảng&#x94;</p>") == ["2020 – 2025 “Đảng”"]


def test_old_fonts_are_read_element_by_element() -> None:
    page = (
        '<p><font face=".VnTimeH">chØ thÞ</font></p>'
        "<p style=\"font-family:'.VnTime'\">Uû ban <b>nh©n d©n</b> tØnh</p><p>Ủy ban</p>"
        '<p><span style="font-family:VNI-Times">tröôùc ngaøy</span></p>'
    )
    assert texts(page) == ["CHỈ THỊ", "Uỷ ban nhân dân tỉnh", "Ủy ban", "trước ngày"]


def test_page_numbers_behind_sentences_are_set_apart() -> None:
    page = "".join(f"<p>Sở số {n} lập kế hoạch. {n}</p>" for n in (4, 5, 7))
    found = read(page)
    assert [block.text for block in found if block.furniture] == ["4", "5", "7"]
    assert "Sở số 7 lập kế hoạch." in [block.text for block in found]


def test_a_number_behind_one_sentence_is_no_page_number() -> None:
    found = read("<p>Họp lần thứ hai. 4</p><p>Sở Y tế lập kế hoạch.</p>")
    assert [block.text for block in found] == ["Họp lần thứ hai. 4", "Sở Y tế lập kế hoạch."]
