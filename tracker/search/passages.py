"""Where the words of a query stand in a whole text: a document's, or that of a file of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from unicodedata import combining

from search_index import SearchQueryError, canonical, places_of
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor
from tracker.errors import NotFound
from tracker.models import Evidence
from tracker.search.queries import read_query

Span = tuple[int, int]
# Where words stand does not hang on the day.
ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """What could be read of a file, with the places of what was looked for."""

    evidence_id: int
    file_name: str
    task_id: int
    update_id: int
    text: str
    places: tuple[Span, ...]


def found_in(database: Database, actor: Actor, query: str, text: str) -> tuple[Span, ...]:
    """Return where in ``text`` the words of ``query`` stand; nowhere when it cannot be read."""
    if not query.strip():
        return ()
    with database.reading() as session:
        try:
            asked = read_query(session, actor, query, ANY_DAY)
        except SearchQueryError:
            return ()
    composed = canonical(text)
    places = _joined(composed, places_of(composed, asked))
    if len(composed) == len(text):
        return places
    original = _original_places(text)
    return tuple((original[start], original[end]) for start, end in places)


def evidence_words(database: Database, actor: Actor, evidence_id: int, query: str) -> EvidenceWords:
    """Return the words of a file that ``actor`` may read; else raise NotFound."""
    with database.reading() as session:
        file = session.scalar(policy.readable_evidence(actor).where(Evidence.id == evidence_id))
        if file is None:
            raise NotFound
        task_id = file.update.assignment.task_id
        name, text, update_id = file.file_name, file.text, file.update_id
    places = found_in(database, actor, query, text)
    return EvidenceWords(evidence_id, name, task_id, update_id, text, places)


def _joined(text: str, places: Iterable[Span]) -> tuple[Span, ...]:
    """Return the places with those in one that have nothing but spaces between them."""
    joined: list[Span] = []
    for start, end in places:
        if joined and text[joined[-1][1] : start].isspace():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _original_places(text: str) -> list[int]:
    """Return for each place of the canonical form of ``text`` the place it stands for."""
    starts = [at for at, letter in enumerate(text) if not combining(letter)]
    clusters = zip(starts, [*starts[1:], len(text)], strict=True)
    found = [at for at, end in clusters for _ in canonical(text[at:end])]
    return [*found, len(text)]
