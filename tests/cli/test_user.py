"""``tracker user``: how an office begins, and what helps when a password is forgotten."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from tracker.cli import main


def _run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["user", *words], env={"TRACKER_FOLDER": str(folder)})


def test_an_empty_office_begins_with_an_administrator(tmp_path: Path) -> None:
    added = _run(tmp_path / "office", "administrator", "an", "Nguyễn Văn An")
    assert added.exit_code == 0, added.output
    assert "One-time password of an:" in added.output


def test_a_forgotten_password_is_replaced_by_a_new_one(tmp_path: Path) -> None:
    first = _run(tmp_path, "administrator", "an", "Nguyễn Văn An")
    second = _run(tmp_path, "password", "an")
    assert second.exit_code == 0, second.output
    assert second.output != first.output


def test_a_name_that_nobody_has_is_said(tmp_path: Path) -> None:
    result = _run(tmp_path, "password", "khong-co")
    assert result.exit_code == 1
    assert "khong-co" in result.output
