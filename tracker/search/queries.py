"""Reading what somebody typed, with the names of the agencies that they may know of."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from search_index import NameTable, Query, parse_query
from tracker.domain import Actor
from tracker.search.agency_names import names_known_to

_HAS_FIELD = re.compile(r"\w:\S")


def read_query(session: Session, actor: Actor, text: str) -> Query:
    """Return what ``text`` asks for; names are only loaded when a filter could ask for them.

    Raises:
        SearchQueryError: it cannot be read.
    """
    names = names_known_to(session, actor) if _HAS_FIELD.search(text) else NameTable({})
    return parse_query(text, names)
