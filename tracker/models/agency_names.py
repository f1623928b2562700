"""What a few agencies were called on which day, without loading the whole registry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.agencies import AgencyVersion

# Below what SQLite takes as parameters of one statement.
BATCH = 5_000


class AgencyNames:
    """The names of some agencies over time."""

    def __init__(self, session: Session, agency_ids: Iterable[int]) -> None:
        self._names: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
        wanted = sorted(set(agency_ids))
        columns = (AgencyVersion.agency_id, AgencyVersion.valid_from, AgencyVersion.name)
        for begin in range(0, len(wanted), BATCH):
            chosen = AgencyVersion.agency_id.in_(wanted[begin : begin + BATCH])
            rows = session.execute(select(*columns).where(chosen).order_by(columns[1]))
            for agency_id, valid_from, name in rows:
                self._names[agency_id].append((valid_from, name))

    def on(self, agency_id: int, day: date) -> str:
        """Return the name in force on a day, or the last one before it, or the first ever."""
        names = self._names[agency_id]
        begun = [name for valid_from, name in names if valid_from <= day]
        return begun[-1] if begun else names[0][1]
