"""When something is told, and when a mail is tried again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tracker.domain import OFFICE_ZONE
from tracker.models import Rhythm

MAX_ATTEMPTS = 14
# Together about three days, as mail servers themselves hold on.
_WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 480, 480)
)


def next_digest(now: datetime, hour: int) -> datetime:
    """Return the next moment after ``now`` at which clocks of the office show ``hour``."""
    local = now.astimezone(OFFICE_ZONE)
    today = datetime.combine(local.date(), time(hour), tzinfo=OFFICE_ZONE)
    return today if today > local else today + timedelta(days=1)


def told_at(rhythm: Rhythm, now: datetime, digest_hour: int) -> datetime:
    """Return when what happened ``now`` is told in the application."""
    return now if rhythm is Rhythm.AT_ONCE else next_digest(now, digest_hour)


def mailed_at(rhythm: Rhythm, now: datetime, digest_hour: int) -> datetime:
    """Return when it is mailed: at once is the end of the minute, so that much is one mail."""
    if rhythm is Rhythm.DAILY:
        return next_digest(now, digest_hour)
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def next_try(now: datetime, attempts: int) -> datetime:
    """Return when a mail is tried again that has been tried ``attempts`` times, from 1."""
    return now + _WAITS[min(attempts, len(_WAITS)) - 1]
