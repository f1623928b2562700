"""What an engine must do for :class:`search_index.engine.EmbeddedEngine`: a dozen plain acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple, Protocol

from search_index.entries import Entry
from search_index.plan import Plan, Tokens, Values

# What is only like the word asked for ranks below whatever has the word itself.
NEAR_SCORE = 0.01


class Order(Enum):
    """How a store puts records in order; equals stay in an order of its own."""

    RANK = auto()
    NEWEST = auto()
    DUE = auto()


class Match(NamedTuple):
    """A record that a plan holds for; ``address`` is the store's own word for it."""

    address: object
    score: float
    group: int


class GroupCount(NamedTuple):
    """A number of groups, which may be close instead of exact."""

    groups: int
    is_about: bool


class Reader(Protocol):
    """One state of an index; what is committed later does not change it."""

    def certain(self, plan: Plan) -> bool | None:
        """Say whether a single condition holds for every record, for none, or who knows."""

    def best(self, plan: Plan, order: Order, limit: int) -> list[int]:
        """Return the groups of the first matches in an order, one for each match.

        A greater ``limit`` gives the same and more behind it.
        """

    def members(self, plan: Plan) -> list[Match]:
        """Return every match with its score."""

    def load(self, addresses: Sequence[object]) -> list[str]:
        """Return the stored forms of matches."""

    def count(self, plan: Plan) -> int:
        """Return how many records match."""

    def groups(self, plan: Plan, matches: int) -> GroupCount:
        """Return in how many groups so many matches are; of very many only about."""

    def counts(
        self, plan: Plan, fields: Sequence[Values], principals: Collection[str]
    ) -> Mapping[Values, Mapping[str, int]]:
        """Return for each value of each field how many records match that have it.

        Of a scoped field only values that one of ``principals`` may know of are counted, on
        records where one of them may know of it.
        """

    def words(self, field: Tokens) -> Mapping[str, int]:
        """Return every token of a field with how many records have it."""

    def seq(self) -> int:
        """Return up to which change the index goes."""

    def everything(self) -> Iterable[str]:
        """Give the stored form of every record."""


class Store(Protocol):
    """An index in a folder. Any fault of its own library is an ``IndexDamagedError``."""

    def reader(self) -> Reader:
        """Return the newest state that any process has committed."""

    def write(self, removed: Sequence[str], added: Iterable[Entry], seq: int) -> None:
        """Remove the records with these keys, add these, note ``seq``: all or nothing."""

    def close(self) -> None:
        """Let go of the files."""


class StoreMaker(Protocol):
    """Opens the stores of one engine."""

    @property
    def maker(self) -> str:
        """The engine with its version: an index of another is rebuilt."""

    @property
    def name(self) -> str:
        """The engine's name in the settings."""

    def create(self, folder: Path) -> Store:
        """Make an empty index."""

    def open(self, folder: Path) -> Store:
        """Open an index."""
