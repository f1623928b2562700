"""A page of a PDF as ink: runs of letters with their places, ruled lines, pictures.

PDFium gives the letters and their boxes; nothing here guesses what belongs together beyond one
run: letters that follow each other on one base line without a wide gap.
"""

from __future__ import annotations

import ctypes
import math
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from directives.readers.legacy import font_table, from_legacy

WIDE_GAP = 1.2
"""A gap, in ems, that words of one line of text do not have between them."""

WORD_GAP = 0.15
"""A gap, in ems, that separates words even where no space was written."""
_JUMP_BACK = -0.5
_OFF_LINE = 0.1
_BOLD = 600
_LEAST_RULE = 8.0
_MOST_RULES = 20_000
_REPLACEMENT = "\ufffd"
_LINE_END_HYPHENS = ("\x02", "\ufffe")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)

_Point = tuple[float, float]


@dataclass(slots=True)
class Run:
    """Letters that follow each other; lengths in points, ``baseline`` grows upwards.

    ``order`` is the place of the run in the file; neighbours in the file differ by 1.
    ``spaced`` says that white space came before it; ``first`` is how wide its first word is.
    """

    text: str
    left: float
    right: float
    baseline: float
    em: float
    bold: bool
    order: int
    spaced: bool
    first: float = 0.0


@dataclass(slots=True)
class Ink:
    """What one page shows. ``unmapped`` counts letters whose font does not say what they are.

    ``covered`` is the share of the page that pictures take; ``across`` holds (y, left, right) and
    ``upright`` (x, bottom, top) of ruled lines.
    """

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    across: list[tuple[float, float, float]] = field(default_factory=list)
    upright: list[tuple[float, float, float]] = field(default_factory=list)
    unmapped: int = 0
    covered: float = 0.0


def read_ink(page: Any) -> Ink:
    """Return the ink of a page of PDFium."""
    width, height = page.get_size()
    ink = Ink(width, height)
    turn = _Turn(pdfium.FPDFPage_GetRotation(page.raw), width, height)
    _read_shapes(page, turn, ink)
    text = page.get_textpage()
    try:
        _read_runs(text, turn, ink)
    finally:
        text.close()
    return ink


@dataclass(frozen=True, slots=True)
class _Turn:
    """From the space of the file to the page as it is shown, in quarter turns clockwise."""

    quarters: int
    width: float
    height: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.quarters:
            case 1:
                return y, self.height - x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return self.width - y, x
            case _:
                return x, y


@dataclass(frozen=True, slots=True)
class _Font:
    em: float
    bold: bool
    legacy: str | None


@dataclass(slots=True)
class _Glyph:
    letter: str
    left: float
    right: float
    baseline: float
    font: _Font


def _read_runs(text: Any, turn: _Turn, ink: Ink) -> None:
    run: Run | None = None
    legacy: str | None = None
    spaced = False
    for glyph in _glyphs(text, turn, ink):
        if glyph.letter.isspace():
            spaced = True
            continue
        if run is None or legacy != glyph.font.legacy or _begins(run, glyph):
            _finish(run, legacy, ink)
            run = Run(
                "", glyph.left, glyph.right, glyph.baseline, glyph.font.em, glyph.font.bold,
                len(ink.runs) + 1, spaced,
            )  # fmt: skip
            legacy = glyph.font.legacy
        elif spaced or glyph.left - run.right > WORD_GAP * run.em:
            run.text += " "
            run.first = run.first or run.right - run.left
        spaced = False
        run.text += glyph.letter
        run.right = max(run.right, glyph.right)
        run.em = max(run.em, glyph.font.em)
        run.bold = run.bold and glyph.font.bold
    _finish(run, legacy, ink)


def _begins(run: Run, glyph: _Glyph) -> bool:
    """Tell whether a letter begins a run of its own."""
    if unicodedata.combining(glyph.letter):
        return False
    gap = (glyph.left - run.right) / run.em
    off = abs(glyph.baseline - run.baseline) > _OFF_LINE * run.em
    return off or gap > WIDE_GAP or gap < _JUMP_BACK


def _finish(run: Run | None, legacy: str | None, ink: Ink) -> None:
    if run is None:
        return
    if legacy is not None:
        run.text = from_legacy(run.text, legacy)
    run.text = run.text.translate(_LIGATURES)
    run.first = run.first or run.right - run.left
    ink.runs.append(run)


def _glyphs(text: Any, turn: _Turn, ink: Ink) -> Iterator[_Glyph]:
    handle = text.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    fonts: dict[int, _Font] = {}
    for index in range(pdfium.FPDFText_CountChars(handle)):
        if pdfium.FPDFText_IsGenerated(handle, index) == 1:
            continue
        letter = _letter(handle, index)
        if letter == _REPLACEMENT:
            ink.unmapped += 1
        shape = pdfium.FPDFText_GetTextObject(handle, index)
        key = ctypes.addressof(shape.contents) if shape else 0
        font = fonts.get(key)
        if font is None:
            font = fonts[key] = _font_of(handle, index, shape)
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(handle, index, box)
        if turn.quarters:
            left, baseline = turn.point(x.value, y.value)
            right = max(turn.point(box.left, box.bottom)[0], turn.point(box.right, box.top)[0])
        else:
            left, baseline, right = x.value, y.value, box.right
        yield _Glyph(letter, left, max(left, right), baseline, font)


def _letter(handle: Any, index: int) -> str:
    code = pdfium.FPDFText_GetUnicode(handle, index)
    if pdfium.FPDFText_HasUnicodeMapError(handle, index) == 1:
        return _REPLACEMENT
    return _letter_of(code)


@lru_cache(maxsize=4096)
def _letter_of(code: int) -> str:
    letter = chr(code) if 0 < code <= sys.maxunicode else _REPLACEMENT
    if letter in _LINE_END_HYPHENS:
        return "-"
    return _REPLACEMENT if unicodedata.category(letter) in ("Cs", "Co", "Cn") else letter


def _font_of(handle: Any, index: int, shape: Any) -> _Font:
    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(handle, index)
    if pdfium.FPDFText_GetMatrix(handle, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    name = _font_name(shape)
    bold = "bold" in name.lower() or pdfium.FPDFText_GetFontWeight(handle, index) >= _BOLD
    return _Font(max(size, 1.0), bold, font_table(name))


def _font_name(shape: Any) -> str:
    font = pdfium.FPDFTextObj_GetFont(shape) if shape else None
    if not font:
        return ""
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    # A font of which only some letters are in the file is called "ABCDEF+Name".
    return name.value.decode("utf-8", "replace").rpartition("+")[2]


def _read_shapes(page: Any, turn: _Turn, ink: Ink) -> None:
    for place in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_RULES)):
        shape = pdfium.FPDFPage_GetObject(page.raw, place)
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            ink.covered += _size(shape) / (ink.width * ink.height)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(shape, turn, ink)


def _size(shape: Any) -> float:
    """Return the area of a shape in square points."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top)
    return abs((right.value - left.value) * (top.value - bottom.value))


def _read_path(shape: Any, turn: _Turn, ink: Ink) -> None:
    for begin, end in _strokes(shape):
        (x, y), (to_x, to_y) = turn.point(*begin), turn.point(*end)
        if abs(y - to_y) < 1 and abs(x - to_x) >= _LEAST_RULE:
            ink.across.append((y, min(x, to_x), max(x, to_x)))
        elif abs(x - to_x) < 1 and abs(y - to_y) >= _LEAST_RULE:
            ink.upright.append((x, min(y, to_y), max(y, to_y)))


def _strokes(shape: Any) -> Iterator[tuple[_Point, _Point]]:
    """Yield the straight strokes of a path, ends in points."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(shape, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = (0.0, 0.0)
    for place in range(min(pdfium.FPDFPath_CountSegments(shape), _MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            begin = point
        else:
            yield last, point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, begin
        last = point
