"""What a page does to the order of a text: heads in mid-sentence, bodies printed twice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from directives.blocks import Block
from directives.readers.lines import begins_item, begins_lower, hangs

_MOST_BETWEEN = 6
_TERMINAL = (".", ";", ":", "!", "?", "/", "…")
_LONG = 60
_LEAST_REPEATED = 800

_BEHIND_SENTENCE = re.compile(r"(?<=[.;”]) (\d{1,3})(?= [A-ZĐ]|$)")
_FEWEST_STEPS = 2
_LONGEST_STEP = 3


def over_pages(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put sentences together that the head or foot of a page parts; it then follows them."""
    held: Block | None = None
    between: list[Block] = []
    for block in blocks:
        if held is None:
            held = block
        elif block.furniture and len(between) < _MOST_BETWEEN:
            between.append(block)
        elif between and _goes_on(held, block):
            held = replace(held, text=f"{held.text} {block.text}")
        else:
            yield held
            yield from between
            held, between = block, []
    if held is not None:
        yield held
    yield from between


def _goes_on(first: Block, second: Block) -> bool:
    for each in (first, second):
        if each.furniture or each.cell is not None:
            return False
    if first.text.endswith(_TERMINAL) or begins_item(second.text):
        return False
    return begins_lower(second.text) or hangs(first.text)


def numbers_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """Set page numbers apart that a converter left behind sentences ("… thực hiện. 7").

    Such numbers count on through a document; a number behind one sentence alone is kept.
    """
    found = list(blocks)
    numbers = [int(n[1]) for block in found for n in _BEHIND_SENTENCE.finditer(block.text)]
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    counted = len(steps) >= _FEWEST_STEPS and all(0 < step <= _LONGEST_STEP for step in steps)
    for block in found:
        yield from _cut_at_numbers(block) if counted else (block,)


def _cut_at_numbers(block: Block) -> Iterator[Block]:
    # The pieces are words and numbers in turn.
    for place, piece in enumerate(_BEHIND_SENTENCE.split(block.text)):
        if words := piece.strip():
            yield replace(block, text=words, furniture=block.furniture or place % 2 == 1)


def once_each(blocks: Iterable[Block]) -> Iterator[Block]:
    """Mark what stands on a page a second time, as pages for printing and for telephones have it.

    A document says a sentence twice, but never several long paragraphs in the same order.
    """
    found = list(blocks)
    long = [place for place, block in enumerate(found) if _counts(block)]
    follows = dict(itertools.pairwise(long))
    first: dict[str, int] = {}
    repeated: set[int] = set()
    run: list[int] = []
    expected: int | None = None
    for place in long:
        before = first.setdefault(found[place].text, place)
        if before == place or (run and before != expected):
            repeated |= _enough(found, run)
            run = []
        if before != place:
            run.append(place)
            expected = follows.get(before)
    repeated |= _enough(found, run)
    for place, block in enumerate(found):
        yield replace(block, furniture=True) if place in repeated else block


def _counts(block: Block) -> bool:
    return not block.furniture and len(block.text) >= _LONG


def _enough(found: list[Block], run: list[int]) -> set[int]:
    """Return the places from the first to the last of a run, if it is long."""
    length = sum(len(found[place].text) for place in run)
    return set(range(run[0], run[-1] + 1)) if length >= _LEAST_REPEATED else set()
