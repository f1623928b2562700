"""Reading in a child process: what it answers, and what happens to a file that goes too far."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

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
from tests.directives.hostile_files import MAKERS, name_of
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
    ("number", "words"),
    [
        (signal.SIGXCPU, "20 seconds"),
        (signal.SIGKILL, "1536 megabytes"),
        (signal.SIGABRT, "1536 megabytes"),
    ],
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


@linux_only
@pytest.mark.parametrize(
    "maker",
    [
        "word_paragraph_just_below_a_part", "word_of_a_million_empty_paragraphs",
        "word_of_three_million_tags", "word_of_two_hundred_thousand_entries",
        "word_of_a_billion_laughs", "markdown_of_pictures", "html_of_nested_elements",
        "text_of_many_short_lines", "pdf_stream_of_a_gigabyte_packed_twice",
        "pdf_of_five_million_texts", "pdf_of_forms_that_draw_forms",
        "pdf_of_a_form_that_draws_itself", "pdf_of_two_hundred_thousand_pages",
    ],
)  # fmt: skip
def test_a_hostile_file_is_read_or_refused_before_the_child_reaches_its_own_limits(
    maker: str,
) -> None:
    small = ChildLimits(512 * MEGABYTE, processor_seconds=8, wall_seconds=120)
    try:
        text_in_child(MAKERS[maker](), name_of(MAKERS[maker]), small)
    except DirectiveError as fault:
        assert "split the document" not in fault.message  # noqa: PT017 - it may be read as well
        assert fault.code in ("limit", "damaged")  # noqa: PT017 - the same


@pytest.mark.parametrize(
    "reach",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_a_child_reaches_no_network(reach: str) -> None:
    code = f"""
import socket, sys, urllib.request
from tracker import parsing
sys.addaudithook(parsing._refuse_network)
try:
    {reach}
except (PermissionError, OSError) as fault:
    print(fault)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)  # noqa: S603 - ours
    assert b"not for the reading of a file" in told.stdout


def test_a_child_that_takes_too_long_is_gone_with_what_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _run_instead(monkeypatch, _SLEEPER.format(folder=str(tmp_path)))
    with pytest.raises(LimitExceededError):
        text_in_child(TEXT.encode(), "lâu.md", ChildLimits(wall_seconds=8))
    started = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


_SLEEPER = """
import pathlib, signal, sys
from directives.readers import programs
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
folder = pathlib.Path({folder!r})
programs._without_network = lambda: ()
programs.run_program(["/bin/sh", "-c", "echo $$ > pid; sleep 60"], folder, 60)
"""


def _run_instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    start = subprocess.Popen

    def other(_command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        return start([sys.executable, "-c", code], **options)

    monkeypatch.setattr(subprocess, "Popen", other)
