"""Where an index lies on disk: one folder in force, another being built, one writer.

``current.json`` names the folder in force and what made it. It is replaced in one step, so a
rebuild is seen as a whole or not at all, by every process.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.util.filelock import FileLock, try_for

from search_index.errors import IndexBusyError, IndexDamagedError

# Raised with every change of the analysis or of the fields, so that old indexes are rebuilt.
SCHEMA = 7
LOCK_SECONDS = 15.0


class Place:
    """The folder of one index."""

    def __init__(self, folder: Path, maker: str) -> None:
        self.folder = folder
        self.maker = maker
        self._mutex = threading.RLock()
        self._depth = 0
        self._read: tuple[tuple[int, int], Path] | None = None

    @property
    def _pointer(self) -> Path:
        return self.folder / "current.json"

    def current(self) -> Path:
        """Return the folder in force.

        Raises:
            IndexDamagedError: there is none, or another version made it.
        """
        try:
            # It is only ever replaced, which makes another file of it.
            written = self._pointer.stat()
            mark = (written.st_ino, written.st_mtime_ns)
            if self._read is not None and self._read[0] == mark:
                return self._read[1]
            found: dict[str, Any] = json.loads(self._pointer.read_text(encoding="utf-8"))
            made_by, name = (found["schema"], found["maker"]), found["folder"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamagedError("there is no index; rebuild it") from error
        if made_by != (SCHEMA, self.maker):
            raise IndexDamagedError(f"the index was made by {made_by}; rebuild it")
        place = self.folder / Path(name).name
        self._read = (mark, place)
        return place

    def new(self) -> Path:
        """Make an empty folder beside the one in force."""
        numbers = [int(place.name) for place in self.folder.glob("[0-9]*") if place.name.isdigit()]
        place = self.folder / str(max(numbers, default=0) + 1)
        place.mkdir(parents=True)
        return place

    def switch(self, place: Path) -> None:
        """Put ``place`` in force; the one before it stays until the next switch.

        Who began to read there may finish, which a search does long before the next rebuild.
        """
        kept = {place, self._in_force()}
        content = {"schema": SCHEMA, "maker": self.maker, "folder": place.name}
        beside = self._pointer.with_suffix(".new")
        beside.write_text(json.dumps(content), encoding="utf-8")
        beside.replace(self._pointer)
        for other in self.folder.iterdir():
            if other.is_dir() and other not in kept:
                shutil.rmtree(other, ignore_errors=True)

    def _in_force(self) -> Path | None:
        try:
            return self.current()
        except IndexDamagedError:
            return None

    def forget(self) -> None:
        """Have no folder in force."""
        self._pointer.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right to write; may be entered again by the thread that holds it.

        Raises:
            IndexBusyError: another holds it for longer than ``LOCK_SECONDS``.
        """
        if not self._mutex.acquire(timeout=LOCK_SECONDS):
            raise IndexBusyError("another thread is writing to the index")
        try:
            with self._locked_file():
                yield
        finally:
            self._mutex.release()

    @contextmanager
    def _locked_file(self) -> Iterator[None]:
        if self._depth:
            yield
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.folder / "lock"))
        if not try_for(lock.acquire, timeout=LOCK_SECONDS, delay=0.05):
            raise IndexBusyError("another process is writing to the index")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            lock.release()
