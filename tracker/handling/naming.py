"""Whom a typed name means, for the office that gives work to another agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role
from tracker.models.registry import Registry


@dataclass(frozen=True, slots=True)
class MeantAgency:
    """The agency that a name means; where it means none or several, names that come near."""

    agency_id: int | None = None
    near: tuple[str, ...] = ()


def meant_agency(database: Database, actor: Actor, words: str, *, today: date) -> MeantAgency:
    """Return whom ``words`` mean on ``today``; nobody for no words."""
    policy.require(actor, Role.CLERK, Role.COMMITTEE, Role.INSPECTOR)
    if not words.strip():
        return MeantAgency()
    with database.reading() as session:
        registry = Registry.on(session, today)
        match = registry.match(words)
        if match is not None and match.agency_id is not None:
            return MeantAgency(match.agency_id)
        near = (one for one in registry.suggest(words) if one.agency_id is not None)
        return MeantAgency(None, tuple(one.name for one in near))
