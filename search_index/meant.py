"""What plain words may be meant as: a state of the work, an agency, or a phrase behind a sign.

``qua han BTGTU`` finds records with these words. Its writer rather wants what is overdue with
that agency, which a filter says; but only people can tell, so this finds out and decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search_index import query
from search_index.abbreviations import DEFAULT_ABBREVIATIONS, AbbreviationTable
from search_index.analysis import Token, analyse, canonical
from search_index.errors import SearchQueryError
from search_index.fields import STATUSES, Choice, Holds, key_of
from search_index.grammar import fold_letters, names_pattern
from search_index.names import NameTable
from search_index.reading import ANY_DAY, parse_query

LONGEST_NAME = 12
SHORTEST_NAME, SHORTEST_CODE = 4, 3
# "các huyện ủy" is all of them, "huyện ủy" too.
_PLURALS = frozenset({"cac", "nhung", "moi"})


_REACHED = re.compile(
    rf"(?:^|(?<=[\s(]))(?P<sign>-|(?:{names_pattern({Holds.WORDS})}):)(?P<word>[^\W\d_]+)\s+$"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """Words from ``start`` to ``end`` of the canonical text that may be meant as a filter.

    ``field`` and ``values`` are the filter, ``written`` is how one types it. What only wants
    quotation marks, behind a minus or a field, has neither.
    """

    field: str
    values: tuple[str, ...]
    start: int
    end: int
    written: str


def find_meant(
    text: str,
    names: NameTable | None = None,
    abbreviations: AbbreviationTable = DEFAULT_ABBREVIATIONS,
) -> tuple[Meant, ...]:
    """Return what plain words of ``text`` may be meant as, in order; they do not overlap.

    What stands in quotation marks or behind a minus is meant as it is, and a field that is asked
    for already needs no proposal. Text that cannot be read means nothing.
    """
    text = canonical(text)
    try:
        asked = parse_query(text, names, abbreviations, ANY_DAY)
    except SearchQueryError:
        return ()
    fields = set(_fields(asked))
    found: list[Meant] = []
    for words in _plain(asked):
        found += _in_quotes(text, words, abbreviations)
        found += [] if "status" in fields else _states(words)
        found += [] if names is None or "agency" in fields else _agencies(text, words, names)
    meant = tuple(_apart(found))
    return meant if _can_be_read(with_filters(text, meant), names, abbreviations) else ()


def _can_be_read(text: str, names: NameTable | None, abbreviations: AbbreviationTable) -> bool:
    """Whether filters still stand apart from the signs around them."""
    try:
        parse_query(text, names, abbreviations, ANY_DAY)
    except SearchQueryError:
        return False
    return True


def with_filters(text: str, meant: Iterable[Meant]) -> str:
    """Return ``text`` with these words of it written as the filters they may be meant as."""
    text = canonical(text)
    for each in sorted(meant, key=lambda each: -each.start):
        before, after = text[: each.start], text[each.end :]
        left, right = before[-1:] not in {"", " ", "("}, after[:1] not in {"", " ", ")"}
        text = f"{before}{' ' * left}{each.written}{' ' * right}{after}"
    return text


def _plain(asked: query.Query) -> Iterator[tuple[Token, ...]]:
    match asked:
        case query.And(parts):
            for part in parts:
                yield from _plain(part)
        case query.Words(tokens):
            yield tokens


def _fields(asked: query.Query) -> Iterator[str]:
    match asked:
        case query.And(parts) | query.Or(parts):
            for part in parts:
                yield from _fields(part)
        case query.Not(part):
            yield from _fields(part)
        case query.OneOf(field, _):
            yield "agency" if field in {"lead", "supporting"} else field


def _states(words: Sequence[Token]) -> Iterator[Meant]:
    folded = [word.folded for word in words]
    for name, choice in _STATES:
        for at in range(len(words) - len(name) + 1):
            if tuple(folded[at : at + len(name)]) == name:
                start, end = words[at].start, words[at + len(name) - 1].end
                yield Meant("status", (choice.value,), start, end, f"tt:{key_of(choice.names[0])}")


def _agencies(text: str, words: Sequence[Token], names: NameTable) -> Iterator[Meant]:
    place = 0
    while place < len(words):
        length, values = _longest_name(text, words[place : place + LONGEST_NAME], names)
        if values:
            first = place - (place > 0 and words[place - 1].folded in _PLURALS)
            written = text[words[place].start : words[place + length - 1].end]
            shown = f'cq:"{written}"' if " " in written else f"cq:{written}"
            yield Meant("agency", values, words[first].start, words[place + length - 1].end, shown)
        place += length


def _longest_name(
    text: str, words: Sequence[Token], names: NameTable
) -> tuple[int, tuple[str, ...]]:
    """Return how many words begin with a name of an agency, and which agencies it names."""
    start = words[0].start
    if not names.begun_by(text[start : words[0].end]):
        return 1, ()
    for length in range(len(words), 0, -1):
        written = text[start : words[length - 1].end]
        values = names.begun_by(written) if length > 1 else _called(written, names)
        if values:
            return length, values
    return 1, ()


def _called(word: str, names: NameTable) -> tuple[str, ...]:
    """Return whom a word names: shorter ones are everyday syllables, unless in capitals."""
    telling = len(word) >= (SHORTEST_CODE if word.isupper() else SHORTEST_NAME)
    return names.called(word) if telling else ()


def _in_quotes(
    text: str, words: Sequence[Token], abbreviations: AbbreviationTable
) -> Iterator[Meant]:
    """Give the one word that a minus or a field reaches to with the one behind it.

    Most words of the language are two syllables, but a sign reaches to one.
    """
    first = words[0]
    reached = _REACHED.search(fold_letters(text)[: first.start])
    if reached is not None and not abbreviations.meanings(reached["word"]):
        start, end = reached.start("sign"), reached.end("sign")
        yield Meant("", (), start, first.end, f'{text[start:end]}"{text[end : first.end]}"')


def _apart(found: Iterable[Meant]) -> Iterator[Meant]:
    """Give what does not overlap, the longer first: "chưa hoàn thành" holds "hoàn thành"."""
    end = 0
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if each.start >= end:
            yield each
            end = each.end


def _names(choice: Choice) -> Iterator[tuple[str, ...]]:
    """Give the names of a state that are several words: single ones are too common."""
    for name in choice.names:
        words = tuple(word.folded for word in analyse(name))
        if len(words) > 1:
            yield words


_STATES = [(name, choice) for choice in STATUSES for name in _names(choice)]
