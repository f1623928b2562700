"""Changing a draft: every act adds a revision, and a stale page never overwrites a newer one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives import Directive as Reading
from directives.editing import EditError
from directives.loading import directive_from_dict
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role, office_day
from tracker.errors import Conflict, Invalid, NotFound
from tracker.intake.history import History, Step, history_of
from tracker.models import Directive, DraftRevision, SourceFile
from tracker.models.registry import Registry
from tracker.models.revisions import StaleDraft, open_draft, revision_as_seen

Edit = Callable[[Reading], Reading]


class NothingToTurn(Conflict):
    """There is no change left to take back, or none to make again."""

    code = "nothing-to-turn"


class AlreadyKnown(Conflict):
    """The very same file is already here; ``details`` have its ``directive_id``."""

    code = "already-known"


def history(session: Session, directive_id: int) -> History:
    """Return what undoing and redoing would bring back."""
    steps = session.execute(
        select(DraftRevision.number, DraftRevision.action)
        .where(DraftRevision.directive_id == directive_id)
        .order_by(DraftRevision.number)
    )
    return history_of(Step(*step) for step in steps)


def change_draft(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    directive_id: int,
    edit: Edit,
    *,
    action: str,
    revision: int,
    now: datetime,
) -> None:
    """Apply a correction to the draft as the person saw it at ``revision``.

    Raises:
        StaleDraft: a newer revision exists; ``details`` name its author and moment.
        Invalid: the correction would break the reading; the field ``edit`` has the reason.
    """
    with database.writing() as session:
        last = _last(session, actor, directive_id, revision)
        try:
            edited = edit(directive_from_dict(last.reading))
        except EditError as fault:
            raise Invalid({"edit": fault.code}) from fault
        _add(session, last, edited.to_dict(), last.matches, (actor, action, now))


def match_body(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    actor: Actor,
    directive_id: int,
    words: str,
    choice: str,
    *,
    revision: int,
    now: datetime,
) -> None:
    """Say what ``words`` stand for: ``agency:ID``, ``group:ID``, or ``words`` to leave them.

    An empty choice gives the decision back to the registry.

    Raises:
        StaleDraft: as for :func:`change_draft`.
        Invalid: no task names a body so, or nothing is of this choice.
    """
    with database.writing() as session:
        last = _last(session, actor, directive_id, revision)
        if words not in body_words(directive_from_dict(last.reading)):
            raise Invalid({"words": "no-such-body"})
        gives_back = not choice and words in last.matches
        if not gives_back and not _exists(session, choice, now):
            raise Invalid({"choice": "unknown"})
        matches = {known: kept for known, kept in last.matches.items() if known != words}
        matches |= {words: choice} if choice else {}
        _add(session, last, last.reading, matches, (actor, "match", now))


def undo_change(
    database: Database, actor: Actor, directive_id: int, *, revision: int, now: datetime
) -> None:
    """Bring back the draft as it was before the last change."""
    _restore(database, actor, directive_id, "undo", revision, now)


def redo_change(
    database: Database, actor: Actor, directive_id: int, *, revision: int, now: datetime
) -> None:
    """Bring back the change that was undone last."""
    _restore(database, actor, directive_id, "redo", revision, now)


def withdraw_draft(database: Database, actor: Actor, directive_id: int) -> None:
    """Put a draft away; nothing is deleted and it can be restored."""
    policy.require(actor, Role.CLERK)
    with database.writing() as session:
        open_draft(session, directive_id).state = DirectiveState.WITHDRAWN


def restore_draft(database: Database, actor: Actor, directive_id: int) -> None:
    """Take a withdrawn draft up again.

    Raises:
        AlreadyKnown: its file was taken in once more in the meantime.
    """
    policy.require(actor, Role.CLERK)
    with database.writing() as session:
        directive = session.get(Directive, directive_id)
        if directive is None or directive.state is not DirectiveState.WITHDRAWN:
            raise NotFound
        refuse_known(session, directive.source_file.sha256)
        directive.state = DirectiveState.DRAFT


def refuse_known(session: Session, digest: str) -> None:
    """Raise :class:`AlreadyKnown` where the file of this hash is in use."""
    known = session.scalar(
        select(Directive)
        .join(SourceFile)
        .where(SourceFile.sha256 == digest, Directive.state != DirectiveState.WITHDRAWN)
        .limit(1)
    )
    if known is not None:
        raise AlreadyKnown(directive_id=known.id, name=known.file_name)


def body_words(reading: Reading) -> tuple[str, ...]:
    """Return the words of bodies that would be assigned, each once; a report's reader is not."""
    bodies = (b for t in reading.walk() for b in (*t.lead, *t.directed, *t.coordinating))
    return tuple(dict.fromkeys(body.text for body in bodies))


def _restore(  # noqa: PLR0913, PLR0917 - the two acts above differ in one word
    database: Database, actor: Actor, directive_id: int, action: str, revision: int, now: datetime
) -> None:
    with database.writing() as session:
        last = _last(session, actor, directive_id, revision)
        turns = history(session, directive_id)
        target = turns.undo_to if action == "undo" else turns.redo_to
        if target is None:
            raise NothingToTurn
        old = session.scalars(
            select(DraftRevision).where(
                DraftRevision.directive_id == directive_id, DraftRevision.number == target
            )
        ).one()
        _add(session, last, old.reading, old.matches, (actor, action, now), undo_of=target)


def _last(session: Session, actor: Actor, directive_id: int, revision: int) -> DraftRevision:
    policy.require(actor, Role.CLERK)
    return revision_as_seen(session, directive_id, revision)


def _add(  # noqa: PLR0913 - the parts of a revision
    session: Session,
    last: DraftRevision,
    reading: dict[str, object],
    matches: dict[str, str],
    act: tuple[Actor, str, datetime],
    *,
    undo_of: int | None = None,
) -> None:
    actor, action, now = act
    author = last.author.display_name
    session.add(
        DraftRevision(
            directive_id=last.directive_id,
            number=last.number + 1,
            action=action,
            reading=reading,
            matches=matches,
            author_id=actor.user_id,
            at=now,
            undo_of=undo_of,
        )
    )
    document = directive_from_dict(reading).document
    directive = last.directive
    directive.kind, directive.number = document.kind, document.number
    directive.issued_on, directive.issuer = document.issued_on, document.issuer
    directive.title = document.title
    try:
        session.flush()
    except IntegrityError as error:
        # Databases that let two writers in at once tell the second one by the unique number.
        raise StaleDraft(author=author, at=last.at.isoformat()) from error


def _exists(session: Session, choice: str, now: datetime) -> bool:
    if choice == "words":
        return True
    kind, _, number = choice.partition(":")
    if kind not in {"agency", "group"} or not number.isdecimal():
        return False
    registry = Registry.on(session, office_day(now))
    return registry.has(kind, int(number))
