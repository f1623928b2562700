"""Use case: an office adds to the abbreviations that search knows, and puts some out of use.

Only queries are read with them, so that a change counts from the next search on and the index
stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from directives.text import fold
from search_index import (
    DEFAULT_ABBREVIATIONS,
    Abbreviation,
    AbbreviationError,
    AbbreviationTable,
    canonical,
)
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import Conflict, Invalid
from tracker.models import OfficeAbbreviation, User

KEEPERS = (Role.CLERK, Role.ADMINISTRATOR)
_FAULTY_FIELD = {"bad-short": "short", "too-many": "short"}
Rows = tuple[Abbreviation, ...]


@dataclass(frozen=True, slots=True)
class AbbreviationRow:
    """One meaning of an abbreviation; ``changed_by`` and ``changed_on`` are of the office's hand.

    ``fault`` is the code of why a row that is in use cannot be used by this version.
    """

    short: str
    meaning: str
    is_own: bool
    in_use: bool = True
    changed_by: str | None = None
    changed_on: date | None = None
    fault: str | None = None


def office_table(session: Session) -> AbbreviationTable:
    """Return the abbreviations in force, made anew only after somebody has changed them."""
    return _table(*_kept(session))[0]


def list_abbreviations(
    database: Database, actor: Actor, words: str = ""
) -> tuple[AbbreviationRow, ...]:
    """Return the rows that have ``words``, the product's and the office's, by the alphabet."""
    policy.require(actor, *KEEPERS)
    with database.reading() as session:
        found = session.execute(
            select(OfficeAbbreviation, User.display_name).join(
                User, User.id == OfficeAbbreviation.changed_by_id
            )
        )
        office = {
            Abbreviation(row.short, row.meaning): (row.in_use, name, office_day(row.changed_at))
            for row, name in found
        }
        faults = _table(*_kept(session))[1]
    rows = dict.fromkeys([*DEFAULT_ABBREVIATIONS.rows, *office])
    wanted = fold(words)
    shown = (
        _shown(row, office.get(row), faults.get(row))
        for row in rows
        if wanted in fold(" ".join(row))
    )
    return tuple(sorted(shown, key=lambda row: (row.short.lower(), row.meaning)))


def _shown(
    row: Abbreviation, change: tuple[bool, str, date] | None, fault: str | None
) -> AbbreviationRow:
    in_use, changed_by, changed_on = change or (True, None, None)
    is_own = row not in DEFAULT_ABBREVIATIONS.rows
    return AbbreviationRow(row.short, row.meaning, is_own, in_use, changed_by, changed_on, fault)


def add_abbreviation(database: Database, actor: Actor, new: Abbreviation, *, now: datetime) -> None:
    """Let an abbreviation stand for a meaning.

    Raises:
        Invalid: it cannot be used, or is there already.
    """
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        _put(session, actor, _typed(new), now)


def edit_abbreviation(
    database: Database, actor: Actor, old: Abbreviation, new: Abbreviation, *, now: datetime
) -> None:
    """Put another row in the place of one that is in use.

    Raises:
        Invalid: the new row cannot be used, or is there already.
        Conflict: the old one is no longer in use.
    """
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        _take(session, actor, old, now)
        _put(session, actor, _typed(new), now)


def remove_abbreviation(
    database: Database, actor: Actor, row: Abbreviation, *, now: datetime
) -> None:
    """Take a row of the office's away, or put one of the product's out of use.

    Raises:
        Conflict: it is no longer in use.
    """
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        _take(session, actor, row, now)


def restore_abbreviation(
    database: Database, actor: Actor, row: Abbreviation, *, now: datetime
) -> None:
    """Put a row of the product's in use again.

    Raises:
        Invalid: beside what the office has added it can no longer be used.
        Conflict: it is in use.
    """
    policy.require(actor, *KEEPERS)
    with database.writing() as session:
        if row not in _kept(session)[1]:
            raise Conflict
        _put(session, actor, row, now)


def _typed(row: Abbreviation) -> Abbreviation:
    return Abbreviation(*(" ".join(canonical(words).split()) for words in row))


def _kept(session: Session) -> tuple[Rows, Rows]:
    """Return the office's own rows, and those of the product's that it has put out of use."""
    columns = (OfficeAbbreviation.short, OfficeAbbreviation.meaning, OfficeAbbreviation.in_use)
    found = session.execute(select(*columns).order_by(OfficeAbbreviation.id)).all()
    own = tuple(Abbreviation(short, meaning) for short, meaning, in_use in found if in_use)
    refused = tuple(Abbreviation(short, meaning) for short, meaning, in_use in found if not in_use)
    return own, refused


@lru_cache(maxsize=4)
def _table(own: Rows, refused: Rows) -> tuple[AbbreviationTable, Mapping[Abbreviation, str]]:
    """Return the table in force, and why rows that an older version took are not in it."""
    if not own and not refused:
        return DEFAULT_ABBREVIATIONS, {}
    faults: dict[Abbreviation, str] = {}
    while True:
        rows = [row for row in _in_use(own, refused) if row not in faults]
        try:
            return AbbreviationTable(rows), faults
        except AbbreviationError as error:
            faults[rows[error.row or 0]] = error.code


def _in_use(own: Rows, refused: Rows) -> Rows:
    return (*(row for row in DEFAULT_ABBREVIATIONS.rows if row not in refused), *own)


def _put(session: Session, actor: Actor, row: Abbreviation, now: datetime) -> None:
    """Have ``row`` be in use, if it can be."""
    try:
        AbbreviationTable((*office_table(session).rows, row))
    except AbbreviationError as error:
        field = _FAULTY_FIELD.get(error.code, "meaning")
        raise Invalid({field: error.code}) from error
    _forget(session, row)
    if row not in DEFAULT_ABBREVIATIONS.rows:
        _keep(session, actor, row, now, in_use=True)


def _take(session: Session, actor: Actor, row: Abbreviation, now: datetime) -> None:
    """Have ``row`` be in use no longer."""
    if row not in _in_use(*_kept(session)):
        raise Conflict
    _forget(session, row)
    if row in DEFAULT_ABBREVIATIONS.rows:
        _keep(session, actor, row, now, in_use=False)


def _forget(session: Session, row: Abbreviation) -> None:
    session.execute(delete(OfficeAbbreviation).filter_by(short=row.short, meaning=row.meaning))


def _keep(
    session: Session, actor: Actor, row: Abbreviation, now: datetime, *, in_use: bool
) -> None:
    session.add(
        OfficeAbbreviation(
            short=row.short,
            meaning=row.meaning,
            in_use=in_use,
            changed_at=now,
            changed_by_id=actor.user_id,
        )
    )
    session.flush()
