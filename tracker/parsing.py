"""Reading a file in a child process, so that a hostile one can neither fill nor stop the server.

The child gets the bytes on its standard input and answers with JSON on its standard output; it
has limits of memory, processor time and wall time, no network, and ends when it passes one. So do
the programs that it starts.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

import structlog

from directives import (
    DamagedFileError,
    Directive,
    DirectiveError,
    EmptyFileError,
    EncryptedFileError,
    LimitExceededError,
    ReadingSettings,
    UnsupportedFormatError,
    parse_directive,
)
from directives.blocks import canonical_text
from directives.loading import directive_from_dict
from directives.readers import may_need_program, read_blocks
from tracker.grids import Grid, grid_from_dict, read_grid

log = structlog.get_logger()

_ERRORS: dict[str, type[DirectiveError]] = {
    error.code: error
    for error in (
        DirectiveError,
        DamagedFileError,
        EmptyFileError,
        EncryptedFileError,
        LimitExceededError,
        UnsupportedFormatError,
    )
}

MEGABYTE = 1024 * 1024
_GRACE_SECONDS = 3.0
_OUT_OF_MEMORY = {-getattr(signal, name, 0) for name in ("SIGKILL", "SIGABRT")}
_NETWORK_EVENTS = frozenset(
    f"socket.{what}"
    for what in ("connect", "bind", "sendto", "sendmsg", "getaddrinfo", "gethostbyname")
)


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one reading may use; memory and processor time only where the system can limit them."""

    memory_bytes: int = 1536 * MEGABYTE
    processor_seconds: int = 20
    wall_seconds: float = 30.0
    program_seconds: float = 270.0
    """What is allowed beside where LibreOffice or OCRmyPDF may have to help."""


def parse_in_child(
    data: bytes,
    name: str,
    settings: ReadingSettings,
    limits: ChildLimits = ChildLimits(),
) -> Directive:
    """Return the reading of a file, made in a limited child process.

    Raises:
        DirectiveError: the file cannot be read, or reading it passed a limit.
    """
    answer = _in_child("directive", data, name, asdict(settings), limits)
    return directive_from_dict(answer)


def text_in_child(data: bytes, name: str, limits: ChildLimits = ChildLimits()) -> str:
    """Return the words of a file, read in a limited child process.

    Raises:
        DirectiveError: the file cannot be read, or reading it passed a limit.
    """
    text: str = _in_child("text", data, name, {}, limits)["text"]
    return text


def grid_in_child(data: bytes, name: str, limits: ChildLimits = ChildLimits()) -> Grid:
    """Return the tables of a Word file or a workbook, read in a limited child process.

    Raises:
        DirectiveError: the file cannot be read, or reading it passed a limit.
    """
    return grid_from_dict(_in_child("grid", data, name, {}, limits))


def _in_child(
    task: str, data: bytes, name: str, settings: dict[str, Any], limits: ChildLimits
) -> dict[str, Any]:
    order = json.dumps({"task": task, "name": name, "settings": settings, **asdict(limits)})
    seconds = limits.wall_seconds + limits.program_seconds * may_need_program(data)
    child = subprocess.Popen(
        [sys.executable, "-m", "tracker.parsing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        said, words = child.communicate(order.encode() + b"\n" + data, seconds)
    except subprocess.TimeoutExpired as error:
        raise _over(name, "seconds", int(seconds)) from error
    finally:
        _end(child)
    if child.returncode != 0:
        raise _killed(child.returncode, words.decode(errors="replace"), name, limits)
    answer: dict[str, Any] = json.loads(said)
    if "fault" in answer:
        raise _ERRORS[answer["fault"]](answer["message"], **answer["details"])
    return answer


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child that is still there, with a moment for it to end what it started."""
    if child.poll() is None:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.communicate(timeout=_GRACE_SECONDS)
        child.kill()
        child.communicate()


def _killed(status: int, words: str, name: str, limits: ChildLimits) -> DirectiveError:
    """Return why a child ended without an answer; what is no limit is our fault and logged."""
    if status == -getattr(signal, "SIGXCPU", 0):
        return _over(name, "seconds", limits.processor_seconds)
    # PDFium ends the process where its memory ends, the system where its own does.
    if "MemoryError" in words or status in _OUT_OF_MEMORY:
        return _over(name, "megabytes", limits.memory_bytes // MEGABYTE)
    log.error("reading failed", name=name, status=status, words=words[-2000:])
    return DirectiveError(f"{name}: reading it failed; the log says why", name=name)


def _over(name: str, unit: str, limit: int) -> LimitExceededError:
    return LimitExceededError(
        f"{name}: reading it takes more than {limit} {unit}; split the document",
        name=name,
        **{unit: limit},
    )


def _serve_one() -> None:
    """Do what the first line of the standard input orders with the bytes after it."""
    order = json.loads(sys.stdin.buffer.readline())
    _limit(order["memory_bytes"], order["processor_seconds"])
    sys.addaudithook(_refuse_network)
    # An exception, so that programs that help are ended on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    data = sys.stdin.buffer.read()
    try:
        answer = _answer(order, data)
    except DirectiveError as error:
        # Where memory ended, what failed first is told as damage; its cause says what it was.
        if isinstance(error.__cause__, MemoryError):
            raise error.__cause__ from None
        answer = {"fault": error.code, "message": error.message, "details": error.details}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _answer(order: dict[str, Any], data: bytes) -> dict[str, Any]:
    name: str = order["name"]
    if order["task"] == "text":
        return {"text": canonical_text(read_blocks(data, name)[1])}
    if order["task"] == "grid":
        return read_grid(data, name).to_dict()
    settings = ReadingSettings(
        tuple(order["settings"]["known_bodies"]),
        tuple(order["settings"]["known_groups"]),
        order["settings"]["before_is_inclusive"],
    )
    return parse_directive(data, name=name, settings=settings).to_dict()


def _limit(memory_bytes: int, processor_seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - Windows has none; the wall limit holds there alone
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    with suppress(ValueError):  # macOS knows the limit of memory and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _refuse_network(event: str, _arguments: tuple[Any, ...]) -> None:
    """Let nothing that reads a file reach another computer; see :func:`sys.addaudithook`."""
    if event in _NETWORK_EVENTS:
        raise PermissionError(f"{event} is not for the reading of a file")


if __name__ == "__main__":
    _serve_one()
