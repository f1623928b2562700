"""PDF with a text layer → blocks.

pypdf looks first, since it refuses what is too large in an orderly way; PDFium, which may end
the whole process instead, then gives the letters and their places.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from directives.errors import (
    EncryptedFileError,
    LimitExceededError,
    UnsupportedFormatError,
)
from directives.readers import recognition
from directives.readers.content import Found, recognised, silent_pages
from directives.readers.pdf_glyphs import Ink, read_ink
from directives.readers.pdf_layout import Layout, lay_out
from directives.readers.pdf_paragraphs import paragraphs_of

PDF = "application/pdf"
MAX_PAGES = 1_000
MAX_BYTES_OF_TEXT = 40 * 1024 * 1024
MAX_LETTERS = 5_000_000

_DEEPEST_FORM = 8
_MOST_UNMAPPED = 0.2
_FONT_STREAMS = ("/ToUnicode", "/FontFile", "/FontFile2", "/FontFile3", "/Encoding")

# pypdf tells of every oddity it repairs; a file's faults are no news to a log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read_pdf(data: bytes) -> Found:
    """Return what a PDF says; pages without text are recognised where a program for it is found.

    Raises:
        DamagedFileError: it cannot be read.
        EncryptedFileError: it asks for a password.
        LimitExceededError: it has too many pages, or they hold too much.
        UnsupportedFormatError: it has no text layer, or its fonts hide what they say.
    """
    _check(data)
    ink = _Ink.of(data)
    if not ink.silent and not ink.is_unmapped:
        return Found(PDF, paragraphs_of(ink.layouts))
    if recognition.is_installed():
        ink = _Ink.of(recognition.with_text_layer(data, over_letters=ink.is_unmapped))
        return Found(PDF, paragraphs_of(ink.layouts), (recognised(),))
    _refuse(ink)
    return Found(PDF, paragraphs_of(ink.layouts), (silent_pages(ink.silent),))


@dataclass(slots=True)
class _Ink:
    """The layouts of all pages; ``silent`` are those that are pictures without a letter."""

    layouts: list[Layout] = field(default_factory=list)
    letters: int = 0
    unmapped: int = 0
    silent: int = 0

    @classmethod
    def of(cls, data: bytes) -> _Ink:
        """Read every page."""
        found = cls()
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                found.add(read_ink(page))
                page.close()
        return found

    def add(self, ink: Ink) -> None:
        """Add a page."""
        self.letters += sum(len(run.text) for run in ink.runs)
        if self.letters > MAX_LETTERS:
            raise _too_large("characters", MAX_LETTERS)
        self.unmapped += ink.unmapped
        self.silent += not ink.runs and ink.pictures > 0
        self.layouts.append(lay_out(ink))

    @property
    def is_unmapped(self) -> bool:
        """Whether the fonts do not say which letters they show."""
        return self.unmapped > _MOST_UNMAPPED * self.letters


def _refuse(ink: _Ink) -> None:
    """Refuse a file of which nothing can be read, with what would help."""
    if ink.is_unmapped:
        raise UnsupportedFormatError(
            "the fonts of the PDF file do not say which letters they show; make a text layer "
            "with 'ocrmypdf --force-ocr -l vie+eng FILE NEW', or hand in the Word file",
            found="a PDF file without readable fonts",
        )
    if not ink.letters:
        raise UnsupportedFormatError(
            "the PDF file shows pictures of pages and has no text layer; make one with "
            "'ocrmypdf -l vie+eng FILE NEW', or hand in the Word file",
            found="a scanned PDF file",
        )


def _check(data: bytes) -> None:
    """Refuse what would fill memory or time, before PDFium sees it."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedFileError(
                "a password protects the file; save it without the password and hand in the copy"
            )
        _check_pages(reader)
    except LimitReachedError as fault:
        raise _too_large("megabytes", MAX_BYTES_OF_TEXT // 2**20) from fault


def _check_pages(reader: PdfReader) -> None:
    if len(reader.pages) > MAX_PAGES:
        raise _too_large("pages", MAX_PAGES)
    scale = _Scale()
    for page in reader.pages:
        contents = page.get_contents()
        scale.weigh(b"" if contents is None else contents.get_data())
        scale.weigh_resources(page.get("/Resources"))


class _Scale:
    """Weighs all that PDFium will unpack to find the text; each object once."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._bytes = 0

    def weigh(self, unpacked: bytes) -> None:
        """Add what was unpacked."""
        self._bytes += len(unpacked)
        if self._bytes > MAX_BYTES_OF_TEXT:
            raise _too_large("megabytes", MAX_BYTES_OF_TEXT // 2**20)

    def weigh_resources(self, resources: Any, depth: int = 0) -> None:
        """Add the forms and fonts of a page or a form."""
        resources = _object(resources)
        if depth > _DEEPEST_FORM or not isinstance(resources, DictionaryObject):
            return
        for form in self._new(resources.get("/XObject")):
            if form.get("/Subtype") == "/Form":
                self.weigh(form.get_data() if isinstance(form, StreamObject) else b"")
                self.weigh_resources(form.get("/Resources"), depth + 1)
        for font in self._new(resources.get("/Font")):
            self._weigh_font(font)

    def _weigh_font(self, font: DictionaryObject) -> None:
        inner = _object(font.get("/DescendantFonts"))
        parts = [font, *(_object(each) for each in (inner if isinstance(inner, list) else []))]
        for part in parts:
            if isinstance(part, DictionaryObject):
                for holder in (part, _object(part.get("/FontDescriptor"))):
                    self._weigh_streams(holder)

    def _weigh_streams(self, holder: Any) -> None:
        if not isinstance(holder, DictionaryObject):
            return
        for key in _FONT_STREAMS:
            stream = _object(holder.get(key))
            if isinstance(stream, StreamObject):
                self.weigh(stream.get_data())

    def _new(self, named: Any) -> Iterator[DictionaryObject]:
        """Yield the dictionaries of a resource that were not weighed before."""
        named = _object(named)
        for entry in named.values() if isinstance(named, DictionaryObject) else ():
            key = entry.idnum if isinstance(entry, IndirectObject) else id(entry)
            found = _object(entry)
            if key not in self._seen and isinstance(found, DictionaryObject):
                self._seen.add(key)
                yield found


def _object(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found


def _too_large(unit: str, limit: int) -> LimitExceededError:
    return LimitExceededError(
        f"the PDF file has more than {limit} {unit} of text; hand in its parts as files of their own",
        **{unit: limit},
    )
