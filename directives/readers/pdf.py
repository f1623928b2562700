"""PDF with a text layer → blocks.

pypdf weighs the file first, since it refuses what is too large in an orderly way; PDFium, which
may end the whole process instead, then gives the letters and their places.
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
from directives.readers.pdf_scale import MAX_PAGES, checked_pdf, too_large
from directives.readers.recognition import Recognition

PDF = "application/pdf"
MAX_LETTERS = 5_000_000

_MOST_UNMAPPED = 0.2
_MOST_COVERED = 0.5
_STAMP = 300


def read_pdf(data: bytes) -> Found:
    """Return what a PDF says; pages without text are recognised where a program for it is found.

    Raises:
        DamagedFileError: it cannot be read.
        EncryptedFileError: it asks for a password.
        LimitExceededError: it has too many pages, or they hold too much.
        UnsupportedFormatError: it has no text layer, or its fonts hide what they say.
    """
    data = checked_pdf(data)
    ink = _Ink.of(data)
    wanted = ink.wanted
    if wanted is None:
        return Found(PDF, paragraphs_of(ink.layouts))
    if recognition.is_installed():
        ink = _Ink.of(recognition.with_text_layer(data, wanted))
        return Found(PDF, paragraphs_of(ink.layouts), (recognised(),))
    _refuse(ink)
    return Found(PDF, paragraphs_of(ink.layouts), (silent_pages(ink.silent),))


@dataclass(slots=True)
class _Ink:
    """The layouts of all pages.

    ``silent`` are those that are pictures, ``stamped`` those of them with a few letters on it.
    """

    layouts: list[Layout] = field(default_factory=list)
    letters: int = 0
    unmapped: int = 0
    silent: int = 0
    stamped: int = 0

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
        letters = sum(len(run.text) for run in ink.runs)
        self.letters += letters
        if self.letters > MAX_LETTERS:
            raise too_large("characters", MAX_LETTERS)
        self.unmapped += ink.unmapped
        # An office stamps its number and its signature on the scan of a page.
        stamped = ink.covered > _MOST_COVERED and 0 < letters < _STAMP
        self.silent += stamped or (not letters and ink.covered > 0)
        self.stamped += stamped
        self.layouts.append(lay_out(ink))

    @property
    def is_unmapped(self) -> bool:
        """Whether the fonts do not say which letters they show."""
        return self.unmapped > _MOST_UNMAPPED * self.letters

    @property
    def wanted(self) -> Recognition | None:
        """Which help the file needs to be read whole."""
        if self.is_unmapped:
            return Recognition.OVER_LETTERS
        if self.stamped:
            return Recognition.BESIDE_LETTERS
        return Recognition.OF_PAGES_WITHOUT if self.silent else None


def _refuse(ink: _Ink) -> None:
    """Refuse a file of which nothing can be read, with what would help."""
    if ink.is_unmapped:
        raise UnsupportedFormatError(
            "the fonts of the PDF file do not say which letters they show; make a text layer "
            "with 'ocrmypdf --force-ocr -l vie+eng FILE NEW', or hand in the Word file",
            found="a PDF file without readable fonts",
        )
    if ink.silent == len(ink.layouts):
        raise UnsupportedFormatError(
            "the PDF file shows pictures of pages and has no text layer; make one with "
            "'ocrmypdf -l vie+eng FILE NEW', or hand in the Word file",
            found="a scanned PDF file",
        )
