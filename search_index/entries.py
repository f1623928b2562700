"""What an index keeps of a record; every engine is fed the very same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search_index.analysis import canonical, keys
from search_index.model import Scoped, SearchRecord
from search_index.numbers import document_numbers, own_number
from search_index.plan import NO_DATE, NO_DUE, Days, Tokens, Values

# No token is a lone dot, so no phrase reaches from one name into the next.
GAP = "."
# No canonical text has it.
_BETWEEN = "\x1f"
MARK_KEY = "\x1fmark"


@dataclass(frozen=True, slots=True)
class Entry:
    """Tokens by field, joined by spaces; whole values; days as ordinals; and what to show.

    ``group`` is a number that stands for the record's group.
    """

    key: str
    tokens: dict[Tokens, str]
    values: dict[Values, tuple[str, ...]]
    days: dict[Days, int]
    group: int
    stored: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What an index gives back of a record."""

    key: str
    kind: str
    group: str
    revision: str
    text: str


def entry_of(record: SearchRecord) -> Entry:
    """Return what an index keeps of ``record``."""
    text = canonical(record.text)
    exact, folded = keys(text)
    named = _document(record.document)
    return Entry(
        key=record.key,
        tokens={
            Tokens.EXACT: exact,
            Tokens.FOLDED: folded,
            Tokens.NAMES: " ".join(_names(record.names)),
            Tokens.NUMBERS: " ".join((*_forms(text), *named.forms, *_own(record.number))),
            Tokens.DOCUMENT: " ".join((*named.words, GAP, *named.forms)),
            Tokens.WORK: " ".join(_folded(record.work)),
        },
        values=_values(record),
        days={
            Days.DATE: record.date.toordinal() if record.date else NO_DATE,
            Days.DUE: record.due.toordinal() if record.due else NO_DUE,
        },
        group=group_number(record.group),
        stored=_stored(record, text),
    )


def mark_of(seq: int) -> str:
    """Return the stored form of the entry that says up to which change the index goes."""
    return str(seq)


def seq_of(stored: str) -> int:
    """Return the change that :func:`mark_of` named."""
    return int(stored)


def read_stored(stored: str) -> Stored:
    """Return what the index kept to show."""
    key, kind, group, revision, text = stored.split(_BETWEEN, 4)
    return Stored(key, kind or _kind_in(key), group or key, revision, text)


def group_number(group: str) -> int:
    """Return a number for a group: 63 bits, so that two groups never meet in practice."""
    digest = hashlib.blake2b(group.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _stored(record: SearchRecord, text: str) -> str:
    # What the key tells already is left out: of half a million records it would be megabytes.
    kind = "" if record.kind == _kind_in(record.key) else record.kind
    group = "" if record.group == record.key else record.group
    return _BETWEEN.join((record.key, kind, group, record.revision, text))


def _kind_in(key: str) -> str:
    return key.partition(":")[0]


def _values(record: SearchRecord) -> dict[Values, tuple[str, ...]]:
    return {
        Values.KEY: (record.key,),
        Values.KIND: (record.kind,),
        Values.GROUP: (record.group,),
        Values.VISIBLE_TO: record.visible_to,
        Values.LEAD: tuple(_scoped(record.leads)),
        Values.SUPPORTING: tuple(_scoped(record.supporters)),
        Values.AGENCY: tuple(_scoped(record.agencies)),
        Values.STATUS: tuple(_scoped(record.statuses)),
        Values.DOCUMENT_KIND: (record.document_kind,) if record.document_kind else (),
        Values.YEAR: (str(record.date.year),) if record.date else (),
        Values.WORK: record.fields_of_work,
    }


def _scoped(values: Iterable[Scoped]) -> list[str]:
    return sorted({f"{principal}|{each.value}" for each in values for principal in each.seen_by})


def _names(names: Iterable[Scoped]) -> Iterator[str]:
    for name in names:
        words = _folded(name.value)
        for principal in name.seen_by:
            yield from [f"{principal}|{word}" for word in words]
            yield GAP


class _Document(NamedTuple):
    words: tuple[str, ...]
    forms: tuple[str, ...]


# Names, documents and fields of work are the same on many records, one after the other.
@lru_cache(maxsize=4096)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(keys(canonical(text))[1].split())


@lru_cache(maxsize=256)
def _document(text: str) -> _Document:
    return _Document(_folded(text), tuple(_forms(canonical(text))))


def _own(number: str) -> list[str]:
    return [own_number(form) for form in _forms(canonical(number))]


def _forms(text: str) -> list[str]:
    return [form for number in document_numbers(text) for form in number.forms]
