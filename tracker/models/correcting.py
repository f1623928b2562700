"""Corrections: an entry that stands in place of an earlier one, which stays as it was.

Only the newest word on an assignment can be corrected, and only before an inspector has spoken
of it: a verdict holds of the words that were judged, and what later words have overtaken is put
right by saying so in new ones. So the newest update is always the one in force.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.errors import Conflict, NotFound
from tracker.models.progress import Evidence, ProgressUpdate
from tracker.models.tasks import Assignment


class NotToBeCorrected(Conflict):
    """The update has been judged, corrected or overtaken, or is the agency's own word."""

    code = "not-to-be-corrected"


def can_be_corrected(update: ProgressUpdate, newest_id: int | None, *, is_own: bool) -> bool:
    """Return whether an update may be corrected: by its agency, and by the office its own entry."""
    by_right_hand = is_own or update.on_behalf_of_id is not None
    return by_right_hand and update.id == newest_id and not update.verdicts


def correctable_update(
    session: Session, assignment: Assignment, update_id: int, *, is_own: bool
) -> ProgressUpdate:
    """Return the update of an assignment that is to be corrected.

    Raises:
        NotFound: the assignment has no such update.
        NotToBeCorrected: it has been judged, corrected or overtaken, or a clerk would correct
            what the agency said itself.
    """
    update = session.get(ProgressUpdate, update_id)
    if update is None or update.assignment_id != assignment.id:
        raise NotFound
    if not can_be_corrected(update, newest_update_id(session, assignment.id), is_own=is_own):
        raise NotToBeCorrected
    return update


def newest_update_id(session: Session, assignment_id: int) -> int | None:
    """Return the id of the newest update of an assignment."""
    return session.scalar(
        select(func.max(ProgressUpdate.id)).where(ProgressUpdate.assignment_id == assignment_id)
    )


def kept_files(update: ProgressUpdate | None, kept: Collection[int]) -> list[Evidence]:
    """Return new rows for the files that a correction takes over, not yet added to it."""
    return [
        Evidence(
            source_file_id=file.source_file_id,
            file_name=file.file_name,
            text=file.text,
            is_shared=file.is_shared,
        )
        for file in (update.evidence if update else ())
        if file.id in kept
    ]
