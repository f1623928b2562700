"""Who answers on a day for what was once assigned to an agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, literal, or_, select
from sqlalchemy.orm import Session

from tracker.models.agencies import Succession

# A partial transfer moves some tasks only, and a person chooses which.
WHOLE_TRANSFERS = ("rename", "merge", "change-of-kind", "parent-merged")


def responsible_on(
    session: Session, day: date, agencies: Iterable[int] | None = None
) -> dict[int, int]:
    """Map each agency whose work has passed to another by ``day`` to the one that answers.

    Chains are followed to their end; an agency that still answers for itself is left out. Where
    ``agencies`` are named, only theirs are followed.
    """
    if agencies is None:
        heirs = _heirs(session, whole_transfers(day))
        return {agency: _last_heir(agency, heirs) for agency in heirs}
    asked = set(agencies)
    heirs, reached = {}, asked
    while reached:
        step = whole_transfers(day) & Succession.from_agency_id.in_(reached)
        found = _heirs(session, step)
        reached = set(found.values()) - heirs.keys() - found.keys()
        heirs |= found
    return {agency: _last_heir(agency, heirs) for agency in asked & heirs.keys()}


def whole_transfers(day: date) -> ColumnElement[bool]:
    """Return the condition on :class:`Succession` that keeps what has moved all work by a day."""
    return and_(
        in_force_on(day),
        Succession.kind.in_(WHOLE_TRANSFERS),
        Succession.to_agency_id.is_not(None),
        Succession.to_agency_id != Succession.from_agency_id,
    )


def in_force_on(day: date) -> ColumnElement[bool]:
    """Return the condition on :class:`Succession`: begun, and not taken back."""
    return and_(
        Succession.effective_on <= day,
        or_(Succession.taken_back_on.is_(None), Succession.taken_back_on > day),
    )


def was_ever() -> ColumnElement[bool]:
    """Return the condition on :class:`Succession` that it held on some day."""
    return or_(
        Succession.taken_back_on.is_(None), Succession.taken_back_on > Succession.effective_on
    )


def _heirs(session: Session, condition: ColumnElement[bool]) -> dict[int, int]:
    rows = session.execute(
        select(Succession.from_agency_id, Succession.to_agency_id)
        .where(condition)
        .order_by(Succession.effective_on, Succession.id)
    )
    return {old: new for old, new in rows if new is not None}


def _last_heir(agency: int, heirs: Mapping[int, int]) -> int:
    seen = {agency}
    while (heir := heirs.get(agency)) is not None and heir not in seen:
        seen.add(heir)
        agency = heir
    return agency


def acting_for(session: Session, agency_id: int, day: date) -> frozenset[int]:
    """Return the agencies whose work has come to ``agency_id`` by ``day``, itself included.

    What has since gone on to an heir of its own is among them: it may still be read.
    """
    reached = select(literal(agency_id).label("id")).cte("reached", recursive=True)
    before = (
        select(Succession.from_agency_id)
        .join(reached, Succession.to_agency_id == reached.c.id)
        .where(whole_transfers(day))
    )
    return frozenset(session.scalars(select(reached.union(before).c.id)))


class Kinship:
    """Which agencies' work came from which, over all days and kinds of transfer."""

    def __init__(self, session: Session) -> None:
        self._heirs: defaultdict[int, set[int]] = defaultdict(set)
        self._forebears: defaultdict[int, set[int]] = defaultdict(set)
        links = session.execute(
            select(Succession.from_agency_id, Succession.to_agency_id).where(
                Succession.to_agency_id.is_not(None),
                # Recorded by mistake and never in force: nobody became kin by it.
                was_ever(),
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
