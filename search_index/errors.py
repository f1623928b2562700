"""Faults of searching: the user's, which carry words to show, and ours."""

from __future__ import annotations


class SearchError(Exception):
    """The index could not do its work; a rebuild or an operator is needed."""


class IndexDamagedError(SearchError):
    """The index is missing, cannot be opened, or was made by another version; rebuild it."""


class IndexBusyError(SearchError):
    """Somebody else is writing to the index; trying again later helps."""


class IndexUnreachableError(SearchError):
    """The server that keeps the index does not answer, or not in full; the index may be whole."""


class SearchQueryError(SearchError):
    """The typed query cannot be read; the person who typed it can put it right.

    ``position`` counts characters of ``text``, the query in its canonical form, from 0. ``code``
    names the fault, so that an interface can say it in another language with ``details``;
    ``proposal`` is a query that would work, where one is known.
    """

    def __init__(
        self, message: str, *, code: str, position: int, proposal: str | None = None, **details: str
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.position = position
        self.text = ""
        self.proposal = proposal
        self.details = details


class AbbreviationError(ValueError):
    """A row of a table of abbreviations cannot be used; whoever wrote it can put it right.

    ``code`` names the fault, so that an interface can say it in another language with
    ``details``; ``row`` counts from 0, ``None`` while a row stands alone.
    """

    def __init__(self, message: str, *, code: str, **details: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = details
        self.row: int | None = None
