"""``tracker search`` finds, rebuilds and compares from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.factories import make_agency, make_assignment, make_directive, make_task, make_update
from tests.factories import make_user as make_person
from tracker.cli import main
from tracker.db import Database
from tracker.domain import Role


@pytest.fixture(autouse=True)
def _settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_FOLDER", str(tmp_path))


@pytest.fixture
def task(database: Database) -> int:
    author = make_person(database, Role.CLERK)
    directive = make_directive(database, author_id=author, number="23-CT/TU")
    task = make_task(database, directive, text="xây dựng nông thôn mới")
    part = make_assignment(database, task, make_agency(database, "Sở Một"))
    make_update(database, part, author_id=author, narrative="nông thôn mới đã đạt chuẩn")
    return task


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["search", *words])


def test_a_query_prints_tasks_with_what_matched(task: int) -> None:
    assert run("rebuild").output == "The index holds 3 records.\n"
    output = run("find", "dat chuan").output
    assert "1 matches in 1 tasks and documents" in output
    assert f"- task {task} of 23-CT/TU" in output
    assert "[đạt]" in output or "[đạt chuẩn]" in output


@pytest.mark.usefixtures("task")
def test_a_document_is_printed_by_its_number() -> None:
    run("rebuild")
    assert "- 23-CT/TU Về xây dựng nông thôn mới" in run("find", "chỉ thị 23").output


@pytest.mark.usefixtures("task")
def test_a_query_that_cannot_be_read_is_pointed_at() -> None:
    answer = run("find", 'nông "thôn')
    assert answer.exit_code == 1
    assert '  nông "thôn\n       ^\nTry: nông "thôn"' in answer.output


@pytest.mark.usefixtures("task")
def test_checking_tells_differences_by_its_exit_code(database: Database) -> None:
    run("rebuild")
    assert run("check").output == "The index agrees with the tables.\n"
    added = make_directive(database, author_id=1)
    answer = run("check")
    assert answer.exit_code == 1
    assert answer.output == f"missing: directive:{added}\n"


def test_without_an_index_the_remedy_is_named_and_the_tables_are_asked(task: int) -> None:
    answer = run("check")
    assert answer.exit_code == 1
    assert "tracker search rebuild" in answer.output
    answer = run("find", "dat chuan")
    assert f"- task {task} of 23-CT/TU" in answer.output
    assert "straight from the tables" in answer.output
    assert "cannot be asked" in run("find", "dat -chuan").output


@pytest.mark.usefixtures("task")
def test_another_engine_is_put_in_force_and_stays_so() -> None:
    missing = run("status")
    assert missing.exit_code == 1
    assert "rebuild it" in missing.output
    run("rebuild")
    assert run("switch", "whoosh").output == "whoosh is in force and holds 3 records.\n"
    told = run("status").output
    assert "Engine in force: whoosh, by a switch" in told
    assert "State of its index: in use" in told
    assert "Records: 3" in told
    assert run("check").output == "The index agrees with the tables.\n"


def test_a_folder_without_tables_is_one_line() -> None:
    answer = run("status")
    assert answer.exit_code == 1
    assert "tracker db upgrade" in answer.output
    assert answer.output.count("\n") == 1


@pytest.mark.usefixtures("task")
def test_an_engine_that_cannot_be_used_is_one_line() -> None:
    refused = run("switch", "opensearch")
    assert refused.exit_code == 1
    assert "needs the address of a server" in refused.output
    assert run("switch", "lucene").exit_code == 2


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"TRACKER_SEARCH_ENGINE": "lucene"}, "tantivy, whoosh, opensearch"),
        ({"TRACKER_SEARCH_ENGINE": "opensearch"}, "TRACKER_OPENSEARCH_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], named: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    answer = run("status")
    assert answer.exit_code == 1
    assert named in answer.output
