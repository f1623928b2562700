"""Adding an update: the rules that hold however an agency's word comes in, by form or by sheet."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts
from tracker.domain import Actor, DirectiveState
from tracker.errors import Conflict
from tracker.models.answering import own_assignment, require_answering
from tracker.models.claims import claim_figures_of_updates
from tracker.models.entries import InvalidEntry, ProgressEntry, entry_faults, faulty_files
from tracker.models.facts import assignment_facts
from tracker.models.index_changes import RecordKind, note_change
from tracker.models.progress import Evidence, ProgressUpdate
from tracker.models.tasks import Assignment


class AlreadyConfirmed(Conflict):
    """The task is confirmed done; an inspector has to send it back before it is reported anew."""

    code = "already-confirmed"


class Halted(Conflict):
    """The work is suspended or no longer tracked, so nothing is reported on it."""

    code = "halted"


class NotTracked(Conflict):
    """The directive is no longer tracked."""

    code = "not-tracked"


def check_entry(
    session: Session, actor: Actor, assignment_id: int, entry: ProgressEntry, today: date
) -> Assignment:
    """Return the assignment on which ``actor`` may log ``entry``.

    Raises:
        NotFound: the assignment is another agency's.
        InvalidEntry: with every fault of the entry, and the files that are its reason.
        Halted: the office has suspended it or ended its tracking.
        AlreadyConfirmed: nothing is left to report.
        NotTracked: the directive has been withdrawn.
        HandedOver: another agency answers for the work today.
        AgencyEnded: the agency exists no more.
    """
    assignment = own_assignment(session, actor, assignment_id)
    (facts,) = assignment_facts(session, Assignment.id == assignment_id)
    if assignment.task.directive.state is not DirectiveState.ISSUED:
        raise NotTracked
    require_answering(session, actor, assignment, today)
    if facts.halted is not None:
        raise Halted
    if not facts.is_open:
        raise AlreadyConfirmed
    faults = entry_faults(entry, today)
    if entry.period is not None and not _has_begun(facts, entry.period, today):
        faults["period"] = "not-a-period"
    if faults:
        raise InvalidEntry(faults, faulty_files(entry))
    return assignment


def add_update(  # noqa: PLR0913 - an entry is logged for somebody, by somebody, at a moment
    session: Session,
    actor: Actor,
    assignment: Assignment,
    entry: ProgressEntry,
    evidence: list[Evidence],
    *,
    now: datetime,
) -> ProgressUpdate:
    """Add a checked entry to its assignment, and tell the index."""
    update = ProgressUpdate(
        assignment=assignment,
        author_id=actor.user_id,
        at=now,
        status=entry.status,
        percent=entry.percent,
        narrative=entry.narrative,
        difficulties=entry.difficulties,
        proposals=entry.proposals,
        result_number=entry.result_number,
        result_date=entry.result_date,
        period=entry.period,
        evidence=evidence,
    )
    session.add(update)
    session.flush()
    claim_figures_of_updates(session, update)
    note_change(session, RecordKind.UPDATE, update.id)
    note_change(session, RecordKind.EVIDENCE, *(file.id for file in update.evidence))
    note_change(session, RecordKind.TASK, assignment.task_id)
    return update


def _has_begun(facts: AssignmentFacts, key: str, today: date) -> bool:
    """Return whether ``key`` names a period of the task that has begun by ``today``."""
    return any(owed.period.key == key for owed in facts.owed_reports(today))
