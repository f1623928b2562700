"""Put wrapped lines together again: what a typesetter broke is one paragraph.

Text taken from a PDF, or from a page saved as text, breaks its paragraphs at some width. A
line goes on from the line before when it begins in lower case, or when that line is full and
ends no sentence. A line that begins with a number, a letter or a bullet never goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from directives.blocks import Block, BlockKind
from directives.enumeration import read_label
from directives.readers.furniture import is_furniture

_WIDEST_WRAP = 130
_LEAST_SHARE_OF_CONTINUATIONS = 0.2
_FULL = 0.75
_MOST_LINES_SET_APART = 12
_BARE_LABEL = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXLC]{1,7}|[a-zđ])[.)]|[-–+*•]|Điều \d{1,3}\."
)
_OPENING = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét|Nơi nhận|Kính gửi|Số)\b")
_HANGING = re.compile(
    r",$|\b(?:và|của|các|những|về|với|cho|trong|tại|theo|do|để|là|hoặc|Sở|Bộ|Điều|khoản)$"
)
_PAGE_NUMBER = re.compile(r"[-–]?\s?\d{1,4}\s?[-–]?")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """The width at which a text was broken; ``None`` where its lines are its paragraphs."""

    width: int | None
    set_apart: bool = False
    """Whether blank lines stand between paragraphs; lines without one then belong together."""

    @classmethod
    def of(cls, paragraphs: Sequence[Sequence[str]]) -> Wrapping:
        """Measure the width from all lines that another line follows."""
        pairs = [pair for lines in paragraphs for pair in pairwise(lines)]
        if not pairs:
            return cls(None)
        widths = sorted(len(line) for line, _ in pairs)
        width = widths[len(widths) * 4 // 5]
        going_on = sum(begins_lower(follower) for _, follower in pairs)
        wrapped = going_on >= _LEAST_SHARE_OF_CONTINUATIONS * len(pairs)
        set_apart = len(paragraphs) * _MOST_LINES_SET_APART >= len(pairs)
        return cls(width if wrapped and width <= _WIDEST_WRAP else None, set_apart)

    def join(self, lines: Sequence[str]) -> Iterator[str]:
        """Yield the paragraphs of lines between which no blank line stands."""
        whole: list[str] = []
        for line in lines:
            if whole and not self._goes_on(whole[-1], line):
                yield " ".join(whole)
                whole = []
            whole.append(line)
        if whole:
            yield " ".join(whole)

    def _goes_on(self, line: str, follower: str) -> bool:
        if _stands_alone(line) or _stands_alone(follower):
            return False
        if _BARE_LABEL.fullmatch(line):
            return True
        if begins_item(follower):
            return self._is_full(line) and is_inner_dash(line, follower)
        return begins_lower(follower) or self._runs_into(line, follower)

    def _runs_into(self, line: str, follower: str) -> bool:
        """Tell a sentence that goes on with a capital or a number: a name, a date."""
        if self.width is None or line[-1] in ".;:!?" or opens_paragraph(follower):
            return False
        if hangs(line) or follower[0].isdecimal():
            return True
        # A paragraph that begins in bold often breaks early.
        return (self._is_full(line) or self.set_apart) and line.isupper() == follower.isupper()

    def _is_full(self, line: str) -> bool:
        return self.width is not None and len(line) >= _FULL * self.width


def begins_item(line: str) -> bool:
    """Tell whether a line begins with a number, a letter or a bullet of an enumeration."""
    return read_label(line) is not None


def is_bare_label(line: str) -> bool:
    """Tell whether a line is a number, a letter or a bullet and nothing else."""
    return bool(_BARE_LABEL.fullmatch(line))


def opens_paragraph(line: str) -> bool:
    """Tell whether a line begins with words that only begin paragraphs ("Căn cứ", "Nơi nhận")."""
    return bool(_OPENING.match(line))


def hangs(line: str) -> bool:
    """Tell whether a line ends with a word that another must follow."""
    return bool(_HANGING.search(line))


def begins_lower(line: str) -> bool:
    """Tell whether the first letter of a line is a small one."""
    first = next((letter for letter in line[:3] if letter.isalpha()), "")
    return first.islower()


def is_inner_dash(line: str, follower: str) -> bool:
    """Tell a dash between words ("kinh tế / - xã hội") from a bullet."""
    return follower[:2] == "- " and follower[2:3].islower() and line[-1] not in ".;:,"


def _stands_alone(line: str) -> bool:
    return is_page_number(line) or is_furniture(line)


@dataclass(frozen=True, slots=True)
class Lines:
    """A stretch of a source between two block borders, before its wrapped lines are joined.

    Each paragraph of it becomes a block like ``like``; ``label`` is put before the first.
    """

    lines: tuple[str, ...]
    like: Block
    label: str = ""


def joined_blocks(stretches: Sequence[Lines], *, paged: bool) -> Iterator[Block]:
    """Yield the paragraphs of ``stretches``; page furniture is marked by its words.

    ``paged`` says that lone numbers between wrapped lines are those of pages.
    """
    wrapping = Wrapping.of([stretch.lines for stretch in stretches])
    has_pages = paged and wrapping.width is not None
    for stretch in stretches:
        for place, line in enumerate(wrapping.join(stretch.lines)):
            block = _block(stretch, line, is_first=not place)
            if has_pages and block.cell is None and is_page_number(line):
                block = replace(block, furniture=True)
            yield block


def _block(stretch: Lines, line: str, *, is_first: bool) -> Block:
    like = stretch.like
    furniture = like.furniture or is_furniture(line)
    if is_first:
        return replace(like, text=stretch.label + line, furniture=furniture)
    if like.kind is BlockKind.LIST_ITEM:
        # A line that begins anew below an item is no part of the list.
        like = replace(like, kind=BlockKind.PARAGRAPH, level=0)
    return replace(like, text=line, furniture=furniture)


def is_page_number(line: str) -> bool:
    """Tell whether a line of a text that was broken into pages is the number of a page."""
    return bool(_PAGE_NUMBER.fullmatch(line))
