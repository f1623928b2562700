"""Choose the reader of a file by what is in it, and turn every fault into one of ours."""

from __future__ import annotations

from directives.readers.formats import read_blocks

__all__ = ["read_blocks"]
