"""Every way in which an agency can be asked for, its predecessors' and heirs' included."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from search_index import DEFAULT_ABBREVIATIONS, AbbreviationTable, NameTable
from tracker import policy
from tracker.domain import Actor
from tracker.models import Agency
from tracker.models.successions import Kinship


class AgencyNames:
    """The names of all agencies, loaded once.

    An old name finds what the heir now holds, and the heir's name what was assigned to those
    before it. Two predecessors of one heir do not answer to each other's names.
    """

    def __init__(self, session: Session) -> None:
        agencies = session.scalars(
            select(Agency).options(selectinload(Agency.versions), selectinload(Agency.aliases))
        )
        self._own = {agency.id: tuple(dict.fromkeys(_names(agency))) for agency in agencies}
        self._kinship = Kinship(session)

    def of(self, agency_id: int) -> tuple[str, ...]:
        """Return the agency's own names, then those of its forebears and heirs."""
        kin = self._kinship.of(agency_id)
        return (*self._own[agency_id], *(name for other in kin for name in self._own[other]))

    def table(
        self,
        agency_ids: Iterable[int],
        abbreviations: AbbreviationTable = DEFAULT_ABBREVIATIONS,
    ) -> NameTable:
        """Return the names by which these agencies can be asked for."""
        names = {str(agency_id): self.of(agency_id) for agency_id in agency_ids}
        return NameTable(names, abbreviations)


def names_known_to(
    session: Session, actor: Actor, abbreviations: AbbreviationTable = DEFAULT_ABBREVIATIONS
) -> NameTable:
    """Return the names of the agencies that ``actor`` may know of."""
    known = session.scalars(select(Agency.id).where(policy.visible_agencies(actor)))
    return AgencyNames(session).table(known, abbreviations)


def _names(agency: Agency) -> Iterable[str]:
    for version in agency.versions:
        yield from filter(None, (version.name, version.short_name, version.code))
    yield from (alias.alias for alias in agency.aliases)
