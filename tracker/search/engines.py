"""Which search engine is in force: a row that every process reads, and the default without it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, cast

from sqlalchemy import func, select

from search_index import IndexUnreachableError, SearchEngine, SearchError, Stats
from tracker.db import Database
from tracker.models import IndexChange, Setting
from tracker.models.settings import SEARCH_ENGINE


class Engines:
    """The engines of this installation, opened when they are first asked for.

    ``opening`` gives the engine of a name, or raises ``ValueError`` where the settings of this
    process do not suffice for it.
    """

    def __init__(
        self, database: Database, default: str, opening: Callable[[str], SearchEngine]
    ) -> None:
        self.default = default
        self._database = database
        self._opening = opening
        self._opened: dict[str, SearchEngine] = {}
        self._mutex = threading.Lock()

    def chosen(self) -> str:
        """Return the name of the engine in force, whichever process chose it."""
        with self._database.reading() as session:
            row = session.get(Setting, SEARCH_ENGINE)
            return row.value if row else self.default

    def keep(self) -> str:
        """Hold on to the engine in force even when a process starts with another default.

        What has been taken out of the feed is in the index of this engine only.
        """
        with self._database.writing() as session:
            if session.get(Setting, SEARCH_ENGINE) is None:
                session.add(Setting(key=SEARCH_ENGINE, value=self.default))
        return self.chosen()

    def choose(self, name: str) -> None:
        """Put an engine in force, for every process from its next question on."""
        with self._database.writing() as session:
            session.merge(Setting(key=SEARCH_ENGINE, value=name))

    def current(self) -> SearchEngine:
        """Return the engine in force."""
        return self.named(self.chosen())

    def is_in_force(self, engine: SearchEngine) -> bool:
        """Return whether questions go to ``engine`` at this moment."""
        return self.current() is engine

    def named(self, name: str) -> SearchEngine:
        """Return the engine of a name, in force or not; always the same one.

        Where the settings of this process do not suffice for it, all that is asked of it raises
        :class:`search_index.IndexUnreachableError`.
        """
        with self._mutex:
            if name not in self._opened:
                try:
                    self._opened[name] = self._opening(name)
                except ValueError as error:
                    self._opened[name] = cast("SearchEngine", _OutOfReach(str(error)))
            return self._opened[name]


class _OutOfReach:
    """Stands for an engine that this process cannot open."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def __getattr__(self, _act: str) -> Callable[..., NoReturn]:
        return self._refuse

    def _refuse(self, *_asked: object, **_named: object) -> NoReturn:
        raise IndexUnreachableError(self._reason)


@dataclass(frozen=True, slots=True)
class Status:
    """How search stands: ``fault`` says why the index cannot be used, where it cannot.

    ``waiting`` counts the changes that have still to go into the index.
    """

    engine: str
    is_default: bool
    stats: Stats | None
    fault: str | None
    waiting: int


def status(database: Database, engines: Engines) -> Status:
    """Return how search stands."""
    name = engines.chosen()
    with database.reading() as session:
        waiting = session.scalar(select(func.count()).select_from(IndexChange)) or 0
    try:
        stats, fault = engines.named(name).stats(), None
    except SearchError as error:
        stats, fault = None, str(error)
    return Status(name, name == engines.default, stats, fault, waiting)
