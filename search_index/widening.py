"""Where few records have all the words of a query: the query that most of them suffice for."""

from __future__ import annotations

from search_index.query import And, Most, Query, Words


def is_one_word(asked: Query) -> bool:
    """Return whether a query is a single word: what has it is meant, not what is like it."""
    return isinstance(asked, Words) and len(asked.tokens) == 1


def widened(asked: Query) -> Query | None:
    """Return ``asked`` for what has most of its plain words, or words like them.

    Phrases, filters, document numbers and what is excluded hold as before. ``None`` when there
    are no words that could be missing or mistyped.
    """
    if isinstance(asked, Words):
        most = Most(asked)
        return most if most.is_wider else None
    if isinstance(asked, And):
        parts = tuple(widened(part) or part for part in asked.parts)
        return And(parts) if parts != asked.parts else None
    return None
