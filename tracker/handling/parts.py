"""An assignment as an act finds it: with its facts, and with the right to act on it checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.clocks import AssignmentFacts
from tracker.domain import Actor, AssignmentRole, DirectiveState, RequestKind, Workflow
from tracker.errors import NotFound
from tracker.models import Assignment, Request, assignment_facts
from tracker.models.answering import (
    AgencyEnded,
    HandedOver,
    answering_for,
    exists_on,
    own_assignment,
)
from tracker.models.updating import NotTracked


@dataclass(frozen=True, slots=True)
class Part:
    """One assignment, what is known of it, and the agency that answers for it today."""

    assignment: Assignment
    facts: AssignmentFacts
    answering: int


def part_of(session: Session, assignment: Assignment, today: date) -> Part:
    """Return an assignment with what an act needs to know of it."""
    (facts,) = assignment_facts(session, Assignment.id == assignment.id)
    return Part(assignment, facts, answering_for(session, assignment, today))


def any_part(session: Session, assignment_id: int, today: date) -> Part:
    """Return an assignment that the office acts on.

    Raises:
        NotFound: there is none.
        NotTracked: its directive has been withdrawn.
    """
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    return _tracked(part_of(session, assignment, today))


def own_part(session: Session, actor: Actor, assignment_id: int, today: date) -> Part:
    """Return an assignment that ``actor``'s agency answers for today; a unit below does not.

    Raises:
        NotFound: it is another agency's.
        NotTracked: its directive has been withdrawn.
        HandedOver: another agency answers for it.
        AgencyEnded: the agency has come to its end.
    """
    part = _tracked(part_of(session, own_assignment(session, actor, assignment_id), today))
    if part.answering not in actor.agency_ids:
        raise HandedOver
    if not exists_on(session, part.answering, today):
        raise AgencyEnded
    return part


def askable(facts: AssignmentFacts) -> tuple[RequestKind, ...]:
    """Return the kinds of requests that have a place as the assignment stands.

    Who has accepted a task or reported on it refuses it no more, and asks for another lead or
    for an end of tracking. Completion is claimed by an update.
    """
    if not facts.is_open:
        return ()
    fits = {
        RequestKind.REFUSAL: facts.workflow is Workflow.ISSUED,
        RequestKind.CONTENT: True,
        RequestKind.LEAD: facts.role is AssignmentRole.LEAD,
        RequestKind.EXTENSION: facts.due is not None,
        RequestKind.STOP_TRACKING: True,
    }
    return tuple(kind for kind, has_a_place in fits.items() if has_a_place)


def is_own(actor: Actor, request: Request, part: Part) -> bool:
    """Return whether a request is of ``actor``, or of an agency that they act for."""
    return request.author_id == actor.user_id or part.answering in actor.agency_ids


def _tracked(part: Part) -> Part:
    if part.assignment.task.directive.state is not DirectiveState.ISSUED:
        raise NotTracked
    return part
