"""The names of an agency through time, and the agencies before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.domain import Actor
from tracker.models import Agency, Succession
from tracker.models.registry import Registry, in_force


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


@dataclass(frozen=True, slots=True)
class AgencyNames:
    """What an agency is and was called; ``exists`` on the day of reading."""

    agency_id: int
    name: str
    short_name: str | None
    code: str | None
    exists: bool
    aliases: tuple[str, ...]
    periods: tuple[NamePeriod, ...]
    before: tuple[SuccessionLink, ...]
    after: tuple[SuccessionLink, ...]


def agency_names(session: Session, actor: Actor, agency: Agency, registry: Registry) -> AgencyNames:
    """Return the names of ``agency`` on the registry's day and the successions it took part in."""
    version = registry.version_of(agency.id)
    before, after = _successions(session, actor, agency.id, registry)
    return AgencyNames(
        agency_id=agency.id,
        name=version.name,
        short_name=version.short_name,
        code=version.code,
        exists=in_force(version, registry.day),
        aliases=tuple(sorted(alias.alias for alias in agency.aliases)),
        periods=tuple(NamePeriod(v.name, v.valid_from, v.valid_to) for v in agency.versions),
        before=before,
        after=after,
    )


def _successions(
    session: Session, actor: Actor, agency_id: int, registry: Registry
) -> tuple[tuple[SuccessionLink, ...], tuple[SuccessionLink, ...]]:
    rows = session.scalars(
        select(Succession)
        .where(or_(Succession.from_agency_id == agency_id, Succession.to_agency_id == agency_id))
        .order_by(Succession.effective_on, Succession.id)
    ).all()
    open_to_reader = set(session.scalars(select(Agency.id).where(policy.visible_agencies(actor))))

    def link(row: Succession, other: int | None) -> SuccessionLink:
        return SuccessionLink(
            agency_id=other if other in open_to_reader else None,
            name=None if other is None else registry.name_of(other),
            kind=row.kind,
            scope=row.scope,
            legal_basis=row.legal_basis,
            effective_on=row.effective_on,
        )

    return (
        tuple(link(row, row.from_agency_id) for row in rows if row.to_agency_id == agency_id),
        tuple(link(row, row.to_agency_id) for row in rows if row.from_agency_id == agency_id),
    )
