"""Search as the application does it: what is indexed, who finds it, and how results read."""

from __future__ import annotations

from tracker.search.addresses import ReadAddress, read_address, written
from tracker.search.finding import find
from tracker.search.indexing import Differences, check, drain, rebuild
from tracker.search.matching import Finder
from tracker.search.passages import EvidenceWords, evidence_words, found_in
from tracker.search.results import (
    AgencyChoice,
    Choice,
    DirectiveCard,
    Filter,
    FoundPage,
    IndexRebuilding,
    Match,
    Question,
    TaskCard,
)

__all__ = [
    "AgencyChoice",
    "Choice",
    "Differences",
    "DirectiveCard",
    "EvidenceWords",
    "Filter",
    "Finder",
    "FoundPage",
    "IndexRebuilding",
    "Match",
    "Question",
    "ReadAddress",
    "TaskCard",
    "check",
    "drain",
    "evidence_words",
    "find",
    "found_in",
    "read_address",
    "rebuild",
    "written",
]
