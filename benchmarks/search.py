"""Search beside bare tantivy, SQLite FTS5 and stock Whoosh: ``python -m benchmarks.search``.

Every engine holds the same made records and answers the same questions with its first ten, in
milliseconds of processor time of the asking process. Ours always keeps to the reader's rights,
puts together what belongs to one task and reads what it shows; "our engine" is what of that the
library takes to find and to count. What a question asks besides (a count, agencies, marked
pieces of text) is in the name of its kind.
"""

from __future__ import annotations

import argparse
import gc
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import click

from benchmarks.contenders import Ask, BareTantivy, Contender, Fts5, Question, StockWhoosh
from benchmarks.made_records import TODAY, Questions, made_questions, made_records
from benchmarks.timed import Watch, watched_library
from search_index import (
    And,
    Facet,
    OneOf,
    Put,
    SearchEngine,
    SearchRecord,
    SearchRequest,
    open_engine,
    parse_query,
)
from search_index.analysis import fold

SIZES = (2_000, 10_000)
WHOOSH_UP_TO = 10_000
QUESTIONS_OF_A_KIND = 40
SECONDS_OF_A_KIND, ROUNDS, FEWEST = 1.0, 5, 20
UPDATES = 100
LIMIT, PAGE = 10, 20
MILLISECONDS, MEGABYTE, NANO = 1e3, 1e6, 1e-6
# What of an answer of ours the index library takes.
ENGINE = "our engine"
WATCH = watched_library()
Times = Mapping[str, tuple[float, float]]


class Ours(Contender):
    """The engine of this project over tantivy, asked as somebody of the office."""

    name = "ours"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.engine: SearchEngine = open_engine("tantivy", self.folder)

    def fill(self, records: Iterable[SearchRecord]) -> None:
        """Take in all records."""
        self.engine.rebuild(records, 1)

    def prepared(self, question: Question) -> Ask:
        """Return the act of answering."""
        request = SearchRequest(
            parse_query(_written(question)), frozenset({"office"}), TODAY, size=LIMIT,
            best=1, counted=False, snippets=False,
        )  # fmt: skip
        match question.kind.rpartition(" + ")[2]:
            case "count":
                request = replace(request, counted=True, by_kind=False)
            case "facet":
                request = replace(request, facets=(Facet.AGENCY,))
            case "highlight":
                request = replace(request, snippets=True)
            case "filter":
                chosen = OneOf("agency", (question.agency,))
                request = replace(request, query=And((request.query, chosen)))
        return lambda: self.engine.search(request)

    def page(self, text: str) -> object:
        """Answer for a whole page: read the query, all counts, every facet, marked pieces."""
        who = frozenset({"office"})
        return self.engine.search(
            SearchRequest(parse_query(text), who, TODAY, size=PAGE, facets=tuple(Facet))
        )


def _written(question: Question) -> str:
    """Write a question as people do."""
    match question.kind:
        case "phrase" | "phrase + filter":
            return f'"{question.text}"'
        case "prefix":
            return f"{question.text}*"
        case "fuzzy":
            return f"{question.text}~"
        case "and" | "and + count":
            return " AND ".join(question.text.split())
    return question.text


def questions_by_kind(made: Questions) -> dict[str, list[Question]]:
    """Return the questions of every kind."""
    texts = {
        "rare": made.rare,
        "common": made.common,
        "common + count": made.common,
        "and": made.pairs,
        "and + count": made.pairs,
        "phrase": made.rows,
        "phrase + filter": made.rows,
        "prefix": made.beginnings,
        "fuzzy": made.mistyped,
        "facet": made.common,
        "highlight": made.rows,
        "without marks": [fold(row) for row in made.rows],
        "with marks": made.rows,
    }
    return {
        kind: [Question(kind, text, str(number)) for number, text in enumerate(each)]
        for kind, each in texts.items()
    }


def main() -> None:
    """Print medians and 95th percentiles of each kind of question for every size."""
    parser = argparse.ArgumentParser(description="Measure search.")
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of records")
    parser.add_argument("--whoosh-up-to", type=int, default=WHOOSH_UP_TO, metavar="RECORDS")
    parser.add_argument("--seed", type=int, default=20240217)
    asked = parser.parse_args()
    sizes = asked.sizes or list(SIZES)
    records = list(made_records(max(sizes), asked.seed))
    # What is kept to the end need not be looked through again and again.
    gc.freeze()
    medians: dict[int, dict[str, Times]] = {}
    for size in sizes:
        makers: list[type[Contender]] = [BareTantivy, Fts5]
        makers += [StockWhoosh] if size <= asked.whoosh_up_to else []
        with tempfile.TemporaryDirectory() as folder:
            medians[size] = _measure(records[:size], makers, Path(folder), asked.seed)
    _print_growth(medians)


def _measure(
    records: Sequence[SearchRecord], makers: Sequence[type[Contender]], folder: Path, seed: int
) -> dict[str, Times]:
    made = made_questions(records, QUESTIONS_OF_A_KIND, seed)
    click.echo(f"\n{len(records):,} records; a common word is in {made.common_share:.0%} of them")
    ours = Ours(folder)
    contenders = [ours, *(make(folder) for make in makers)]
    for contender in contenders:
        _fill(contender, records)
    kinds = questions_by_kind(made)
    times: dict[str, Times] = {
        each.name: {kind: _times(each, asked) for kind, asked in kinds.items()}
        for each in contenders
    }
    times = {ENGINE: {kind: _engine_times(ours, asked) for kind, asked in kinds.items()}, **times}
    _print_times(times)
    _print_page(ours, made)
    _print_updates(ours.engine, records)
    return times


def _fill(contender: Contender, records: Sequence[SearchRecord]) -> None:
    begun, own = time.perf_counter(), time.thread_time()
    contender.fill(records)
    seconds, own = time.perf_counter() - begun, time.thread_time() - own
    size = contender.size()
    click.echo(
        f"  {contender.name:8} built in {seconds:7.1f} s, {len(records) / seconds:8,.0f} records/s"
        f" ({len(records) / own:8,.0f} for each second of its feeding thread);"
        f" {size / MEGABYTE:8.1f} MB, {size / len(records):5.0f} bytes for a record"
    )


def _engine_times(ours: Ours, questions: Sequence[Question]) -> tuple[float, float]:
    acts = [ours.prepared(question) for question in questions]
    return _summed_up([inside for _, inside in _rounds(acts, WATCH)], len(acts))


def _times(contender: Contender, questions: Sequence[Question]) -> tuple[float, float]:
    acts = [act for act in map(contender.prepared, questions) if act is not None]
    return _measured(acts) if acts else (math.nan, math.nan)


def _measured(acts: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Return the median and the 95th percentile in milliseconds, after one round to warm up."""
    return _summed_up([taken for taken, _ in _rounds(acts, Watch())], len(acts))


def _rounds(acts: Sequence[Callable[[], object]], watch: Watch) -> list[tuple[float, float]]:
    """Return how long each act took, and how much of it ``watch`` counted."""
    end = time.process_time() + SECONDS_OF_A_KIND
    taken: list[tuple[float, float]] = []
    for act in _again_and_again(acts):
        watch.spent, begun = 0, time.process_time_ns()
        act()
        taken.append(((time.process_time_ns() - begun) * NANO, watch.spent * NANO))
        if time.process_time() > end and len(taken) >= FEWEST:
            break
    return taken


def _summed_up(taken: Sequence[float], acts: int) -> tuple[float, float]:
    settled = taken[acts:] if len(taken) > 2 * acts else taken
    return statistics.median(settled), statistics.quantiles(settled, n=20)[-1]


def _again_and_again(acts: Sequence[Callable[[], object]]) -> Iterator[Callable[[], object]]:
    return (act for _ in range(1 + ROUNDS) for act in acts)


def _print_times(times: Mapping[str, Times]) -> None:
    names = list(times)
    heads = "".join(f"{name:>20}" for name in names)
    click.echo(f"\n  {'ms, p50 / p95':16}{heads}{'engine ÷':>12}{'ours ÷ tantivy':>16}")
    for kind in times[Ours.name]:
        cells = "".join(f"{_cell(*times[name][kind]):>20}" for name in names)
        engine, ours, bare = (
            times[name][kind][0] for name in (ENGINE, Ours.name, BareTantivy.name)
        )
        click.echo(f"  {kind:16}{cells}{engine / bare:12.2f}{ours / bare:16.2f}")


def _cell(middle: float, high: float) -> str:
    return "–" if math.isnan(middle) else f"{middle:.3f} / {high:.3f}"


def _print_page(ours: Ours, made: Questions) -> None:
    for name, texts in (("common words", made.common), ("two words", made.rows)):
        acts = [partial(ours.page, text) for text in texts]
        middle, high = _measured(acts)
        click.echo(f"  a page with everything, {name:14} {middle:8.1f} / {high:.1f} ms")


def _print_updates(engine: SearchEngine, records: Sequence[SearchRecord]) -> None:
    """Write updates one by one, each with a word of its own, and look for that word."""
    written, found = [], []
    for number, record in enumerate(islice(cycle(records), UPDATES)):
        word = f"mới{number}x"
        new = replace(record, key=f"update:new-{number}", text=f"{record.text} {word}")
        begun = time.perf_counter()
        engine.apply([Put(new)], number + 2)
        written.append((time.perf_counter() - begun) * MILLISECONDS)
        request = SearchRequest(parse_query(word), frozenset({"office"}), TODAY)
        if engine.search(request).total_hits != 1:
            raise SystemExit("a new update was not found")
        found.append((time.perf_counter() - begun) * MILLISECONDS)
    for name, taken in (("is written in", written), ("can be found after", found)):
        high = statistics.quantiles(taken, n=20)[-1]
        click.echo(
            f"  one new update {name:18} {statistics.median(taken):8.1f} / {high:.1f} ms of time"
        )


def _print_growth(medians: Mapping[int, Mapping[str, Times]]) -> None:
    """Print how costs grow with the number of records n: the k in n to the power of k."""
    sizes = list(medians)
    if len(sizes) < 2:  # noqa: PLR2004 - no line through one point
        return
    names = [name for name in medians[sizes[0]] if all(name in medians[size] for size in sizes)]
    click.echo("\n  growth, n to the power of" + "".join(f"{name:>12}" for name in names))
    for kind in medians[sizes[0]][Ours.name]:
        cells = [_slope(sizes, [medians[size][name][kind][0] for size in sizes]) for name in names]
        click.echo(f"  {kind:25}" + "".join(f"{cell:12.2f}" for cell in cells))


def _slope(sizes: Sequence[int], times: Sequence[float]) -> float:
    return statistics.linear_regression(
        list(map(math.log, sizes)), list(map(math.log, times))
    ).slope


if __name__ == "__main__":
    main()
