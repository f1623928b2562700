"""The sample province: what a first look at the application is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files as resources
from pathlib import Path

import pytest
from sqlalchemy import func, select

from directives import Directive, parse_directive
from directives.readers import read_blocks
from tests.conftest import NewDatabase
from tracker import accounts, sample, schema
from tracker.clocks import AssignmentFacts, Clock, running_clocks
from tracker.db import Database
from tracker.domain import OFFICE_ZONE, Category, Role, TrackingRules, Workflow
from tracker.files import FileStore
from tracker.models import Agency, Assignment, ProgressUpdate, RoleGrant, Task, responsible_on
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry
from tracker.models.settings import sample_shift_days
from tracker.sample import word
from tracker.sample.story import STORY

LOADED_ON = date(2026, 1, 20)
NUMBER_WORDS = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")

Told = tuple[sample.SampleAccount, ...]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="module")
def loaded(folder: Path, new_database: NewDatabase) -> Iterator[tuple[Database, Told]]:
    """The sample, loaded once for all tests of this module, and the accounts that were told."""
    database = new_database(folder)
    schema.upgrade(database)
    yield database, sample.load(database, FileStore(folder / "files"), LOADED_ON)
    database.close()


@pytest.fixture(scope="module")
def told(loaded: tuple[Database, Told]) -> Told:
    return loaded[1]


@pytest.fixture
def province(loaded: tuple[Database, Told]) -> Database:
    return loaded[0]


@pytest.fixture
def facts(province: Database) -> list[AssignmentFacts]:
    with province.reading() as session:
        return assignment_facts(session, Assignment.id > 0)


def _reading(ending: str) -> Directive:
    name = f"chi-thi-nong-thon-moi{ending}"
    content = resources("tracker.sample").joinpath("documents", name).read_bytes()
    return parse_directive(content, name=name)


def _id(province: Database, key: str) -> int:
    with province.reading() as session:
        return session.scalars(select(Agency.id).where(Agency.key == key)).one()


def test_the_told_passwords_open_an_account_of_every_role(province: Database, told: Told) -> None:
    now = datetime(2025, 5, 15, 9, tzinfo=OFFICE_ZONE)
    for account in told:
        assert accounts.sign_in(
            province, account.username, account.password, address=account.username, now=now
        )
    with province.reading() as session:
        assert set(session.scalars(select(RoleGrant.role))) == set(Role)


def test_loading_again_changes_and_tells_nothing(
    province: Database, folder: Path, facts: list[AssignmentFacts]
) -> None:
    assert sample.load(province, FileStore(folder / "files")) == ()
    with province.reading() as session:
        assert assignment_facts(session, Assignment.id > 0) == facts


def test_the_sample_lives_in_its_own_spring(province: Database) -> None:
    assert (LOADED_ON - sample.SAMPLE_DAY).days == sample_shift_days(province)


def test_all_four_clocks_run_somewhere(facts: list[AssignmentFacts]) -> None:
    rules = TrackingRules()
    findings = [
        finding for fact in facts for finding in running_clocks(fact, sample.SAMPLE_DAY, rules)
    ]
    assert {finding.clock for finding in findings} == set(Clock)


def test_some_reports_came_and_some_did_not(facts: list[AssignmentFacts]) -> None:
    quarterly = next(fact for fact in facts if "2024-Q1" in fact.reported_periods)
    assert set(quarterly.reported_periods) == {"2024-Q1", "2024-Q2", "2024-Q4"}


def test_work_stands_in_every_state_and_is_done_both_on_time_and_late(
    facts: list[AssignmentFacts],
) -> None:
    assert {fact.workflow for fact in facts} == set(Workflow)
    shown = {fact.category(sample.SAMPLE_DAY) for fact in facts}
    assert {Category.DONE_ON_TIME, Category.DONE_LATE, Category.OPEN_OVERDUE} <= shown


def test_the_group_of_district_committees_became_fifteen_assignments(province: Database) -> None:
    with province.reading() as session:
        eighth = session.scalars(
            select(Assignment.agency_id).join(Task).where(Task.label.startswith("Tám là"))
        ).all()
        names = Counter(Registry.on(session, date(2024, 3, 6)).name_of(key) for key in eighth)
    assert len(names) == 15
    assert names["Thành ủy Phú Quốc"] == names["Huyện ủy Giang Thành"] == 1


@pytest.mark.parametrize("ending", [".docx", ".md"])
def test_the_directive_reads_as_eight_points_and_a_closing_duty(ending: str) -> None:
    tasks = _reading(ending).tasks
    assert [task.label for task in tasks[:8]] == [f"{word} là" for word in NUMBER_WORDS]
    assert tasks[8].label is None
    assert tasks[8].recurrence is not None
    assert tasks[8].recurrence.every == "quarter"
    assert len(tasks[3].children) == 4
    assert not [span for span in _reading(ending).spans if span.role == "unexplained"]


def test_the_directive_says_one_day_and_no_other() -> None:
    due = [
        task.due.date
        for top in _reading(".docx").tasks
        for task in (top, *top.children)
        if task.due
    ]
    assert [day for day in due if day] == [date(2024, 6, 30)]


def test_word_and_markdown_say_the_same() -> None:
    assert [task.text for task in _reading(".docx").tasks] == [
        task.text for task in _reading(".md").tasks
    ]


@pytest.mark.parametrize(
    ("old", "heir"),
    [
        ("btg-tinh-uy", "btgdv-tinh-uy"),
        ("bdv-tinh-uy", "btgdv-tinh-uy"),
        ("bcsd-ubnd", "du-ubnd"),
        ("so-nnptnt", "so-nnmt"),
        ("so-tnmt", "so-nnmt"),
    ],
)
def test_who_was_merged_is_answered_for_by_the_heir(
    province: Database, old: str, heir: str
) -> None:
    with province.reading() as session:
        answering = responsible_on(session, sample.SAMPLE_DAY)
    assert answering[_id(province, old)] == _id(province, heir)


def test_a_loading_that_was_cut_off_is_begun_anew_and_its_accounts_told(
    tmp_path: Path, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch, told: Told
) -> None:
    database = new_database(tmp_path)
    schema.upgrade(database)
    with monkeypatch.context() as patch:
        patch.setitem(STORY, "update", [*STORY["update"][:3], {"on": "power cut"}])
        with pytest.raises(KeyError):
            sample.load(database, FileStore(tmp_path / "files"), LOADED_ON)
    again = sample.load(database, FileStore(tmp_path / "files"), LOADED_ON)
    assert [account.username for account in again] == [account.username for account in told]
    assert sample.load(database, FileStore(tmp_path / "files"), LOADED_ON) == ()
    with database.reading() as session:
        updates = session.scalar(select(func.count(ProgressUpdate.id)))
    database.close()
    assert updates == len(STORY["update"])


def test_the_word_file_says_what_the_markdown_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    markdown = (word.FOLDER / f"{word.NAME}.md").read_text("utf-8")
    (tmp_path / f"{word.NAME}.md").write_text(markdown, "utf-8")
    kept = (word.FOLDER / f"{word.NAME}.docx").read_bytes()
    monkeypatch.setattr(word, "FOLDER", tmp_path)
    word.main()
    made = (tmp_path / f"{word.NAME}.docx").read_bytes()
    lines = [line for line in markdown.splitlines() if line]
    for content in (kept, made):
        assert [block.text for block in read_blocks(content, "mẫu.docx")[1]] == lines
