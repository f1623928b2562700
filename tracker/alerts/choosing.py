"""A person's alert on a saved search: how they want to be told, and that they no longer do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from search_index import SearchQueryError
from tracker.alerts.asking import Finder, Finding
from tracker.alerts.ending import end_alert
from tracker.alerts.remembering import Remembered
from tracker.alerts.searches import SavedRow, saved_row, visible_search
from tracker.db import Database
from tracker.domain import Actor, office_day
from tracker.errors import Invalid, NotFound, Unavailable
from tracker.models import Alert, IndexedRecord, Rhythm, SavedSearch, User


@dataclass(frozen=True, slots=True)
class AlertForm:
    """How somebody wants to be told."""

    in_app: bool = True
    by_mail: bool = False
    rhythm: str = Rhythm.AT_ONCE


@dataclass(frozen=True, slots=True)
class AlertPage:
    """An alert with its search; ``mail_address`` is where mails would go, if anywhere."""

    search: SavedRow
    form: AlertForm
    alert_id: int | None
    mail_address: str | None


def show_alert(database: Database, actor: Actor, search_id: int) -> AlertPage:
    """Return the person's alert on a search, or what a new one would be."""
    with database.reading() as session:
        search = visible_search(session, actor, search_id)
        alert = _own(session, actor, search_id)
        form = AlertForm(alert.in_app, alert.by_mail, alert.rhythm) if alert else AlertForm()
        address = session.get_one(User, actor.user_id).email
        return AlertPage(
            saved_row(session, search, actor), form, alert.id if alert else None, address
        )


def show_own_alert(database: Database, actor: Actor, alert_id: int) -> AlertPage:
    """Return the person's own alert by its id."""
    with database.reading() as session:
        search_id = _owned(session, actor, alert_id).search_id
    return show_alert(database, actor, search_id)


def set_alert(  # noqa: PLR0913 - a use case names each thing it is told
    database: Database,
    finder: Finder,
    actor: Actor,
    search_id: int,
    form: AlertForm,
    *,
    now: datetime,
) -> int:
    """Begin or change an alert and return its id; what matches already is not told.

    Raises:
        Invalid: no way to be told is chosen, or no such rhythm.
    """
    if not (form.in_app or form.by_mail):
        raise Invalid({"in_app": "choose-a-way"})
    if form.rhythm not in set(Rhythm):
        raise Invalid({"rhythm": "unknown"})
    with finder.on(office_day(now)) as finding:
        with database.writing() as session:
            search = visible_search(session, actor, search_id)
            alert = _own(session, actor, search_id) or _begun(session, actor, search, now)
            alert.in_app, alert.by_mail = form.in_app, form.by_mail
            alert.rhythm = Rhythm(form.rhythm)
            session.flush()
            alert_id = alert.id
        # What cannot be looked at now is when the alert is looked at first.
        with suppress(SearchQueryError, Unavailable):
            _remember(database, finding, actor, alert_id)
    return alert_id


def stop_alert(database: Database, actor: Actor, alert_id: int) -> str:
    """End the person's own alert and return the name of its search."""
    with database.writing() as session:
        name = _owned(session, actor, alert_id).search.name
        end_alert(session, alert_id)
        return name


def _own(session: Session, actor: Actor, search_id: int) -> Alert | None:
    return session.scalar(
        select(Alert).where(Alert.search_id == search_id, Alert.user_id == actor.user_id)
    )


def _owned(session: Session, actor: Actor, alert_id: int) -> Alert:
    alert = session.get(Alert, alert_id)
    if alert is None or alert.user_id != actor.user_id:
        raise NotFound
    return alert


def _begun(session: Session, actor: Actor, search: SavedSearch, now: datetime) -> Alert:
    alert = Alert(
        search_id=search.id,
        user_id=actor.user_id,
        created_at=now,
        seen_up_to=session.scalar(select(func.max(IndexedRecord.id))) or 0,
        looked_on=office_day(now),
        held="",
    )
    session.add(alert)
    return alert


def _remember(database: Database, finding: Finding, actor: Actor, alert_id: int) -> None:
    """Remember what matches a new alert already, unless something is being indexed meanwhile."""
    with database.reading() as session:
        alert = session.get_one(Alert, alert_id)
        is_new, address = alert.matched is None, alert.search.address
    if not is_new:
        return
    known = Remembered()
    known.add(finding.keys(actor, address))
    with database.writing() as session:
        alert = session.get_one(Alert, alert_id)
        is_quiet = not session.scalar(select(exists().where(IndexedRecord.id > alert.seen_up_to)))
        if is_quiet and alert.matched is None:
            alert.matched, alert.held = known.kept(), finding.held(actor)
