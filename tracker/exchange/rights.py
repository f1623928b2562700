"""Whose sheets somebody may fetch, hand in and decide on: their agencies', a clerk anybody's."""

from __future__ import annotations

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from tracker.domain import Actor, Role
from tracker.errors import NotFound
from tracker.models import ExchangeReturn, ExchangeSheet


def speaks_for(actor: Actor, agency_id: int) -> bool:
    """Return whether ``actor`` may have and hand in sheets of an agency."""
    return actor.has(Role.CLERK) or agency_id in actor.agency_ids


def own_sheets(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`ExchangeSheet` that keeps those of ``actor``."""
    if actor.has(Role.CLERK):
        return true()
    return ExchangeSheet.agency_id.in_(actor.agency_ids)


def own_return(session: Session, actor: Actor, return_id: int) -> ExchangeReturn:
    """Return a sheet that came back and is ``actor``'s; raise NotFound for any other."""
    returned = session.get(ExchangeReturn, return_id)
    if returned is None or not speaks_for(actor, returned.sheet.agency_id):
        raise NotFound
    return returned
