"""The reader is chosen by content; what cannot be read is named, with what to do."""

from __future__ import annotations

import codecs
import unicodedata

import pytest

from directives.errors import (
    DamagedFileError,
    DirectiveError,
    EmptyFileError,
    EncryptedFileError,
    UnsupportedFormatError,
)
from directives.readers import office, read_blocks
from tests.directives.word_files import paragraph, stored, word_file, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PAGE = "<!DOCTYPE html><html><body><p>Ủy ban</p></body></html>"


def fault_of(data: bytes, name: str = "tệp.docx") -> DirectiveError:
    with pytest.raises(DirectiveError) as caught:
        read_blocks(data, name)
    return caught.value


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (word_file(paragraph("Ủy ban")), "a.txt", "wordprocessingml.document"),
        (b"U\xcc\x89y ban".replace(b"U\xcc\x89y", "Ủy".encode()), "a.docx", "text/plain"),
        ("Ủy ban".encode(), "a.MD", "text/markdown"),
        ("Ủy ban".encode(), "a.markdown", "text/markdown"),
        (PAGE.encode(), "a.txt", "text/html"),
        (PAGE.encode(), "a.md", "text/html"),
        (b'<?xml version="1.0"?>\n<!-- x -->' + PAGE.encode(), "a", "text/html"),
        ("<p>Ủy ban</p>".encode(), "a.txt", "text/html"),
        ("<p>Ủy ban</p>".encode(), "a.md", "text/markdown"),
        ("Ủy ban<p></p>".encode(), "a.htm", "text/html"),
        ("Ủy ban".encode(), "a.html", "text/plain"),
    ],
)
def test_the_format_is_known_by_content(data: bytes, name: str, media_type: str) -> None:
    found, blocks, _ = read_blocks(data, name)
    assert found.endswith(media_type)
    assert [block.text for block in blocks] == ["Ủy ban"]


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + "Ủy ban".encode(),
        "Ủy ban".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Ủy ban".encode("utf-16-be"),
        PAGE.replace("<body>", '<meta charset="windows-1258">').encode(),
        PAGE.replace("<body>", '<meta charset="windows-1258">')
        .replace("Ủy", "U\u0309y").encode("cp1258"),
    ],
)  # fmt: skip
def test_encodings_are_known_by_their_marks(data: bytes) -> None:
    assert read_blocks(data, "a.txt")[1][0].text == "Ủy ban"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", codecs.BOM_UTF8, b"<html><body> </body></html>"])
def test_a_file_without_words_is_empty(data: bytes) -> None:
    fault = fault_of(data)
    assert isinstance(fault, EmptyFileError)
    assert fault.code == "empty"


def test_a_word_file_without_words_is_empty() -> None:
    assert isinstance(fault_of(word_file("<w:p/>")), EmptyFileError)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (OLE, "old Excel"),
        (b"MZ\x90", "program"),
        (b"text\x00with\x01zeros", "binary"),
        (b"\xff\xfa\xfb", "unknown encoding"),
        (zipped({"xl/workbook.xml": "<x/>"}), "Excel"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "PowerPoint"),
        (zipped({"mimetype": "application/epub+zip"}), "e-book"),
        (zipped({"a.txt": "x"}), "ZIP"),
    ],
)
def test_other_formats_are_named_and_the_way_out_is_said(data: bytes, found: str) -> None:
    fault = fault_of(data)
    assert isinstance(fault, UnsupportedFormatError)
    assert found in str(fault.details["found"])
    assert fault.message.startswith("tệp.docx: ")
    assert ".docx)" in fault.message


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"{\\rtf1", "RTF"),
        (OLE + "WordDocument".encode("utf-16-le"), "old Word"),
        (stored("mimetype", "application/vnd.oasis.opendocument.text"), "OpenDocument"),
    ],
)
def test_a_format_that_needs_a_program_names_it(
    monkeypatch: pytest.MonkeyPatch, data: bytes, found: str
) -> None:
    monkeypatch.setattr(office, "find_program", lambda *_: None)
    fault = fault_of(data)
    assert isinstance(fault, UnsupportedFormatError)
    assert found in str(fault.details["found"])
    assert "libreoffice" in fault.message


def test_a_document_under_a_password_says_so() -> None:
    fault = fault_of(OLE + "EncryptedPackage".encode("utf-16-le"))
    assert isinstance(fault, EncryptedFileError)


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7 ...", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 100, codecs.BOM_UTF16_LE + b"a"],
)
def test_nonsense_behind_a_known_beginning_is_damaged(data: bytes) -> None:
    fault = fault_of(data)
    assert isinstance(fault, DamagedFileError)
    assert fault.__cause__ is not None


SENTENCE = "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành thực hiện trước ngày 30/6; được giao."
IN_TCVN3 = (
    "Uû ban nh©n d©n tØnh yªu cÇu c¸c së, ngµnh thùc hiÖn tr\u00adíc ngµy 30/6; ®\u00adîc giao."
)
IN_VNI = (
    "UÛy ban nhaân daân tænh yeâu caàu caùc sôû, ngaønh thöïc hieän tröôùc ngaøy 30/6; ñöôïc giao."
)


def in_windows_1258(text: str) -> bytes:
    """Write Vietnamese as Windows did: letters with their marks, tones behind them."""
    written = b""
    for letter in text:
        decomposed = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in decomposed if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = "".join(mark for mark in decomposed if mark not in tones)
        written += (unicodedata.normalize("NFC", base) + "".join(tones)).encode("cp1258")
    return written


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode("utf-16-le"),
        SENTENCE.encode("utf-16-be"),
        SENTENCE.encode().decode("cp1252", "ignore").encode("cp1252", "ignore"),
        in_windows_1258(SENTENCE),
        IN_TCVN3.encode("cp1252"),
        IN_TCVN3.encode(),
        IN_VNI.encode("cp1252"),
        IN_VNI.encode(),
    ],
)
def test_a_text_shows_its_encoding_by_its_words(data: bytes) -> None:
    for name in ("a.txt", "a.md"):
        (block,) = read_blocks(data, name).blocks
        assert block.text.replace("Uỷ", "Ủy") == SENTENCE


def test_utf_8_that_was_taken_for_western_letters_is_mended() -> None:
    twice = "Chính phủ yêu cầu các bộ, ngành thực hiện".encode().decode("latin-1")
    assert read_blocks(twice.encode(), "a.txt").blocks[0].text.startswith("Chính phủ yêu cầu")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "windows-1258", "utf-7x"])
def test_a_page_in_utf_8_that_declares_something_else_is_read_as_utf_8(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{SENTENCE}</p></body></html>'
    assert read_blocks(page.encode(), "a.html").blocks[0].text == SENTENCE


def test_a_page_in_western_letters_keeps_the_marks_of_windows() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>“2020 – 2025”</p></body></html>'
    assert read_blocks(page.encode("cp1252"), "a.html").blocks[0].text == "“2020 – 2025”"


def test_words_of_other_languages_are_left_alone() -> None:
    for text in ("café, naïve, Müller, garçon, señor", "© 2020 Zürich"):
        assert read_blocks(text.encode(), "a.txt").blocks[0].text == text
