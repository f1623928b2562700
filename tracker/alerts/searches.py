"""Saved searches: kept under a name, for oneself or for everybody who may search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from directives.text import clean_line
from search_index import SearchQueryError
from tracker.alerts.asking import Finder
from tracker.alerts.ending import end_alerts, forget_search
from tracker.db import Database
from tracker.domain import Actor, Role, office_day
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import Alert, Rhythm, SavedSearch

MAX_NAME_CHARACTERS = 100
MAX_ADDRESS_CHARACTERS = 4000
MAX_SEARCHES = 200
SHOWN = 12


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was typed about a search to keep; ``address`` is the query of the search page's."""

    name: str = ""
    address: str = ""
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search as one person sees it; ``rhythm`` is that of their own alert on it."""

    search_id: int
    name: str
    address: str
    owner: str
    is_shared: bool
    is_mine: bool
    may_change: bool
    is_faulty: bool
    alert_id: int | None
    rhythm: Rhythm | None


def list_searches(database: Database, actor: Actor) -> tuple[SavedRow, ...]:
    """Return the person's own searches, then those that others share, each by name."""
    with database.reading() as session:
        found = session.execute(
            select(SavedSearch, Alert)
            .outerjoin(Alert, _is_own(actor))
            .where(_visible(actor))
            .options(joinedload(SavedSearch.owner))
        )
        rows = [_row(search, alert, actor) for search, alert in found]
    return tuple(sorted(rows, key=lambda row: (not row.is_mine, row.name.casefold())))


def name_searches(database: Database, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return ids and names of some searches, the person's own and newest first."""
    newest = (SavedSearch.owner_id != actor.user_id, SavedSearch.id.desc())
    names = select(SavedSearch.id, SavedSearch.name).where(_visible(actor))
    with database.reading() as session:
        rows = session.execute(names.order_by(*newest).limit(SHOWN))
        return tuple((search_id, name) for search_id, name in rows)


def show_search(database: Database, actor: Actor, search_id: int) -> SavedRow:
    """Return one saved search."""
    with database.reading() as session:
        return saved_row(session, visible_search(session, actor, search_id), actor)


def save_search(
    database: Database, finder: Finder, actor: Actor, form: SearchForm, *, now: datetime
) -> int:
    """Keep a search and return its id.

    Raises:
        Invalid: with every fault of the form's fields; a search must be readable to be kept.
    """
    faults = _address_faults(finder, actor, form, now)
    with database.writing() as session:
        faults |= _name_faults(session, actor.user_id, form.name, None)
        if faults:
            raise Invalid(faults)
        search = SavedSearch(
            owner_id=actor.user_id,
            name=clean_line(form.name),
            address=form.address,
            is_shared=form.is_shared,
            created_at=now,
            checked_on=office_day(now),
        )
        session.add(search)
        session.flush()
        return search.id


def change_search(
    database: Database, actor: Actor, search_id: int, form: SearchForm, *, now: datetime
) -> None:
    """Rename a search, share it or take it back; alerts of others end when it is taken back.

    Raises:
        Invalid: with every fault of the form's fields.
    """
    with database.writing() as session:
        search = _changeable(session, actor, search_id)
        if faults := _name_faults(session, search.owner_id, form.name, search_id):
            raise Invalid(faults)
        search.name = clean_line(form.name)
        search.is_shared = form.is_shared
        if not form.is_shared:
            others = [alert for alert in search.alerts if alert.user_id != search.owner_id]
            end_alerts(session, search, others, now=now)


def delete_search(database: Database, actor: Actor, search_id: int, *, now: datetime) -> None:
    """Forget a search; the alerts on it end, and those whose alerts they were are told."""
    with database.writing() as session:
        search = _changeable(session, actor, search_id)
        end_alerts(session, search, search.alerts, now=now, but_for=actor.user_id)
        forget_search(session, search)


def visible_search(session: Session, actor: Actor, search_id: int) -> SavedSearch:
    """Return a search that ``actor`` may open, or raise :class:`NotFound`."""
    found = session.scalar(select(SavedSearch).where(SavedSearch.id == search_id, _visible(actor)))
    if found is None:
        raise NotFound
    return found


def _visible(actor: Actor) -> ColumnElement[bool]:
    return or_(SavedSearch.owner_id == actor.user_id, SavedSearch.is_shared)


def _is_own(actor: Actor) -> ColumnElement[bool]:
    return and_(Alert.search_id == SavedSearch.id, Alert.user_id == actor.user_id)


def _may_change(search: SavedSearch, actor: Actor) -> bool:
    return search.owner_id == actor.user_id or actor.has(Role.ADMINISTRATOR)


def _changeable(session: Session, actor: Actor, search_id: int) -> SavedSearch:
    search = visible_search(session, actor, search_id)
    if not _may_change(search, actor):
        raise NotAllowed
    return search


def _name_faults(
    session: Session, owner_id: int, name: str, search_id: int | None
) -> dict[str, str]:
    cleaned = clean_line(name)
    if not cleaned:
        return {"name": "required"}
    if len(cleaned) > MAX_NAME_CHARACTERS:
        return {"name": "too-long"}
    own = select(SavedSearch.id).where(SavedSearch.owner_id == owner_id)
    taken = session.scalar(own.where(SavedSearch.name == cleaned))
    if taken not in {None, search_id}:
        return {"name": "own-name-taken"}
    count = session.scalar(select(func.count()).select_from(own.subquery())) or 0
    return {"name": "too-many-searches"} if search_id is None and count >= MAX_SEARCHES else {}


def _address_faults(
    finder: Finder, actor: Actor, form: SearchForm, now: datetime
) -> dict[str, str]:
    if not form.address:
        return {"address": "nothing-searched"}
    if len(form.address) > MAX_ADDRESS_CHARACTERS:
        return {"address": "search-too-long"}
    try:
        with finder.on(office_day(now)) as finding:
            finding.check(actor, form.address)
    except SearchQueryError:
        return {"address": "unreadable-search"}
    return {}


def saved_row(session: Session, search: SavedSearch, actor: Actor) -> SavedRow:
    """Return a search as ``actor`` sees it."""
    own = select(Alert).where(Alert.search_id == search.id, Alert.user_id == actor.user_id)
    return _row(search, session.scalar(own), actor)


def _row(search: SavedSearch, alert: Alert | None, actor: Actor) -> SavedRow:
    return SavedRow(
        search_id=search.id,
        name=search.name,
        address=search.address,
        owner=search.owner.display_name,
        is_shared=search.is_shared,
        is_mine=search.owner_id == actor.user_id,
        may_change=_may_change(search, actor),
        is_faulty=search.fault is not None,
        alert_id=alert.id if alert else None,
        rhythm=alert.rhythm if alert else None,
    )
