"""How long alerts take: ``python -m benchmarks.alerts [RECORDS] [ALERTS] [CHANGES]``.

Half of the alerts are an office's, half those of agencies' accounts; a third each asks for a
common word with a filter, for two common words, and for a rare word.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import click
from sqlalchemy import func, select

from benchmarks.made_records import AGENCIES, TODAY, Questions, made_questions, made_records
from search_index import Put, SearchEngine, SearchRecord, open_engine
from tracker import alerts
from tracker.alerts import PostOffice
from tracker.db import Database
from tracker.domain import Role, TrackingRules
from tracker.models import (
    Agency,
    AgencyVersion,
    Alert,
    Base,
    Notice,
    Rhythm,
    RoleGrant,
    SavedSearch,
    User,
    note_indexed,
)
from tracker.search import Finder

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 3, tzinfo=UTC)
POST = PostOffice(is_open=False, digest_hour=7)
SEED = 7
QUESTIONS = 100


@click.command()
@click.argument("records", default=100_000)
@click.argument("count", default=1_000)
@click.argument("changes", default=100)
@click.option("--rounds", default=5, help="How often changes come.")
def main(records: int, count: int, changes: int, rounds: int) -> None:
    """Look with COUNT alerts over RECORDS after so many CHANGES."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'tracker.db'}")
        Base.metadata.create_all(database.engine)
        made = list(made_records(records + rounds * changes, SEED))
        engine = open_engine("tantivy", Path(folder) / "index")
        engine.rebuild(made[:records], 1)
        _fill(database, count, made_questions(made, QUESTIONS, SEED))
        bench = _Bench(database, engine)
        click.echo(f"{records:,} records, {count:,} alerts, {changes:,} changes")
        _tell("all begin: what matches already", [bench.look()])
        new = [made[records + at * changes :][:changes] for at in range(rounds)]
        _tell("new records are looked at", [bench.after(batch) for batch in new])
        old = [made[at * changes :][:changes] for at in range(rounds)]
        _tell("old records, indexed again", [bench.after(batch) for batch in old])
        _tell("nothing has happened", [bench.look() for _ in range(rounds)])
        bench.now += timedelta(days=1)
        _tell("the day has turned", [bench.look()])
        with database.reading() as session:
            told = session.scalar(select(func.count()).select_from(Notice))
            kept = session.scalar(select(func.sum(func.length(Alert.matched))))
        click.echo(f"{told:,} notices; {(kept or 0) / 2**20:.1f} MB remembered")


class _Bench:
    def __init__(self, database: Database, engine: SearchEngine) -> None:
        self.now = NOW
        self._database, self._engine = database, engine
        self._finder = Finder(database, engine, TrackingRules())

    def after(self, batch: list[SearchRecord]) -> float:
        """Return the seconds it takes to look once these records have been indexed."""
        # The day of a record does not matter to these questions, but makes it another one.
        self._engine.apply(
            [Put(replace(record, date=TODAY)) for record in batch], self._engine.last_seq() + 1
        )
        with self._database.writing() as session:
            note_indexed(session, [record.key for record in batch])
        return self.look()

    def look(self) -> float:
        """Return the seconds that one look takes."""
        return _seconds(lambda: alerts.look(self._database, self._finder, POST, now=self.now))


def _fill(database: Database, count: int, asked: Questions) -> None:
    with database.writing() as session:
        for number in range(AGENCIES):
            version = AgencyVersion(name=f"Sở số {number}", valid_from=TODAY.replace(year=2020))
            session.add(Agency(id=number + 1, key=str(number), versions=[version]))
        session.flush()
        owners = [_user(number) for number in range(count)]
        session.add_all(owners)
        session.flush()
        for number, owner in enumerate(owners):
            words = (asked.common[number % len(asked.common)], asked.pairs[number % QUESTIONS])
            text = (*words, asked.rare[number % len(asked.rare)])[number % 3]
            state = {"q": text, **({"f": "status:overdue"} if number % 3 == 0 else {})}
            session.add(_saved(owner.id, urlencode(state)))


def _user(number: int) -> User:
    is_office = number % 2 == 0
    grant = RoleGrant(
        role=Role.INSPECTOR if is_office else Role.AGENCY,
        agency_id=None if is_office else number % (AGENCIES - 1) + 1,
    )
    return User(
        username=f"user{number}",
        display_name=f"Người {number}",
        password_hash="",
        created_at=NOW,
        grants=[grant],
    )


def _saved(owner: int, address: str) -> SavedSearch:
    alert = Alert(
        user_id=owner,
        by_mail=False,
        in_app=True,
        rhythm=Rhythm.AT_ONCE,
        created_at=NOW,
        seen_up_to=0,
        looked_on=TODAY,
        held="",
    )
    return SavedSearch(
        owner_id=owner,
        name="Tìm",
        address=address,
        is_shared=False,
        created_at=NOW,
        checked_on=TODAY,
        alerts=[alert],
    )


def _seconds(act: Callable[[], object]) -> float:
    """Return the time that the processor worked: a busy machine makes others wait longer."""
    began = time.process_time()
    act()
    return time.process_time() - began


def _tell(what: str, seconds: list[float]) -> None:
    click.echo(f"{what:<34}{statistics.median(seconds):>8.2f} s  (slowest {max(seconds):.2f} s)")


if __name__ == "__main__":
    main()
