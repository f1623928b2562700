"""Small PDF files drawn by hand, in the layouts in which directives are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from directives.blocks import Block
from directives.readers import read_blocks

LEFT, RIGHT, TOP, BOTTOM = 85.0, 538.0, 770.0, 60.0
SIZE, LEADING, INDENT = 13.0, 17.0, 28.0
PAGE = (595.0, 842.0)
_FONTS = {"Plain": "BeVietnamPro-Regular.ttf", "Strong": "BeVietnamPro-Bold.ttf"}


@cache
def _register() -> None:
    for name, file in _FONTS.items():
        path = files("fontpkg_be_vietnam_pro").joinpath("files", file)
        pdfmetrics.registerFont(TTFont(name, str(path)))


class Sheet:
    """A PDF in the making: words are drawn from the top of a page downwards.

    ``edge`` draws what stands at the edges of every page.
    """

    def __init__(
        self,
        size: tuple[float, float] = PAGE,
        edge: Callable[[Sheet], None] = lambda _: None,
    ) -> None:
        _register()
        self.edge = edge
        self.target = BytesIO()
        self.canvas = Canvas(self.target, pagesize=size)
        self.y = TOP

    def write(
        self, x: float, y: float, text: str, *, bold: bool = False, size: float = SIZE
    ) -> None:
        """Write words at a place."""
        self.canvas.setFont("Strong" if bold else "Plain", size)
        self.canvas.drawString(x, y, text)

    def line(self, text: str, x: float = LEFT, *, bold: bool = False, size: float = SIZE) -> None:
        """Write one line and go down."""
        self.write(x, self.y, text, bold=bold, size=size)
        self.y -= LEADING

    def centred(self, text: str, middle: float = (LEFT + RIGHT) / 2, *, bold: bool = False) -> None:
        """Write one line round a middle and go down."""
        width = pdfmetrics.stringWidth(text, "Strong" if bold else "Plain", SIZE)
        self.line(text, middle - width / 2, bold=bold)

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Write a paragraph with an indent, over the end of the page if need be."""
        for number, words in enumerate(wrapped(text, RIGHT - LEFT, bold=bold)):
            if self.y < BOTTOM + LEADING:
                self.new_page()
            self.line(words, LEFT + (0 if number else INDENT), bold=bold)

    def new_page(self) -> None:
        """End the page and begin another."""
        self.edge(self)
        self.canvas.showPage()
        self.y = TOP

    def table(self, rows: Sequence[Sequence[str]], edges: Sequence[float]) -> None:
        """Draw a ruled table; words wrap in their cells."""
        canvas, pad = self.canvas, 5.0
        spans = list(pairwise(edges))
        canvas.line(edges[0], self.y, edges[-1], self.y)
        for row in rows:
            cells = [
                wrapped(text, right - left - 2 * pad, indent=0)
                for text, (left, right) in zip(row, spans, strict=True)
            ]
            top, self.y = self.y, self.y - LEADING * max(map(len, cells)) - pad
            for lines, (left, _) in zip(cells, spans, strict=True):
                for number, words in enumerate(lines):
                    self.write(left + pad, top - LEADING * (number + 1) + 3, words)
            canvas.line(edges[0], self.y, edges[-1], self.y)
            for edge in edges:
                canvas.line(edge, top, edge, self.y)
        self.y -= 2 * LEADING

    def done(self) -> bytes:
        """Return the file."""
        self.edge(self)
        self.canvas.save()
        return self.target.getvalue()


def wrapped(text: str, width: float, *, bold: bool = False, indent: float = INDENT) -> list[str]:
    """Break words into lines; the first has less room by ``indent``."""
    font = "Strong" if bold else "Plain"
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        room = width - (0 if lines else indent)
        if line and pdfmetrics.stringWidth(longer, font, SIZE) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def changed(data: bytes, change: Callable[[PdfWriter], Any]) -> bytes:
    """Return a copy of a PDF after a change by pypdf."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def each_font(writer: PdfWriter, change: Callable[[DictionaryObject], None]) -> None:
    """Change the fonts of the first page that are in the file."""
    resources: Any = writer.pages[0]["/Resources"]
    for font in resources["/Font"].values():
        if "/ToUnicode" in font.get_object():
            change(font.get_object())


def read(data: bytes) -> tuple[Block, ...]:
    """Return the blocks of a PDF."""
    media_type, blocks, _ = read_blocks(data, "chi-thi.pdf")
    assert media_type == "application/pdf"
    return blocks


def texts(data: bytes) -> list[str]:
    """Return the lines of the document, those of the page left out."""
    return [block.text for block in read(data) if not block.furniture]
