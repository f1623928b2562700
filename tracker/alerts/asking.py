"""What alerts need of searching, whoever does it; :class:`tracker.search.Finder` is one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from search_index import Snippet
from tracker.domain import Actor


class Finding(Protocol):
    """Finds on one day, as whoever is named, within what they may know.

    Each act raises :class:`search_index.SearchQueryError` for a search that cannot be read,
    and :class:`tracker.errors.Unavailable` while there is no index.
    """

    today: date

    def check(self, actor: Actor, address: str) -> None:
        """Do nothing but read the search."""

    def depends_on_day(self, actor: Actor, address: str) -> bool:
        """Return whether time alone can make a record match."""

    def keys(
        self, actor: Actor, address: str, only: frozenset[str] | None = None
    ) -> frozenset[str]:
        """Return the keys of all records found, or of those among ``only``."""

    def snippets(self, actor: Actor, address: str, only: frozenset[str]) -> Mapping[str, Snippet]:
        """Return what matched in those of ``only`` that are found, by key."""

    def held(self, actor: Actor) -> str:
        """Return what decides which records the person may find, as one word."""


class Finder(Protocol):
    """Gives what finds on a day."""

    def on(self, today: date) -> AbstractContextManager[Finding]:
        """Give what finds on ``today``."""
