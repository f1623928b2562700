"""Who may do and see what: the one place, used inside use cases and inside their queries.

An agency sees the tasks in which it has an assignment. Of the updates to such a task it sees
its own, and those of agencies whose role in the task differs from its own: the lead sees its
supporters and they see the lead, while fifteen districts with the same duty do not read each
other. Of the files behind such an update others see only those that its agency shares.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import aliased

from tracker.domain import Actor, DirectiveState, Role
from tracker.errors import NotAllowed
from tracker.models import (
    Agency,
    Assignment,
    Comment,
    Directive,
    Evidence,
    FigureClaim,
    ProgressUpdate,
    Task,
)
from tracker.models.answering import AgencyEnded


def require(actor: Actor, *roles: Role) -> None:
    """Raise :class:`NotAllowed` unless ``actor`` holds one of ``roles``."""
    if not actor.has(*roles):
        raise NotAllowed(roles=", ".join(roles))


def require_voice(actor: Actor) -> None:
    """Raise unless ``actor`` may write for an agency; it must still exist.

    Raises:
        NotAllowed: they act for none.
        AgencyEnded: all their agencies have come to their end; the account only reads.
    """
    require(actor, Role.AGENCY)
    if actor.reads_only:
        raise AgencyEnded


def require_reporting(actor: Actor) -> None:
    """Raise unless ``actor`` may log progress: for their agency, or as a clerk for any.

    Raises:
        NotAllowed, AgencyEnded: as for :func:`require_voice`.
    """
    if not actor.has(Role.CLERK):
        require_voice(actor)


def visible_tasks(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Task` that keeps what ``actor`` may know of."""
    if actor.sees_everything:
        return true()
    mine = select(Assignment.task_id).where(_is_theirs(actor))
    return Task.id.in_(mine) if actor.agency_ids else false()


def visible_directives(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Directive`; drafts are the clerks' alone."""
    if actor.has(Role.CLERK):
        return true()
    issued = Directive.state == DirectiveState.ISSUED
    if actor.sees_everything:
        return issued
    return issued & Directive.id.in_(select(Task.directive_id).where(visible_tasks(actor)))


def visible_assignments(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Assignment` whose updates ``actor`` may read."""
    if actor.sees_everything:
        return true()
    if not actor.agency_ids:
        return false()
    beside = aliased(Assignment)
    other_role = (
        select(beside.id)
        .where(
            beside.task_id == Assignment.task_id,
            _is_theirs(actor, beside),
            beside.role != Assignment.role,
        )
        .exists()
    )
    return or_(_is_theirs(actor), other_role)


def own_assignments(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Assignment` of which ``actor`` may read all there is.

    What an agency asks of the office is between the two; others in the task do not read it.
    """
    return true() if actor.sees_everything else _is_theirs(actor)


def _is_theirs(actor: Actor, part: type[Assignment] = Assignment) -> ColumnElement[bool]:
    """Return the condition on an assignment: given to them, handed to them, or delegated."""
    parts = (part.agency_id, part.holder_id, part.delegate_id)
    return or_(*(part.in_(actor.agency_ids) for part in parts))


def readable_updates(actor: Actor) -> Select[ProgressUpdate]:
    """Return the question for the updates that ``actor`` may read."""
    return select(ProgressUpdate).join(ProgressUpdate.assignment).where(visible_assignments(actor))


def readable_evidence(actor: Actor) -> Select[Evidence]:
    """Return the question for the files of updates that ``actor`` may read."""
    return (
        select(Evidence)
        .join(Evidence.update)
        .join(ProgressUpdate.assignment)
        .where(readable_files(actor))
    )


def readable_files(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Evidence`: theirs, or shared with those who read the update.

    It speaks of :class:`Assignment` too.
    """
    if actor.sees_everything:
        return true()
    return or_(_is_theirs(actor), Evidence.is_shared & visible_assignments(actor))


def readable_comments(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Comment` that keeps what ``actor`` may read of a task."""
    if actor.sees_everything:
        return true()
    to_all = Comment.agency_id.is_(None) & Comment.from_office
    return or_(to_all, Comment.agency_id.in_(actor.agency_ids))


def readable_claims(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`FigureClaim`: figures of texts that ``actor`` may read.

    The words around the tasks of a document are for those who see everything.
    """
    if actor.sees_everything:
        return true()
    updates = select(ProgressUpdate.id).join(ProgressUpdate.assignment)
    said = FigureClaim.update_id.in_(updates.where(visible_assignments(actor)))
    tasks = FigureClaim.task_id.in_(select(Task.id).where(visible_tasks(actor)))
    return or_(said, FigureClaim.update_id.is_(None) & tasks)


def visible_agencies(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on :class:`Agency` whose names ``actor`` may know.

    An agency account knows its own and those whose part in a shared task it may read.
    """
    if actor.sees_everything or actor.has(Role.ADMINISTRATOR):
        return true()
    mine, other = aliased(Assignment), aliased(Assignment)
    # From their own assignments outwards: the condition on every assignment would look at all.
    # Of their own part they know who had it before or after them.
    beside = [
        select(part)
        .join(mine, mine.task_id == other.task_id)
        .where(_is_theirs(actor, mine), or_(mine.role != other.role, mine.id == other.id))
        for part in (other.agency_id, other.holder_id, other.delegate_id)
    ]
    return or_(Agency.id.in_(actor.agency_ids), *(Agency.id.in_(found) for found in beside))


def sees_work_of(actor: Actor, agency_id: int) -> bool:
    """Return whether ``actor`` may read what an agency owes, not only what it is called."""
    return actor.sees_everything or agency_id in actor.agency_ids
