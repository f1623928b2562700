"""Hostile and broken files end soon, in one of our own faults, and take no memory with them."""

from __future__ import annotations

import struct
import time
import tracemalloc
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from directives.errors import (
    DamagedFileError,
    DirectiveError,
    EncryptedFileError,
    LimitExceededError,
    UnsupportedFormatError,
)
from directives.readers import read_blocks
from tests.directives.hostile_files import MAKERS, name_of
from tests.directives.word_files import (
    cell,
    document,
    paragraph,
    relations,
    row,
    run,
    table,
    word_file,
    word_parts,
    zipped,
)

# Two seconds is the promise; measuring coverage costs as much again, and twice on a busy day.
SECONDS = 8.0
MEGABYTE = 2**20


@pytest.fixture(autouse=True)
def _ends_soon() -> Iterator[None]:
    """Every test here must end within seconds of the processor's time, not minutes."""
    started = time.process_time()
    yield
    assert time.process_time() - started < SECONDS


def refused(data: bytes, fault: type[DirectiveError], name: str = "x.docx") -> str:
    """Return the message with which a file is refused."""
    with pytest.raises(fault) as caught:
        read_blocks(data, name)
    assert caught.value.message.startswith(f"{name}: ")
    assert "\n" not in caught.value.message
    assert caught.value.details["name"] == name
    return caught.value.message


def long_part(megabytes: int) -> BytesIO:
    """Return a zip file whose main part inflates to so many megabytes of spaces."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("_rels/.rels", relations(("officeDocument", "word/document.xml")))
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * MEGABYTE)
    return target


def test_a_part_that_inflates_beyond_the_limit_is_not_inflated() -> None:
    data = long_part(60).getvalue()
    tracemalloc.start()
    message = refused(data, LimitExceededError)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "50 MB" in message
    assert peak < 5 * MEGABYTE


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(word_file(paragraph("a" * 5000)))
    place = data.rfind(b"word/document.xml") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, place + 24, 100)
    refused(bytes(data), DamagedFileError)


def test_many_parts_below_the_limit_of_one_are_counted_together() -> None:
    target = long_part(1)
    with ZipFile(target, "a") as archive:
        entry = archive.infolist()[-1]
    directory = target.getvalue()
    assert entry.file_size == MEGABYTE
    data = bytearray(directory)
    struct.pack_into("<I", data, data.rfind(b"word/document.xml") - 46 + 24, 51 * MEGABYTE)
    refused(bytes(data), LimitExceededError)


def test_a_package_of_very_many_entries_is_refused_before_its_directory_is_read() -> None:
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", *(0,) * 16)
    data = b"PK\x03\x04" + entry * 200_000
    assert "parts" in refused(data, LimitExceededError)


def test_a_package_of_too_many_entries_is_refused() -> None:
    parts = word_parts(paragraph("a")) | {f"word/m{place}.bin": b"" for place in range(5001)}
    assert "5000 parts" in refused(zipped(parts), LimitExceededError)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "word\\..\\x"])
def test_unsafe_names_are_refused(name: str) -> None:
    refused(zipped(word_parts(paragraph("a")) | {name: b"x"}), DamagedFileError)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_doubled_names_are_refused() -> None:
    target = BytesIO(word_file(paragraph("thấy")))
    with ZipFile(target, "a") as archive:
        archive.writestr("word/document.xml", document(paragraph("khác")))
    assert "doubled" in refused(target.getvalue(), DamagedFileError)


def test_entries_that_lie_over_each_other_are_refused() -> None:
    data = bytearray(word_file(paragraph("a")))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    struct.pack_into("<I", data, second + 42, 0)
    refused(bytes(data), DamagedFileError)


BILLION = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {this} '{f'&{before};' * 10}'>"
        for before, this in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "doctype",
    [
        BILLION,
        '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_a_document_type_is_refused_wherever_it_stands(doctype: str) -> None:
    parts = word_parts(paragraph(run("&i;") if "i " in doctype else "a"))
    main = parts | {"word/document.xml": doctype + str(parts["word/document.xml"])}
    refused(zipped(main), DamagedFileError)
    side = parts | {"_rels/.rels": doctype + str(parts["_rels/.rels"])}
    refused(zipped(side), DamagedFileError)


def test_a_cell_that_spans_a_hundred_million_columns_is_one_cell() -> None:
    wide = cell("rộng", '<w:gridSpan w:val="100000000"/>')
    blocks = read_blocks(word_file(table(row(wide, "sau"))), "x.docx")[1]
    assert [block.text for block in blocks] == ["rộng", "sau"]


def test_three_thousand_vertically_merged_rows_are_read_in_one_pass() -> None:
    first = row(cell("gộp", '<w:vMerge w:val="restart"/>'), "1")
    more = "".join(row(cell("<w:p/>", "<w:vMerge/>"), str(place)) for place in range(2, 3001))
    blocks = read_blocks(word_file(table(first + more)), "x.docx")[1]
    assert len(blocks) == 3001
    assert blocks[-1].text == "3000"


def test_a_merge_that_begins_nowhere_is_read() -> None:
    merged = row(cell("a", "<w:vMerge/>"))
    assert read_blocks(word_file(table(merged)), "x.docx")[1][0].text == "a"


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directives.readers.docx.MAX_CELLS", 10)
    assert "table cells" in refused(word_file(table(row(*"abcdefghijk"))), LimitExceededError)


def test_more_text_than_a_document_can_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directives.readers.formats.MAX_CHARACTERS", 100)
    assert "characters" in refused(word_file(paragraph("a" * 101)), LimitExceededError)


def test_a_part_of_very_many_small_elements_is_refused() -> None:
    assert "tags" in refused(word_file("<w:x/>" * 3_100_000), LimitExceededError)
    styles = "<w:x/>" * 3_100_000
    assert "tags" in refused(word_file(paragraph("a"), styles=styles), LimitExceededError)


def test_a_page_of_very_many_tags_is_refused() -> None:
    assert "tags" in refused(b"<p>a</p>" * 200_000, LimitExceededError, "x.html")


def test_a_name_of_two_lines_gives_a_message_of_one() -> None:
    with pytest.raises(UnsupportedFormatError) as caught:
        read_blocks(b"GIF8", "a\nb.docx")
    assert caught.value.message.startswith("a b.docx: ")


@pytest.mark.parametrize("element", ["w:ins", "w:sdt", "w:tbl"])
def test_nesting_of_a_hundred_thousand_is_refused(element: str) -> None:
    deep = f"<{element}>" * 100_000 + f"</{element}>" * 100_000
    refused(word_file(paragraph(deep)), DamagedFileError)


def test_a_program_hidden_in_a_document_is_neither_run_nor_in_the_way() -> None:
    parts = word_parts(paragraph("sạch")) | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"}
    assert read_blocks(zipped(parts), "x.docx")[1][0].text == "sạch"


def test_an_embedded_document_is_refused_rather_than_left_out() -> None:
    assert "embeds" in refused(word_file("<w:altChunk/>"), UnsupportedFormatError)


@pytest.mark.parametrize("head", [b"<html><body><p>a</p></body></html>", b"%PDF-1.7\n", b"MZ"])
def test_a_zip_behind_something_else_is_not_taken_for_word(head: bytes) -> None:
    refused(head + word_file(paragraph("a")), DirectiveError, "x.html")


def test_a_zip_before_another_is_refused() -> None:
    refused(b"PK\x03\x04" + word_file(paragraph("a")), DamagedFileError)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_damaged(share: float) -> None:
    data = word_file("".join(paragraph(f"đoạn {place}") for place in range(200)))
    assert "damaged" in refused(data[: int(len(data) * share)], DamagedFileError)


def test_a_broken_stream_is_damaged() -> None:
    data = bytearray(word_file("".join(paragraph(str(place)) for place in range(3000))))
    middle = data.find(b"word/document.xml") + 400
    data[middle : middle + 40] = b"\xff" * 40
    refused(bytes(data), DamagedFileError)


def test_xml_that_is_cut_short_is_damaged() -> None:
    xml = document(paragraph("a") * 50)[:-40]
    refused(zipped({"word/document.xml": xml}), DamagedFileError)


def test_an_encrypted_part_asks_to_remove_the_password() -> None:
    data = bytearray(word_file(paragraph("a")))
    struct.pack_into("<H", data, data.find(b"PK\x01\x02") + 8, 1)
    assert "password" in refused(bytes(data), EncryptedFileError)


def test_a_document_in_utf_16_is_read() -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + document(paragraph("Ủy ban"))
    data = zipped({"word/document.xml": xml.encode("utf-16")})
    assert read_blocks(data, "x.docx")[1][0].text == "Ủy ban"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "![a](" * 20_000,
        "<a " * 20_000,
        "*_" * 20_000,
        "`" * 30_000 + "a",
        "**a " * 2_000,
        "a\n" * 8_000,
        "| a " * 600 + "\n" + "|-" * 600 + "\n" + "|\n" * 50,
        "&" * 30_000,
        "\\" * 50_000,
        "<!--" * 5_000,
    ],
)
def test_markdown_made_to_be_slow_is_read_soon(text: str) -> None:
    read_blocks(("chữ\n\n" + text).encode(), "x.md")


@pytest.mark.parametrize("mark", ["- ", "> ", "1. "])
def test_markdown_nested_without_end_is_refused(mark: str) -> None:
    refused((mark * 2_000 + "a").encode(), LimitExceededError, "x.md")
    steps = "".join("  " * place + "- a\n" for place in range(300))
    refused(steps.encode(), LimitExceededError, "x.md")


@pytest.mark.parametrize("element", ["div", "b", "table", "ul", "li"])
def test_html_nested_without_end_is_refused(element: str) -> None:
    page = f"<html><body><p>a</p>{f'<{element}>' * 20_000}x"
    try:
        read_blocks(page.encode(), "x.html")
    except DirectiveError as fault:
        assert isinstance(fault, LimitExceededError)  # noqa: PT017 - "li" nests in no depth


def test_a_page_longer_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directives.readers.page.MAX_CHARACTERS", 100)
    refused(b"<html><body><p>" + b"a" * 101, LimitExceededError, "x.html")


def test_a_markdown_text_longer_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directives.readers.markdown.MAX_CHARACTERS", 100)
    refused(b"a" * 101, LimitExceededError, "x.md")


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
@pytest.mark.parametrize(
    "text", ["a\u0300" * 50_000, " " * 300_000 + "a", "ảnh: " * 30_000, "1." * 50_000]
)
def test_long_lines_of_one_kind_are_read_soon(name: str, text: str) -> None:
    assert read_blocks(text.encode(), name)[1]


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_a_file_made_to_do_harm_is_read_or_refused_soon(maker: Callable[[], bytes]) -> None:
    data = maker()
    started = time.process_time()
    try:
        read_blocks(data, name_of(maker))
    except DirectiveError as fault:
        assert "\n" not in fault.message  # noqa: PT017 - it may be read as well
    assert time.process_time() - started < SECONDS


def test_a_form_that_draws_itself_never_reaches_pdfium() -> None:
    data = MAKERS["pdf_of_a_form_that_draws_itself"]()
    assert "8 megabytes" in refused(data, LimitExceededError, "x.pdf")


@pytest.mark.parametrize(
    ("maker", "words"),
    [
        ("word_part_of_a_gigabyte", "50 MB"),
        ("word_picture_of_a_gigabyte", "50 MB"),
        ("word_of_two_hundred_thousand_entries", "5000 parts"),
        ("word_paragraph_just_below_a_part", "20000000 characters"),
        ("markdown_of_nested_lists", "60 deep"),
        ("html_of_nested_elements", "too deeply"),
        ("pdf_stream_of_a_gigabyte", "safely"),
        ("pdf_of_a_million_texts", "50000 characters"),
        ("pdf_of_five_million_texts", "8 megabytes"),
        ("pdf_of_forms_that_draw_forms", "8 megabytes"),
        ("pdf_of_forms_that_hide_their_names", "8 megabytes"),
        ("pdf_of_forms_that_only_pdfium_can_read", "8 megabytes"),
    ],
)
def test_what_is_too_much_is_refused_by_the_limit_it_passes(maker: str, words: str) -> None:
    assert words in refused(MAKERS[maker](), LimitExceededError, name_of(MAKERS[maker]))


def test_nothing_outside_the_file_is_read() -> None:
    for maker in ("word_that_includes_a_file", "word_whose_relations_lead_outside"):
        assert [block.text for block in read_blocks(MAKERS[maker](), "x.docx").blocks] == ["a"]
