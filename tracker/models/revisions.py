"""The revisions of a draft, as both checking and issuing need them, and their faults."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import DirectiveState
from tracker.errors import Conflict, NotFound
from tracker.models.documents import Directive, DraftRevision


class StaleDraft(Conflict):
    """The draft is newer than the page that was open; ``details`` say by whom and since when."""

    code = "stale-draft"


class NotADraft(Conflict):
    """The directive has been issued or withdrawn; ``details`` have its ``state``."""

    code = "not-a-draft"


def open_draft(session: Session, directive_id: int) -> Directive:
    """Return a directive whose reading may still be changed.

    Raises:
        NotFound: there is none.
        NotADraft: it has been issued or withdrawn.
    """
    directive = session.get(Directive, directive_id)
    if directive is None:
        raise NotFound
    if directive.state is not DirectiveState.DRAFT:
        raise NotADraft(state=directive.state.value)
    return directive


def newest_revision(session: Session, directive_id: int) -> DraftRevision:
    """Return the last revision alone; a long history of whole readings is not loaded."""
    newest = (
        select(DraftRevision)
        .where(DraftRevision.directive_id == directive_id)
        .order_by(DraftRevision.number.desc())
        .limit(1)
    )
    return session.scalars(newest).one()


def revision_as_seen(session: Session, directive_id: int, number: int) -> DraftRevision:
    """Return the newest revision of an open draft if ``number`` is its number.

    Raises:
        NotFound, NotADraft: as for :func:`open_draft`.
        StaleDraft: somebody has added a revision since.
    """
    open_draft(session, directive_id)
    last = newest_revision(session, directive_id)
    if last.number != number:
        raise StaleDraft(author=last.author.display_name, at=last.at.isoformat())
    return last
