"""What was last said of many assignments: by the agencies, and by inspectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from tracker import domain
from tracker.domain import Disagreement, Said, UpdateStatus, VerdictKind, office_day
from tracker.models.progress import ProgressUpdate, Verdict


@dataclass(frozen=True, slots=True)
class NewestWord:
    """The newest word on an assignment, with the newest verdict on that very word.

    ``said_on`` and ``claimed_on`` are the days from which on it was said: those of the first of
    the entries that it corrects, for the latter of those that claim the same without a break.
    """

    claim: UpdateStatus
    verdict: VerdictKind | None
    percent: int
    said_on: date
    claimed_on: date
    result_on: date | None
    disagreement: Disagreement | None


class _Row(NamedTuple):
    """The newest update of an assignment, and the last verdict with the update it was given on."""

    assignment_id: int
    update_id: int
    status: UpdateStatus
    percent: int
    at: datetime
    result_on: date | None
    corrects_id: int | None
    verdict: VerdictKind | None
    judged_id: int | None
    judged_status: UpdateStatus
    judged_percent: int


def newest_words(session: Session, chosen: Select[int]) -> dict[int, NewestWord]:
    """Return the newest word of each of the assignments with ids in ``chosen`` that has one."""
    rows = [_Row(*row) for row in session.execute(_newest(chosen))]
    has_corrections = any(row.corrects_id is not None for row in rows)
    corrected = _corrected(session, chosen) if has_corrections else {}
    return {row.assignment_id: _word(row, corrected) for row in rows}


def _newest(chosen: Select[int]) -> Select[*tuple[Any, ...]]:
    own = aliased(ProgressUpdate)
    judged = aliased(ProgressUpdate)
    newest = (
        select(func.max(own.id)).where(own.assignment_id.in_(chosen)).group_by(own.assignment_id)
    )
    last_verdict = (
        select(own.assignment_id, func.max(Verdict.id).label("id"))
        .join(Verdict, Verdict.update_id == own.id)
        .where(own.assignment_id.in_(chosen))
        .group_by(own.assignment_id)
        .subquery()
    )
    return (
        select(
            ProgressUpdate.assignment_id,
            ProgressUpdate.id,
            ProgressUpdate.status,
            ProgressUpdate.percent,
            ProgressUpdate.at,
            ProgressUpdate.result_date,
            ProgressUpdate.corrects_id,
            Verdict.kind,
            judged.id,
            judged.status,
            judged.percent,
        )
        .outerjoin(last_verdict, last_verdict.c.assignment_id == ProgressUpdate.assignment_id)
        .outerjoin(Verdict, Verdict.id == last_verdict.c.id)
        .outerjoin(judged, judged.id == Verdict.update_id)
        .where(ProgressUpdate.id.in_(newest))
    )


@dataclass(frozen=True, slots=True)
class _Corrected:
    """An entry that another stands in place of."""

    corrects_id: int | None
    status: UpdateStatus
    at: datetime


def _corrected(session: Session, chosen: Select[int]) -> dict[int, _Corrected]:
    later = aliased(ProgressUpdate)
    rows = session.execute(
        select(
            ProgressUpdate.id, ProgressUpdate.corrects_id, ProgressUpdate.status, ProgressUpdate.at
        )
        .join(later, later.corrects_id == ProgressUpdate.id)
        .where(later.assignment_id.in_(chosen))
    )
    return {key: _Corrected(corrects_id, status, at) for key, corrects_id, status, at in rows}


def _word(row: _Row, corrected: dict[int, _Corrected]) -> NewestWord:
    before = list(_before(row.corrects_id, corrected))
    return NewestWord(
        claim=row.status,
        verdict=row.verdict if row.judged_id == row.update_id else None,
        percent=row.percent,
        said_on=office_day(before[-1].at if before else row.at),
        claimed_on=office_day(_same_since(row, before)),
        result_on=row.result_on,
        disagreement=_disagreement(row),
    )


def _disagreement(row: _Row) -> Disagreement | None:
    if row.verdict is None:
        return None
    return domain.disagreement(
        Said(row.status, row.percent),
        Said(row.judged_status, row.judged_percent),
        row.verdict,
        answered=row.judged_id != row.update_id,
    )


def _before(corrects_id: int | None, corrected: dict[int, _Corrected]) -> Iterator[_Corrected]:
    """Yield the entries that one corrects, the newest first."""
    while corrects_id is not None and (entry := corrected.get(corrects_id)) is not None:
        yield entry
        corrects_id = entry.corrects_id


def _same_since(row: _Row, before: Iterable[_Corrected]) -> datetime:
    since = row.at
    for entry in before:
        if entry.status is not row.status:
            break
        since = entry.at
    return since
