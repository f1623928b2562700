"""Search times beside bare tantivy, SQLite FTS5 and stock Whoosh: ``python -m benchmarks.search``.

The texts are made from a seed: one document to 12 tasks to 60 updates, about a hundred words
each, all on one subject, so that the common words are in nearly half of the records. Ours
answers a whole page (rights, groups, counts, snippets); the bare engines only ids and scores.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click
import tantivy
from whoosh import fields, index
from whoosh.qparser import QueryParser

from search_index import Facet, Scoped, SearchRecord, SearchRequest, open_engine, parse_query

TASKS_PER_DOCUMENT = 12
UPDATES_PER_DOCUMENT = 60
WORDS_PER_RECORD = 100
AGENCIES = 40
FIRST_DAY = date(2021, 1, 1)
DAYS = 1500
MILLISECONDS = 1000
TEXT = (
    "nông thôn mới nâng cao kiểu mẫu xây dựng kế hoạch tỉnh ủy ban thường vụ huyện thành phố "
    "báo cáo hằng quý tiến độ vốn đầu tư công trình giao thông thủy lợi trường học môi trường "
    "nước sạch thu nhập hộ nghèo tiêu chí xã ấp tuyên truyền vận động nhân dân giám sát kiểm tra "
    "đôn đốc chủ trì phối hợp triển khai thực hiện hoàn thành vướng mắc kiến nghị giải ngân hồ sơ"
)
SYLLABLES = TEXT.split()
QUERIES = {
    "one word": ("vốn", "tuyên", "giám"),
    "two words": ("giải ngân", "nước sạch", "hộ nghèo"),
    "without marks": ("giai ngan", "nuoc sach", "ho ngheo"),
    "phrase": ('"nông thôn"', '"kế hoạch"', '"đầu tư"'),
}
TODAY = date(2024, 6, 15)


@dataclass(frozen=True, slots=True)
class Contender:
    """An engine that is filled and ready; ``ask`` answers one query with its first ten."""

    name: str
    records_per_second: float
    ask: Callable[[str], object]


def main() -> None:
    """Print medians and 95th percentiles of each kind of query, in milliseconds."""
    parser = argparse.ArgumentParser(description="Measure search.")
    parser.add_argument("records", nargs="?", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=20240217)
    asked = parser.parse_args()
    records = list(made_records(asked.records, asked.seed))
    with tempfile.TemporaryDirectory() as folder:
        makers = (_ours("tantivy"), _ours("whoosh"), _bare_tantivy, _fts5, _stock_whoosh)
        contenders = [make(records, Path(folder)) for make in makers]
        _print(contenders, asked.rounds, len(records))


def made_records(count: int, seed: int) -> Iterator[SearchRecord]:
    """Give records of the shape that offices have; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311 - repeatable on purpose, and nothing secret
    family = 1 + TASKS_PER_DOCUMENT + UPDATES_PER_DOCUMENT
    for number in range(count):
        document, place = divmod(number, family)
        task = document * family + 1 + place % TASKS_PER_DOCUMENT
        agency = Scoped(str(dice.randrange(AGENCIES)), ("office",))
        day = FIRST_DAY + timedelta(days=dice.randrange(DAYS))
        yield SearchRecord(
            key=f"record:{number}",
            kind="directive" if not place else "task" if place <= TASKS_PER_DOCUMENT else "update",
            group=f"task:{task}" if place else f"directive:{document}",
            text=" ".join(_words(dice)),
            visible_to=("office",),
            agencies=(agency,),
            leads=(agency,),
            statuses=(Scoped("open", ("office",)),),
            document=f"chỉ thị {document + 1}-CT/TU",
            document_kind="chi-thi",
            date=day,
            due=day + timedelta(days=90),
        )


def _words(dice: random.Random) -> list[str]:
    # Squared, so that some words are common and some rare, as in any language.
    last = len(SYLLABLES) - 1
    return [SYLLABLES[int(dice.random() ** 2 * last)] for _ in range(WORDS_PER_RECORD)]


def _ours(name: str) -> Callable[[Sequence[SearchRecord], Path], Contender]:
    def make(records: Sequence[SearchRecord], folder: Path) -> Contender:
        engine = open_engine(name, folder / f"ours-{name}")
        begun = time.perf_counter()
        engine.rebuild(records, 1)
        speed = len(records) / (time.perf_counter() - begun)

        def ask(text: str) -> object:
            return engine.search(
                SearchRequest(
                    parse_query(text), frozenset({"office"}), TODAY, facets=tuple(Facet), size=10
                )
            )

        return Contender(f"whole page, {name}", speed, ask)

    return make


def _bare_tantivy(records: Sequence[SearchRecord], folder: Path) -> Contender:
    place = folder / "bare-tantivy"
    place.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("text").build()
    engine = tantivy.Index(schema, path=str(place))
    begun = time.perf_counter()
    writer = engine.writer(num_threads=1)
    for record in records:
        writer.add_document(tantivy.Document.from_dict({"text": record.text}, schema))
    writer.commit()
    speed = len(records) / (time.perf_counter() - begun)
    engine.reload()
    searcher = engine.searcher()

    def ask(text: str) -> object:
        query = engine.parse_query(text, ["text"], conjunction_by_default=True)
        return searcher.search(query, 10)

    return Contender("bare tantivy", speed, ask)


def _fts5(records: Sequence[SearchRecord], folder: Path) -> Contender:
    base = sqlite3.connect(folder / "fts5.db")
    options = "tokenize='unicode61 remove_diacritics 2'"
    base.execute(f"CREATE VIRTUAL TABLE record USING fts5(text, {options})")
    begun = time.perf_counter()
    with base:
        base.executemany("INSERT INTO record VALUES (?)", ((each.text,) for each in records))
    speed = len(records) / (time.perf_counter() - begun)
    query = "SELECT rowid FROM record WHERE record MATCH ? ORDER BY rank LIMIT 10"
    return Contender("SQLite FTS5", speed, lambda text: base.execute(query, (text,)).fetchall())


def _stock_whoosh(records: Sequence[SearchRecord], folder: Path) -> Contender:
    place = folder / "stock-whoosh"
    place.mkdir()
    engine = index.create_in(str(place), fields.Schema(text=fields.TEXT))
    begun = time.perf_counter()
    writer = engine.writer()
    for record in records:
        writer.add_document(text=record.text)
    writer.commit()
    speed = len(records) / (time.perf_counter() - begun)
    searcher, parser = engine.searcher(), QueryParser("text", engine.schema)
    return Contender(
        "stock Whoosh", speed, lambda text: list(searcher.search(parser.parse(text), limit=10))
    )


def _print(contenders: Sequence[Contender], rounds: int, records: int) -> None:
    click.echo(f"{records} records; milliseconds, median / 95th percentile of {rounds} rounds")
    click.echo("".join(f"{words:>20}" for words in ("", *QUERIES, "records/s")))
    for contender in contenders:
        times = [_measured(contender, texts, rounds) for texts in QUERIES.values()]
        cells = (f"{middle:.2f} / {high:.2f}" for middle, high in times)
        speed = f"{contender.records_per_second:,.0f}"
        click.echo("".join(f"{cell:>20}" for cell in (contender.name, *cells, speed)))


def _measured(contender: Contender, texts: Sequence[str], rounds: int) -> tuple[float, float]:
    times = []
    for text in list(texts) * rounds:
        begun = time.perf_counter()
        contender.ask(text)
        times.append((time.perf_counter() - begun) * MILLISECONDS)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
