"""``tracker remind`` writes the day's reminders and says how many they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.factories import make_agency, make_assignment, make_directive, make_task, make_user
from tracker.cli import main
from tracker.db import Database
from tracker.domain import Role, office_day
from tracker.models import Notice

TODAY = office_day(datetime.now(UTC))


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_FOLDER", str(tmp_path))


@pytest.fixture
def office(database: Database) -> Database:
    agency = make_agency(database)
    author = make_user(database, Role.AGENCY, agency_id=agency)
    for holder in (agency, make_agency(database, "Sở Y tế")):
        task = make_task(database, make_directive(database, author_id=author), original_due=TODAY)
        make_assignment(database, task, holder, assigned_at=datetime.now(UTC))
    return database


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["remind", *words])


@pytest.mark.usefixtures("office")
def test_a_run_says_what_it_told_and_the_next_tells_nothing() -> None:
    output = run().output
    assert f"{TODAY:%d/%m/%Y}: 1 notices on 2 assignments" in output
    assert "on-due-day" in output
    assert "Assignments whose agency has no account: 1" in output
    assert ": 0 notices on" in run().output


def test_an_earlier_day_can_be_named(office: Database) -> None:
    yesterday = TODAY - timedelta(days=1)
    assert "before-due" in run("--day", f"{yesterday}").output
    with office.reading() as session:
        assert [notice.day for notice in session.query(Notice)] == [yesterday]


@pytest.mark.usefixtures("office")
def test_a_day_to_come_is_refused() -> None:
    result = run("--day", f"{TODAY + timedelta(days=1)}")
    assert (result.exit_code, "has not come" in result.output) == (2, True)


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_REMIND_BEFORE_DAYS", "7, một")
    result = run()
    assert result.exit_code == 1
    assert "TRACKER_REMIND_BEFORE_DAYS is '7, một'" in result.output
