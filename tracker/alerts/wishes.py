"""What a person wants by e-mail besides the notices in the application."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.domain import Actor
from tracker.errors import Invalid
from tracker.models import Mail, NoticeKind, NotificationChoice, Rhythm, User

# What alerts tell has wishes of its own, on each alert.
OF_SEARCHES = frozenset({NoticeKind.MATCH, NoticeKind.UNREADABLE, NoticeKind.ENDED})
TOLD_KINDS = tuple(kind for kind in NoticeKind if kind not in OF_SEARCHES)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Whether notices are mailed, how often, and of which kinds not."""

    by_mail: bool = True
    rhythm: Rhythm = Rhythm.DAILY
    muted: frozenset[NoticeKind] = frozenset()

    def want(self, kind: NoticeKind) -> bool:
        """Return whether notices of a kind are mailed."""
        return self.by_mail and kind not in self.muted


@dataclass(frozen=True, slots=True)
class WishesForm:
    """What was chosen: ``kinds`` are those to be mailed."""

    by_mail: bool
    rhythm: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WishesPage:
    """A person's wishes; ``address`` is where mails go, ``fault`` why the last ones did not."""

    wishes: Wishes
    address: str | None
    fault: str | None


def show_wishes(database: Database, actor: Actor) -> WishesPage:
    """Return what the person wants by e-mail."""
    with database.reading() as session:
        address = session.get_one(User, actor.user_id).email
        wishes = wishes_of(session, actor.user_id)
        return WishesPage(wishes, address, mail_fault(session, actor.user_id))


def choose_wishes(database: Database, actor: Actor, form: WishesForm) -> None:
    """Keep what the person wants by e-mail from now on; what waits already is sent.

    Raises:
        Invalid: there is no such rhythm.
    """
    if form.rhythm not in set(Rhythm):
        raise Invalid({"rhythm": "unknown"})
    with database.writing() as session:
        choice = session.get(NotificationChoice, actor.user_id)
        if choice is None:
            choice = NotificationChoice(user_id=actor.user_id)
            session.add(choice)
        choice.by_mail = form.by_mail
        choice.at_once = form.rhythm == Rhythm.AT_ONCE
        choice.muted = [kind.value for kind in TOLD_KINDS if kind not in form.kinds]


def wishes_of(session: Session, user_id: int) -> Wishes:
    """Return what a person wants; who never chose gets one digest a day."""
    choice = session.get(NotificationChoice, user_id)
    if choice is None:
        return Wishes()
    rhythm = Rhythm.AT_ONCE if choice.at_once else Rhythm.DAILY
    muted = frozenset(kind for kind in TOLD_KINDS if kind in choice.muted)
    return Wishes(choice.by_mail, rhythm, muted)


def mail_fault(session: Session, user_id: int) -> str | None:
    """Return why mails to a person do not arrive, as long as none has since."""
    last = (
        select(Mail.fault)
        .where(Mail.user_id == user_id, Mail.attempts > 0)
        .order_by(Mail.id.desc())
        .limit(1)
    )
    return session.scalar(last)
