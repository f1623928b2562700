"""The inspector's word on what an agency says: confirmed, or sent back with the reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role, UpdateStatus, VerdictKind
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import ProgressUpdate, RecordKind, Verdict, note_change
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text


class NotToBeJudged(Conflict):
    """Only the newest word of an agency can be judged, and only a claim or a periodic report."""

    code = "not-to-be-judged"


def give_verdict(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    update_id: int,
    kind: VerdictKind,
    reason: str,
    *,
    now: datetime,
    last_verdict_id: int | None = None,
) -> int:
    """Confirm an update or send it back; return the verdict's id.

    ``last_verdict_id`` is the verdict that the inspector saw on the update, ``None`` for none.

    Raises:
        NotToBeJudged: a newer update exists, or this one claims nothing.
        Conflict: another inspector has judged the update in the meantime.
        Invalid: sent back without a reason.
    """
    policy.require(actor, Role.INSPECTOR)
    reason = clean_text(reason)
    with database.writing() as session:
        update = session.get(ProgressUpdate, update_id)
        if update is None:
            raise NotFound
        _check_open(session, update, last_verdict_id)
        _check_reason(kind, reason)
        verdict = Verdict(update=update, kind=kind, reason=reason, author_id=actor.user_id, at=now)
        session.add(verdict)
        session.flush()
        note_change(session, RecordKind.UPDATE, update.id)
        note_change(session, RecordKind.TASK, update.assignment.task_id)
        return verdict.id


def can_be_judged(update: ProgressUpdate, newest_id: int | None) -> bool:
    """Return whether an inspector may judge ``update``, the newest of its assignment or not."""
    claims = update.status is UpdateStatus.DONE or update.period is not None
    return update.id == newest_id and claims


def _check_open(session: Session, update: ProgressUpdate, last_verdict_id: int | None) -> None:
    newest = session.scalar(
        select(func.max(ProgressUpdate.id)).where(
            ProgressUpdate.assignment_id == update.assignment_id
        )
    )
    if not can_be_judged(update, newest):
        raise NotToBeJudged
    # Two inspectors may look at one claim; the second must see the first's word before adding.
    last = update.verdicts[-1].id if update.verdicts else None
    if last != last_verdict_id:
        raise Conflict


def _check_reason(kind: VerdictKind, reason: str) -> None:
    if len(reason) > MAX_REMARK_CHARACTERS:
        raise Invalid({"reason": "too-long"})
    if kind is VerdictKind.SENT_BACK and not reason:
        raise Invalid({"reason": "required"})
