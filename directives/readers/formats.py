"""Choose the reader of a file by its content; its name decides only what content cannot."""

from __future__ import annotations

import codecs
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
from directives.readers.docx import docx_blocks
from directives.readers.html import html_blocks
from directives.readers.markdown import markdown_blocks
from directives.readers.plain import plain_blocks
from directives.text import clean_line

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_BLOCKS = 200_000
MAX_CHARACTERS = 20_000_000

_SIGNATURES = {
    b"%PDF": "a PDF file",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"BM": "a picture (BMP)",
    b"II*\x00": "a picture (TIFF)",
    b"MM\x00*": "a picture (TIFF)",
    b"RIFF": "a picture, a sound or a film",
    b"{\\rtf": "a rich text file (RTF)",
    b"Rar!": "an archive (RAR)",
    b"7z\xbc\xaf": "an archive (7z)",
    b"\x1f\x8b": "an archive (gzip)",
    b"MZ": "a program",
    b"\x7fELF": "a program",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_HEAD = 4096
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_ELEMENT = re.compile(
    r"\s*<(?:p|div|table|h[1-6]|ul|ol|section|article|main|span|center|meta|title)\b", re.IGNORECASE
)
_CLOSING = re.compile(r"</(?:p|pre|div|table|tr|td|li|h[1-6]|body|html)\s*>", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")


def read_blocks(data: bytes, name: str) -> tuple[str, tuple[Block, ...]]:
    """Return the media type of a file and its blocks in reading order.

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
        media_type, found = _choose(data, name)
        blocks = _limited(found)
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
    return media_type, blocks


def _choose(data: bytes, name: str) -> tuple[str, Iterable[Block]]:
    if not data:
        raise EmptyFileError("the file is empty; hand in one with text")
    if data.startswith(b"PK\x03\x04"):
        return DOCX, docx_blocks(data)
    _refuse_binaries(data)
    text = _decoded(data)
    if _NOT_TEXT.search(text):
        raise _unsupported("binary data")
    if _is_page(text, name):
        return "text/html", html_blocks(text)
    if name.lower().endswith((".md", ".markdown")):
        return "text/markdown", markdown_blocks(text)
    return "text/plain", plain_blocks(text)


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


def _refuse_binaries(data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise EncryptedFileError(
                "a password protects the file; open it in Word, remove the password and save it"
            )
        raise _unsupported("an old Word, Excel or PowerPoint file")
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise _unsupported(what)


def _unsupported(what: str) -> UnsupportedFormatError:
    return UnsupportedFormatError(
        f"the content is {what}, which is not read here; "
        "save the document as Word (.docx), Markdown, HTML or plain text in UTF-8",
        found=what,
    )


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return data.decode(encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:_HEAD])
        if declared is None:
            raise _unsupported("text in an unknown encoding or binary data") from None
        return data.decode(declared[1].decode("ascii"))


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
