"""Search as the application does it: what is indexed, who finds it, and how results read."""

from __future__ import annotations

from tracker.search.abbreviations import (
    AbbreviationRow,
    add_abbreviation,
    edit_abbreviation,
    list_abbreviations,
    office_table,
    remove_abbreviation,
    restore_abbreviation,
)
from tracker.search.addresses import ReadAddress, read_address, written
from tracker.search.checking import Differences, check
from tracker.search.chips import Summary, summaries
from tracker.search.engines import Engines, Status, status
from tracker.search.finding import find
from tracker.search.indexing import drain, rebuild, repair
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
from tracker.search.suggestions import Suggestion, SuggestionKind, suggest
from tracker.search.switching import EngineDiffers, switch

__all__ = [
    "AbbreviationRow",
    "AgencyChoice",
    "Choice",
    "Differences",
    "DirectiveCard",
    "EngineDiffers",
    "Engines",
    "EvidenceWords",
    "Filter",
    "Finder",
    "FoundPage",
    "IndexRebuilding",
    "Match",
    "Question",
    "ReadAddress",
    "Status",
    "Suggestion",
    "SuggestionKind",
    "Summary",
    "TaskCard",
    "add_abbreviation",
    "check",
    "drain",
    "edit_abbreviation",
    "evidence_words",
    "find",
    "found_in",
    "list_abbreviations",
    "office_table",
    "read_address",
    "rebuild",
    "remove_abbreviation",
    "repair",
    "restore_abbreviation",
    "status",
    "suggest",
    "summaries",
    "switch",
    "written",
]
