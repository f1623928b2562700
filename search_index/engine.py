"""All of an embedded engine that does not depend on its library: questions, changes, rebuilds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from search_index import layers
from search_index.answering import Answer
from search_index.entries import entry_of, read_stored
from search_index.errors import IndexDamagedError
from search_index.fingerprint import fingerprint
from search_index.model import (
    Capabilities,
    Delete,
    Operation,
    Put,
    ResultPage,
    SearchRecord,
    SearchRequest,
    Stats,
)
from search_index.place import Place
from search_index.plan import Everything, Tokens
from search_index.planning import plan_of
from search_index.store import Reader, Store, StoreMaker


class EmbeddedEngine:
    """An index in a folder of this machine; see :class:`search_index.SearchEngine`."""

    def __init__(self, folder: Path, library: StoreMaker, capabilities: Capabilities) -> None:
        self.caps = capabilities
        self._library = library
        self._place = Place(folder, f"{library.maker}, {fingerprint()}")
        self._open: tuple[Path, Store] | None = None

    def search(self, request: SearchRequest) -> ResultPage:
        """Return the matches, counted and grouped."""
        return Answer(self._reader(), request).page()

    def keys(self, request: SearchRequest) -> frozenset[str]:
        """Return the keys of all matches."""
        reader = self._reader()
        plan = layers.plain(layers.simplified(plan_of(request), reader.certain))
        addresses = [match.address for match in reader.members(plan)]
        return frozenset(read_stored(stored).key for stored in reader.load(addresses))

    def apply(self, operations: Iterable[Operation], seq: int) -> bool:
        """Make the changes durable together with ``seq``; ``False`` when they were already."""
        with self._place.alone():
            if seq <= self.last_seq():
                return False
            # The last word on a key counts, as it would if they were written one by one.
            last = {_key_of(operation): operation for operation in operations}
            added = [entry_of(each.record) for each in last.values() if isinstance(each, Put)]
            self._store().write(list(last), added, seq)
            return True

    def last_seq(self) -> int:
        """Return the ``seq`` of the newest batch."""
        return self._reader().seq()

    def refresh(self) -> None:
        """See what has been committed, by whomever."""
        self._reader()

    def stats(self) -> Stats:
        """Return how much the index holds."""
        reader = self._reader()
        return Stats(self._library.name, reader.count(Everything()), reader.seq())

    def revisions(self) -> dict[str, str]:
        """Return the revision of every record by key."""
        records = map(read_stored, self._reader().everything())
        return {record.key: record.revision for record in records}

    def vocabulary(self) -> Mapping[str, int]:
        """Return the folded words of all texts, each with how many records have it."""
        return self._reader().words(Tokens.FOLDED)

    def rebuild(self, records: Iterable[SearchRecord], seq: int) -> None:
        """Build a new index beside the present one and put it in its place when it is whole."""
        with self._place.alone():
            place = self._place.new()
            store = self._library.create(place)
            store.write([], map(entry_of, records), seq)
            store.close()
            self._place.switch(place)

    def alone(self) -> AbstractContextManager[None]:
        """Hold the right to write."""
        return self._place.alone()

    def condemn(self) -> None:
        """Have the index count as damaged until it is rebuilt."""
        self._place.forget()

    def _reader(self) -> Reader:
        place = self._place.current()
        try:
            return self._store().reader()
        except IndexDamagedError:
            # A rebuild may have taken the folder away between two steps; its own is whole.
            if self._place.current() == place:
                raise
            return self._store().reader()

    def _store(self) -> Store:
        """Return the index in force, opened anew after somebody has rebuilt it."""
        place = self._place.current()
        if self._open is None or self._open[0] != place:
            if not place.is_dir():
                raise IndexDamagedError("the folder of the index is gone; rebuild it")
            self._open = (place, self._library.open(place))
        return self._open[1]


def _key_of(operation: Operation) -> str:
    return operation.key if isinstance(operation, Delete) else operation.record.key
