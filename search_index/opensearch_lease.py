"""The right to write to an index on a server: one holder at a time, on whatever machine.

The right is a document that says who holds it and for the how-manieth time it was taken. Its
holder touches it every second; who finds it untouched for some seconds takes it over, so that
a holder that was killed blocks nobody for long, and no two machines need clocks that agree. All
that is written carries the number of the taking as its version. Whoever has lost the right
without noticing is therefore refused by the server wherever the new holder has been.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConflictError, NotFoundError, OpenSearchException, RequestError

from search_index import place
from search_index.errors import IndexBusyError, SearchError
from search_index.opensearch_server import faults_named

TOUCHED_EVERY_SECONDS = 1.0
LOST_AFTER_SECONDS = 5.0
LOOK_AGAIN_SECONDS = 0.05
_ID = "writer"
_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}


@dataclass(frozen=True, slots=True)
class _State:
    """The document as it was read: ``seq_no`` and ``term`` are the server's word for its state."""

    holder: str
    taken: int
    seq_no: int
    term: int


class Lease:
    """The right to write to the indexes of one installation, as one process asks for it."""

    def __init__(self, client: OpenSearch, name: str) -> None:
        self._client = client
        self._index = f"{name}-writer"
        self._mutex = threading.RLock()
        self._touching = threading.Lock()
        self._depth = 0
        self._state: _State | None = None

    @property
    def taken(self) -> int:
        """The number of this taking, larger than that of every one before."""
        if self._state is None:
            raise IndexBusyError("another process has taken over the writing")
        return self._state.taken

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the right; may be entered again by the thread that holds it.

        Raises:
            IndexBusyError: another holds it for longer than ``LOCK_SECONDS``.
        """
        if not self._mutex.acquire(timeout=place.LOCK_SECONDS):
            raise IndexBusyError("another thread is writing to the index")
        try:
            with self._held():
                yield
        finally:
            self._mutex.release()

    @contextmanager
    def _held(self) -> Iterator[None]:
        if self._depth:
            yield
            return
        with faults_named():
            self._state = self._take()
        self._depth += 1
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(done,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._depth -= 1
            done.set()
            keeper.join()
            self._release()

    def touch(self) -> None:
        """Say that the right is still in use.

        Raises:
            IndexBusyError: it has been taken over meanwhile.
        """
        with self._touching, faults_named():
            self._state = self._state and self._put(self._state, self._state)
        if self._state is None:
            raise IndexBusyError("another process has taken over the writing")

    def _keep(self, done: threading.Event) -> None:
        while not done.wait(TOUCHED_EVERY_SECONDS):
            # A server that is away for a moment is asked again; a right lost shows at writing.
            with suppress(SearchError):
                self.touch()

    def _take(self) -> _State:
        holder = uuid.uuid4().hex
        end = time.monotonic() + place.LOCK_SECONDS
        seen, since = self._read(), time.monotonic()
        while True:
            free = not seen.holder or time.monotonic() - since > LOST_AFTER_SECONDS
            wanted = replace(seen, holder=holder, taken=seen.taken + 1)
            if free and (mine := self._put(seen, wanted)):
                return mine
            if time.monotonic() > end:
                raise IndexBusyError("another process is writing to the index")
            time.sleep(LOOK_AGAIN_SECONDS)
            if (now := self._read()) != seen:
                seen, since = now, time.monotonic()

    def _read(self) -> _State:
        try:
            found = self._client.get(index=self._index, id=_ID)
        except NotFoundError:
            self._create()
            found = self._client.get(index=self._index, id=_ID)
        source = found["_source"]
        return _State(source["holder"], source["taken"], found["_seq_no"], found["_primary_term"])

    def _create(self) -> None:
        with suppress(RequestError):  # another process has just made it
            mappings = {"dynamic": False}
            body = {"settings": _SETTINGS, "mappings": mappings}
            self._client.indices.create(index=self._index, body=body)
        with suppress(ConflictError):
            free = {"holder": "", "taken": 0}
            self._client.index(index=self._index, id=_ID, body=free, op_type="create")

    def _put(self, before: _State, after: _State) -> _State | None:
        """Write a state in place of the one that was read; ``None`` when it has changed since."""
        body = {"holder": after.holder, "taken": after.taken}
        as_read = {"if_seq_no": before.seq_no, "if_primary_term": before.term}
        try:
            done: Any = self._client.index(index=self._index, id=_ID, body=body, **as_read)
        except ConflictError:
            return None
        return replace(after, seq_no=done["_seq_no"], term=done["_primary_term"])

    def _release(self) -> None:
        if self._state is not None:
            # What cannot be given back is taken over by the next writer after some seconds.
            with suppress(OpenSearchException):
                self._put(self._state, replace(self._state, holder=""))
        self._state = None
