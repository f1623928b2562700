"""Reading what somebody typed, by the office's abbreviations and the agencies they may know of."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from search_index import NameTable, Query, parse_query, with_states
from tracker.domain import Actor
from tracker.search.abbreviations import office_table
from tracker.search.agency_names import names_known_to


def read_query(session: Session, actor: Actor, text: str, today: date) -> Query:
    """Return what ``text`` asks for; names are only loaded when a filter could ask for them.

    ``today`` is for days like "this week".

    Raises:
        SearchQueryError: it cannot be read.
    """
    abbreviations = office_table(session)
    names = names_known_to(session, actor, abbreviations) if ":" in text else NameTable({})
    return with_states(parse_query(text, names, abbreviations, today=today))
