"""What a query asks, as a small tree; :func:`search_index.parse_query` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search_index.analysis import Token


@dataclass(frozen=True, slots=True)
class Everything:
    """Whatever there is."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must all be there; with marks their exact form comes first."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; written with any mark, only those with the same marks."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words with this beginning."""

    token: Token


@dataclass(frozen=True, slots=True)
class InField:
    """``part`` is sought in the field ``name`` only."""

    name: str
    part: Query


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field has one of the values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A day (due or date) lies between two, both included; ``None`` is no limit."""

    field: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What ``part`` does not fit."""

    part: Query


Query = Everything | Words | Phrase | Prefix | InField | OneOf | Between | And | Or | Not
