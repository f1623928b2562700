"""Who answers on a day for what was once assigned to an agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.agencies import Succession

# A partial transfer moves some tasks only, and a person chooses which.
WHOLE_TRANSFERS = ("rename", "merge", "change-of-kind", "parent-merged")


def responsible_on(session: Session, day: date) -> dict[int, int]:
    """Map each agency whose work has passed to another by ``day`` to the one that answers.

    Chains are followed to their end; an agency that still answers for itself is left out.
    """
    rows = session.execute(
        select(Succession.from_agency_id, Succession.to_agency_id).where(
            Succession.effective_on <= day,
            Succession.kind.in_(WHOLE_TRANSFERS),
            Succession.to_agency_id.is_not(None),
        )
    )
    heirs: dict[int, int] = {old: new for old, new in rows if new is not None}
    return {agency: _last_heir(agency, heirs) for agency in heirs}


def _last_heir(agency: int, heirs: dict[int, int]) -> int:
    seen = {agency}
    while (heir := heirs.get(agency)) is not None and heir not in seen:
        seen.add(heir)
        agency = heir
    return agency


def acting_for(session: Session, agency_id: int, day: date) -> frozenset[int]:
    """Return the agencies whose work ``agency_id`` answers for on ``day``, itself included."""
    answering = responsible_on(session, day)
    inherited = {old for old, heir in answering.items() if heir == agency_id}
    return frozenset({agency_id, *inherited})


class Kinship:
    """Which agencies' work came from which, over all days and kinds of transfer."""

    def __init__(self, session: Session) -> None:
        self._heirs: defaultdict[int, set[int]] = defaultdict(set)
        self._forebears: defaultdict[int, set[int]] = defaultdict(set)
        links = session.execute(
            select(Succession.from_agency_id, Succession.to_agency_id).where(
                Succession.to_agency_id.is_not(None)
            )
        )
        for old, new in links:
            if new is not None:
                self._heirs[old].add(new)
                self._forebears[new].add(old)

    def of(self, agency_id: int) -> tuple[int, ...]:
        """Return the agency's forebears, then its heirs, the nearest first.

        Two forebears of one heir are not kin: neither answers to the other's name.
        """
        return (*_chain(agency_id, self._forebears), *_chain(agency_id, self._heirs))


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
