"""A printed page gives back its paragraphs, its cells and its two halves, in reading order."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject, NameObject, NullObject, StreamObject

from directives.blocks import Cell, canonical_text
from directives.errors import DirectiveError, EncryptedFileError, UnsupportedFormatError
from directives.readers import read_blocks, recognition
from tests.directives.pdf_files import (
    LEFT,
    RIGHT,
    TOP,
    Sheet,
    changed,
    each_font,
    read,
    texts,
)

FILES = Path(__file__).parent / "files"
FIRST = (
    "Thời gian qua, công tác bảo vệ rừng đạt nhiều kết quả; tuy nhiên, một số địa phương chưa "
    "kiểm tra thường xuyên, chưa xử lý dứt điểm các vụ việc theo Nghị quyết số 14/NQ-HĐND."
)
SECOND = (
    "1. Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Ủy ban nhân dân các huyện, thành phố "
    "rà soát diện tích rừng, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/6/2025."
)
THIRD = "a) Kiểm tra các trạm bảo vệ rừng."


def letterhead(sheet: Sheet) -> None:
    """Draw the two halves of a letterhead, line by line."""
    left = "ỦY BAN NHÂN DÂN", "TỈNH LÂM THAO", "Số: 12/CT-UBND"
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
    for number, words in enumerate(left):
        sheet.write(LEFT, TOP - 17 * number, words, size=11, bold=True)
    for number, words in enumerate(right):
        sheet.write(280, TOP - 17 * number, words, size=11, bold=True)
    sheet.write(300, TOP - 34, "Lâm Thao, ngày 10 tháng 3 năm 2025", size=11)
    sheet.y = TOP - 80


def test_lines_are_put_together_to_paragraphs() -> None:
    sheet = Sheet()
    for each in (FIRST, SECOND, THIRD):
        sheet.paragraph(each)
    assert texts(sheet.done()) == [FIRST, SECOND, THIRD]


def test_the_halves_of_a_letterhead_are_two_cells() -> None:
    sheet = Sheet()
    letterhead(sheet)
    sheet.centred("CHỈ THỊ", bold=True)
    sheet.centred("Về tăng cường quản lý, bảo vệ rừng", bold=True)
    sheet.paragraph(FIRST)
    blocks = read(sheet.done())
    assert [(block.text, block.cell) for block in blocks] == [
        ("ỦY BAN NHÂN DÂN", Cell(0, 0, 0)),
        ("TỈNH LÂM THAO", Cell(0, 0, 0)),
        ("Số: 12/CT-UBND", Cell(0, 0, 0)),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Cell(0, 0, 1)),
        ("Độc lập - Tự do - Hạnh phúc", Cell(0, 0, 1)),
        ("Lâm Thao, ngày 10 tháng 3 năm 2025", Cell(0, 0, 1)),
        ("CHỈ THỊ", None),
        ("Về tăng cường quản lý, bảo vệ rừng", None),
        (FIRST, None),
    ]
    assert [block.bold for block in blocks[-3:]] == [True, True, False]


def test_recipients_and_signature_stand_side_by_side() -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST)
    top = sheet.y - 30
    for number, words in enumerate(["Nơi nhận:", "- Các sở, ban, ngành;", "- Lưu: VT."]):
        sheet.write(LEFT, top - 15 * number, words, size=11)
    for number, words in enumerate(["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]):
        sheet.write(350, top - 15 * number, words, bold=True)
    sheet.write(360, top - 90, "Trần Văn Bình", bold=True)
    assert texts(sheet.done())[1:] == [
        "Nơi nhận:", "- Các sở, ban, ngành;", "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Trần Văn Bình",
    ]  # fmt: skip


def head_and_number(sheet: Sheet) -> None:
    """Print the running head and the number of a page."""
    number = sheet.canvas.getPageNumber()
    sheet.write(LEFT, 800, f"VĂN PHÒNG TỈNH LÂM THAO - {number}", size=9)
    sheet.write((LEFT + RIGHT) / 2, 30, str(number))


def test_a_sentence_goes_on_over_the_edges_of_pages() -> None:
    sheet = Sheet(edge=head_and_number)
    for _ in range(40):
        sheet.paragraph(SECOND)
    blocks = read(sheet.done())
    assert [block.text for block in blocks if not block.furniture] == [SECOND] * 40
    assert [block.text for block in blocks if block.furniture] == [
        "VĂN PHÒNG TỈNH LÂM THAO - 1", "1", "VĂN PHÒNG TỈNH LÂM THAO - 2", "2",
        "VĂN PHÒNG TỈNH LÂM THAO - 3", "3",
    ]  # fmt: skip


def test_notes_at_the_foot_of_a_page_follow_the_paragraph_they_part() -> None:
    def note(sheet: Sheet) -> None:
        if sheet.canvas.getPageNumber() == 1:
            sheet.write(LEFT, 50, "1 Theo Luật Lâm nghiệp năm 2017.", size=9)

    sheet = Sheet(edge=note)
    sheet.y = 90
    sheet.paragraph(FIRST)
    sheet.paragraph(SECOND)
    assert texts(sheet.done()) == [FIRST, "1 Theo Luật Lâm nghiệp năm 2017.", SECOND]


def test_numbers_broken_behind_their_marks_are_whole_again() -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST)
    sheet.line("Căn cứ Quyết định của Bộ trưởng Bộ Nội vụ về cán bộ số 45/QĐ-", LEFT + 25)
    sheet.line("BNV-TCCB ngày 5 tháng 3 năm 2025.")
    assert texts(sheet.done())[1].endswith("số 45/QĐ-BNV-TCCB ngày 5 tháng 3 năm 2025.")


def test_ligatures_are_letters() -> None:
    def join(font: DictionaryObject) -> None:
        names = font["/ToUnicode"].get_object()
        assert isinstance(names, StreamObject)
        names.set_data(names.get_data().replace(b"<0040>", b"<FB01>"))

    sheet = Sheet()
    sheet.line("of@ce")
    assert texts(changed(sheet.done(), lambda writer: each_font(writer, join))) == ["office"]


EDGES = (LEFT, 130.0, 360.0, RIGHT)
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì")
ROWS = [
    ("1", "Rà soát diện tích rừng trên địa bàn các xã, phường và lập hồ sơ", "Sở Nông nghiệp"),
    ("2", "Xây dựng cơ sở dữ liệu", "Sở Khoa học và Công nghệ"),
]


def test_a_ruled_table_is_read_row_by_row() -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST)
    sheet.table([HEAD, *ROWS], EDGES)
    sheet.paragraph(SECOND)
    blocks = read(sheet.done())
    cells = [(block.text, block.cell) for block in blocks if block.cell]
    expected = [
        (text, Cell(0, row, column))
        for row, line in enumerate([HEAD, *ROWS])
        for column, text in enumerate(line)
    ]
    assert cells == expected
    assert blocks[-1].text == SECOND


def test_a_table_goes_on_over_the_page_and_its_repeated_head_is_furniture() -> None:
    sheet = Sheet()
    sheet.table([HEAD, ROWS[0]], EDGES)
    sheet.new_page()
    sheet.table([HEAD, ROWS[1]], EDGES)
    blocks = read(sheet.done())
    assert [block.text for block in blocks if block.furniture] == [*HEAD]
    assert blocks[-1].cell == Cell(0, 3, 2)


def test_columns_without_rules_are_a_table_too() -> None:
    sheet = Sheet()
    for row in (
        ("Đơn vị", "Chỉ tiêu", "Kết quả"),
        ("Tân Hiệp", "100", "98"),
        ("An Biên", "80", "81"),
    ):
        for x, text in zip((LEFT, 250.0, 400.0), row, strict=True):
            sheet.write(x, sheet.y, text)
        sheet.y -= 20
    assert [block.cell for block in read(sheet.done())][-1] == Cell(0, 2, 2)


def test_a_page_that_is_turned_is_read_as_it_is_shown() -> None:
    sheet = Sheet(size=(842.0, 595.0))
    canvas = sheet.canvas
    canvas.translate(842, 0)
    canvas.rotate(90)
    sheet.paragraph(FIRST)
    turned = changed(sheet.done(), lambda writer: writer.pages[0].rotate(90))
    assert texts(turned) == [FIRST]


def test_letters_of_a_font_from_before_unicode_become_unicode() -> None:
    def rename(font: DictionaryObject) -> None:
        font[NameObject("/BaseFont")] = NameObject("/ABCDEF+.VnTime")

    sheet = Sheet()
    sheet.line("Uû ban nh©n d©n tØnh yªu cÇu c¸c së")
    assert texts(changed(sheet.done(), lambda writer: each_font(writer, rename))) == [
        "Uỷ ban nhân dân tỉnh yêu cầu các sở"
    ]


def test_a_password_for_reading_is_asked_to_be_taken_away() -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST)
    locked = changed(sheet.done(), lambda writer: writer.encrypt("bí mật", algorithm="RC4-128"))
    with pytest.raises(EncryptedFileError, match="password"):
        read_blocks(locked, "x.pdf")


def test_newer_encryption_is_known_too() -> None:
    locked = (FILES / "aes-password-to-read.pdf").read_bytes()
    with pytest.raises(EncryptedFileError, match="password"):
        read_blocks(locked, "x.pdf")
    assert texts((FILES / "aes-no-password-to-read.pdf").read_bytes()) == ["Giao So Noi vu"]


def test_a_password_for_printing_only_is_no_hindrance() -> None:
    sheet = Sheet()
    sheet.paragraph(FIRST)
    locked = changed(
        sheet.done(),
        lambda writer: writer.encrypt("", owner_password="x", algorithm="RC4-128"),  # noqa: S106 - of the test
    )
    assert texts(locked) == [FIRST]


def scanned(*, with_words: bool = False, stamp: str = "") -> bytes:
    """Draw a page that is a picture of words, after one of words if wanted; stamp it."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - reportlab brings it

    picture = Image.new("L", (1190, 1200), 255)
    font = ImageFont.load_default(48)
    ImageDraw.Draw(picture).text((40, 100), "THE COMMITTEE REPORTS 2025", fill=0, font=font)
    sheet = Sheet()
    if with_words:
        sheet.paragraph(FIRST)
        sheet.new_page()
    stream = BytesIO()
    picture.save(stream, "PNG")
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - beside the picture it reads

    sheet.canvas.drawImage(ImageReader(stream), 0, 200, 595, 600)
    sheet.write(LEFT, 100, stamp)
    return sheet.done()


@pytest.fixture
def _no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_installed", lambda: False)


@pytest.mark.usefixtures("_no_recognition")
def test_a_scanned_file_says_how_to_make_a_text_layer() -> None:
    with pytest.raises(UnsupportedFormatError, match="ocrmypdf -l vie"):
        read_blocks(scanned(), "x.pdf")


@pytest.mark.usefixtures("_no_recognition")
def test_a_stamp_on_a_scan_is_no_text_layer() -> None:
    with pytest.raises(UnsupportedFormatError, match="pictures of pages"):
        read_blocks(scanned(stamp="Số: 63 ngày 17/10/2025"), "x.pdf")


@pytest.mark.usefixtures("_no_recognition")
def test_pages_that_are_pictures_are_told_of() -> None:
    content = read_blocks(scanned(with_words=True), "x.pdf")
    assert [finding.code for finding in content.findings] == ["silent-pages"]
    assert "1 pages" in content.findings[0].message


@pytest.mark.skipif(
    not recognition.is_installed(), reason="OCRmyPDF and Tesseract with Vietnamese are not here"
)
@pytest.mark.parametrize("stamp", ["", "Số: 63"])
def test_a_scanned_file_is_recognised_where_the_program_is_installed(stamp: str) -> None:
    content = read_blocks(scanned(stamp=stamp), "x.pdf")
    text = canonical_text(content.blocks)
    assert "COMMITTEE REPORTS 2025" in text
    assert stamp in text
    assert [finding.code for finding in content.findings] == ["recognised"]


@pytest.mark.usefixtures("_no_recognition")
def test_fonts_that_hide_their_letters_are_told_of() -> None:
    def hide(font: DictionaryObject) -> None:
        del font["/ToUnicode"]
        font[NameObject("/Encoding")] = NullObject()

    sheet = Sheet()
    sheet.paragraph(FIRST)
    with pytest.raises(DirectiveError, match="fonts"):
        read_blocks(changed(sheet.done(), lambda writer: each_font(writer, hide)), "x.pdf")


words = st.text(alphabet="aăbcđeêghỦyỏôtxZ0", min_size=1, max_size=9)


@given(st.lists(st.lists(words, min_size=1, max_size=60), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_every_word_comes_back_in_order(paragraphs: list[list[str]]) -> None:
    sheet = Sheet()
    for each in paragraphs:
        sheet.paragraph(" ".join(["Giao", *each]))
    found = [word for text in texts(sheet.done()) for word in text.split()]
    assert found == [word for each in paragraphs for word in ("Giao", *each)]
