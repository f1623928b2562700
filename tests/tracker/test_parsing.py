"""Reading in a child process: what it answers, and what happens to a file that goes too far."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from io import BytesIO

import pytest
from docx import Document

from directives import (
    DirectiveError,
    EmptyFileError,
    LimitExceededError,
    ReadingSettings,
    UnsupportedFormatError,
    parse_directive,
)
from tracker.parsing import MEGABYTE, ChildLimits, parse_in_child, text_in_child

TEXT = "Số 45-CT/TU\n\nMột là, Sở Phòng vệ xây dựng kế hoạch trước ngày 30/6/2024.\n"
SETTINGS = ReadingSettings(("Sở Phòng vệ",), ("các sở",), before_is_inclusive=False)

linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux limits memory and processor time as tested here"
)


def test_the_child_reads_as_the_library_does() -> None:
    read = parse_in_child(TEXT.encode(), "chỉ thị.md", SETTINGS)
    assert read == parse_directive(TEXT.encode(), name="chỉ thị.md", settings=SETTINGS)


def test_the_words_of_evidence_come_without_their_layout() -> None:
    document = Document()
    document.add_paragraph("Đã ban hành kế hoạch.")
    stream = BytesIO()
    document.save(stream)
    assert text_in_child(stream.getvalue(), "minh-chung.docx").strip() == "Đã ban hành kế hoạch."


@pytest.mark.parametrize(
    ("content", "kind"), [(b"", EmptyFileError), (b"\x89PNG\r\n\x1a\n", UnsupportedFormatError)]
)
def test_a_fault_keeps_its_kind_message_and_details(
    content: bytes, kind: type[DirectiveError]
) -> None:
    with pytest.raises(kind) as here:
        parse_directive(content, name="ảnh.docx")
    with pytest.raises(kind) as there:
        parse_in_child(content, "ảnh.docx", ReadingSettings())
    assert there.value.message == here.value.message
    assert there.value.details == here.value.details


def test_a_reading_that_takes_too_long_is_ended() -> None:
    with pytest.raises(LimitExceededError) as over:
        text_in_child(TEXT.encode(), "lâu.md", ChildLimits(wall_seconds=0.01))
    assert over.value.details["name"] == "lâu.md"
    assert "seconds" in over.value.details


@linux_only
def test_a_reading_that_needs_too_much_memory_is_ended() -> None:
    limits = ChildLimits(memory_bytes=400 * MEGABYTE)
    with pytest.raises(LimitExceededError) as over:
        text_in_child(TEXT.encode() * 2_000_000, "to.md", limits)
    assert over.value.details == {"name": "to.md", "megabytes": 400}


@linux_only
@pytest.mark.parametrize(
    ("number", "words"), [(signal.SIGXCPU, "20 seconds"), (signal.SIGKILL, "1536 megabytes")]
)
def test_a_child_that_the_system_ends_names_the_limit(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals, words: str
) -> None:
    # A file that burns twenty seconds would make a slow test; the child kills itself instead.
    _run_instead(monkeypatch, f"import os; os.kill(os.getpid(), {int(number)})")
    with pytest.raises(LimitExceededError, match=words):
        text_in_child(TEXT.encode(), "chỉ thị.md")


def test_a_fault_of_ours_in_the_child_is_logged_and_told_as_unreadable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _run_instead(monkeypatch, "raise ZeroDivisionError('of ours')")
    with pytest.raises(DirectiveError) as fault:
        text_in_child(TEXT.encode(), "chỉ thị.md")
    assert fault.value.code == "unreadable"
    captured = capsys.readouterr()
    assert "ZeroDivisionError: of ours" in captured.out + captured.err


def _run_instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    run = subprocess.run

    def other(_command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ}
        options["env"] = environment
        return run([sys.executable, "-c", code], **options)  # type: ignore[call-overload, no-any-return]  # the options are the caller's own

    monkeypatch.setattr(subprocess, "run", other)
