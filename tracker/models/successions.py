"""Who answers on a day for what was once assigned to an agency."""

from __future__ import annotations

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
