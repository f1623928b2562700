"""Every way in which an agency can be asked for, its predecessors' and heirs' included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from search_index import NameTable
from tracker import policy
from tracker.domain import Actor
from tracker.models import Agency, Succession


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
        links = session.execute(
            select(Succession.from_agency_id, Succession.to_agency_id).where(
                Succession.to_agency_id.is_not(None)
            )
        )
        self._heirs: dict[int, set[int]] = defaultdict(set)
        self._forebears: dict[int, set[int]] = defaultdict(set)
        for old, new in links:
            if new is not None:
                self._heirs[old].add(new)
                self._forebears[new].add(old)

    def of(self, agency_id: int) -> tuple[str, ...]:
        """Return the agency's own names, then those of its forebears and heirs."""
        related = (*_chain(agency_id, self._forebears), *_chain(agency_id, self._heirs))
        return (*self._own[agency_id], *(name for other in related for name in self._own[other]))

    def table(self, agency_ids: Iterable[int]) -> NameTable:
        """Return the names by which these agencies can be asked for."""
        return NameTable({str(agency_id): self.of(agency_id) for agency_id in agency_ids})


def names_known_to(session: Session, actor: Actor) -> NameTable:
    """Return the names of the agencies that ``actor`` may know of."""
    known = session.scalars(select(Agency.id).where(policy.visible_agencies(actor)))
    return AgencyNames(session).table(known)


def _names(agency: Agency) -> Iterable[str]:
    for version in agency.versions:
        yield from filter(None, (version.name, version.short_name, version.code))
    yield from (alias.alias for alias in agency.aliases)


def _chain(agency_id: int, links: Mapping[int, set[int]]) -> list[int]:
    """Return what is reached from an agency, the nearest first; circles end."""
    found: list[int] = []
    seen, waiting = {agency_id}, [agency_id]
    while waiting:
        following = sorted(links.get(waiting.pop(0), set()) - seen)
        seen.update(following)
        waiting.extend(following)
        found.extend(following)
    return found
