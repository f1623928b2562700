"""Secret addresses under which calendars fetch an agency's dates: made, listed, revoked, read.

Only a token's hash is kept, so whoever reads the tables learns no address. A feed is read as
whoever made it: once that account is closed or acts for the agency no more, it is not there.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import Conflict, NotFound
from tracker.models import Agency, CalendarFeed, User, actor_of
from tracker.reminders.dates import AgencyDate, dates_of
from tracker.reminders.recipients import agency_name

MAX_FEEDS = 20
TOKEN_BYTES = 32


class TooManyFeeds(Conflict):
    """The agency has as many calendar addresses as it may have."""

    code = "too-many-feeds"


@dataclass(frozen=True, slots=True)
class FeedRow:
    """An address in use; the address itself is known to whoever noted it down."""

    feed_id: int
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FeedsPage:
    """The calendar addresses of an agency, the newest first."""

    agency_id: int
    name: str
    feeds: tuple[FeedRow, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar fetches: an agency's dates, in the language of whoever made the address."""

    agency_id: int
    name: str
    locale: str
    dates: tuple[AgencyDate, ...]


def may_have_feeds(actor: Actor, agency_id: int) -> bool:
    """Return whether ``actor`` may make and revoke calendar addresses of an agency."""
    return actor.has(Role.CLERK) or agency_id in actor.agency_ids


def show_feeds(database: Database, actor: Actor, agency_id: int, *, today: date) -> FeedsPage:
    """Return the calendar addresses of an agency."""
    with database.reading() as session:
        _require(session, actor, agency_id)
        rows = session.execute(
            select(CalendarFeed, User.display_name)
            .join(User, User.id == CalendarFeed.author_id)
            .where(_in_use(agency_id))
            .order_by(CalendarFeed.id.desc())
        )
        feeds = tuple(FeedRow(feed.id, author, feed.at) for feed, author in rows)
        return FeedsPage(agency_id, agency_name(session, agency_id, today), feeds)


def open_feed(database: Database, actor: Actor, agency_id: int, *, now: datetime) -> str:
    """Make a new address and return its token, which nobody can read again.

    Raises:
        TooManyFeeds: some have to be revoked first.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with database.writing() as session:
        _require(session, actor, agency_id)
        count = select(func.count()).select_from(CalendarFeed).where(_in_use(agency_id))
        if (session.scalar(count) or 0) >= MAX_FEEDS:
            raise TooManyFeeds
        session.add(
            CalendarFeed(
                agency_id=agency_id, token_hash=_hash(token), author_id=actor.user_id, at=now
            )
        )
    return token


def revoke_feed(database: Database, actor: Actor, feed_id: int, *, now: datetime) -> int:
    """Let an address lead nowhere from now on; return the agency it was of."""
    with database.writing() as session:
        feed = session.get(CalendarFeed, feed_id)
        if feed is None:
            raise NotFound
        _require(session, actor, feed.agency_id)
        feed.revoked_at = feed.revoked_at or now
        return feed.agency_id


def read_feed(database: Database, token: str, *, now: datetime) -> Feed:
    """Return what the address with ``token`` gives; raise :class:`NotFound` for any other."""
    today = office_day(now)
    with database.reading() as session:
        asked = select(CalendarFeed).where(
            CalendarFeed.token_hash == _hash(token), CalendarFeed.revoked_at.is_(None)
        )
        feed = session.scalar(asked)
        author = session.get(User, feed.author_id) if feed else None
        if feed is None or author is None or not _is_in_force(session, feed, author, today):
            raise NotFound
        return Feed(
            feed.agency_id,
            agency_name(session, feed.agency_id, today),
            author.locale,
            tuple(dates_of(session, feed.agency_id, today)),
        )


def _require(session: Session, actor: Actor, agency_id: int) -> None:
    """Raise :class:`NotFound` for an agency that is not ``actor``'s to make addresses of."""
    known = select(Agency.id).where(Agency.id == agency_id, policy.visible_agencies(actor))
    if session.scalar(known) is None or not may_have_feeds(actor, agency_id):
        raise NotFound


def _is_in_force(session: Session, feed: CalendarFeed, author: User, today: date) -> bool:
    actor = actor_of(session, author, today)
    return author.disabled_at is None and may_have_feeds(actor, feed.agency_id)


def _in_use(agency_id: int) -> ColumnElement[bool]:
    return and_(CalendarFeed.agency_id == agency_id, CalendarFeed.revoked_at.is_(None))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
