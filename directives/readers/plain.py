"""Plain text → blocks: one line is one block, wrapped lines put together again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from directives.blocks import Block
from directives.readers.furniture import is_furniture
from directives.readers.lines import Wrapping, is_page_number
from directives.text import clean_line


def plain_blocks(text: str) -> Iterator[Block]:
    """Yield one block a paragraph; no word is dropped, furniture is marked."""
    lines = (clean_line(line) for line in text.splitlines())
    paragraphs = [list(group) for filled, group in groupby(lines, key=bool) if filled]
    wrapping = Wrapping.of(paragraphs)
    for paragraph in paragraphs:
        if wrapping.width is None:
            yield from (Block(line, furniture=is_furniture(line)) for line in paragraph)
        else:
            for line in wrapping.join(paragraph):
                yield Block(line, furniture=is_furniture(line) or is_page_number(line))
