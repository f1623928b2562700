"""Choose the reader of a file by its content; its name decides only what content cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable

from directives.blocks import Block
from directives.errors import (
    DamagedFileError,
    DirectiveError,
    EmptyFileError,
    EncryptedFileError,
    LimitExceededError,
    UnsupportedFormatError,
)
from directives.readers import office, recognition
from directives.readers.content import Content, Found
from directives.readers.encodings import decoded
from directives.readers.legacy import mended
from directives.readers.plain import plain_blocks
from directives.text import clean_line

MAX_BLOCKS = 200_000
MAX_CHARACTERS = 20_000_000

_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_RTF = b"{\\rtf"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_WORD = "WordDocument".encode("utf-16-le")
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
# The first entry of an OpenDocument file is its type, not packed, behind a header of 30 bytes.
_ODT_HEAD = slice(30, 30 + len(b"mimetype") + len(_ODT_TYPE))
_SIGNATURES = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"BM": "a picture (BMP)",
    b"II*\x00": "a picture (TIFF)",
    b"MM\x00*": "a picture (TIFF)",
    b"RIFF": "a picture, a sound or a film",
    b"Rar!": "an archive (RAR)",
    b"7z\xbc\xaf": "an archive (7z)",
    b"\x1f\x8b": "an archive (gzip)",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_HEAD = 4096
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT = re.compile(
    r"\s*<(?:p|div|table|h[1-6]|ul|ol|section|article|main|span|center|meta|title)\b", re.IGNORECASE
)
_CLOSING = re.compile(r"</(?:p|pre|div|table|tr|td|li|h[1-6]|body|html)\s*>", re.IGNORECASE)
_OLD_FONT = re.compile(r"(?:face|font-family)\s*[=:]\s*[\"']?\s*(?:\.Vn[A-Z]|VNI-)", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")


def read_blocks(data: bytes, name: str) -> Content:
    """Return the media type of a file, its blocks in reading order, and what is to be known.

    Args:
        data: the whole content.
        name: the file's name, for messages and to know Markdown from plain text.

    Raises:
        EmptyFileError: there are no bytes or no words.
        UnsupportedFormatError: the content is of a format that is not read here.
        EncryptedFileError: a password protects it.
        DamagedFileError: it begins like a known format but cannot be read.
        LimitExceededError: it is too large, too deep or has too many parts.
    """
    name = clean_line(name)
    try:
        found = _choose(data, name)
        blocks = _limited(found.blocks)
    except DirectiveError as fault:
        raise type(fault)(f"{name}: {fault.message}", name=name, **fault.details) from fault
    except Exception as fault:
        # The one place where the faults of zipfile, zlib, lxml and markdown-it become ours.
        raise DamagedFileError(
            f"{name}: the file is damaged and cannot be read to its end; "
            "open it in the program that made it, save it again and hand in the copy",
            name=name,
        ) from fault
    if not blocks:
        raise EmptyFileError(f"{name}: the file holds no words; hand in one with text", name=name)
    return Content(found.media_type, blocks, found.findings)


def may_need_program(data: bytes) -> bool:
    """Tell whether another program may have to help to read a file, which takes its time."""
    if data.startswith(_PDF):
        return recognition.is_installed()
    return data.startswith((_OLE, _RTF)) or data[_ODT_HEAD] == b"mimetype" + _ODT_TYPE


# The readers of other formats than plain text stand on libraries that take longer to load than
# a document to read, so each is imported when a file of its format comes.


def _choose(data: bytes, name: str) -> Found:
    if not data:
        raise EmptyFileError("the file is empty; hand in one with text")
    if data.startswith(_PDF):
        from directives.readers.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(data)
    if data.startswith(_ZIP):
        return _read_zip(data)
    if data.startswith(_OLE):
        return _read_ole(data)
    if data.startswith(_RTF):
        return _converted(data, "rtf", "application/rtf", "a rich text file (RTF)")
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise _unsupported(what)
    return _read_text(data, name)


def _read_zip(data: bytes) -> Found:
    if data[_ODT_HEAD] != b"mimetype" + _ODT_TYPE:
        return _read_docx(data)
    from directives.readers.guard import checked_zip  # noqa: PLC0415

    checked_zip(data)
    return _converted(data, "odt", _ODT_TYPE.decode(), "an OpenDocument text (.odt)")


def _read_docx(data: bytes) -> Found:
    from directives.readers.docx import read_docx  # noqa: PLC0415

    return read_docx(data)


def _read_ole(data: bytes) -> Found:
    if _OLE_ENCRYPTED in data:
        raise EncryptedFileError(
            "a password protects the file; open it in Word, remove the password and save it"
        )
    if _OLE_WORD not in data:
        raise _unsupported("an old Excel or PowerPoint file, or a message")
    return _converted(data, "doc", "application/msword", "an old Word file (.doc)")


def _converted(data: bytes, suffix: str, media_type: str, what: str) -> Found:
    made = _read_docx(office.as_docx(data, suffix, what))
    return made._replace(media_type=media_type)


def _read_text(data: bytes, name: str) -> Found:
    text = decoded(data)
    if text is None or _NOT_TEXT.search(text):
        raise _unsupported("binary data or text in an unknown encoding")
    if _is_page(text, name):
        from directives.readers.html import html_blocks  # noqa: PLC0415

        # A page that names its old fonts is put into Unicode by them, not by its words.
        return Found("text/html", html_blocks(text if _OLD_FONT.search(text) else mended(text)))
    text = mended(text)
    if name.lower().endswith((".md", ".markdown")):
        from directives.readers.markdown import markdown_blocks  # noqa: PLC0415

        return Found("text/markdown", markdown_blocks(text))
    return Found("text/plain", plain_blocks(text))


def _limited(found: Iterable[Block]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    characters = 0
    for block in found:
        blocks.append(block)
        characters += len(block.text)
        if len(blocks) > MAX_BLOCKS or characters > MAX_CHARACTERS:
            raise LimitExceededError(
                f"the text is longer than {MAX_BLOCKS} paragraphs or {MAX_CHARACTERS} characters; "
                "hand in its parts as files of their own",
                paragraphs=MAX_BLOCKS,
                characters=MAX_CHARACTERS,
            )
    return tuple(blocks)


def _unsupported(what: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        f"the content is {what}, which is not read here; "
        "save the document as Word (.docx), PDF, Markdown, HTML or plain text in UTF-8",
        found=what,
    )


def _is_page(text: str, name: str) -> bool:
    head = text[:_HEAD]
    if _PAGE.match(head):
        return True
    lowered = name.lower()
    if lowered.endswith((".md", ".markdown")):
        return False
    return bool(
        (_ELEMENT.match(head) or lowered.endswith((".html", ".htm"))) and _CLOSING.search(text)
    )
