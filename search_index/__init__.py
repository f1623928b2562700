"""A library that finds Vietnamese records: records in, ranked hits out.

It knows no web framework, no database, no documents and no clock.
"""

from __future__ import annotations

from search_index.abbreviations import (
    DEFAULT_ABBREVIATIONS,
    Abbreviation,
    AbbreviationTable,
    check_abbreviation,
)
from search_index.analysis import canonical
from search_index.errors import (
    AbbreviationError,
    IndexBusyError,
    IndexDamagedError,
    IndexUnreachableError,
    SearchError,
    SearchQueryError,
)
from search_index.fields import FIELDS, STATUSES, SYNTAX
from search_index.highlighting import places_of
from search_index.likeness import like
from search_index.meant import Meant, find_meant, with_filters
from search_index.model import (
    Delete,
    Facet,
    FacetCount,
    Hit,
    HitGroup,
    Operation,
    Put,
    ResultPage,
    Scoped,
    SearchEngine,
    SearchRecord,
    SearchRequest,
    Server,
    Snippet,
    Sort,
    Stats,
)
from search_index.names import NameTable
from search_index.opening import EMBEDDED, ENGINES, open_engine
from search_index.query import And, Between, Everything, Not, OneOf, Query
from search_index.reading import parse_query
from search_index.spelling import suggest_spelling
from search_index.states import with_states
from search_index.widening import is_one_word, widened

__all__ = [
    "DEFAULT_ABBREVIATIONS",
    "EMBEDDED",
    "ENGINES",
    "FIELDS",
    "STATUSES",
    "SYNTAX",
    "Abbreviation",
    "AbbreviationError",
    "AbbreviationTable",
    "And",
    "Between",
    "Delete",
    "Everything",
    "Facet",
    "FacetCount",
    "Hit",
    "HitGroup",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexUnreachableError",
    "Meant",
    "NameTable",
    "Not",
    "OneOf",
    "Operation",
    "Put",
    "Query",
    "ResultPage",
    "Scoped",
    "SearchEngine",
    "SearchError",
    "SearchQueryError",
    "SearchRecord",
    "SearchRequest",
    "Server",
    "Snippet",
    "Sort",
    "Stats",
    "canonical",
    "check_abbreviation",
    "find_meant",
    "is_one_word",
    "like",
    "open_engine",
    "parse_query",
    "places_of",
    "suggest_spelling",
    "widened",
    "with_filters",
    "with_states",
]
