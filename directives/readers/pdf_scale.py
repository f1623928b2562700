"""Weigh a PDF before it is read: PDFium ends the process where its memory ends.

What counts is what PDFium would carry out, not what the file holds: a form that is drawn a
thousand times counts a thousand times.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from directives.errors import EncryptedFileError, LimitExceededError
from directives.text import clean_line

MAX_PAGES = 1_000
MAX_MEGABYTES_OF_A_PAGE = 8
MAX_MEGABYTES = 64
MAX_TEXTS_OF_A_PAGE = 50_000

_MEGABYTE = 2**20
_MOST_BRANCHES = 10_000
_DEEPEST_FORM = 12
_FONT_STREAMS = ("/ToUnicode", "/FontFile", "/FontFile2", "/FontFile3", "/Encoding")
_TEXT = re.compile(rb"T[jJ]|['\"]\s")
# Whatever names a form may draw it: white space, comments and "#20" hide what follows.
_NAME = re.compile(rb"/([^\s\x00/<>\[\](){}%]{1,200})")
_NUMBERED = re.compile(rb"#([0-9a-fA-F]{2})")

# pypdf tells of every oddity it repairs; a file's faults are no news to a log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def checked_pdf(data: bytes) -> bytes:
    """Return a PDF that is safe to read and asks for no password.

    Raises:
        EncryptedFileError: it asks for a password before it can be read.
        LimitExceededError: it has too many pages, or they hold too much.
    """
    data = _written_anew(data)
    try:
        scale = _Scale()
        for contents, resources in _pages(PdfReader(BytesIO(data))):
            scale.weigh_page(contents, resources)
    except LimitReachedError as fault:
        raise LimitExceededError(
            f"the PDF file goes beyond what is read safely ({clean_line(str(fault))}); "
            "print it to a new PDF file, or hand in the Word file"
        ) from fault
    return data


def _written_anew(data: bytes) -> bytes:
    """Return a copy as PDFium understands the file, so that what is weighed is what it will draw.

    The copy has no security: that some PDF may not be printed is no matter here.
    """
    copy = BytesIO()
    try:
        with pypdfium2.PdfDocument(data) as document:
            document.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError as fault:
        if fault.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise EncryptedFileError(
                "a password protects the file; save it without the password and hand in the copy"
            ) from fault
        raise
    return copy.getvalue()


def too_large(unit: str, limit: int) -> LimitExceededError:
    """Return the fault of a PDF that has more than ``limit`` of something."""
    return LimitExceededError(
        f"the PDF file has more than {limit} {unit} of text; hand in its parts as files of their own",
        **{unit: limit},
    )


def _pages(reader: PdfReader) -> Iterator[tuple[list[StreamObject], Any]]:
    """Yield the contents and the resources of every page, each page once."""
    catalog = _object(reader.trailer.get("/Root"))
    waiting = [(catalog.get("/Pages"), None)] if isinstance(catalog, DictionaryObject) else []
    seen: set[int] = set()
    pages = 0
    while waiting:
        place, inherited = waiting.pop()
        node = _object(place)
        if not isinstance(node, DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        resources = _object(node.get("/Resources")) or inherited
        kids = _object(node.get("/Kids"))
        if isinstance(kids, ArrayObject):
            if len(kids) > MAX_PAGES or len(seen) > _MOST_BRANCHES:
                raise too_large("pages", MAX_PAGES)
            waiting += [(kid, resources) for kid in reversed(kids)]
            continue
        pages += 1
        if pages > MAX_PAGES:
            raise too_large("pages", MAX_PAGES)
        yield _streams(node.get("/Contents")), resources


def _streams(contents: Any) -> list[StreamObject]:
    contents = _object(contents)
    several = contents if isinstance(contents, ArrayObject) else [contents]
    found = map(_object, several)
    return [each for each in found if isinstance(each, StreamObject)]


@dataclass(frozen=True, slots=True)
class _Weight:
    """What drawing something costs: bytes of instructions, and how many of them write text."""

    size: int = 0
    texts: int = 0

    def plus(self, other: _Weight, times: int) -> _Weight:
        return _Weight(self.size + other.size * times, self.texts + other.texts * times)


_ENDLESS = _Weight(size=MAX_MEGABYTES_OF_A_PAGE * _MEGABYTE + 1)


@dataclass(slots=True)
class _Scale:
    """Weighs all that PDFium will unpack to find the text; each object once."""

    forms: dict[int, _Weight] = field(default_factory=dict)
    fonts: set[int] = field(default_factory=set)
    unpacked: int = 0

    def weigh_page(self, contents: list[StreamObject], resources: Any) -> None:
        """Add a page.

        Raises:
            LimitExceededError: it, or all so far together, hold too much.
        """
        weight = self._drawn(b"\n".join(map(self._unpack, contents)), resources, 0)
        if weight.size > MAX_MEGABYTES_OF_A_PAGE * _MEGABYTE:
            raise too_large("megabytes", MAX_MEGABYTES_OF_A_PAGE)
        if weight.texts > MAX_TEXTS_OF_A_PAGE:
            raise too_large("characters", MAX_TEXTS_OF_A_PAGE)

    def _drawn(self, instructions: bytes, resources: Any, depth: int) -> _Weight:
        if len(instructions) > MAX_MEGABYTES_OF_A_PAGE * _MEGABYTE:
            return _ENDLESS
        weight = _Weight(len(instructions), len(_TEXT.findall(instructions)))
        if not isinstance(resources, DictionaryObject):
            return weight
        for font in _values(resources.get("/Font")):
            self._weigh_font(font)
        forms = _object(resources.get("/XObject"))
        if isinstance(forms, DictionaryObject) and depth < _DEEPEST_FORM:
            for name, count in Counter(_NAME.findall(instructions)).items():
                form = _object(forms.get(_named(name)))
                weight = weight.plus(self._form(form, resources, depth), count)
        return weight

    def _form(self, form: Any, resources: Any, depth: int) -> _Weight:
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            return _Weight()
        if id(form) not in self.forms:
            # PDFium draws a form that draws itself again and again.
            self.forms[id(form)] = _ENDLESS
            own = _object(form.get("/Resources")) or resources
            self.forms[id(form)] = self._drawn(self._unpack(form), own, depth + 1)
        return self.forms[id(form)]

    def _weigh_font(self, font: DictionaryObject) -> None:
        if id(font) in self.fonts:
            return
        self.fonts.add(id(font))
        for part in (font, *_values(font.get("/DescendantFonts"))):
            for holder in (part, _object(part.get("/FontDescriptor"))):
                if isinstance(holder, DictionaryObject):
                    for stream in _streams(ArrayObject(holder.get(key) for key in _FONT_STREAMS)):
                        self._unpack(stream)

    def _unpack(self, stream: StreamObject) -> bytes:
        data = stream.get_data()
        self.unpacked += len(data)
        if self.unpacked > MAX_MEGABYTES * _MEGABYTE:
            raise too_large("megabytes", MAX_MEGABYTES)
        return data


def _named(name: bytes) -> str:
    """Return a name as pypdf keeps it, its numbered letters written out."""
    plain = _NUMBERED.sub(lambda code: bytes([int(code[1], 16)]), name)
    return f"/{plain.decode('utf-8', 'replace')}"


def _values(holder: Any) -> Iterator[DictionaryObject]:
    """Yield the dictionaries that a dictionary or an array holds; nothing else holds any."""
    holder = _object(holder)
    entries: Any = ()
    if isinstance(holder, DictionaryObject):
        entries = holder.values()
    elif isinstance(holder, ArrayObject):
        entries = holder
    found = map(_object, entries)
    return (each for each in found if isinstance(each, DictionaryObject))


def _object(found: Any) -> Any:
    return found.get_object() if isinstance(found, IndirectObject) else found
