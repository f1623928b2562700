"""From blocks to passages: each one paragraph, or one point of several that share a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from directives.blocks import Block, BlockKind
from directives.enumeration import Label, Style, inline_starts, read_label
from directives.lexicon import SMALL, any_of, table

_TABLE = table("sections")
# A line that ends with one of these goes on in the next.
_HANGING = re.compile(rf"(?:^|\W)(?:{any_of(_TABLE['hanging'])})$")
_NUMBER_COMES = re.compile(rf"(?:^|\W)(?:{any_of(_TABLE['before_numbers'])})$")
# Corpora that give each sentence a line give one to its number too.
_BARE_LABEL = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđA-EGHĐ]|[IVX]{1,6}) ?[.)]")
_ENDS = (".", ";", ":", "!", "?", '"', ")", "/", ",", " ")
_CITED_NUMBER = re.compile(_TABLE["cited_numbers"])
_LONGEST_TITLE = 90
_FIRST_HALF = re.compile(rf"(?:^|\W)(?:{any_of(_TABLE['halves_before_dash'])})$", re.IGNORECASE)
_SECOND_HALF = re.compile(rf"[-–] ?[{SMALL}]")
_APPOSITION = re.compile(_TABLE["appositions"])


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the text. ``text`` is its plain reading, as long as the words it stands for."""

    start: int
    end: int
    text: str
    block: Block
    label: Label | None

    @property
    def words(self) -> str:
        """The words without the label."""
        return self.text[self.label.length :] if self.label else self.text

    @property
    def words_start(self) -> int:
        """The place in the text where the words after the label begin."""
        return self.start + (self.label.length if self.label else 0)

    @property
    def opens_a_list(self) -> bool:
        """Whether the words end in a colon."""
        return self.text.rstrip(' .…/*"').endswith(":")


def passages_of(blocks: Sequence[Block], plain: str) -> list[Passage]:
    """Return the passages of the canonical text, in order; ``plain`` is its plain reading."""
    passages: list[Passage] = []
    at = 0
    for block in blocks:
        for passage in _cut(block, plain[at : at + len(block.text)], at):
            if passages and _goes_on(passages[-1], passage):
                passages[-1] = _joined(passages[-1], passage)
            else:
                passages.append(passage)
        at += len(block.text) + 1
    return passages


def _cut(block: Block, text: str, at: int) -> Iterator[Passage]:
    labelled = block.cell is None and not block.furniture
    for begin, end in pairwise((0, *inline_starts(text), len(text))):
        words = text[begin : begin + len(block.text[begin:end].rstrip())]
        label = read_label(words) if labelled else None
        yield Passage(at + begin, at + begin + len(words), words, block, label)


def _goes_on(last: Passage, passage: Passage) -> bool:
    """Tell a line that was broken off inside a sentence ("… Quốc hội khóa / XV.")."""
    if last.block is passage.block or any(
        block.cell or block.furniture or block.kind is BlockKind.HEADING
        for block in (last.block, passage.block)
    ):
        return False
    if _BARE_LABEL.fullmatch(last.text):
        return passage.label is None
    if last.text.endswith(_ENDS):
        return last.text.endswith(":") and bool(_CITED_NUMBER.match(passage.text))
    if passage.label is not None:
        long = len(last.text) > _LONGEST_TITLE or bool(_SECOND_HALF.match(passage.text))
        return long and _only_looks_labelled(last, passage)
    if passage.text[0].islower():
        return passage.block.bold or not last.block.bold
    return _is_broken_title(last, passage) or _hangs(last)


def _only_looks_labelled(last: Passage, passage: Passage) -> bool:
    """Tell "… tại khoản / 1. Điều 5" and a dash before what a body is, in mid-sentence."""
    if _APPOSITION.match(passage.text):
        return True
    if _SECOND_HALF.match(passage.text):
        return bool(_FIRST_HALF.search(last.text))
    roman = passage.label is not None and passage.label.style is Style.ROMAN
    counted = passage.text[0].isdecimal() or roman
    return counted and bool(_NUMBER_COMES.search(last.text))


def _hangs(last: Passage) -> bool:
    return bool(_HANGING.search(last.text)) and not last.text.isupper()


def _is_broken_title(last: Passage, passage: Passage) -> bool:
    """Tell the second line of a numbered title ("I. MỤC / ĐÍCH, YÊU CẦU")."""
    if last.label is None:
        return False
    bold = last.block.bold and passage.block.bold
    return bold or (last.words.isupper() and passage.text.isupper())


def _joined(last: Passage, passage: Passage) -> Passage:
    text = f"{last.text}{' ' * (passage.start - last.end)}{passage.text}"
    label = read_label(text) if _BARE_LABEL.fullmatch(last.text) else last.label
    return replace(last, end=passage.end, text=text, label=label)
