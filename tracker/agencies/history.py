"""The names of an agency through time, and the agencies before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.domain import Actor, Role
from tracker.models import Agency, AgencyGroup, AgencyVersion, GroupMembership, Succession
from tracker.models.answering import names_in_force
from tracker.models.registry import Registry, in_force
from tracker.models.successions import was_ever


@dataclass(frozen=True, slots=True)
class NamePeriod:
    """A name and the days on which it was in force."""

    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class SuccessionLink:
    """The agency before or after; ``agency_id`` is ``None`` where the reader may not open it.

    ``name`` is ``None`` where the work ended without an heir.
    """

    agency_id: int | None
    name: str | None
    kind: str
    scope: str | None
    legal_basis: str | None
    effective_on: date
    taken_back_on: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A group that an agency belongs or belonged to."""

    group_id: int
    name: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Kin:
    """The body above an agency, or a unit below it; ``agency_id`` as in a succession's link."""

    agency_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class AgencyNames:
    """What an agency is and was called; ``exists`` on the day of reading.

    ``parent``, ``units`` and ``groups`` are those of the day, for whoever sees everything.
    """

    agency_id: int
    name: str
    short_name: str | None
    code: str | None
    exists: bool
    aliases: tuple[str, ...]
    periods: tuple[NamePeriod, ...]
    before: tuple[SuccessionLink, ...]
    after: tuple[SuccessionLink, ...]
    parent: Kin | None = None
    units: tuple[Kin, ...] = ()
    groups: tuple[Place, ...] = ()


def agency_names(session: Session, actor: Actor, agency: Agency, registry: Registry) -> AgencyNames:
    """Return the names of ``agency`` on the registry's day and the successions it took part in."""
    version = registry.version_of(agency.id)
    before, after = _successions(session, actor, agency.id, registry)
    real = [v for v in agency.versions if v.valid_to is None or v.valid_from <= v.valid_to]
    kin = _Kinsfolk(session, registry) if actor.sees_everything or _edits(actor) else None
    return AgencyNames(
        agency_id=agency.id,
        name=version.name,
        short_name=version.short_name,
        code=version.code,
        exists=in_force(version, registry.day),
        aliases=tuple(sorted(alias.alias for alias in agency.aliases)),
        periods=tuple(NamePeriod(v.name, v.valid_from, v.valid_to) for v in real),
        before=before,
        after=after,
        parent=kin.above(version.parent_id) if kin else None,
        units=kin.below(agency.id) if kin else (),
        groups=kin.groups(agency.id) if kin else (),
    )


def _edits(actor: Actor) -> bool:
    return actor.has(Role.CLERK, Role.ADMINISTRATOR)


class _Kinsfolk:
    """What stands above and below an agency, and its groups, for whoever may know all of them."""

    def __init__(self, session: Session, registry: Registry) -> None:
        self._session, self._registry = session, registry

    def above(self, parent_id: int | None) -> Kin | None:
        return None if parent_id is None else Kin(parent_id, self._registry.name_of(parent_id))

    def below(self, agency_id: int) -> tuple[Kin, ...]:
        rows = self._session.execute(
            select(AgencyVersion.agency_id, AgencyVersion.name)
            .where(AgencyVersion.parent_id == agency_id, names_in_force(self._registry.day))
            .order_by(AgencyVersion.name)
        )
        return tuple(Kin(*row) for row in rows)

    def groups(self, agency_id: int) -> tuple[Place, ...]:
        rows = self._session.execute(
            select(
                AgencyGroup.id,
                AgencyGroup.name,
                GroupMembership.valid_from,
                GroupMembership.valid_to,
            )
            .join(GroupMembership)
            .where(
                GroupMembership.agency_id == agency_id,
                GroupMembership.valid_to.is_(None)
                | (GroupMembership.valid_to >= GroupMembership.valid_from),
            )
            .order_by(AgencyGroup.name, GroupMembership.valid_from)
        )
        return tuple(Place(*row) for row in rows)


def _successions(
    session: Session, actor: Actor, agency_id: int, registry: Registry
) -> tuple[tuple[SuccessionLink, ...], tuple[SuccessionLink, ...]]:
    rows = session.scalars(
        select(Succession)
        .where(
            or_(Succession.from_agency_id == agency_id, Succession.to_agency_id == agency_id),
            # A renaming is in the names, and what was never in force is with its act.
            Succession.from_agency_id.is_distinct_from(Succession.to_agency_id),
            was_ever(),
        )
        .order_by(Succession.effective_on, Succession.id)
    ).all()
    others = {agency for row in rows for agency in (row.from_agency_id, row.to_agency_id)}
    known = policy.visible_agencies(actor) & Agency.id.in_(others - {None})
    open_to_reader = set(session.scalars(select(Agency.id).where(known)))

    def link(row: Succession, other: int | None) -> SuccessionLink:
        return SuccessionLink(
            agency_id=other if other in open_to_reader else None,
            name=None if other is None else registry.name_of(other),
            kind=row.kind,
            scope=row.scope,
            legal_basis=row.legal_basis,
            effective_on=row.effective_on,
            taken_back_on=row.taken_back_on,
        )

    return (
        tuple(link(row, row.from_agency_id) for row in rows if row.to_agency_id == agency_id),
        tuple(link(row, row.to_agency_id) for row in rows if row.from_agency_id == agency_id),
    )
