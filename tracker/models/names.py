"""What agencies are called on a day: read when asked, one by one or all together.

A page of one task names three bodies of several thousand, a review names nearly all. So the
first few that are asked for are read one by one, and then every other in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from tracker.models.agencies import AgencyVersion

ONE_BY_ONE = 8
# Below what SQLite takes as parameters of one statement.
BATCH = 5_000


class Version(NamedTuple):
    """What an agency was called between two days; ``valid_to`` is its last day, open if null."""

    agency_id: int
    name: str
    short_name: str | None
    code: str | None
    parent_id: int | None
    valid_from: date
    valid_to: date | None


class Names:
    """The names of agencies, as one session reads them."""

    def __init__(self, session: Session, day: date) -> None:
        self.day = day
        self._session = session
        self._versions: dict[int, list[Version]] = {}
        self._has_all = False

    def name_of(self, agency_id: int, day: date | None = None) -> str:
        """Return the agency's name on a day (that of these names, unless given), or the last."""
        return self.version_of(agency_id, day).name

    def version_of(self, agency_id: int, day: date | None = None) -> Version:
        """Return the names in force on the day, or the last ones before it, or the first ever.

        Names that were taken back before their first day count only where there are no others.
        """
        known = self.versions_of(agency_id)
        versions = [v for v in known if v.valid_to is None or v.valid_from <= v.valid_to] or known
        begun = [version for version in versions if version.valid_from <= (day or self.day)]
        return begun[-1] if begun else versions[0]

    def versions_of(self, agency_id: int) -> list[Version]:
        """Return all names of an agency, the oldest first."""
        if agency_id not in self._versions and not self._has_all:
            self._read(agency_id if len(self._versions) < ONE_BY_ONE else None)
        return self._versions[agency_id]

    def expect(self, agency_ids: Iterable[int]) -> None:
        """Read the names of many at once, where it is known who will be asked for."""
        missing = [one for one in set(agency_ids) if one not in self._versions]
        for begin in range(0, 0 if self._has_all else len(missing), BATCH):
            self._add(AgencyVersion.agency_id.in_(missing[begin : begin + BATCH]))

    def _read(self, agency_id: int | None) -> None:
        if agency_id is None:
            self._versions, self._has_all = {}, True
        self._add(true() if agency_id is None else AgencyVersion.agency_id == agency_id)

    def _add(self, condition: ColumnElement[bool]) -> None:
        columns = (getattr(AgencyVersion, name) for name in Version._fields)
        question = select(*columns).where(condition)
        for row in self._session.execute(question.order_by(AgencyVersion.valid_from)):
            version = Version(*row)
            self._versions.setdefault(version.agency_id, []).append(version)
