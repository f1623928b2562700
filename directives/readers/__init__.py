"""Choose the reader of a file by what is in it, and turn every fault into one of ours."""

from __future__ import annotations

from directives.readers.formats import may_need_program, read_blocks

__all__ = ["may_need_program", "read_blocks"]
