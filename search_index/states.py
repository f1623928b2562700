"""States said in plain words: "qua han BTGTU" also asks for what is overdue.

Only states that texts seldom say of themselves: time makes work overdue and silence leaves no
words. A task that "hoàn thành" is about would drown in all that is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search_index.analysis import Token, analyse, canonical
from search_index.fields import STATUSES
from search_index.query import And, OneOf, Or, Phrase, Query, Words

PLAINLY_ASKED = frozenset({"overdue", "due-soon", "no-deadline", "no-update", "submitted"})


def with_states(asked: Query) -> Query:
    """Return ``asked`` with each state among its plain words sought as a state or as a phrase.

    Who filters by state already means plain words as words.
    """
    parts = asked.parts if isinstance(asked, And) else (asked,)
    if any(isinstance(part, OneOf) and part.field == "status" for part in parts):
        return asked
    read = [new for part in parts for new in (_read(part) if isinstance(part, Words) else (part,))]
    return read[0] if len(read) == 1 else And(tuple(read))


def _read(words: Words) -> tuple[Query, ...]:
    """Return words as they are, or the state among them and what stands before and after it."""
    for name, value in _NAMES:
        place = _place([token.folded for token in words.tokens], name)
        if place is not None:
            end = place + len(name)
            named = Or((Phrase(words.tokens[place:end]), OneOf("status", (value,))))
            rest = (_cut(words, 0, place), _cut(words, end, len(words.tokens)))
            return (named, *(part for part in rest if part.tokens))
    return (words,)


def _place(words: Sequence[str], name: Sequence[str]) -> int | None:
    places = range(len(words) - len(name) + 1)
    return next((at for at in places if tuple(words[at : at + len(name)]) == tuple(name)), None)


def _cut(words: Words, start: int, end: int) -> Words:
    """Return the words from ``start`` up to ``end``, with the other ways of saying them."""
    ways = (
        replace(way, start=way.start - start, end=way.end - start)
        for way in words.ways
        if start <= way.start and way.end <= end
    )
    return Words(words.tokens[start:end], tuple(ways))


def _folded(name: str) -> tuple[str, ...]:
    tokens: list[Token] = analyse(canonical(name))
    return tuple(token.folded for token in tokens)


# Longest first: "sắp đến hạn" before what it might hold. One word alone says too little.
_NAMES = sorted(
    (
        (_folded(name), choice.value)
        for choice in STATUSES
        if choice.value in PLAINLY_ASKED
        for name in choice.names
        if " " in name
    ),
    key=lambda pair: -len(pair[0]),
)
