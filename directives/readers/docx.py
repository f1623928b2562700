"""Word document → blocks."""

from __future__ import annotations

from collections.abc import Iterator

from directives.blocks import Block


def docx_blocks(data: bytes) -> Iterator[Block]:
    """Yield the blocks of a Word document."""
    raise NotImplementedError
