"""Whose day it is must be said where the sample's calendar runs, and only there."""

from __future__ import annotations

from pathlib import Path

from config import Config
from tests.conftest import Visit
from tracker.app import create_app
from tracker.db import Database
from tracker.models import Setting
from tracker.models.settings import SAMPLE_SHIFT


def _words(folder: Path, database: Database, visit: Visit) -> str:
    app = create_app(Config(folder=folder, database_url=database.url))
    client = app.test_client()
    client.set_cookie("locale", "en")
    words = visit(client, "/sign-in").words
    app.extensions["tracker"].database.close()
    return words


def test_the_sample_says_which_day_it_lives_in(
    database: Database, tmp_path: Path, visit: Visit
) -> None:
    with database.writing() as session:
        session.add(Setting(key=SAMPLE_SHIFT, value="500"))
    assert "Sample data: today counts as" in _words(tmp_path, database, visit)


def test_an_office_without_the_sample_reads_nothing_of_it(
    database: Database, tmp_path: Path, visit: Visit
) -> None:
    assert "Sample data" not in _words(tmp_path, database, visit)
