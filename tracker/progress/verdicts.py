"""The inspector's word on what an agency says: confirmed, or denied with the reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role, UpdateStatus, VerdictKind, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.models import (
    NoticeKind,
    ProgressUpdate,
    RecordKind,
    Verdict,
    note_change,
    people_of,
    tell,
)
from tracker.models.answering import answering_for
from tracker.models.correcting import newest_update_id
from tracker.models.entries import MAX_REMARK_CHARACTERS, clean_text
from tracker.models.registry import Registry


class NotToBeJudged(Conflict):
    """Only the newest word of an agency is judged; what claims nothing can only be disputed."""

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
    """Confirm, send back or dispute an update; return the verdict's id.

    ``last_verdict_id`` is the verdict that the inspector saw on the update, ``None`` for none.

    Raises:
        NotToBeJudged: a newer update exists, or this one cannot be judged so.
        Conflict: another inspector has judged the update in the meantime.
        Invalid: sent back or disputed without a reason.
    """
    policy.require(actor, Role.INSPECTOR)
    reason = clean_text(reason)
    with database.writing() as session:
        update = session.get(ProgressUpdate, update_id)
        if update is None:
            raise NotFound
        _check_open(session, update, kind, last_verdict_id)
        _check_reason(kind, reason)
        verdict = Verdict(update=update, kind=kind, reason=reason, author_id=actor.user_id, at=now)
        session.add(verdict)
        session.flush()
        note_change(session, RecordKind.UPDATE, update.id)
        note_change(session, RecordKind.TASK, update.assignment.task_id)
        _tell_agency(session, actor, verdict, now)
        return verdict.id


def open_verdicts(update: ProgressUpdate, newest_id: int | None) -> tuple[VerdictKind, ...]:
    """Return what an inspector may say of an update; nothing of one that is not the newest.

    A claim, and the report of a period, is confirmed or sent back. Work in progress ends with
    neither, so it can only be disputed.
    """
    if update.id != newest_id:
        return ()
    if update.status is UpdateStatus.DONE or update.period is not None:
        return VerdictKind.CONFIRMED, VerdictKind.SENT_BACK
    return (VerdictKind.DISPUTED,)


def _check_open(
    session: Session, update: ProgressUpdate, kind: VerdictKind, last_verdict_id: int | None
) -> None:
    if kind not in open_verdicts(update, newest_update_id(session, update.assignment_id)):
        raise NotToBeJudged
    # Two inspectors may look at one claim; the second must see the first's word before adding.
    last = update.verdicts[-1].id if update.verdicts else None
    if last != last_verdict_id:
        raise Conflict


def _check_reason(kind: VerdictKind, reason: str) -> None:
    if len(reason) > MAX_REMARK_CHARACTERS:
        raise Invalid({"reason": "too-long"})
    if kind is not VerdictKind.CONFIRMED and not reason:
        raise Invalid({"reason": "required"})


def _tell_agency(session: Session, actor: Actor, verdict: Verdict, now: datetime) -> None:
    assignment = verdict.update.assignment
    today = office_day(now)
    answering = answering_for(session, assignment, today)
    tell(
        session,
        people_of(session, {answering}),
        NoticeKind.VERDICT,
        about=(RecordKind.UPDATE, verdict.update_id),
        details={
            "agency": Registry.on(session, today).name_of(answering),
            "outcome": verdict.kind.value,
            "words": verdict.reason,
            "by": actor.name,
        },
        now=now,
    )
