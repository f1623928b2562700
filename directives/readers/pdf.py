"""PDF with a text layer → blocks.

pypdf looks first, since it refuses what is too large in an orderly way; PDFium, which may end
the whole process instead, then gives the letters and their places.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pypdfium2

from directives.errors import UnsupportedFormatError
from directives.readers import recognition
from directives.readers.content import Found, recognised, silent_pages
from directives.readers.pdf_glyphs import Ink, read_ink
from directives.readers.pdf_layout import Layout, lay_out
from directives.readers.pdf_paragraphs import paragraphs_of
from directives.readers.pdf_scale import MAX_PAGES, check_pdf, too_large

PDF = "application/pdf"
MAX_LETTERS = 5_000_000

_MOST_UNMAPPED = 0.2


def read_pdf(data: bytes) -> Found:
    """Return what a PDF says; pages without text are recognised where a program for it is found.

    Raises:
        DamagedFileError: it cannot be read.
        EncryptedFileError: it asks for a password.
        LimitExceededError: it has too many pages, or they hold too much.
        UnsupportedFormatError: it has no text layer, or its fonts hide what they say.
    """
    check_pdf(data)
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
            if len(document) > MAX_PAGES:
                raise too_large("pages", MAX_PAGES)
            for page in document:
                found.add(read_ink(page))
                page.close()
        return found

    def add(self, ink: Ink) -> None:
        """Add a page."""
        self.letters += sum(len(run.text) for run in ink.runs)
        if self.letters > MAX_LETTERS:
            raise too_large("characters", MAX_LETTERS)
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
