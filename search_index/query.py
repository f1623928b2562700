"""What a query asks, as a small tree; :func:`search_index.parse_query` makes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from search_index.analysis import Token

# Of shorter words, too many are like each other.
SHORTEST_LIKE_ANOTHER = 5
# Of two words neither can be missing: they are mostly the syllables of one.
BOTH = 2


def is_long(token: Token) -> bool:
    """Whether a word is so long that one like it was probably meant."""
    return len(token.folded) >= SHORTEST_LIKE_ANOTHER


class How(StrEnum):
    """How a :class:`Way` is sought.

    An abbreviation is sought with its very letters: folded, many are everyday syllables. A
    document's number is sought among the numbers.
    """

    WORDS = "words"
    SHORT = "short"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Way:
    """Another way of saying the words at the places from ``start`` up to ``end``."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Everything:
    """Whatever there is."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must all be there, or be said otherwise; with marks their exact form is first."""

    tokens: tuple[Token, ...]
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Most:
    """Most of these words, or words like them; what has all of them comes first.

    A document's number, however it is written, is not like any other and must be there.
    """

    words: Words

    @property
    def is_wider(self) -> bool:
        """Whether any word could be missing or mistyped."""
        numbers = [way for way in self.words.ways if way.how is How.NUMBER]
        loose = [
            token
            for place, token in enumerate(self.words.tokens)
            if token.folded.isalpha() and not any(way.start <= place < way.end for way in numbers)
        ]
        can_be_missing = len(loose) > BOTH or (loose and len(loose) < len(self.words.tokens))
        return bool(can_be_missing) or any(map(is_long, loose))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; written with any mark, only those with the same marks.

    Only the quoted value of a field can be said otherwise.
    """

    tokens: tuple[Token, ...]
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words with this beginning."""

    token: Token


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that so many mistypings or fewer make of this one, itself included."""

    token: Token
    distance: int


@dataclass(frozen=True, slots=True)
class Like:
    """At least a third of these words, the more the better."""

    tokens: tuple[Token, ...]

    @property
    def least(self) -> int:
        """How many of the words there must be."""
        return -(-len(self.tokens) // 3)


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


Query = (
    Everything
    | Words
    | Most
    | Phrase
    | Prefix
    | Fuzzy
    | Like
    | InField
    | OneOf
    | Between
    | And
    | Or
    | Not
)
