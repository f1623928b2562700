"""Adding an update: the rules that hold however an agency's word comes in, by form or by sheet."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts
from tracker.domain import Actor, DirectiveState, Role, office_day
from tracker.errors import Conflict, NotFound
from tracker.models.alerts import NoticeKind
from tracker.models.answering import (
    AgencyEnded,
    answering_for,
    exists_on,
    own_assignment,
    parts_of,
    require_answering,
)
from tracker.models.claims import claim_figures_of_updates
from tracker.models.correcting import NotToBeCorrected, correctable_update, kept_files
from tracker.models.entries import InvalidEntry, ProgressEntry, entry_faults, faulty_files
from tracker.models.facts import assignment_facts
from tracker.models.index_changes import RecordKind, note_change
from tracker.models.progress import Evidence, ProgressUpdate
from tracker.models.registry import Registry
from tracker.models.reminding import people_of, tell
from tracker.models.tasks import Assignment

NOTICE_CHARACTERS = 300


class AlreadyConfirmed(Conflict):
    """The task is confirmed done; an inspector has to send it back before it is reported anew."""

    code = "already-confirmed"


class Halted(Conflict):
    """The work is suspended or no longer tracked, so nothing is reported on it."""

    code = "halted"


class NotTracked(Conflict):
    """The directive is no longer tracked."""

    code = "not-tracked"


class Voice(NamedTuple):
    """In whose name somebody writes; not ``is_own`` where the office enters it for them."""

    agency_id: int
    is_own: bool


def assignment_to_report(session: Session, actor: Actor, assignment_id: int) -> Assignment:
    """Return an assignment on which ``actor`` may report; raise NotFound for any other."""
    if not actor.has(Role.CLERK):
        return own_assignment(session, actor, assignment_id)
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    return assignment


def voice_on(session: Session, actor: Actor, assignment: Assignment, day: date) -> Voice:
    """Return in whose name ``actor`` reports on an assignment.

    Raises:
        HandedOver: another agency answers for the work on the day.
        AgencyEnded: the agency exists no more.
    """
    if not actor.agency_ids.isdisjoint(parts_of(assignment)):
        return Voice(require_answering(session, actor, assignment, day), is_own=True)
    answering = answering_for(session, assignment, day)
    if not exists_on(session, answering, day):
        raise AgencyEnded
    return Voice(answering, is_own=False)


def check_entry(  # noqa: PLR0913 - who logs what on which assignment, and when
    session: Session,
    actor: Actor,
    assignment_id: int,
    entry: ProgressEntry,
    today: date,
    *,
    facts: AssignmentFacts | None = None,
) -> Assignment:
    """Return the assignment on which ``actor`` may log ``entry``.

    Who looks at many has read their ``facts`` together.

    Raises:
        NotFound: the assignment is another agency's, or what is to be corrected is.
        InvalidEntry: with every fault of the entry, and the files that are its reason.
        Halted: the office has suspended it or ended its tracking.
        AlreadyConfirmed: nothing is left to report.
        NotTracked: the directive has been withdrawn.
        HandedOver: another agency answers for the work today.
        AgencyEnded: the agency exists no more.
        NotToBeCorrected: what is to be corrected has been judged, corrected or overtaken.
    """
    assignment = assignment_to_report(session, actor, assignment_id)
    if facts is None:
        (facts,) = assignment_facts(session, Assignment.id == assignment_id)
    if assignment.task.directive.state is not DirectiveState.ISSUED:
        raise NotTracked
    voice = voice_on(session, actor, assignment, today)
    if facts.halted is not None:
        raise Halted
    if not facts.is_open:
        raise AlreadyConfirmed
    corrected = _check_correction(session, assignment, entry, voice)
    faults = entry_faults(entry, today)
    if corrected is None and entry.period and not _has_begun(facts, entry.period, today):
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
    """Add a checked entry to its assignment, and tell the index and whom it was entered for."""
    voice = voice_on(session, actor, assignment, office_day(now))
    corrected = session.get_one(ProgressUpdate, entry.corrects_id) if entry.corrects_id else None
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
        period=corrected.period if corrected else entry.period,
        on_behalf_of_id=None if voice.is_own else voice.agency_id,
        corrects_id=entry.corrects_id,
        evidence=[*kept_files(corrected, entry.kept_evidence), *evidence],
    )
    session.add(update)
    _flush(session)
    claim_figures_of_updates(session, update)
    note_change(session, RecordKind.UPDATE, update.id)
    note_change(session, RecordKind.EVIDENCE, *(file.id for file in update.evidence))
    note_change(session, RecordKind.TASK, assignment.task_id)
    if not voice.is_own:
        _tell_of_entry(session, actor, update, voice.agency_id)
    return update


def _check_correction(
    session: Session, assignment: Assignment, entry: ProgressEntry, voice: Voice
) -> ProgressUpdate | None:
    if entry.corrects_id is None:
        if entry.kept_evidence:
            raise NotFound
        return None
    corrected = correctable_update(session, assignment, entry.corrects_id, is_own=voice.is_own)
    if not entry.kept_evidence <= {file.id for file in corrected.evidence}:
        raise NotFound
    return corrected


def _flush(session: Session) -> None:
    """Write what is added; where two correct one update at once, the second is told."""
    try:
        session.flush()
    except IntegrityError as error:
        raise NotToBeCorrected from error


def _tell_of_entry(session: Session, actor: Actor, update: ProgressUpdate, agency_id: int) -> None:
    tell(
        session,
        people_of(session, {agency_id}),
        NoticeKind.ENTRY,
        about=(RecordKind.UPDATE, update.id),
        details={
            "agency": Registry.on(session, office_day(update.at)).name_of(agency_id),
            "words": update.narrative[:NOTICE_CHARACTERS],
            "by": actor.name,
        },
        now=update.at,
    )


def _has_begun(facts: AssignmentFacts, key: str, today: date) -> bool:
    """Return whether ``key`` names a period of the task that has begun by ``today``."""
    return any(owed.period.key == key for owed in facts.owed_reports(today))
