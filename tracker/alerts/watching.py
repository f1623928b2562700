"""Looking for what newly matches: after each change of the index, and at the turn of the day.

Each alert is asked only about records that have just been indexed; the whole index is asked
when an alert begins, when its owner's rights have changed, and once a day for states that time
alone brings about ("overdue"). What an alert has seen and what it tells are written together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from search_index import SearchQueryError, Snippet
from tracker.alerts.asking import Finder, Finding
from tracker.alerts.post import PostOffice
from tracker.alerts.remembering import Remembered
from tracker.alerts.telling import mail_for, tell_matches, tell_unreadable
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.models import Alert, IndexedRecord, SavedSearch, User, actor_of

MAX_RECORDS = 1000
ALERTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class _News:
    """What was indexed since the alert furthest behind; ``up_to`` is the last one's number."""

    records: tuple[tuple[int, str], ...]
    up_to: int
    today: date

    def after(self, seen: int) -> frozenset[str]:
        """Return the keys of what came after ``seen``."""
        return frozenset(key for number, key in self.records if number > seen)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What looking with one alert came to; ``fresh`` is what matches now and did not before."""

    alert: Alert
    held: str
    matched: bytes | None
    fresh: dict[str, Snippet]
    fault: SearchQueryError | None = None


def look(database: Database, finder: Finder, post: PostOffice, *, now: datetime) -> int:
    """Look with every alert that has something new to look at; return how many there were.

    Raises:
        Unavailable: the index is being built; what was not looked at is next time.
    """
    today = office_day(now)
    with database.reading() as session:
        news = _news(session, today)
        due = _due(session, news)
    with finder.on(today) as finding:
        looks = (_look(finding, actor, alert, news) for alert, actor in due)
        while batch := list(islice(looks, ALERTS_AT_ONCE)):
            with database.writing() as session:
                present = _present(session, batch)
                for looked in batch:
                    _keep(session, present.get(looked.alert.id), looked, news, post=post, now=now)
        _check_searches(database, finding, now)
    _pass_over(database, news)
    return len(due)


def _news(session: Session, today: date) -> _News:
    seen = session.scalar(select(func.min(Alert.seen_up_to))) or 0
    rows = session.execute(
        select(IndexedRecord.id, IndexedRecord.key)
        .where(IndexedRecord.id > seen)
        .order_by(IndexedRecord.id)
        .limit(MAX_RECORDS)
    )
    records = tuple((number, key) for number, key in rows)
    return _News(records, records[-1][0] if records else seen, today)


def _due(session: Session, news: _News) -> list[tuple[Alert, Actor]]:
    """Return the alerts that have something to look at, each with who owns it."""
    found = session.scalars(
        select(Alert)
        .join(Alert.user)
        .where(User.disabled_at.is_(None), _has_to_look(news))
        .options(
            joinedload(Alert.search), joinedload(Alert.user).options(selectinload(User.grants))
        )
        .order_by(Alert.id)
    ).all()
    actors = {user: actor_of(session, user, news.today) for user in {alert.user for alert in found}}
    due = [(alert, actors[alert.user]) for alert in found]
    session.expunge_all()
    return due


def _has_to_look(news: _News) -> ColumnElement[bool]:
    begins = and_(Alert.matched.is_(None), Alert.fault.is_(None))
    return or_(Alert.seen_up_to < news.up_to, Alert.looked_on < news.today, begins)


def _look(finding: Finding, actor: Actor, alert: Alert, news: _News) -> _Looked:
    try:
        return _found(finding, actor, alert, news)
    except SearchQueryError as error:
        # What it matched is not known any more: once readable, it begins anew.
        return _Looked(alert, alert.held, None, {}, error)


def _found(finding: Finding, actor: Actor, alert: Alert, news: _News) -> _Looked:
    changed, held = news.after(alert.seen_up_to), finding.held(actor)
    begins = alert.matched is None or alert.held != held
    known = Remembered(alert.matched)
    address = alert.search.address
    turned = alert.looked_on < news.today and finding.depends_on_day(actor, address)
    whole = begins or turned
    keys = (
        finding.keys(actor, address, None if whole else changed)
        if whole or changed
        else frozenset[str]()
    )
    fresh = frozenset(key for key in (keys & changed if begins else keys) if key not in known)
    snippets = dict(finding.snippets(actor, address, fresh))
    # What has gone again between two questions is left to the next change.
    matching = keys - (fresh - snippets.keys())
    gone = frozenset(key for key in changed - keys if key in known)
    if whole:
        known = Remembered()
    elif not fresh and not gone:
        return _Looked(alert, held, alert.matched, {})
    known.discard(gone)
    known.add(matching)
    return _Looked(alert, held, known.kept(), snippets)


def _present(session: Session, batch: list[_Looked]) -> dict[int, Alert]:
    """Return the rows of alerts as they are now, held until the transaction ends."""
    found = session.scalars(
        select(Alert)
        .where(Alert.id.in_([looked.alert.id for looked in batch]))
        .options(joinedload(Alert.search), joinedload(Alert.user))
        .with_for_update(of=Alert)
    )
    return {alert.id: alert for alert in found}


def _keep(  # noqa: PLR0913 - what was looked at, what has come, and how it is told
    session: Session,
    alert: Alert | None,
    looked: _Looked,
    news: _News,
    *,
    post: PostOffice,
    now: datetime,
) -> None:
    # Somebody else may have looked, or its owner ended it, in the meantime.
    if alert is None or _state(alert) != _state(looked.alert):
        return
    alert.held, alert.matched = looked.held, looked.matched
    alert.seen_up_to, alert.looked_on = max(alert.seen_up_to, news.up_to), news.today
    if looked.fault is not None and alert.fault != looked.fault.code:
        mail = mail_for(session, alert, post, now)
        tell_unreadable(session, alert.search, alert.user_id, looked.fault, now=now, mail=mail)
    alert.fault = looked.fault.code if looked.fault else None
    if alert.user_id == alert.search.owner_id:
        alert.search.fault = alert.fault
    tell_matches(session, alert, looked.fresh, post, now=now)


def _state(alert: Alert) -> tuple[int, date, bool]:
    return alert.seen_up_to, alert.looked_on, alert.matched is None


def _check_searches(database: Database, finding: Finding, now: datetime) -> None:
    """Once a day, tell owners which of their searches without an alert cannot be read."""
    today = office_day(now)
    with database.reading() as session:
        unchecked = list(_unchecked(session, today))
    faults = {number: _fault(finding, actor, address) for number, actor, address in unchecked}
    if not faults:
        return
    with database.writing() as session:
        found = session.scalars(select(SavedSearch).where(SavedSearch.id.in_(faults)))
        for search in found:
            fault = faults[search.id]
            if fault is not None and search.fault != fault.code:
                tell_unreadable(session, search, search.owner_id, fault, now=now)
            search.fault, search.checked_on = fault.code if fault else None, today


def _unchecked(session: Session, today: date) -> Iterator[tuple[int, Actor, str]]:
    searches = session.scalars(
        select(SavedSearch)
        .join(SavedSearch.owner)
        .where(SavedSearch.checked_on < today, User.disabled_at.is_(None))
        .options(joinedload(SavedSearch.owner))
    )
    for search in searches:
        yield search.id, actor_of(session, search.owner, today), search.address


def _fault(finding: Finding, actor: Actor, address: str) -> SearchQueryError | None:
    try:
        finding.check(actor, address)
    except SearchQueryError as error:
        return error
    return None


def _pass_over(database: Database, news: _News) -> None:
    """Let alerts of closed accounts pass over the news, and drop what all have seen."""
    if not news.records:
        return
    closed = Alert.user_id.in_(select(User.id).where(User.disabled_at.is_not(None)))
    with database.writing() as session:
        session.execute(
            update(Alert)
            .where(and_(closed, Alert.seen_up_to < news.up_to))
            .values(seen_up_to=news.up_to, matched=None)
        )
        behind = exists().where(Alert.seen_up_to < news.up_to)
        if not session.scalar(select(behind)):
            session.execute(delete(IndexedRecord).where(IndexedRecord.id <= news.up_to))
