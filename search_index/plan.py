"""What engines understand: conditions on fields of tokens, without language or rights.

A plan is what is left of a query after abbreviations, ways of writing, the day and the
reader's rights have been worked in. Weighted conditions rank; the others only decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Days count as proleptic ordinals. A record without a date is before all days, one without a
# deadline after all, which puts both last in their usual order.
NO_DATE, NO_DUE, LAST_DAY = 0, 4_000_000, 3_652_059


class Tokens(StrEnum):
    """Fields of tokens, which rank and keep the order of words."""

    EXACT = "exact"
    FOLDED = "folded"
    NAMES = "names"
    NUMBERS = "numbers"
    DOCUMENT = "document"
    WORK = "work"


class Values(StrEnum):
    """Fields of whole values, which decide and are counted."""

    KEY = "key"
    KIND = "kind"
    GROUP = "group"
    VISIBLE_TO = "visible_to"
    LEAD = "lead"
    SUPPORTING = "supporting"
    AGENCY = "agency"
    STATUS = "status"
    DOCUMENT_KIND = "document_kind"
    YEAR = "year"
    WORK = "field"


# Kept for each principal who may know of a value, as ``principal|value``.
SCOPED = frozenset({Values.LEAD, Values.SUPPORTING, Values.AGENCY, Values.STATUS})


class Days(StrEnum):
    """Fields of one day."""

    DATE = "date"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Everything:
    """Every record."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No record."""


@dataclass(frozen=True, slots=True)
class Term:
    """A field has the token."""

    field: Tokens
    token: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """A field has the tokens, two or more, one right after the other."""

    field: Tokens
    tokens: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class StartsWith:
    """A field has a token with this beginning."""

    field: Tokens
    beginning: str


@dataclass(frozen=True, slots=True)
class Near:
    """A field has a token that ``distance`` mistypings or fewer make of this one.

    A letter left out, added, replaced, or two neighbours exchanged are one mistyping each.
    """

    field: Tokens
    token: str
    distance: int


@dataclass(frozen=True, slots=True)
class Has:
    """A field has one of the values."""

    field: Values
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InGroups:
    """A record belongs to one of the groups, by their numbers."""

    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InSpan:
    """A day lies from ``first`` to ``last``, both included, as ordinals."""

    field: Days
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class All:
    """All of the parts."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of the parts; each that holds adds its rank."""

    parts: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts, or more; each that holds adds its rank."""

    parts: tuple[Plan, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Without:
    """Every record that ``part`` does not hold for."""

    part: Plan


@dataclass(frozen=True, slots=True)
class Prefer:
    """What ``base`` holds for; records for which ``also`` holds rank higher."""

    base: Plan
    also: tuple[Plan, ...]


Plan = (
    Everything
    | Nothing
    | Term
    | Sequence
    | StartsWith
    | Near
    | Has
    | InGroups
    | InSpan
    | All
    | Some
    | AtLeast
    | Without
    | Prefer
)
