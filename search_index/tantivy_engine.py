"""The index by tantivy, the embedded default: fast, and whole after any crash.

An index is opened anew for every writing, because a long-lived one leaves files behind when
several processes write. All of tantivy's own errors are ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy

from search_index import plan as plans
from search_index.entries import MARK_KEY, Entry, mark_of, seq_of
from search_index.errors import IndexDamagedError
from search_index.plan import Days, Plan, Tokens, Values
from search_index.store import NEAR_SCORE, Match, Reader, Store

WRITER_BYTES = 30_000_000
MAX_VALUES = 10_000
Q = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


class Tantivy:
    """Opens indexes of tantivy."""

    name = "tantivy"
    # The format on disk changes between its minor versions.
    maker = f"tantivy {version('tantivy')}"

    def create(self, folder: Path) -> Store:
        """Make an empty index."""
        tantivy.Index(_schema(), path=str(folder))
        return _TantivyStore(folder)

    def open(self, folder: Path) -> Store:
        """Open an index."""
        return _TantivyStore(folder)


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in map(str, Values):
        builder.add_text_field(field, tokenizer_name="raw", fast=True, index_option="basic")
    for field in Tokens:
        builder.add_text_field(str(field), tokenizer_name="tokens", index_option="position")
    for field in ("group_number", *Days):
        builder.add_integer_field(str(field), indexed=True, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexDamagedError(f"tantivy cannot use the index: {error}") from error


class _TantivyStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = self._opened()

    def _opened(self) -> tantivy.Index:
        with _faults_named():
            index = tantivy.Index.open(str(self._folder))
        analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("tokens", analyser)
        return index

    def reader(self) -> Reader:
        with _faults_named():
            self._index.reload()
            return _TantivyReader(self._index.searcher())

    def write(self, removed: Sequence[str], added: Iterable[Entry], seq: int) -> None:
        with _faults_named():
            writer = self._opened().writer(WRITER_BYTES, num_threads=1)
        try:
            with _faults_named():
                for key in (*removed, MARK_KEY):
                    writer.delete_documents_by_term("key", key)
            for entry in added:
                with _faults_named():
                    writer.add_document(_document(entry))
            with _faults_named():
                writer.add_document(_mark(seq))
                writer.commit()
        finally:
            with _faults_named():
                writer.wait_merging_threads()

    def close(self) -> None:
        """Nothing is held open between two acts."""


def _document(entry: Entry) -> tantivy.Document:
    fields: dict[str, Any] = {
        "group_number": entry.group,
        "stored": entry.stored.encode(),
        **{str(field): text for field, text in entry.tokens.items()},
        **{str(field): list(values) for field, values in entry.values.items()},
        **{str(field): day for field, day in entry.days.items()},
    }
    return tantivy.Document.from_dict(fields, _schema())


def _mark(seq: int) -> tantivy.Document:
    fields = {"key": MARK_KEY, "group_number": 0, "date": 0, "due": 0}
    return tantivy.Document.from_dict({**fields, "stored": mark_of(seq).encode()}, _schema())


class _TantivyReader:
    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    def matches(self, plan: Plan) -> list[Match]:
        with _faults_named():
            found = self._all(_compiled(plan))
            addresses = [address for _, address in found]
            columns = [
                self._searcher.fast_field_values(name, addresses)
                for name in ("group_number", "date", "due")
            ]
        scores = [score for score, _ in found]
        return [Match(*row) for row in zip(addresses, scores, *columns, strict=True)]

    def load(self, addresses: Sequence[Any]) -> list[str]:
        with _faults_named():
            return [self._stored(address) for address in addresses]

    def counts(self, plan: Plan, field: Values) -> Mapping[str, int]:
        asked = {
            "values": {
                "terms": {"field": str(field), "size": MAX_VALUES},
                "aggs": {"groups": {"cardinality": {"field": "group_number"}}},
            }
        }
        with _faults_named():
            buckets = self._searcher.aggregate(_compiled(plan), asked)["values"]["buckets"]
        return {bucket["key"]: round(bucket["groups"]["value"]) for bucket in buckets}

    def words(self, field: Tokens) -> Mapping[str, int]:
        with _faults_named():
            return dict(self._searcher.terms_with_prefix(str(field), ""))

    def seq(self) -> int:
        with _faults_named():
            ((_, address),) = self._all(Q.term_query(_schema(), "key", MARK_KEY))
            return seq_of(self._stored(address))

    def everything(self) -> Iterable[str]:
        mark = Q.term_query(_schema(), "key", MARK_KEY)
        with _faults_named():
            found = self._all(Q.boolean_query([(MUST, Q.all_query()), (MUST_NOT, mark)]))
            return [self._stored(address) for _, address in found]

    def _all(self, query: tantivy.Query) -> list[tuple[float, tantivy.DocAddress]]:
        limit = max(self._searcher.num_docs, 1)
        return list(self._searcher.search(query, limit=limit, count=False).hits)

    def _stored(self, address: tantivy.DocAddress) -> str:
        stored: Any = self._searcher.doc(address).get_first("stored")
        return bytes(stored).decode()


def _compiled(plan: Plan) -> tantivy.Query:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of plan
    schema = _schema()
    match plan:
        case plans.Everything():
            return Q.all_query()
        case plans.Nothing():
            return Q.empty_query()
        case plans.Term(field, token, weight):
            return Q.boost_query(Q.term_query(schema, str(field), token), weight)
        case plans.Sequence(field, tokens, weight):
            return Q.boost_query(Q.phrase_query(schema, str(field), list(tokens)), weight)
        case plans.StartsWith(field, beginning):
            pattern = "".join(_escaped(letter) for letter in beginning)
            return Q.regex_query(schema, str(field), f"{pattern}.*")
        case plans.Near(field, token, distance):
            near = Q.fuzzy_term_query(schema, str(field), token, distance)
            return Q.const_score_query(near, NEAR_SCORE)
        case plans.Has(field, values):
            return Q.const_score_query(Q.term_set_query(schema, str(field), list(values)), 0.0)
        case plans.InSpan(field, first, last):
            kind = tantivy.FieldType.Integer
            return Q.const_score_query(Q.range_query(schema, str(field), kind, first, last), 0.0)
        case plans.All(parts):
            return Q.boolean_query([(MUST, _compiled(part)) for part in parts])
        case plans.Some(parts):
            return Q.boolean_query([(SHOULD, _compiled(part)) for part in parts])
        case plans.AtLeast(parts, least):
            return Q.boolean_query([(SHOULD, _compiled(part)) for part in parts], least)
        case plans.Without(part):
            return Q.boolean_query(
                [(MUST, Q.const_score_query(Q.all_query(), 0.0)), (MUST_NOT, _compiled(part))]
            )
        case plans.Prefer(base, also):
            extra = [(SHOULD, _compiled(part)) for part in also]
            return Q.boolean_query([(MUST, _compiled(base)), *extra])


def _escaped(letter: str) -> str:
    """Return a letter that means only itself in a pattern; tokens have no others than these."""
    return letter if letter.isalnum() else f"\\{letter}"
