"""What reading costs: ``python -m benchmarks.parsing``.

Prints a table: a directive of four pages, a Word file of 300 pages beside python-docx doing no
more than visiting the same paragraphs and cells, growth up to 2 MB of text, and memory.
"""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import Callable
from functools import partial

import click
from docx import Document

from directives import parse_directive

POINT = (
    "Sở Xây dựng chủ trì, phối hợp với các cơ quan liên quan rà soát 111/116 xã, hoàn thành trước "
    "ngày 30/6/2025; định kỳ hằng quý báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện."
)
HEAD = "CHỈ THỊ\nVề việc quản lý đất đai\n\nỦy ban nhân dân tỉnh yêu cầu:\n\n"
POINTS_A_PAGE = 14
PAGES = 300


def _points(count: int) -> list[str]:
    return [f"{number % 90 + 1}. {POINT}" for number in range(count)]


def _plain(count: int) -> bytes:
    return (HEAD + "\n\n".join(_points(count))).encode()


def _word(pages: int) -> bytes:
    document = Document()
    for words in _points(pages * POINTS_A_PAGE):
        document.add_paragraph(words)
    table = document.add_table(rows=0, cols=3)
    for number in range(pages):
        row = table.add_row()
        for cell, words in zip(row.cells, (str(number), POINT, "Sở Y tế"), strict=True):
            cell.text = words
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _visit(data: bytes) -> int:
    """Do with python-docx what any reader must: look at each paragraph and cell."""
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return sum(map(len, (paragraph.text for paragraph in document.paragraphs))) + sum(
        map(len, cells)
    )


def _seconds(act: Callable[[], object], times: int = 1) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - start)
    return best


def _peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _row(what: str, figure: float, unit: str) -> None:
    click.echo(f"{what:<52} {figure:>10.1f} {unit}")


def main() -> None:
    """Measure and print."""
    small = _plain(50)
    _row("four pages of text, warm", _seconds(lambda: _read(small), 5) * 1000, "ms")
    word = _word(PAGES)
    _row(f"{PAGES} pages of Word", _seconds(lambda: _read(word, "a.docx")), "s")
    _row("  python-docx visiting the same", _seconds(lambda: _visit(word)), "s")
    for size in (250_000, 500_000, 1_000_000, 2_000_000):
        text = _plain(size // (len(POINT.encode()) + 6))
        _row(f"{len(text) / 1e6:.2f} MB of text", _seconds(partial(_read, text)), "s")
    megabyte = _plain(1_000_000 // (len(POINT.encode()) + 6))
    _row("peak memory for 1 MB of text", _peak(lambda: _read(megabyte)) / 1e6, "MB")


def _read(data: bytes, name: str = "a.txt") -> object:
    return parse_directive(data, name=name)


if __name__ == "__main__":
    main()
