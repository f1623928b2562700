"""``tracker serve`` as people start it: a process of its own, on a folder of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from tracker.cli import main

STARTED_WITHIN_SECONDS = 60
COMMAND = (sys.executable, "-c", "from tracker.cli import main; main()", "serve", "--sample")
PEOPLE = ("vanthu", "kiemtra", "thuongvu", "quantri", "tuyengiao")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[list[str], str]]:
    """Start the server; yield what it printed until it served, and its address."""
    port = str(_free_port())
    environment = {**os.environ, "TRACKER_FOLDER": str(folder), "TRACKER_PORT": port}
    with subprocess.Popen(  # noqa: S603 - our own command
        COMMAND, env={**environment, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Serving on"):
                break
        try:
            yield lines, f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(STARTED_WITHIN_SECONDS) == 0


def _fetched(address: str) -> str:
    deadline = time.monotonic() + STARTED_WITHIN_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_the_first_start_tells_the_accounts_and_the_second_keeps_the_data(tmp_path: Path) -> None:
    with _serving(tmp_path) as (lines, address):
        assert "15/05/2025" in _fetched(f"{address}/sign-in")
        told = re.findall(r"^  (\w+) +\S+   ", "".join(lines), re.MULTILINE)
        assert set(PEOPLE) <= set(told)
        assert lines[-1].startswith(f"Serving on {address}")
    with _serving(tmp_path) as (lines, address):
        assert "kept" in lines[0]
        assert _fetched(f"{address}/sign-in")
        assert not [line for line in lines if "vanthu" in line]


def test_a_taken_port_is_one_line_that_names_the_setting(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(
            main, ["serve"], env={"TRACKER_FOLDER": str(tmp_path), "TRACKER_PORT": port}
        )
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert port in result.output
    assert "TRACKER_PORT" in result.output


def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.touch()
    result = CliRunner().invoke(main, ["serve"], env={"TRACKER_FOLDER": str(blocked / "var")})
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "TRACKER_FOLDER" in result.output


@pytest.mark.parametrize("port", ["http", "-1"])
def test_a_setting_that_cannot_be_used_is_named(port: str, tmp_path: Path) -> None:
    env = {"TRACKER_FOLDER": str(tmp_path), "TRACKER_PORT": port}
    result = CliRunner().invoke(main, ["serve"], env=env)
    assert result.exit_code == 1
    assert "TRACKER_PORT" in result.output


def test_the_sample_loads_by_a_command_of_its_own_and_only_once(tmp_path: Path) -> None:
    env = {"TRACKER_FOLDER": str(tmp_path / "office")}
    first = CliRunner().invoke(main, ["sample", "load"], env=env)
    again = CliRunner().invoke(main, ["sample", "load"], env=env)
    assert "vanthu" in first.output
    assert "kept" in again.output


def test_tables_come_up_to_date_as_often_as_asked(tmp_path: Path) -> None:
    env = {"TRACKER_FOLDER": str(tmp_path / "office")}
    for _ in range(2):
        assert "up to date" in CliRunner().invoke(main, ["db", "upgrade"], env=env).output
