"""How well search ranks, beside plain engines: ``python -m benchmarks.relevance``.

Prints nDCG@10 and recall@50 over the judged queries of ``tests.relevance``, by group of
queries and in all. Every engine is given the same records; the plain ones as one text each,
with the names of agencies and the document's identity, and with words in place of filters.
``--misses NAME`` lists what one engine gets wrong, of the queries that may be looked at.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from uuid import uuid4

import click
import tantivy
from whoosh import fields, index
from whoosh.qparser import QueryParser

from search_index import ENGINES, SearchRecord, Server, open_engine
from tests.relevance.asking import Ask, office_asks
from tests.relevance.judging import SHOWN, JudgedQuery, ndcg, read_queries, recall
from tests.relevance.office import Facts, fill
from tracker.db import Database
from tracker.models import Base
from tracker.search.records import RecordWriter

MANY = 3000
Rankings = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Contender:
    """An engine that holds the collection."""

    name: str
    ask: Ask
    reads_filters: bool = False

    def rank(self, queries: Iterable[JudgedQuery]) -> Rankings:
        """Return what is found for each query, the best first."""
        return {
            query.number: self.ask(query.text if self.reads_filters else query.plain or query.text)
            for query in queries
        }


def plain_text(record: SearchRecord) -> str:
    """Return all words of a record, as somebody would index them who knows of no fields."""
    names = dict.fromkeys(name.value for name in record.names)
    return "\n".join((record.text, *names, record.document, record.work))


# -- the plain engines


def plain_tantivy(records: Sequence[SearchRecord], folder: Path) -> Ask:
    """Fill tantivy as it comes: default tokenizer, its own query parser."""
    (folder / "tantivy").mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("text").add_text_field("group", stored=True)
    engine = tantivy.Index(schema.build(), path=str(folder / "tantivy"))
    writer = engine.writer(num_threads=1)
    for record in records:
        writer.add_document(tantivy.Document(text=plain_text(record), group=record.group))
    writer.commit()
    engine.reload()
    searcher = engine.searcher()

    def ask(text: str) -> list[str]:
        query, _faults = engine.parse_query_lenient(text, ["text"])
        hits = searcher.search(query, MANY).hits
        return _groups(searcher.doc(address).get_first("group") for _score, address in hits)

    return ask


def sqlite_fts5(records: Sequence[SearchRecord], folder: Path) -> Ask:
    """Fill SQLite's FTS5; words with signs are quoted, because it would refuse them."""
    base = sqlite3.connect(folder / "fts5.db")
    options = "tokenize='unicode61 remove_diacritics 2'"
    base.execute(f"CREATE VIRTUAL TABLE record USING fts5(text, place UNINDEXED, {options})")
    rows = ((plain_text(record), record.group) for record in records)
    base.executemany("INSERT INTO record VALUES (?, ?)", rows)
    query = f"SELECT place FROM record WHERE record MATCH ? ORDER BY rank LIMIT {MANY}"  # noqa: S608

    def ask(text: str) -> list[str]:
        words = (part if part.startswith('"') else f'"{part}"' for part in _PARTS.findall(text))
        return _groups(place for (place,) in base.execute(query, (" ".join(words),)))

    return ask


def stock_whoosh(records: Sequence[SearchRecord], folder: Path) -> Ask:
    """Fill Whoosh as it comes: its TEXT field, its query parser."""
    (folder / "whoosh").mkdir()
    schema = fields.Schema(text=fields.TEXT, group=fields.STORED)
    engine = index.create_in(str(folder / "whoosh"), schema)
    writer = engine.writer()
    for record in records:
        writer.add_document(text=plain_text(record), group=record.group)
    writer.commit()
    searcher, parser = engine.searcher(), QueryParser("text", schema)

    def ask(text: str) -> list[str]:
        hits = searcher.search(parser.parse(text), limit=MANY)
        return _groups(hit["group"] for hit in hits)

    return ask


_PARTS = re.compile(r'"[^"]*"|[^\s"]+')
PLAIN = {
    "plain tantivy": plain_tantivy,
    "SQLite FTS5": sqlite_fts5,
    "stock Whoosh": stock_whoosh,
}


def _groups(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))[:SHOWN]


@contextmanager
def opensearch() -> Iterator[str | None]:
    """Give the server named by OPENSEARCH_URL, or one in memory where that can be had."""
    url = os.environ.get("OPENSEARCH_URL")
    if url or find_spec("osmem_server") is None:
        yield url
        return
    from osmem_server import OsmemServer  # noqa: PLC0415 - there is none for some machines

    with OsmemServer.start(japanese=False) as server:
        yield server.url


# -- figures


def ours(database: Database, folder: Path, name: str) -> Iterator[Contender]:
    """Give our search over one engine."""
    with opensearch() if name == "opensearch" else nullcontext() as url:
        server = Server(url, f"relevance-{uuid4().hex[:8]}") if url else None
        engine = open_engine(name, folder / f"ours-{name}", server)
        yield Contender(f"ours, {name}", office_asks(database, engine), reads_filters=True)


def contenders(database: Database, folder: Path, engines: Iterable[str]) -> Iterator[Contender]:
    """Give ours over each of ``engines``, then the plain ones."""
    for name in engines:
        yield from ours(database, folder, name)
    with database.reading() as session:
        records = list(RecordWriter(session).everything())
    for name, made in PLAIN.items():
        yield Contender(name, made(records, folder))


def figures(
    rankings: Rankings, queries: Sequence[JudgedQuery], facts: Facts
) -> tuple[float, float]:
    """Return the means of nDCG@10 and of recall@50."""
    judged = [(rankings[query.number], query.grades(facts)) for query in queries]
    return mean(ndcg(*each) for each in judged), mean(recall(*each) for each in judged)


def _rows(queries: Sequence[JudgedQuery]) -> Iterator[tuple[str, list[JudgedQuery]]]:
    for group in dict.fromkeys(query.group for query in queries):
        yield group, [query for query in queries if query.group == group]
    yield "words alone", [query for query in queries if query.plain is None]
    yield "looked at", [query for query in queries if not query.is_kept_apart]
    yield "kept apart", [query for query in queries if query.is_kept_apart]
    yield "all", list(queries)


def table(
    ranked: Mapping[str, Rankings], queries: Sequence[JudgedQuery], facts: Facts
) -> Iterator[str]:
    """Give the lines of the table: a row for each group, two figures for each engine."""
    yield f"{'nDCG@10 / recall@50':<22}" + "".join(f"{name:>17}" for name in ranked)
    for name, some in _rows(queries):
        cells = (figures(rankings, some, facts) for rankings in ranked.values())
        line = "".join(f"{gain:>10.3f} / {share:.2f}" for gain, share in cells)
        yield f"{f'{name} ({len(some)})':<22}{line}"


def misses(rankings: Rankings, queries: Sequence[JudgedQuery], facts: Facts) -> Iterator[str]:
    """Give the queries that may be looked at with their figures, the worst first."""
    shown = [query for query in queries if not query.is_kept_apart]
    for query in sorted(shown, key=lambda query: figures(rankings, [query], facts)):
        gain, share = figures(rankings, [query], facts)
        grades = query.grades(facts)
        first = " ".join(f"{key}={grades.get(key, 0)}" for key in rankings[query.number][:10])
        yield f"{gain:.3f} {share:.2f} {query.number:>3} {query.text!r} of {len(grades)}: {first}"


@click.command()
@click.option(
    "--engine",
    "engines",
    multiple=True,
    type=click.Choice(ENGINES),
    default=["tantivy"],
    help="Measure ours over this engine; may be given several times.",
)
@click.option("--misses", "of", metavar="NAME", help="List the queries of one engine.")
def main(engines: tuple[str, ...], of: str | None) -> None:
    """Measure relevance."""
    queries = read_queries()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        database = Database(f"sqlite:///{folder / 'tracker.db'}")
        Base.metadata.create_all(database.engine)
        facts = fill(database)
        ranked = {each.name: each.rank(queries) for each in contenders(database, folder, engines)}
        database.close()
    click.echo("\n".join(table(ranked, queries, facts)))
    if of is not None:
        click.echo("\n".join(misses(ranked[of], queries, facts)))


if __name__ == "__main__":
    main()
