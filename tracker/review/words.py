"""What was last said of an assignment: by its agency, and by an inspector."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import VerdictKind, office_day
from tracker.models import ProgressUpdate, Verdict


@dataclass(frozen=True, slots=True)
class LastWord:
    """The newest update of an assignment; ``narrative`` is Markdown."""

    on: date
    percent: int
    narrative: str
    difficulties: str
    proposals: str
    result_number: str | None
    result_on: date | None


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """An inspector's newest word on any update of an assignment."""

    kind: VerdictKind
    on: date


def last_words(session: Session, ids: list[int]) -> dict[int, LastWord]:
    """Return the newest update of each of the assignments ``ids`` that has one."""
    newest = (
        select(func.max(ProgressUpdate.id))
        .where(ProgressUpdate.assignment_id.in_(ids))
        .group_by(ProgressUpdate.assignment_id)
    )
    updates = session.scalars(select(ProgressUpdate).where(ProgressUpdate.id.in_(newest)))
    return {
        update.assignment_id: LastWord(
            on=office_day(update.at),
            percent=update.percent,
            narrative=update.narrative,
            difficulties=update.difficulties,
            proposals=update.proposals,
            result_number=update.result_number,
            result_on=update.result_date,
        )
        for update in updates
    }


def last_verdicts(session: Session, ids: list[int]) -> dict[int, LastVerdict]:
    """Return the newest verdict on each of the assignments ``ids`` that has one."""
    newest = (
        select(func.max(Verdict.id))
        .join(ProgressUpdate, ProgressUpdate.id == Verdict.update_id)
        .where(ProgressUpdate.assignment_id.in_(ids))
        .group_by(ProgressUpdate.assignment_id)
    )
    rows = session.execute(
        select(ProgressUpdate.assignment_id, Verdict.kind, Verdict.at)
        .join(Verdict, Verdict.update_id == ProgressUpdate.id)
        .where(Verdict.id.in_(newest))
    )
    return {key: LastVerdict(kind, office_day(at)) for key, kind, at in rows}
