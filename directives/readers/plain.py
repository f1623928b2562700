"""Plain text to blocks: one line a block, unless the lines are wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from directives.blocks import Block
from directives.text import clean_line

# Shorter lines than this are never taken for full ones that were wrapped.
MIN_WRAPPED_COLUMNS = 45
MAX_WRAPPED_COLUMNS = 120
_ENDS_A_THOUGHT = re.compile(r"[.;:!?”\"…/*-]$|^\W*$")
_BEGINS_ANEW = re.compile(
    r"(?:[-+•*–—]|\(?(?:\d{1,3}|[a-zđ]|[ivxIVX]{1,5})[.)/]|[IVX]{1,5}\s*-|[A-ZĐ]\.)\s"
    r"|(?:Điều|Chương|Phần|Mục|Căn cứ|Nơi nhận|Số|Kính gửi)\b"
)


def read_plain(text: str) -> tuple[Block, ...]:
    """Return one block for each line of ``text``; hand-wrapped lines are joined."""
    lines = [clean_line(line) for line in text.splitlines()]
    joined = _unwrapped(lines) if _is_wrapped(lines) else lines
    return tuple(as_blocks(joined))


def as_blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Yield a paragraph for each line that has words, page furniture marked as such."""
    return (Block(line, furniture=is_furniture(line)) for line in lines if line)


def _is_wrapped(lines: list[str]) -> bool:
    """Tell hand-wrapped text: most neighbouring lines are nearly full and run on in mid-sentence."""
    pairs = [(a, b) for a, b in zip(lines, lines[1:], strict=False) if a and b]
    if len(pairs) < 5:  # noqa: PLR2004 - too few to judge
        return False
    return 2 * sum(_runs_on(a, b) for a, b in pairs) > len(pairs)


def _runs_on(line: str, following: str) -> bool:
    return (
        MIN_WRAPPED_COLUMNS <= len(line) <= MAX_WRAPPED_COLUMNS
        and not _ENDS_A_THOUGHT.search(line)
        and not _BEGINS_ANEW.match(following)
    )


def _unwrapped(lines: list[str]) -> Iterator[str]:
    held = ""
    for line in lines:
        if held and line and _continues(held, line):
            held = f"{held} {line}"
        else:
            yield held
            held = line
    yield held


def _continues(held: str, line: str) -> bool:
    return not _BEGINS_ANEW.match(line) and (
        line[0].islower() or line[0].isdigit() or not _ENDS_A_THOUGHT.search(held)
    )


_FURNITURE = re.compile(
    r"(?:sign in|đăng nhập|đăng ký|trang chủ|tag|tags|từ khóa|file đính kèm|tệp đính kèm|ban biên tập"
    r"|print|in trang|in bài|chia sẻ|quay lại|lượt xem.{0,20}|\d{2}:\d{2} \d{1,2}/\d{1,2}/\d{4}"
    r"|.{1,120}\.(?:jpe?g|png|gif|webp))\s*:?",
    re.IGNORECASE,
)
_CAPTION = re.compile(r".{0,300}\b(?:Ảnh|Nguồn ảnh)\s?: ?[^.]{1,60}")


def is_furniture(line: str) -> bool:
    """Return whether a line belongs to the page around a document, not to the document."""
    return bool(_FURNITURE.fullmatch(line) or _CAPTION.fullmatch(line))
