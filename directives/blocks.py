"""The neutral block that every reader yields: one paragraph, list item or table cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block was in its source."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table; all counts begin at 0."""

    table: int
    row: int
    column: int
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the canonical text and what its source said of it.

    ``text`` is cleaned (see :mod:`directives.text`), has no line break and is never empty; it
    includes the automatic number that a reader of the source would see. ``level`` is the
    heading level (from 1) or the depth of a list (from 0). ``furniture`` marks what the
    reader knows to be no part of the document (menus, running heads, captions).
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    cell: Cell | None = None
    bold: bool = False
    furniture: bool = False


def canonical_text(blocks: Iterable[Block]) -> str:
    """Return the words of a document, one block a line."""
    return "\n".join(block.text for block in blocks)
