"""The daily run: at the office's hour or as soon as somebody is there, by one process.

Who begins says so, and a run that was cut off is taken up once its time has passed. Two that
run at once would do no harm, only work.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from tracker.db import Database
from tracker.domain import OFFICE_ZONE, TrackingRules, office_day
from tracker.models import Setting
from tracker.models.inserting import insert_new
from tracker.reminders.occasions import ReminderRules
from tracker.reminders.reminding import Reminded, remind

REMINDED_ON = "reminded-on"
REMINDING_SINCE = "reminding-since"
PATIENCE = timedelta(minutes=10)


def is_time(now: datetime, hour: int) -> bool:
    """Return whether the day's hour of reminding has come."""
    return now.astimezone(OFFICE_ZONE).hour >= hour


def run_day(
    database: Database, rules: ReminderRules, tracking: TrackingRules, *, now: datetime
) -> Reminded | None:
    """Remind for today, unless that has been done or somebody is at it."""
    today = office_day(now)
    # Not "before today": a clock that ran ahead must not keep the office waiting.
    if _last_day(database) == today or not _begins(database, now):
        return None
    reminded = remind(database, rules, tracking, now=now)
    note_done(database, today)
    return reminded


def note_done(database: Database, day: date) -> None:
    """Note that everybody has been reminded for a day."""
    with database.writing() as session:
        _locked(session, REMINDED_ON).value = day.isoformat()
        _locked(session, REMINDING_SINCE).value = ""


def _last_day(database: Database) -> date | None:
    with database.reading() as session:
        row = session.get(Setting, REMINDED_ON)
        return date.fromisoformat(row.value) if row and row.value else None


def _begins(database: Database, now: datetime) -> bool:
    """Say that a run begins; return ``False`` while another has begun not long ago."""
    with database.writing() as session:
        done, since = _locked(session, REMINDED_ON), _locked(session, REMINDING_SINCE)
        if done.value == office_day(now).isoformat():
            return False
        if since.value and timedelta(0) <= now - datetime.fromisoformat(since.value) < PATIENCE:
            return False
        since.value = now.isoformat()
        return True


def _locked(session: Session, key: str) -> Setting:
    """Return a setting, made now if it is not there, that nobody else changes meanwhile."""
    insert_new(session, Setting, [{"key": key, "value": ""}])
    return session.get_one(Setting, key, with_for_update=True)
