"""The search worker: one thread that keeps the index in step while everybody else works."""

from __future__ import annotations

import threading
from functools import partial

import structlog

from search_index import IndexBusyError, IndexDamagedError, IndexUnreachableError
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
        self._is_cut_off = self._is_kept = False
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
                self._keep_engine()
                pause = 0.0 if self._work() else POLL_SECONDS
                self._is_cut_off = False
            except IndexBusyError:
                pause = POLL_SECONDS
            except IndexUnreachableError as error:
                self._tell_once(error)
                pause = PAUSE_AFTER_ERROR_SECONDS
            except Exception:
                # The worker must outlive whatever happens: the feed keeps what is to be done.
                log.exception("the search index could not be brought up to date")
                pause = PAUSE_AFTER_ERROR_SECONDS

    def _work(self) -> int:
        """Bring some changes into the index, which is made anew where it cannot be used."""
        database, engine = self._services.database, self._services.search
        try:
            engine.refresh()
            in_force = partial(self._services.engines.is_in_force, engine)
            return search.drain(database, engine, in_force)
        except IndexDamagedError as error:
            log.warning("the search index is built anew", reason=str(error))
            if search.repair(database, engine):
                log.info("the search index is whole", records=engine.stats().records)
            return 1

    def _keep_engine(self) -> None:
        if self._is_kept:
            return
        engines = self._services.engines
        if (name := engines.keep()) != engines.default:
            log.warning(
                "the engine in force is another than the setting names",
                engine=name,
                setting=engines.default,
            )
        self._is_kept = True

    def _tell_once(self, error: IndexUnreachableError) -> None:
        if not self._is_cut_off:
            log.warning("the search index waits for its server", reason=str(error))
        self._is_cut_off = True


def start_worker(services: Services) -> Worker:
    """Start the worker of ``services``."""
    worker = Worker(services)
    worker.start()
    return worker
