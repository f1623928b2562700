"""What was last said of assignments, with who said it: by agencies, and by inspectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain import UpdateStatus, VerdictKind, office_day
from tracker.models.people import User
from tracker.models.progress import Evidence, ProgressUpdate, Verdict


@dataclass(frozen=True, slots=True)
class LastWord:
    """The newest update of an assignment; ``narrative`` is Markdown.

    ``on_behalf_of_id`` is the agency for which ``author``, of the office, entered it;
    ``evidence`` are the names of its files, which only the office and the agency may know.
    """

    update_id: int
    on: date
    status: UpdateStatus
    percent: int
    narrative: str
    difficulties: str
    proposals: str
    result_number: str | None
    result_on: date | None
    author: str
    on_behalf_of_id: int | None
    is_correction: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """An inspector's newest word on any update of an assignment."""

    kind: VerdictKind
    on: date
    reason: str
    author: str


def last_words(session: Session, ids: Sequence[int]) -> dict[int, LastWord]:
    """Return the newest update of each of the assignments ``ids`` that has one."""
    newest = (
        select(func.max(ProgressUpdate.id))
        .where(ProgressUpdate.assignment_id.in_(ids))
        .group_by(ProgressUpdate.assignment_id)
    )
    asked = select(ProgressUpdate).where(ProgressUpdate.id.in_(newest))
    updates = session.scalars(asked.options(joinedload(ProgressUpdate.author))).all()
    files: defaultdict[int, list[str]] = defaultdict(list)
    names = select(Evidence.update_id, Evidence.file_name).where(Evidence.update_id.in_(newest))
    for update_id, name in session.execute(names.order_by(Evidence.id)):
        files[update_id].append(name)
    return {update.assignment_id: _word(update, files[update.id]) for update in updates}


def _word(update: ProgressUpdate, files: Sequence[str]) -> LastWord:
    return LastWord(
        update_id=update.id,
        on=office_day(update.at),
        status=update.status,
        percent=update.percent,
        narrative=update.narrative,
        difficulties=update.difficulties,
        proposals=update.proposals,
        result_number=update.result_number,
        result_on=update.result_date,
        author=update.author.display_name,
        on_behalf_of_id=update.on_behalf_of_id,
        is_correction=update.corrects_id is not None,
        evidence=tuple(files),
    )


def last_verdicts(session: Session, ids: Sequence[int]) -> dict[int, LastVerdict]:
    """Return the newest verdict on each of the assignments ``ids`` that has one."""
    newest = (
        select(func.max(Verdict.id))
        .join(ProgressUpdate, ProgressUpdate.id == Verdict.update_id)
        .where(ProgressUpdate.assignment_id.in_(ids))
        .group_by(ProgressUpdate.assignment_id)
    )
    rows = session.execute(
        select(
            ProgressUpdate.assignment_id,
            Verdict.kind,
            Verdict.at,
            Verdict.reason,
            User.display_name,
        )
        .join(Verdict, Verdict.update_id == ProgressUpdate.id)
        .join(User, User.id == Verdict.author_id)
        .where(Verdict.id.in_(newest))
    )
    return {
        key: LastVerdict(kind, office_day(at), reason, author)
        for key, kind, at, reason, author in rows
    }
