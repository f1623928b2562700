"""The search worker: one thread that keeps the index in step while everybody else works."""

from __future__ import annotations

import threading

import structlog

from search_index import IndexBusyError, IndexDamagedError
from tracker import search
from tracker.services import Services

POLL_SECONDS = 0.3
PAUSE_AFTER_ERROR_SECONDS = 2.0

log = structlog.get_logger()


class Worker:
    """A running worker; several, in whatever processes, take turns."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="search-worker", daemon=True)

    def start(self) -> None:
        """Begin; what changed while no worker ran is drained first."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand and end."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            try:
                pause = 0.0 if self._work() else POLL_SECONDS
            except IndexBusyError:
                pause = POLL_SECONDS
            except Exception:
                # The worker must outlive whatever happens: the feed keeps what is to be done.
                log.exception("the search index could not be brought up to date")
                pause = PAUSE_AFTER_ERROR_SECONDS

    def _work(self) -> int:
        """Bring some changes into the index, which is made anew where it cannot be used."""
        database, engine = self._services.database, self._services.search
        try:
            engine.refresh()
            return search.drain(database, engine)
        except IndexDamagedError as error:
            log.warning("the search index is built anew", reason=str(error))
            log.info("the search index is whole", records=search.rebuild(database, engine))
            return 1


def start_worker(services: Services) -> Worker:
    """Start the worker of ``services``."""
    worker = Worker(services)
    worker.start()
    return worker
