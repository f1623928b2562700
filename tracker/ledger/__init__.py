"""Use case: figures of documents and reports beside each other, and what does not go together."""

from __future__ import annotations

from tracker.ledger.claims import Claim, Line, Series, series_of
from tracker.ledger.contradictions import Conflict, Contradiction, contradictions
from tracker.ledger.joining import join_subjects, put_claim_apart
from tracker.ledger.reading import LedgerAbout, LedgerPage, LedgerQuery, ledger_page
from tracker.ledger.rebuilding import rebuild_ledger

__all__ = [
    "Claim",
    "Conflict",
    "Contradiction",
    "LedgerAbout",
    "LedgerPage",
    "LedgerQuery",
    "Line",
    "Series",
    "contradictions",
    "join_subjects",
    "ledger_page",
    "put_claim_apart",
    "rebuild_ledger",
    "series_of",
]
