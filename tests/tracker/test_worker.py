"""The worker keeps the index in step, and outlives what goes wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from search_index import IndexDamagedError, IndexUnreachableError
from tests.factories import make_directive, make_user
from tracker.app import create_services
from tracker.db import Database
from tracker.domain import Role
from tracker.models import RecordKind, note_change
from tracker.search import rebuild
from tracker.services import Services
from tracker.worker import Worker, start_worker

PATIENCE_SECONDS = 10.0


@pytest.fixture
def services(app: Flask) -> Services:
    services: Services = app.extensions["tracker"]
    return services


@pytest.fixture
def worker(services: Services) -> Iterator[Worker]:
    worker = start_worker(services)
    yield worker
    worker.stop()


def issue(database: Database) -> str:
    number = make_directive(database, author_id=make_user(database, Role.CLERK))
    with database.writing() as session:
        note_change(session, RecordKind.DIRECTIVE, number)
    return f"directive:{number}"


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)


def held(services: Services) -> set[str]:
    try:
        return set(services.search.revisions())
    except IndexDamagedError:
        return set()


@pytest.mark.usefixtures("worker")
def test_a_missing_index_is_built_at_the_start_and_then_follows(
    services: Services, database: Database
) -> None:
    first = issue(database)
    wait_until(lambda: first in held(services))
    second = issue(database)
    wait_until(lambda: {first, second} <= held(services))


@pytest.mark.usefixtures("worker")
def test_a_damaged_index_is_built_anew(services: Services, database: Database) -> None:
    key = issue(database)
    wait_until(lambda: key in held(services))
    services.search.condemn()
    wait_until(lambda: key in held(services))


def test_an_error_is_logged_and_tried_again(
    services: Services,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("tracker.worker.PAUSE_AFTER_ERROR_SECONDS", 0.05)
    key = issue(database)
    with monkeypatch.context() as broken:
        broken.setattr("tracker.search.drain", _fail)
        broken.setattr("tracker.search.repair", _fail)
        worker = start_worker(services)
        wait_until(lambda: "could not be brought up to date" in capsys.readouterr().err)
    wait_until(lambda: key in held(services))
    worker.stop()


def test_a_server_that_is_away_is_told_once_and_waited_for(
    services: Services,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("tracker.worker.PAUSE_AFTER_ERROR_SECONDS", 0.02)
    key, tries = issue(database), count()

    def away() -> None:
        next(tries)
        raise IndexUnreachableError("no answer")

    with monkeypatch.context() as cut_off:
        cut_off.setattr(services.search, "refresh", away)
        worker = start_worker(services)
        wait_until(lambda: next(tries) > 10)
    wait_until(lambda: key in held(services))
    worker.stop()
    assert capsys.readouterr().err.count("waits for its server") == 1


def test_a_worker_that_waited_through_a_switch_feeds_the_engine_in_force(
    services: Services, database: Database
) -> None:
    before, after = services.search, services.engines.named("whoosh")
    rebuild(database, before)
    rebuild(database, after)
    with before.alone():
        key = issue(database)
        worker = start_worker(services)
        time.sleep(0.3)
        services.engines.choose("whoosh")
    wait_until(lambda: key in held(services))
    worker.stop()
    assert services.search is after


def test_another_default_does_not_change_the_engine_that_was_fed(
    services: Services, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert services.engines.keep() == "tantivy"
    later = create_services(
        Config(folder=tmp_path, database_url=services.database.url, search_engine="whoosh")
    )
    worker = start_worker(later)
    wait_until(lambda: "another than the setting names" in capsys.readouterr().err)
    worker.stop()
    assert later.search.stats().engine == "tantivy"
    later.database.close()


def _fail(*_parts: object) -> int:
    raise RuntimeError("the disk is on fire")


def test_stopping_ends_the_thread_at_once(services: Services) -> None:
    worker = start_worker(services)
    begun = time.monotonic()
    worker.stop()
    assert time.monotonic() - begun < PATIENCE_SECONDS / 2


def test_a_worker_waits_while_another_writes(services: Services, database: Database) -> None:
    key = issue(database)
    with services.search.alone():
        worker = start_worker(services)
        time.sleep(0.2)
        assert key not in held(services)
    wait_until(lambda: key in held(services))
    worker.stop()
