"""Changing a draft: every act adds a revision, and a stale page never overwrites a newer one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives import Directive as Reading
from directives.editing import EditError
from directives.loading import directive_from_dict
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role
from tracker.errors import Conflict, Invalid, NotFound
from tracker.intake.history import history_of
from tracker.models import Directive, DraftRevision
from tracker.models.registry import Registry

Edit = Callable[[Reading], Reading]


class StaleDraft(Conflict):
    """Somebody else changed the draft after this page was opened."""

    code = "stale-draft"


class NotADraft(Conflict):
    """The directive has been issued or withdrawn; its reading is no longer changed."""

    code = "not-a-draft"


def open_draft(session: Session, actor: Actor, directive_id: int) -> Directive:
    """Return a directive that a clerk may still change; raise the fitting fault otherwise."""
    policy.require(actor, Role.CLERK)
    directive = session.get(Directive, directive_id)
    if directive is None:
        raise NotFound
    if directive.state is not DirectiveState.DRAFT:
        raise NotADraft(directive_id=directive_id)
    return directive


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
    """Say what ``words`` stand for: ``agency:ID``, ``group:ID``, or ``words`` to leave them."""
    with database.writing() as session:
        last = _last(session, actor, directive_id, revision)
        if not _exists(session, choice, now):
            raise Invalid({"choice": "unknown"})
        matches = {**last.matches, words: choice}
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
    with database.writing() as session:
        open_draft(session, actor, directive_id).state = DirectiveState.WITHDRAWN


def restore_draft(database: Database, actor: Actor, directive_id: int) -> None:
    """Take a withdrawn draft up again."""
    policy.require(actor, Role.CLERK)
    with database.writing() as session:
        directive = session.get(Directive, directive_id)
        if directive is None or directive.state is not DirectiveState.WITHDRAWN:
            raise NotFound
        directive.state = DirectiveState.DRAFT


def _restore(  # noqa: PLR0913, PLR0917 - the two acts above differ in one word
    database: Database, actor: Actor, directive_id: int, action: str, revision: int, now: datetime
) -> None:
    with database.writing() as session:
        last = _last(session, actor, directive_id, revision)
        history = history_of(last.directive.revisions)
        target = history.undo_to if action == "undo" else history.redo_to
        if target is None:
            raise Conflict(f"there is nothing to {action}")
        old = next(one for one in last.directive.revisions if one.number == target)
        _add(session, last, old.reading, old.matches, (actor, action, now), undo_of=target)


def _last(session: Session, actor: Actor, directive_id: int, revision: int) -> DraftRevision:
    last = open_draft(session, actor, directive_id).revisions[-1]
    if last.number != revision:
        raise StaleDraft(author=last.author.display_name, at=last.at.isoformat())
    return last


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
        raise StaleDraft(author=last.author.display_name, at=now.isoformat()) from error


def _exists(session: Session, choice: str, now: datetime) -> bool:
    if choice == "words":
        return True
    kind, _, number = choice.partition(":")
    if kind not in {"agency", "group"} or not number.isdecimal():
        return False
    registry = Registry.on(session, now.date())
    return registry.has(kind, int(number))
