"""Search as the application does it: what is indexed, who finds it, and how results read."""

from __future__ import annotations

from tracker.search.addresses import ReadAddress, read_address, written
from tracker.search.finding import find
from tracker.search.indexing import Differences, check, drain, rebuild
from tracker.search.results import (
    AgencyChoice,
    Choice,
    DirectiveCard,
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
    "FoundPage",
    "IndexRebuilding",
    "Match",
    "Question",
    "ReadAddress",
    "TaskCard",
    "check",
    "drain",
    "find",
    "read_address",
    "rebuild",
    "written",
]
