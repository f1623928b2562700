"""How long tracking takes at the size of a nation: ``python -m benchmarks.tracking``.

Each page is asked for through the application as a signed-in person asks: the session, rights,
statements, rules and the template. Beside it the bare SQL that it needs: hand-written statements
for the same rows through ``sqlite3`` alone, without a check of anybody's rights. Milliseconds of
processor time, and of the clock beside it; the daily run is measured in a process of its own,
so that its memory can be told.
"""

from __future__ import annotations

import multiprocessing
import random
import resource
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, true

from benchmarks.nation import NOW, PASSWORD, TODAY, nation
from benchmarks.tracking_sql import Bare
from config import Config
from tracker.app import create_app
from tracker.clocks import running_clocks
from tracker.db import Database
from tracker.domain import TrackingRules
from tracker.models import Notice, streamed_facts
from tracker.reminders import ReminderRules, run_day

ROUNDS = 100
WARMING = 3
GOAL_MILLISECONDS, GOAL_RATIO, GOAL_DAILY_SECONDS = 100, 3, 60
MILLI, NANO, MEGA = 1e3, 1e-6, 1024


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that people ask again and again, and the rows that its answer is made of."""

    name: str
    ask: Callable[[int], object]
    bare: Callable[[int], object]
    about: Sequence[int]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of each round, of the processor and of the clock."""

    processor: list[float]
    clock: list[float]

    @classmethod
    def of(cls, act: Callable[[int], object], about: Sequence[int]) -> Times:
        """Measure ``act`` about each."""
        processor, clock = [], []
        for one in about:
            begun, at = time.process_time_ns(), time.perf_counter()
            act(one)
            processor.append((time.process_time_ns() - begun) * NANO)
            clock.append((time.perf_counter() - at) * MILLI)
        return cls(processor, clock)

    @property
    def middle(self) -> float:
        """Half of the rounds took no longer, in processor time."""
        return statistics.median(self.processor)

    @property
    def high(self) -> float:
        """19 of 20 rounds took no longer, in processor time."""
        return statistics.quantiles(self.processor, n=20)[-1]

    @property
    def high_by_the_clock(self) -> float:
        """19 of 20 rounds took no longer, by the clock."""
        return statistics.quantiles(self.clock, n=20)[-1]


@click.command()
@click.option("--share", default=1.0, help="Which part of the nation's size.")
@click.option("--rounds", default=ROUNDS, help="How many pages of each kind are asked for.")
def main(share: float, rounds: int) -> None:
    """Make the nation where it is not there yet, ask for its pages, and run the day."""
    made = nation(share)
    with tempfile.TemporaryDirectory() as folder:
        # What is logged here must not be found by the next run.
        place = Path(folder) / "tracker.db"
        shutil.copyfile(made / "tracker.db", place)
        app = create_app(Config(folder=Path(folder)), clock=lambda: NOW)
        app.config.update(WTF_CSRF_ENABLED=False)
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            questions = _questions(app, Bare(connection), rounds)
            _print_pages([(one.name, *_asked(one)) for one in questions])
            app.extensions["tracker"].database.close()
            _print_daily(place, Bare(connection))


def _asked(question: Question) -> tuple[Times, Times]:
    # The bare statements first and second: what they read is then warm for both. The first
    # pages compile templates and statements, which a server does once.
    Times.of(question.bare, question.about)
    Times.of(question.ask, question.about[:WARMING])
    page = Times.of(question.ask, question.about[WARMING:])
    return page, Times.of(question.bare, question.about)


def _questions(app: Flask, bare: Bare, rounds: int) -> list[Question]:
    office = _signed_in(app, "thuong-truc")
    dice = random.Random(5)  # noqa: S311 - the same questions at every run
    agencies = {agency: _signed_in(app, f"don-vi-{agency}") for agency in bare.accounts(dice, 10)}

    def page(path: str) -> Callable[[int], object]:
        return lambda key: _get(office, path.format(key))

    def own_page(agency: int) -> object:
        return _get(agencies[agency], f"/agencies/{agency}")

    def log(assignment: int) -> object:
        return _log(agencies[bare.holder(assignment)], assignment)

    def drawn(keys: Sequence[int]) -> list[int]:
        return dice.choices(keys, k=rounds)

    group_tasks = bare.group_tasks()
    return [
        Question("agency page, the office", page("/agencies/{}"), bare.agency, drawn(bare.busy())),
        Question("agency page, its own people", own_page, bare.agency, drawn([*agencies])),
        Question("task page", page("/tasks/{}"), bare.task, drawn(range(1, bare.tasks()))),
        Question("task page, given to a hundred", page("/tasks/{}"), bare.task, drawn(group_tasks)),
        Question(
            "directive page", page("/directives/{}"), bare.directive, drawn(bare.directives())
        ),
        Question(
            "directive page, a hundred agencies",
            page("/directives/{}"),
            bare.directive,
            drawn(bare.group_directives()),
        ),
        Question(
            "matrix of a directive",
            page("/directives/{}/matrix"),
            bare.directive,
            drawn(bare.directives()),
        ),
        Question(
            "matrix, a hundred agencies",
            page("/directives/{}/matrix"),
            bare.directive,
            drawn(bare.group_directives()),
        ),
        Question(
            "figures of a directive",
            page("/directives/{}/figures"),
            bare.figures,
            drawn(bare.directives()),
        ),
        Question(
            "chronicle of a directive",
            page("/directives/{}/timeline"),
            bare.chronicle,
            drawn(bare.directives()),
        ),
        Question("logging an update", log, bare.log, drawn(bare.open_assignments(tuple(agencies)))),
    ]


def _signed_in(app: Flask, username: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    if answer.status_code != 302:  # noqa: PLR2004 - what a sign-in answers
        raise SystemExit(f"{username} cannot sign in: {answer.status_code}")
    return client


def _get(client: FlaskClient, path: str) -> bytes:
    answer = client.get(path)
    if answer.status_code != 200:  # noqa: PLR2004 - what a page answers
        raise SystemExit(f"{path}: {answer.status_code}")
    return answer.data


def _log(client: FlaskClient, assignment: int) -> None:
    words = {"status": "in-progress", "percent": "50", "narrative": "Đã triển khai tại 12/15 xã."}
    answer = client.post(f"/assignments/{assignment}/report", data=words)
    if answer.status_code != 302:  # noqa: PLR2004 - what a logged update answers
        raise SystemExit(f"assignment {assignment}: {answer.status_code}")


def _print_pages(rows: Sequence[tuple[str, Times, Times]]) -> None:
    head = ("median", "95th %", "by clock", "bare SQL", "ratio")
    click.echo(f"{'milliseconds':<34}" + "".join(f"{word:>10}" for word in head))
    for name, page, bare in rows:
        figures = (page.middle, page.high, page.high_by_the_clock, bare.middle)
        times = "".join(f"{figure:>10.1f}" for figure in figures)
        click.echo(f"{name:<34}{times}{page.middle / bare.middle:>10.1f}")
    click.echo(f"{'goals':<34}{'':>10}{GOAL_MILLISECONDS:>10}{'':>20}{GOAL_RATIO:>10}")


def _print_daily(place: Path, bare: Bare) -> None:
    begun = time.perf_counter()
    bare.everything()
    needed = time.perf_counter() - begun
    click.echo(f"once a day, seconds: goal {GOAL_DAILY_SECONDS}, bare SQL {needed:.1f}")
    for run in (daily_clocks, daily_reminders):
        # Each in a process of its own, so that its memory can be told.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            seconds, memory, words = pool.apply(run, (str(place),))
        click.echo(f"{words:<60}{seconds:>8.1f}{memory:>8,.0f} MB at most")


def daily_clocks(place: str) -> tuple[float, float, str]:
    """Compute every clock once; return seconds, the most memory, and what was done."""
    begun, rules = time.perf_counter(), TrackingRules()
    database = Database(f"sqlite:///{place}")
    count = running = 0
    with database.reading() as session:
        for facts in streamed_facts(session, true()):
            count += 1
            running += len(running_clocks(facts, TODAY, rules))
    database.close()
    words = f"{running:,} clocks of {count:,} assignments"
    return time.perf_counter() - begun, _most_memory(), words


def daily_reminders(place: str) -> tuple[float, float, str]:
    """Remind everybody for a day; return seconds, the most memory, and what was done."""
    begun = time.perf_counter()
    database = Database(f"sqlite:///{place}")
    run_day(database, ReminderRules(), TrackingRules(), now=NOW)
    with database.reading() as session:
        told = session.scalar(select(func.count()).select_from(Notice))
    database.close()
    return time.perf_counter() - begun, _most_memory(), f"{told:,} reminders and escalations"


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGA


if __name__ == "__main__":
    main()
