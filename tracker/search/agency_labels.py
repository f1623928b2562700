"""What agencies are called on a day, and to whom their work has passed since.

As far as the reader may know: the agencies that policy lets them know, and who came before and
after these. An address that somebody made up names nobody else.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.domain import Actor
from tracker.models.agencies import Agency, AgencyVersion
from tracker.models.successions import Kinship, responsible_on

# More digits are no id of ours; Python refuses to read thousands of them.
LONGEST_ID = 12


class AgencyLabels:
    """The names of agencies on one day, in few statements whatever their number."""

    def __init__(self, session: Session, day: date, actor: Actor) -> None:
        rows = session.execute(
            select(AgencyVersion.agency_id, AgencyVersion.name, AgencyVersion.valid_from).order_by(
                AgencyVersion.valid_from
            )
        )
        self._names: dict[int, str] = {}
        for agency_id, name, valid_from in rows:
            if agency_id not in self._names or valid_from <= day:
                self._names[agency_id] = name
        self._known = _known(session, actor)
        self._heirs = {
            old: heir
            for old, heir in responsible_on(session, day).items()
            if {old, heir} <= self._known
        }
        self._forebears: defaultdict[int, list[int]] = defaultdict(list)
        for old, heir in sorted(self._heirs.items()):
            self._forebears[heir].append(old)

    def name_of(self, agency_id: int) -> str:
        """Return the agency's name on the day, or the last one, or the first ever."""
        return self._names[agency_id]

    def named(self, value: str) -> str:
        """Return the name of the agency whose id ``value`` writes, or ``value`` itself."""
        number = _id(value)
        return value if number is None or number not in self._known else self._names[number]

    def heir_of(self, value: str) -> str:
        """Return the id of who answers today for the agency whose id ``value`` writes."""
        number = _id(value)
        return value if number is None else str(self._heirs.get(number, value))

    def heir_name(self, agency_id: int) -> str | None:
        """Return who answers today for an agency; ``None`` when it does so itself."""
        heir = self._heirs.get(agency_id)
        return None if heir is None else self._names[heir]

    def whole(self, value: str) -> tuple[str, ...]:
        """Return the ids of an agency and of all whose work has passed to it."""
        number = _id(value)
        forebears = () if number is None else self._forebears.get(number, ())
        return (value, *map(str, forebears))


def _known(session: Session, actor: Actor) -> frozenset[int]:
    known = set(session.scalars(select(Agency.id).where(policy.visible_agencies(actor))))
    kinship = Kinship(session)
    return frozenset(known.union(*map(kinship.of, known)))


def _id(value: str) -> int | None:
    return int(value) if value.isdecimal() and len(value) <= LONGEST_ID else None
