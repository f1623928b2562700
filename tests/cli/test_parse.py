"""``tracker parse``: the published form on standard output, faults in one line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from directives import parse_directive
from tests.directives.word_files import zipped
from tracker.cli import main

WORDS = """CHỈ THỊ
Về việc bảo đảm an toàn hồ chứa nước

Ủy ban nhân dân tỉnh yêu cầu:

1. Sở Xây dựng chủ trì, phối hợp với các đơn vị liên quan kiểm tra các hồ chứa; \
hoàn thành trước ngày 15/8/2025.

2. Công an tỉnh định kỳ hằng quý báo cáo Ủy ban nhân dân tỉnh.
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "chỉ thị.txt"
    path.write_text(WORDS, "utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["parse", *map(str, arguments)])


def test_the_published_form_is_what_the_library_gives(document: Path) -> None:
    answer = run(document, "--json")
    expected = parse_directive(WORDS.encode(), name=document.name)
    assert answer.exit_code == 0
    assert answer.stdout == expected.to_json() + "\n"
    assert json.loads(answer.stdout)["source"]["name"] == "chỉ thị.txt"


def test_the_same_document_gives_the_same_bytes(document: Path) -> None:
    assert run(document, "--json").stdout_bytes == run(document, "--json").stdout_bytes


def test_without_json_a_reader_sees_who_does_what_until_when(document: Path) -> None:
    shown = run(document).stdout
    assert "lead: Sở Xây dựng" in shown
    assert "with: các đơn vị liên quan" in shown
    assert "due: 2025-08-15" in shown
    assert "every quarter: định kỳ hằng quý" in shown
    assert "reports to: Ủy ban nhân dân tỉnh" in shown


def test_each_part_is_explained_by_the_line_of_a_table(document: Path) -> None:
    result = run(document, "--explain")
    assert result.exit_code == 0
    assert re.search(r"lead +Sở Xây dựng +relations\.toml:\d+ lead_after", result.output)
    assert re.search(r"due +trước ngày 15/8/2025 +time\.toml:\d+ triggers", result.output)


def test_the_published_form_gives_no_reasons(document: Path) -> None:
    result = run(document, "--explain", "--json")
    assert result.exit_code == 2
    assert "choose --json or --explain" in result.output


def test_a_text_without_tasks_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Trời hôm nay đẹp.", "utf-8")
    answer = run(path)
    assert answer.exit_code == 0
    assert "No task was found" in answer.stdout


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("scan.pdf", b"%PDF-1.7\n", "damaged"),
        ("empty.txt", b"", "empty"),
        ("cut.docx", b"PK\x03\x04 and no more", "damaged"),
        ("form.docx", zipped({"[Content_Types].xml": "<Types/>"}), "Word"),
        ("noise.bin", b"\x00\x01\x02" * 99, "binary"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = run(tmp_path / name, "--json")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.count("\n") == 1
    assert name in answer.stderr
    assert told in answer.stderr


@pytest.mark.parametrize(("name", "told"), [("nowhere.txt", "no such file"), (".", "folder")])
def test_a_path_without_a_file_is_told_in_one_line(tmp_path: Path, name: str, told: str) -> None:
    answer = run(tmp_path / name)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert told in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_the_command_waits_for_neither_the_web_nor_the_database() -> None:
    code = "import sys, tracker.cli.parse; print(*sys.modules)"
    modules = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert not {"flask", "sqlalchemy", "tantivy", "tracker.db"} & set(modules)
