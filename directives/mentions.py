"""What a text names in passing: figures and other numbers, times, numbers of documents.

A task's words are read with more care (:mod:`directives.parser`). This is for texts that people
type about a task, in which only what is named counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from directives.citations import find_citations
from directives.figures import counts_nothing, find_figures
from directives.model import Precision
from directives.moments import Calendar, moments
from directives.wording import lowered, plain_reading

# Of a number without a known unit the word behind it says what it counts.
_BARE = re.compile(r"(?<![\w.,/-])\d+(?:[.,]\d+)*(?:/\d+)?(?![\w/-])(?P<word> [^\W\d]+)?")
_LABEL = re.compile(r"(?:^|\n)[ >*-]*$")


class MentionKind(StrEnum):
    """What is named."""

    NUMBER = "number"
    TIME = "time"
    DOCUMENT = "document"


class Mention(NamedTuple):
    """``text`` at its place; two mentions with one ``key`` name the same."""

    kind: MentionKind
    key: str
    text: str
    start: int
    end: int


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Return what ``text`` names, in its order; of two that overlap the first kind below."""
    low = lowered(plain_reading(text))
    taken = bytearray(len(text))
    found: list[Mention] = []
    for mention in chain(_documents(text), _times(text, low), _figures(text), _bare(text, low)):
        place = slice(mention.start, mention.end)
        if not any(taken[place]):
            taken[place] = bytes([1]) * (mention.end - mention.start)
            found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def _documents(text: str) -> Iterator[Mention]:
    for cited in find_citations(text, plain_reading(text), None):
        yield Mention(
            MentionKind.DOCUMENT, cited.number.casefold(), cited.text, cited.start, cited.end
        )


def _times(text: str, low: str) -> Iterator[Mention]:
    for moment in moments(low, Calendar(), bare=False):
        if moment.precision is Precision.TERM:
            continue
        words = text[moment.begin : moment.end]
        key = f"{moment.first}/{moment.last}" if moment.first else _key(low, *moment[:2])
        yield Mention(MentionKind.TIME, key, words, moment.begin, moment.end)


def _figures(text: str) -> Iterator[Mention]:
    for figure in find_figures(text, 0, len(text)):
        key = f"{figure.value}/{figure.of} {figure.unit}"
        yield Mention(MentionKind.NUMBER, key, figure.text, figure.start, figure.end)


def _bare(text: str, low: str) -> Iterator[Mention]:
    """Yield the numbers that are neither a label of a list nor named by what stands before."""
    for found in _BARE.finditer(text):
        before = slice(max(0, found.start() - 30), found.start())
        if _LABEL.search(text[before]) or counts_nothing(low[before]):
            continue
        key = _key(low, *found.span())
        yield Mention(MentionKind.NUMBER, key, found[0], found.start(), found.end())


def _key(low: str, begin: int, end: int) -> str:
    return " ".join(low[begin:end].split())
