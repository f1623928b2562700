"""The ledger is made anew from the texts: for what was there before it, or after other rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import delete, select

from tracker.db import Database
from tracker.domain import DirectiveState, office_day
from tracker.models import (
    Directive,
    FigureClaim,
    ProgressUpdate,
    claim_figures_of_directive,
    claim_figures_of_updates,
)

BATCH = 500


def rebuild_ledger(database: Database, *, now: datetime) -> tuple[int, int]:
    """Write all claims anew, text by text; return how many directives and updates were read.

    Each batch is one transaction that deletes what it writes anew, so that it can be cut off
    and begun again while people work. What people have joined stays.
    """
    with database.reading() as session:
        issued = Directive.state == DirectiveState.ISSUED
        directives = list(session.scalars(select(Directive.id).where(issued)))
        updates = list(session.scalars(select(ProgressUpdate.id)))
    for chosen in _batches(directives):
        _directives(database, chosen, now)
    for chosen in _batches(updates):
        _updates(database, chosen)
    return len(directives), len(updates)


def _directives(database: Database, chosen: Iterable[int], now: datetime) -> None:
    with database.writing() as session:
        own = (FigureClaim.directive_id.in_(chosen), FigureClaim.update_id.is_(None))
        session.execute(delete(FigureClaim).where(*own))
        for directive in session.scalars(select(Directive).where(Directive.id.in_(chosen))):
            claim_figures_of_directive(
                session, directive, office_day(directive.tracked_from or now)
            )


def _updates(database: Database, chosen: Iterable[int]) -> None:
    with database.writing() as session:
        session.execute(delete(FigureClaim).where(FigureClaim.update_id.in_(chosen)))
        question = select(ProgressUpdate).where(ProgressUpdate.id.in_(chosen))
        claim_figures_of_updates(session, *session.scalars(question.order_by(ProgressUpdate.id)))


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(ids), BATCH):
        yield ids[begin : begin + BATCH]
