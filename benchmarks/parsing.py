"""What reading costs: ``python -m benchmarks.parsing``.

Prints three tables: Word files beside python-docx doing no more than what any reader must (open
the file, visit its paragraphs and cells, take their words); growth up to 2 MB of text; and a
directive of a few pages when all is warm, with the memory that 300 pages take.

Both sides of a comparison take turns on the same bytes, and neither clears away what the other
left behind; medians of processor time are compared, which other programs disturb least.
"""

from __future__ import annotations

import gc
import io
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import click
from docx import Document
from docx.table import Table

from benchmarks.documents import plain_directive, word_directive
from directives import parse_directive

PAGES = 300
TURNS = 7
WARM_TURNS = 30
SIZES = (250_000, 500_000, 1_000_000, 2_000_000)
SAMPLES = Path("tracker/sample/documents")
SEEDS = Path("../shared/seed")


def main() -> None:
    """Measure and print."""
    long = word_directive(PAGES)
    sample = SAMPLES / "chi-thi-nong-thon-moi.docx"
    click.echo(f"{'Word file':<34}{'reading':>12}{'python-docx':>14}{'ratio':>8}")
    _beside(f"the sample's {sample.name}", sample.read_bytes())
    _beside(f"{PAGES} pages, {len(long) / 1e6:.1f} MB", long)
    click.echo(f"\n{'text':<34}{'reading':>12}{'a MB':>14}")
    for size in SIZES:
        text = plain_directive(size)
        (seconds,) = _medians((partial(_read, text, "a.txt"),), TURNS)
        click.echo(f"{size / 1e6:<34.2f}{seconds:>10.3f} s{seconds / size * 1e6:>12.3f} s")
    short = next((path for path in sorted(SEEDS.glob("*"))), SAMPLES / "ke-hoach-han-man.md")
    (warm,) = _medians((partial(_read, short.read_bytes(), short.name),), WARM_TURNS)
    click.echo(f"\n{short.name}, warm: {warm * 1000:.1f} ms")
    click.echo(f"{PAGES} pages of Word, memory at most: {_peak(partial(_read, long)) / 1e6:.0f} MB")


def _beside(what: str, data: bytes) -> None:
    reading, visiting = _medians((partial(_read, data), partial(_visit, data)), TURNS)
    ratio = reading / visiting
    click.echo(f"{what:<34}{reading * 1000:>9.1f} ms{visiting * 1000:>11.1f} ms{ratio:>8.2f}")


def _read(data: bytes, name: str = "a.docx") -> object:
    return parse_directive(data, name=name)


def _visit(data: bytes) -> int:
    return _length(Document(io.BytesIO(data)))


def _length(container: Any) -> int:
    """Return how many letters the paragraphs and cells of a document hold."""
    length = 0
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            length += sum(len(cell.text) for row in block.rows for cell in row.cells)
        else:
            length += len(block.text)
    return length


def _medians(acts: Sequence[Callable[[], object]], turns: int) -> list[float]:
    """Return the median seconds of each act; they take turns, so a busy machine slows them all."""
    taken: list[list[float]] = [[] for _ in acts]
    for act in acts:
        act()
    for _ in range(turns):
        for seconds, act in zip(taken, acts, strict=True):
            gc.collect()
            start = time.process_time()
            act()
            seconds.append(time.process_time() - start)
    return [median(seconds) for seconds in taken]


def _peak(act: Callable[[], object]) -> int:
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
