"""How long a whole search page takes: ``python -m benchmarks.search_page [RECORDS]``.

A real database of tasks and updates and a real index over them, asked through the application
as a signed-in person asks: the session, the query, rights, groups, counts, pieces of text, the
rows behind them and the template. Milliseconds of processor time, and of the clock beside it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import click
from flask.testing import FlaskClient
from sqlalchemy import insert

from benchmarks.made_records import AGENCIES, TODAY, Questions, made_questions, made_records
from config import Config
from directives.model import BodyRole, Nature
from search_index import SearchRecord
from search_index.analysis import fold
from tracker.accounts import hash_password
from tracker.app import create_app
from tracker.db import Database
from tracker.domain import AssignmentRole, DirectiveState, Role, UpdateStatus
from tracker.models import (
    Agency,
    AgencyVersion,
    Assignment,
    Base,
    Directive,
    ProgressUpdate,
    RoleGrant,
    SourceFile,
    Task,
    TaskBody,
    User,
)
from tracker.services import Services

RECORDS = 20_000
BATCH = 5_000
QUESTIONS_OF_A_KIND, ROUNDS = 15, 3
MILLISECONDS, NANO = 1e3, 1e-6
PASSWORD = "a long enough password"  # noqa: S105 - of a database that lives for minutes
NOW = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=3)
ROWS_IN_ORDER = (Directive, Task, TaskBody, Assignment, ProgressUpdate)
OWN_AGENCY, TASKS_ASKED = 7, 10
PEOPLE = (("inspector", Role.INSPECTOR, None), ("agency", Role.AGENCY, OWN_AGENCY))


def main() -> None:
    """Print median and 95th percentile of the page for each kind of question."""
    parser = argparse.ArgumentParser(description="Measure the search page.")
    parser.add_argument("records", nargs="?", type=int, default=RECORDS)
    parser.add_argument("--seed", type=int, default=20240217)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Config(folder=Path(folder)), clock=lambda: NOW)
        app.config.update(WTF_CSRF_ENABLED=False)
        services: Services = app.extensions["tracker"]
        first = _fill(services, asked.records, asked.seed)
        made = made_questions(first, QUESTIONS_OF_A_KIND, asked.seed)
        for username, _, _ in PEOPLE:
            _measure(_signed_in(app.test_client(), username), username, made)
        services.database.close()


@dataclass
class _Rows:
    """The rows of records, written to the database in batches on the way to the index."""

    database: Database
    first: list[SearchRecord] = field(default_factory=list)
    waiting: dict[type[Base], list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def through(self, records: Iterable[SearchRecord]) -> Iterator[SearchRecord]:
        """Give the records again, each after its rows have been noted."""
        for number, record in enumerate(records, start=1):
            if number <= BATCH:
                self.first.append(record)
            self._note(record)
            if number % BATCH == 0:
                self._write()
            yield record
        self._write()

    def _note(self, record: SearchRecord) -> None:
        group, number = (int(key.partition(":")[2]) for key in (record.group, record.key))
        if record.kind == "directive":
            self.waiting[Directive].append(_directive(group, record))
        elif record.kind == "task":
            self.waiting[Task].append(_task(group, number, record))
            self.waiting[TaskBody].append(_body(group, record))
            self.waiting[Assignment].append(_assignment(group, record))
        else:
            self.waiting[ProgressUpdate].append(_update(group, number, record))

    def _write(self) -> None:
        with self.database.writing() as session:
            for table in ROWS_IN_ORDER:
                if rows := self.waiting.pop(table, []):
                    session.execute(insert(table), rows)


def _fill(services: Services, count: int, seed: int) -> Sequence[SearchRecord]:
    """Fill tables and index with so many records; return the first of them."""
    Base.metadata.create_all(services.database.engine)
    _add_people(services.database)
    rows = _Rows(services.database)
    begun = time.perf_counter()
    services.search.rebuild(rows.through(made_records(count, seed)), 0)
    click.echo(f"{count:,} records, filled in {time.perf_counter() - begun:.0f} s")
    return rows.first


def _add_people(database: Database) -> None:
    with database.writing() as session:
        for number in range(AGENCIES):
            session.add(Agency(id=number, key=str(number)))
            session.add(
                AgencyVersion(
                    agency_id=number,
                    name=f"Sở số {number}",
                    code=f"SS{number}",
                    valid_from=NOW.date() - timedelta(days=2000),
                )
            )
        session.flush()
        for username, role, agency_id in PEOPLE:
            session.add(
                User(
                    username=username,
                    display_name=username,
                    password_hash=hash_password(PASSWORD),
                    created_at=NOW,
                    grants=[RoleGrant(role=role, agency_id=agency_id)],
                )
            )
        session.add(SourceFile(id=1, sha256="0" * 64, media_type="text/plain", size_bytes=1))


def _directive(number: int, record: SearchRecord) -> dict[str, Any]:
    return {
        "id": number,
        "source_file_id": 1,
        "file_name": "chi-thi.txt",
        "state": DirectiveState.ISSUED,
        "kind": record.document_kind,
        "number": f"{number + 1}-CT/TU",
        "issued_on": record.date,
        "issuer": "Ban Thường vụ Tỉnh ủy",
        "title": record.work,
        "field_of_work": record.work,
        "text": record.text,
        "received_at": NOW,
        "received_by_id": 1,
        "tracked_from": NOW,
        "issued_by_id": 1,
    }


def _task(number: int, place: int, record: SearchRecord) -> dict[str, Any]:
    return {
        "id": number,
        "directive_id": int(record.document.split()[2].partition("-")[0]) - 1,
        "position": place,
        "key": f"t{place}",
        "text": record.text,
        "start": 0,
        "end": 1,
        "nature": Nature.SPECIFIC,
        "original_due": record.due,
    }


def _body(number: int, record: SearchRecord) -> dict[str, Any]:
    return {
        "id": number,
        "task_id": number,
        "position": 0,
        "role": BodyRole.LEAD,
        "words": record.names[0].value,
        "inherited": False,
    }


def _assignment(number: int, record: SearchRecord) -> dict[str, Any]:
    return {
        "id": number,
        "task_id": number,
        "agency_id": int(record.leads[0].value),
        "role": AssignmentRole.LEAD,
        "body_id": number,
        "assigned_at": NOW,
    }


def _update(task: int, number: int, record: SearchRecord) -> dict[str, Any]:
    return {
        "id": number,
        "assignment_id": task,
        "author_id": 1,
        "at": NOW,
        "status": UpdateStatus.IN_PROGRESS,
        "percent": 50,
        "narrative": record.text,
        "difficulties": "",
        "proposals": "",
    }


def _signed_in(client: FlaskClient, username: str) -> FlaskClient:
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD})
    if answer.status_code != 302:  # noqa: PLR2004 - to the page behind
        raise SystemExit(f"{username} could not sign in")
    return client


def _addresses(made: Questions) -> dict[str, list[str]]:
    """Return the addresses to ask for, by kind."""
    found = {
        kind: [f"/search?{each}" for each in asked] for kind, asked in _questions(made).items()
    }
    typed = [word[:3] for word in made.common]
    return {**found, "suggestions": [f"/search/suggest?q={quote_plus(each)}" for each in typed]}


def _questions(made: Questions) -> dict[str, list[str]]:
    common = [f"q={quote_plus(word)}" for word in made.common]
    return {
        "a common word": common,
        "a rare word": [f"q={quote_plus(word)}" for word in made.rare],
        "two words": [f"q={quote_plus(words)}" for words in made.pairs],
        "without marks": [f"q={quote_plus(fold(words))}" for words in made.rows],
        "phrase": [f"q={quote_plus(f'{chr(34)}{words}{chr(34)}')}" for words in made.rows],
        "mistyped": [f"q={quote_plus(word)}" for word in made.mistyped],
        "state and agency": [
            f"q=qua+han+SS{place}+{each[2:]}" for place, each in enumerate(common)
        ],
        "filter in words": [f"{each}+cq%3ASS7+tt%3Aquahan" for each in common],
        "chosen, refused": [f"{each}&f=field:Giáo+dục&x=status:overdue" for each in common],
        "only updates": [f"{each}&kind=update" for each in common],
        "newest first": [f"{each}&sort=newest" for each in common],
        "most overdue": [f"{each}&sort=most-overdue" for each in common],
        "page 60": [f"{each}&page=60" for each in common],
        "page 600": [f"{each}&page=600" for each in common],
        "more like this": [f"like=task:{OWN_AGENCY + AGENCIES * n}" for n in range(TASKS_ASKED)],
    }


def _measure(client: FlaskClient, username: str, made: Questions) -> None:
    click.echo(f"\n  {username:20}{'processor, p50 / p95':>24}{'clock, p50 / p95':>24}")
    together: list[tuple[float, float]] = []
    for kind, addresses in _addresses(made).items():
        taken = [_asked(client, each) for _ in range(ROUNDS) for each in addresses]
        taken = taken[len(addresses) :]  # the first round warms up
        together += taken
        _print(kind, taken)
    _print("all", together)


def _asked(client: FlaskClient, address: str) -> tuple[float, float]:
    begun, clock = time.process_time_ns(), time.perf_counter()
    answer = client.get(address)
    taken = (time.process_time_ns() - begun) * NANO
    if answer.status_code != 200:  # noqa: PLR2004 - nothing else is a page
        raise SystemExit(f"{address} was answered with {answer.status_code}")
    return taken, (time.perf_counter() - clock) * MILLISECONDS


def _print(kind: str, taken: Sequence[tuple[float, float]]) -> None:
    cells = []
    for times in zip(*taken, strict=True):
        high = statistics.quantiles(times, n=20)[-1]
        cells.append(f"{f'{statistics.median(times):.1f} / {high:.1f}':>24}")
    click.echo(f"  {kind:20}{''.join(cells)}")


if __name__ == "__main__":
    main()
