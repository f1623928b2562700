"""The notifier: looks with every alert after each change of the index, and sends what is due.

A thread for each job, so that a slow mail server keeps nobody from being told in the application.
Several notifiers, in whatever processes, do each thing once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial

import structlog

from tracker import alerts, reminders
from tracker.alerts import Letter
from tracker.errors import Unavailable
from tracker.mail import MailServer
from tracker.services import Services

POLL_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 5.0

log = structlog.get_logger()
Writer = Callable[[Letter], EmailMessage]


class Notifier:
    """A running notifier; ``write`` turns what a mail says into a message."""

    def __init__(self, services: Services, write: Writer) -> None:
        self._services = services
        self._stopping = threading.Event()
        jobs = {"alerts": self._look, "notices": self._gather, "reminders": self._remind}
        if services.mail is not None:
            jobs["mails"] = partial(self._deliver, partial(_send, services.mail, write))
        self._threads = [
            threading.Thread(target=self._repeat, args=(job,), name=name, daemon=True)
            for name, job in jobs.items()
        ]

    def start(self) -> None:
        """Begin; what came about while nobody looked is told first."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is at hand and end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, job: Callable[[], int]) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            try:
                pause = 0.0 if job() else POLL_SECONDS
            except Unavailable:
                pause = POLL_SECONDS
            except Exception:
                # It must outlive whatever happens: what is to be told stays in the tables.
                log.exception("people could not be told")
                pause = PAUSE_AFTER_ERROR_SECONDS

    def _look(self) -> int:
        services = self._services
        return alerts.look(services.database, services.finder, services.post, now=services.clock())

    def _gather(self) -> int:
        services = self._services
        return alerts.gather(services.database, services.post)

    def _remind(self) -> int:
        services, now = self._services, self._services.clock()
        if not reminders.is_time(now, services.reminder_hour):
            return 0
        reminded = reminders.run_day(services.database, services.reminders, services.rules, now=now)
        if reminded is None:
            return 0
        forgotten = alerts.forget_old(services.database, services.keeping, now=now)
        log.info(
            "reminded",
            day=str(reminded.day),
            notices=reminded.notices,
            left_out=reminded.left_out,
            without_people=reminded.without_people,
            notices_forgotten=forgotten.notices,
            mails_forgotten=forgotten.mails,
        )
        return reminded.notices

    def _deliver(self, post: Callable[[Letter], None]) -> int:
        services = self._services
        return alerts.deliver(services.database, services.finder, post, now=services.clock())


def _send(server: MailServer, write: Writer, letter: Letter) -> None:
    server.send(write(letter))
