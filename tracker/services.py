"""What the application chose at start and the edges hand to the use cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from search_index import SearchEngine
from tracker.alerts import Keeping, PostOffice
from tracker.db import Database
from tracker.domain import TrackingRules
from tracker.files import FileStore
from tracker.mail import MailServer
from tracker.reminders import ReminderRules
from tracker.search import Engines, Finder


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that :mod:`tracker.app` put together; views and commands receive them.

    ``sample_shift_days`` is by how many days the clock lags behind the wall's, so that the
    sample province lives in its own spring; 0 everywhere else. Without ``mail`` none is sent.
    ``address`` is where people reach the application, ``reminder_hour`` when the day's reminders
    are written, in Viet Nam.
    """

    database: Database
    files: FileStore
    engines: Engines
    rules: TrackingRules
    clock: Callable[[], datetime]
    max_upload_bytes: int
    before_is_inclusive: bool
    sample_shift_days: int = 0
    mail: MailServer | None = None
    digest_hour: int = 7
    address: str = "http://localhost"
    reminder_hour: int = 6
    reminders: ReminderRules = field(default=ReminderRules())
    keeping: Keeping = field(default=Keeping())

    @property
    def finder(self) -> Finder:
        """What finds for kept searches."""
        return Finder(self.database, self.search, self.rules)

    @property
    def search(self) -> SearchEngine:
        """The search engine in force at this moment."""
        return self.engines.current()

    @property
    def post(self) -> PostOffice:
        """How the office sends what alerts tell."""
        return PostOffice(self.mail is not None, self.digest_hour)
