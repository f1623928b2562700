"""The index by tantivy, the embedded default: fast, and whole after any crash.

An index is opened anew for every writing, because a long-lived one leaves files behind when
several processes write. All of tantivy's own errors are ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import tantivy

from search_index.entries import MARK_KEY, Entry
from search_index.plan import Values
from search_index.store import Reader, Store
from search_index.tantivy_plans import document_of, mark_document, schema
from search_index.tantivy_reader import TantivyReader, faults_named

# A rebuild takes memory for fewer and larger parts, each of which every question goes through.
WRITER_BYTES, BUILDER_BYTES = 30_000_000, 400_000_000


class Tantivy:
    """Opens indexes of tantivy."""

    name = "tantivy"
    # The format on disk changes between its minor versions.
    maker = f"tantivy {version('tantivy')}"

    def create(self, folder: Path) -> Store:
        """Make an empty index."""
        tantivy.Index(schema(), path=str(folder))
        return _TantivyStore(folder)

    def open(self, folder: Path) -> Store:
        """Open an index."""
        return _TantivyStore(folder)


class _TantivyStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = self._opened()
        self._committed = folder / "meta.json"
        self._reader: tuple[tuple[int, int], TantivyReader] | None = None

    def _opened(self) -> tantivy.Index:
        with faults_named():
            index = tantivy.Index.open(str(self._folder))
        analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("tokens", analyser)
        return index

    def reader(self) -> Reader:
        with faults_named():
            # The file that says what is committed is only ever replaced, by another file.
            written = self._committed.stat()
            mark = (written.st_ino, written.st_mtime_ns)
            if self._reader is None or self._reader[0] != mark:
                self._index.reload()
                self._reader = (mark, TantivyReader(self._index.searcher()))
            return self._reader[1]

    def write(self, removed: Sequence[str], added: Iterable[Entry], seq: int) -> None:
        with faults_named():
            index = self._opened()
            heap = WRITER_BYTES if index.searcher().num_docs else BUILDER_BYTES
            writer = index.writer(heap, num_threads=1)
        try:
            with faults_named():
                for key in (*removed, MARK_KEY):
                    writer.delete_documents_by_term(Values.KEY.value, key)
            for entry in added:
                with faults_named():
                    writer.add_document(document_of(entry))
            with faults_named():
                writer.add_document(mark_document(seq))
                writer.commit()
        finally:
            with faults_named():
                writer.wait_merging_threads()

    def close(self) -> None:
        """Nothing is held open between two acts."""
