"""How long the review takes: ``python -m benchmarks.review [ASSIGNMENTS]``.

The peer is the database alone: the same rows read by one bare SQL statement, without clocks,
names, figures or order.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import insert, text

from directives.model import BodyRole, Every, Nature
from tracker.clocks import Clock
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentRole,
    DirectiveState,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
)
from tracker.models import (
    Agency,
    AgencyVersion,
    Assignment,
    Base,
    Directive,
    ProgressUpdate,
    SourceFile,
    Task,
    TaskBody,
    User,
    Verdict,
)
from tracker.review import ReviewQuery, review_page, review_table

AGENCIES = 150
TASKS_OF_A_DIRECTIVE = 25
BEGUN = datetime(2024, 1, 2, tzinfo=UTC)
TODAY = date(2024, 12, 31)
READER = Actor(1, "Thường trực", frozenset({Role.COMMITTEE}))
RULES = TrackingRules()
MILLISECONDS = 1000
ROWS = """
    SELECT assignment.id, agency_id, task.text, task.original_due, number, title,
           max(progress_update.id), progress_update.status, progress_update.at, verdict.kind
    FROM assignment
    JOIN task ON task.id = task_id
    JOIN directive ON directive.id = directive_id
    LEFT JOIN progress_update ON progress_update.assignment_id = assignment.id
    LEFT JOIN verdict ON verdict.update_id = progress_update.id
    WHERE assignment.role = 'lead' AND directive.state = 'issued'
    GROUP BY assignment.id
"""


@click.command()
@click.argument("assignments", default=5_000)
@click.option("--updates", default=5, help="Updates of each assignment.")
@click.option("--rounds", default=20, help="How often each is asked.")
def main(assignments: int, updates: int, rounds: int) -> None:
    """Fill a database with ASSIGNMENTS and measure the review over it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'tracker.db'}")
        Base.metadata.create_all(database.engine)
        _fill(database, assignments, updates)
        click.echo(f"{assignments} assignments with {updates} updates each; {rounds} rounds")
        click.echo(f"{'milliseconds':<34}{'median':>10}{'95th %':>10}")
        for name, ask in _questions(database):
            times = sorted(_timed(ask) for _ in range(rounds))
            high = statistics.quantiles(times, n=20)[-1]
            click.echo(f"{name:<34}{statistics.median(times):>10.1f}{high:>10.1f}")
        database.close()


def _questions(database: Database) -> Iterator[tuple[str, Callable[[], object]]]:
    whole = ReviewQuery(running=False)

    def page(query: ReviewQuery) -> object:
        return review_page(database, READER, query, today=TODAY, rules=RULES)

    def bare_sql() -> object:
        with database.reading() as session:
            return session.execute(text(ROWS)).all()

    yield "bare SQL: the rows alone", bare_sql
    yield "the page", lambda: page(ReviewQuery())
    yield "the page of one agency", lambda: page(replace(whole, agency_id=1))
    yield (
        "the page of one clock, with words",
        lambda: page(replace(whole, clock=Clock.PAST_DUE, words="quy hoach")),
    )
    yield (
        "the whole list, for a file",
        lambda: review_table(database, READER, whole, today=TODAY, rules=RULES),
    )


def _timed(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * MILLISECONDS


def _fill(database: Database, assignments: int, updates: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same province at every run
    rows = {
        User: [
            {
                "id": 1,
                "username": "a",
                "display_name": "A",
                "password_hash": "",
                "created_at": BEGUN,
            }
        ],
        SourceFile: [{"id": 1, "sha256": "0", "media_type": "text/plain", "size_bytes": 0}],
        Agency: [{"id": number, "key": f"a{number}"} for number in range(1, AGENCIES + 1)],
        AgencyVersion: [_version(number) for number in range(1, AGENCIES + 1)],
        Directive: [_directive(n) for n in range(1, assignments // TASKS_OF_A_DIRECTIVE + 2)],
        Task: [_task(number, chance) for number in range(1, assignments + 1)],
        TaskBody: [_body(number) for number in range(1, assignments + 1)],
        Assignment: [_assignment(number, chance) for number in range(1, assignments + 1)],
        ProgressUpdate: [_update(n, updates, chance) for n in range(assignments * updates)],
        Verdict: [_verdict(n, chance) for n in range(1, assignments * updates + 1, 9)],
    }
    with database.writing() as session:
        for model, values in rows.items():
            session.execute(insert(model), values)


def _version(number: int) -> dict[str, object]:
    name = f"Sở Nông nghiệp và Phát triển nông thôn số {number}"
    return {"agency_id": number, "name": name, "valid_from": date(2020, 1, 1)}


def _directive(number: int) -> dict[str, object]:
    return {
        "id": number,
        "source_file_id": 1,
        "file_name": "chi-thi.docx",
        "state": DirectiveState.ISSUED,
        "kind": "chi-thi",
        "number": f"{number}-CT/TU",
        "issued_on": BEGUN.date(),
        "title": "Về tăng cường sự lãnh đạo của Đảng đối với xây dựng nông thôn mới",
        "text": "Một là, rà soát quy hoạch xây dựng nông thôn mới. " * 200,
        "received_at": BEGUN,
        "received_by_id": 1,
    }


def _task(number: int, chance: random.Random) -> dict[str, object]:
    due = BEGUN.date() + timedelta(days=chance.randrange(500))
    periodic = number % 10 == 0
    return {
        "id": number,
        "directive_id": number // TASKS_OF_A_DIRECTIVE + 1,
        "position": number,
        "key": f"t{number}",
        "text": "Rà soát, bổ sung quy hoạch xây dựng xã nông thôn mới. " * 6,
        "start": 0,
        "end": 1,
        "nature": Nature.PERIODIC if periodic else Nature.SPECIFIC,
        "original_due": due if number % 3 else None,
        "recurs_every": Every.QUARTER if periodic else None,
    }


def _body(number: int) -> dict[str, object]:
    words = {"role": BodyRole.LEAD, "words": "Sở Nông nghiệp", "inherited": False}
    return {"id": number, "task_id": number, "position": 0, **words}


def _assignment(number: int, chance: random.Random) -> dict[str, object]:
    return {
        "id": number,
        "task_id": number,
        "agency_id": chance.randrange(AGENCIES) + 1,
        "role": AssignmentRole.LEAD,
        "body_id": number,
        "assigned_at": BEGUN,
    }


def _update(number: int, updates: int, chance: random.Random) -> dict[str, object]:
    done = chance.random() < 0.3  # noqa: PLR2004 - a third or so claims to be done
    return {
        "id": number + 1,
        "assignment_id": number // updates + 1,
        "author_id": 1,
        "at": BEGUN + timedelta(days=60 * (number % updates) + chance.randrange(60)),
        "status": UpdateStatus.DONE if done else UpdateStatus.IN_PROGRESS,
        "percent": 100 if done else chance.randrange(100),
        "narrative": "Đã ban hành kế hoạch và tổ chức quán triệt đến cấp xã. " * 10,
        "difficulties": "Chưa được bố trí kinh phí.",
        "proposals": "",
        "period": chance.choice([None, "2024-Q1", "2024-Q2"]),
    }


def _verdict(update_id: int, chance: random.Random) -> dict[str, object]:
    kind = chance.choice(list(VerdictKind))
    return {"update_id": update_id, "kind": kind, "reason": "", "author_id": 1, "at": BEGUN}


if __name__ == "__main__":
    main()
