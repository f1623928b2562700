"""The engines that search is measured beside, each set up as its own documentation does.

All hold the text and an agency. Tantivy and Whoosh fold marks away by what they bring along, as
FTS5 does; each answers with its own ids and scores, and with a count, the agencies or pieces of
text only where the kind of question says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import tantivy
from whoosh import fields, index, query
from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer
from whoosh.support.charset import accent_map

from search_index import SearchRecord

LIMIT = 10
AGENCIES_ASKED = 100
Ask = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in what every engine understands: ``kind`` says how ``text`` is meant."""

    kind: str
    text: str
    agency: str


class Contender:
    """An engine that can be filled and asked."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder / self.name.replace(" ", "-")
        self.folder.mkdir()

    def fill(self, records: Iterable[SearchRecord]) -> None:
        """Take in all records."""
        raise NotImplementedError

    def prepared(self, question: Question) -> Ask | None:
        """Return the act of answering; ``None`` where the engine cannot."""
        raise NotImplementedError

    def size(self) -> int:
        """Return the bytes on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())


class BareTantivy(Contender):
    """Tantivy by itself."""

    name = "tantivy"

    def fill(self, records: Iterable[SearchRecord]) -> None:
        """Take in all records."""
        builder = tantivy.SchemaBuilder().add_unsigned_field("id", indexed=True, fast=True)
        builder.add_text_field("text", stored=True, tokenizer_name="folding")
        builder.add_text_field("agency", tokenizer_name="raw", fast=True, index_option="basic")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(self.folder))
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        folding = words.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
        self._analyser = folding.build()
        self._index.register_tokenizer("folding", self._analyser)
        writer = self._index.writer(128_000_000, num_threads=1)
        for number, record in enumerate(records):
            values = {"id": number, "text": record.text, "agency": record.agencies[0].value}
            writer.add_document(tantivy.Document.from_dict(values, self._schema))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def prepared(self, question: Question) -> Ask:
        """Return the act of answering."""
        asked = self._query(question)
        match question.kind.rpartition(" + ")[2]:
            case "count":
                return lambda: self._ids(asked, count=True)
            case "facet":
                terms = {"field": "agency", "size": AGENCIES_ASKED}
                counted = {"agencies": {"terms": terms}}
                return lambda: (self._ids(asked), self._searcher.aggregate(asked, counted))
            case "highlight":
                return lambda: self._highlighted(asked)
        return lambda: self._ids(asked)

    def _ids(self, asked: tantivy.Query, *, count: bool = False) -> object:
        hits = self._searcher.search(asked, LIMIT, count=count).hits
        return self._searcher.fast_field_values("id", [address for _, address in hits])

    def _highlighted(self, asked: tantivy.Query) -> object:
        hits = self._searcher.search(asked, LIMIT, count=False).hits
        pieces = tantivy.SnippetGenerator.create(self._searcher, asked, self._schema, "text")
        return [
            pieces.snippet_from_doc(self._searcher.doc(address)).highlighted()
            for _, address in hits
        ]

    def _query(self, question: Question) -> tantivy.Query:
        words = self._analyser.analyze(question.text)
        q, schema, must = tantivy.Query, self._schema, tantivy.Occur.Must
        match question.kind:
            case "phrase":
                return q.phrase_query(schema, "text", list(words))
            case "phrase + filter":
                filtered = q.term_query(schema, "agency", question.agency)
                phrase = q.phrase_query(schema, "text", list(words))
                return q.boolean_query([(must, phrase), (must, filtered)])
            case "prefix":
                return q.regex_query(schema, "text", f"{words[0]}.*")
            case "fuzzy":
                return q.fuzzy_term_query(schema, "text", words[0], 1)
        terms = [q.term_query(schema, "text", word) for word in words]
        return terms[0] if len(terms) == 1 else q.boolean_query([(must, t) for t in terms])


_FOUND = "FROM record WHERE record MATCH :q"
_BEST = f"SELECT rowid, rank {_FOUND} ORDER BY rank LIMIT {LIMIT}"
# "Cross" keeps it from going through the agencies first, which takes minutes.
_JOINED = "FROM record CROSS JOIN agency ON id = record.rowid"
_FILTERED = f"{_JOINED} WHERE record MATCH :q AND agency = :agency"
_STATEMENTS = {
    "count": [_BEST, f"SELECT count(*) {_FOUND}"],
    "filter": [f"SELECT record.rowid, rank {_FILTERED} ORDER BY rank LIMIT {LIMIT}"],
    "highlight": [
        f"SELECT rowid, snippet(record, 0, '<', '>', '…', 40) {_FOUND} ORDER BY rank LIMIT {LIMIT}"
    ],
    "facet": [
        _BEST,
        f"SELECT agency, count(*) {_JOINED} WHERE record MATCH :q GROUP BY agency",
    ],
}


class Fts5(Contender):
    """SQLite's full-text search."""

    name = "FTS5"

    def fill(self, records: Iterable[SearchRecord]) -> None:
        """Take in all records."""
        self._base = sqlite3.connect(self.folder / "fts5.db")
        options = "tokenize='unicode61 remove_diacritics 2'"
        self._base.execute(f"CREATE VIRTUAL TABLE record USING fts5(text, {options})")
        self._base.execute("CREATE TABLE agency (id INTEGER PRIMARY KEY, agency TEXT)")
        with self._base:
            for number, record in enumerate(records):
                base, agency = self._base, record.agencies[0].value
                base.execute(
                    "INSERT INTO record (rowid, text) VALUES (?, ?)", (number, record.text)
                )
                base.execute("INSERT INTO agency VALUES (?, ?)", (number, agency))

    def prepared(self, question: Question) -> Ask | None:
        """Return the act of answering; it knows no mistyped words."""
        asked = {"q": self._match(question), "agency": question.agency}
        if question.kind == "fuzzy":
            return None
        acts = _STATEMENTS.get(question.kind.rpartition(" + ")[2], [_BEST])
        return lambda: [self._base.execute(act, asked).fetchall() for act in acts]

    def _match(self, question: Question) -> str:
        words = question.text.split()
        if question.kind.startswith("phrase"):
            return f'"{question.text}"'
        if question.kind == "prefix":
            return f'"{question.text}"*'
        return " AND ".join(f'"{word}"' for word in words)


class StockWhoosh(Contender):
    """Whoosh by itself."""

    name = "Whoosh"

    def fill(self, records: Iterable[SearchRecord]) -> None:
        """Take in all records."""
        self._analyser = RegexTokenizer() | LowercaseFilter() | CharsetFilter(accent_map)
        text = fields.TEXT(analyzer=self._analyser, stored=True)
        agency = fields.ID(sortable=True)
        schema = fields.Schema(id=fields.STORED, text=text, agency=agency)
        made = index.create_in(str(self.folder), schema)
        writer = made.writer(limitmb=256)
        for number, record in enumerate(records):
            writer.add_document(id=number, text=record.text, agency=record.agencies[0].value)
        writer.commit()
        self._searcher = made.searcher()

    def prepared(self, question: Question) -> Ask:
        """Return the act of answering."""
        asked, search = self._query(question), self._searcher.search
        match question.kind.rpartition(" + ")[2]:
            case "count":
                return lambda: len(search(asked, limit=LIMIT))
            case "facet":
                return lambda: search(asked, limit=LIMIT, groupedby="agency").groups()
            case "highlight":
                return lambda: [hit.highlights("text") for hit in search(asked, limit=LIMIT)]
            case "filter":
                kept = query.Term("agency", question.agency)
                return lambda: list(search(asked, limit=LIMIT, filter=kept))
        return lambda: [(hit["id"], hit.score) for hit in search(asked, limit=LIMIT)]

    def _query(self, question: Question) -> query.Query:
        words = [token.text for token in self._analyser(question.text)]
        match question.kind:
            case "phrase" | "phrase + filter":
                return query.Phrase("text", words)
            case "prefix":
                return query.Prefix("text", words[0])
            case "fuzzy":
                return query.FuzzyTerm("text", words[0], prefixlength=0)
        return query.And([query.Term("text", word) for word in words])
