"""What a person decides on the rows of a returned sheet: log them, change one, drop one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.errors import Conflict, Invalid, NotFound, TrackerError
from tracker.exchange.reading import Level
from tracker.exchange.reviewing import Known, open_periods
from tracker.exchange.rights import own_return
from tracker.exchange.typed import Typed, entry_of, typed_from
from tracker.models import Assignment, ExchangeReturn, ReturnedRow
from tracker.models.entries import cleaned
from tracker.models.facts import assignment_facts
from tracker.models.updating import add_update, check_entry

# What an edit does away with: the person has seen the row and said what is meant.
_KEPT_AFTER_EDIT = frozenset({"words-changed"})


class RowDecided(Conflict):
    """Somebody has logged or dropped this row in the meantime."""

    code = "row-decided"


class NewerWord(Conflict):
    """Somebody has reported on the task since this page was opened."""

    code = "newer-word"


class RowFault(Conflict):
    """The row cannot be logged as it is."""

    code = "row-fault"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the rows that were to be logged; ``refused`` has the code of each reason."""

    logged: int
    refused: Mapping[int, str]


def log_rows(
    database: Database,
    actor: Actor,
    return_id: int,
    chosen: Mapping[int, int | None],
    *,
    now: datetime,
) -> Outcome:
    """Log the chosen rows as updates, by the rules of any update; a refused one stops no other.

    ``chosen`` maps the row to the task's newest update that the person saw beside it.
    """
    policy.require_reporting(actor)
    refused: dict[int, str] = {}
    with database.writing() as session:
        returned = own_return(session, actor, return_id)
        log = _Logging(session, actor, returned, now)
        for row_id, seen in chosen.items():
            try:
                log.row(_open_row(session, returned, row_id), seen)
            except TrackerError as fault:
                refused[row_id] = fault.code
        session.flush()
        _close_if_done(session, returned, now)
    return Outcome(len(chosen) - len(refused), refused)


def change_row(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    return_id: int,
    row_id: int,
    typed: Typed,
    *,
    assignment_id: int | None,
    now: datetime,
) -> None:
    """Keep what a person makes of a row; a row without a task may be given one of the sheet.

    Raises:
        Invalid: a field cannot be taken as typed; nothing is changed.
        RowDecided: it was logged or dropped in the meantime.
    """
    policy.require_reporting(actor)
    typed, today = typed.cleaned(), office_day(now)
    _, faults = entry_of(typed, today)
    with database.writing() as session:
        returned = own_return(session, actor, return_id)
        row = _open_row(session, returned, row_id)
        if row.assignment_id is None:
            row.assignment_id = _chosen(returned, assignment_id)
        (facts,) = assignment_facts(session, Assignment.id == row.assignment_id)
        if typed.period and typed.period not in open_periods(facts, today):
            faults["period"] = "not-a-period"
        if faults:
            raise Invalid(faults)
        row.entry = {**row.entry, "typed": typed.to_dict()}
        row.findings = [found for found in row.findings if found["code"] in _KEPT_AFTER_EDIT]


def drop_row(
    database: Database, actor: Actor, return_id: int, row_id: int, *, now: datetime
) -> None:
    """Leave a row out; nothing is logged of it."""
    policy.require_reporting(actor)
    with database.writing() as session:
        returned = own_return(session, actor, return_id)
        _open_row(session, returned, row_id).dropped_at = now
        session.flush()
        _close_if_done(session, returned, now)


def take_up_row(database: Database, actor: Actor, return_id: int, row_id: int) -> None:
    """Take up again a row that was left out."""
    policy.require_reporting(actor)
    with database.writing() as session:
        returned = own_return(session, actor, return_id)
        row = session.get(ReturnedRow, row_id)
        if row is None or row.return_id != return_id:
            raise NotFound
        if row.update_id is not None:
            raise RowDecided
        row.dropped_at = returned.closed_at = None


class _Logging:
    """Logs rows of one return; no two of those that it logs are about the same task."""

    def __init__(
        self, session: Session, actor: Actor, returned: ExchangeReturn, now: datetime
    ) -> None:
        self._session = session
        self._actor = actor
        self._now = now
        self._known = Known(session, returned.rows)
        self._claims = Counter(row.assignment_id for row in returned.rows if row.dropped_at is None)

    def row(self, row: ReturnedRow, seen: int | None) -> None:
        """Log one row, or raise why it cannot be."""
        key = row.assignment_id
        if key is None or _has_faults(row) or self._claims[key] > 1:
            raise RowFault
        if self._known.newest.get(key) != seen:
            raise NewerWord
        today = office_day(self._now)
        entry, faults = entry_of(typed_from(row.entry["typed"]), today)
        if faults:
            raise Invalid(faults)
        entry, facts = cleaned(entry), self._known.facts[key]
        session, actor = self._session, self._actor
        assignment = check_entry(session, actor, key, entry, today, facts=facts)
        row.update_id = add_update(session, actor, assignment, entry, [], now=self._now).id


def _open_row(session: Session, returned: ExchangeReturn, row_id: int) -> ReturnedRow:
    # SQLite lets one writer in at a time; elsewhere the row itself is locked.
    row = session.scalar(
        select(ReturnedRow)
        .where(ReturnedRow.id == row_id, ReturnedRow.return_id == returned.id)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    if row.update_id is not None or row.dropped_at is not None:
        raise RowDecided
    return row


def _has_faults(row: ReturnedRow) -> bool:
    return any(finding["level"] == Level.FAULT for finding in row.findings)


def _chosen(returned: ExchangeReturn, assignment_id: int | None) -> int:
    if assignment_id not in {row["assignment"] for row in returned.sheet.rows}:
        raise Invalid({"assignment": "unknown"})
    assert assignment_id is not None  # noqa: S101 - no row of a sheet is without one
    return assignment_id


def _close_if_done(session: Session, returned: ExchangeReturn, now: datetime) -> None:
    waiting = select(ReturnedRow.id).where(
        ReturnedRow.return_id == returned.id,
        ReturnedRow.update_id.is_(None),
        ReturnedRow.dropped_at.is_(None),
    )
    returned.closed_at = None if session.scalar(waiting.limit(1)) else now
