"""Reading a file in a child process, so that a hostile one can neither fill nor stop the server.

The child gets the bytes on its standard input and answers with JSON on its standard output; it
has limits of memory, processor time and wall time, and is killed when it passes one.
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
from directives.readers import read_blocks

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


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one reading may use; memory and processor time only where the system can limit them."""

    memory_bytes: int = 1536 * MEGABYTE
    processor_seconds: int = 20
    wall_seconds: float = 30.0


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


def _in_child(
    task: str, data: bytes, name: str, settings: dict[str, Any], limits: ChildLimits
) -> dict[str, Any]:
    order = json.dumps({"task": task, "name": name, "settings": settings, **asdict(limits)})
    try:
        child = subprocess.run(
            [sys.executable, "-m", "tracker.parsing"],
            input=order.encode() + b"\n" + data,
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    except subprocess.TimeoutExpired as error:
        raise _over(name, "seconds", int(limits.wall_seconds)) from error
    if child.returncode != 0:
        raise _killed(child, name, limits)
    answer: dict[str, Any] = json.loads(child.stdout)
    if "fault" in answer:
        raise _ERRORS[answer["fault"]](answer["message"], **answer["details"])
    return answer


def _killed(
    child: subprocess.CompletedProcess[bytes], name: str, limits: ChildLimits
) -> DirectiveError:
    """Return why a child ended without an answer; what is no limit is our fault and logged."""
    if child.returncode == -getattr(signal, "SIGXCPU", 0):
        return _over(name, "seconds", limits.processor_seconds)
    words = child.stderr.decode(errors="replace")
    if "MemoryError" in words or child.returncode == -getattr(signal, "SIGKILL", 0):
        return _over(name, "megabytes", limits.memory_bytes // MEGABYTE)
    log.error("reading failed", name=name, status=child.returncode, words=words[-2000:])
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
    data = sys.stdin.buffer.read()
    try:
        answer = _answer(order, data)
    except DirectiveError as error:
        answer = {"fault": error.code, "message": error.message, "details": error.details}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _answer(order: dict[str, Any], data: bytes) -> dict[str, Any]:
    name: str = order["name"]
    if order["task"] == "text":
        return {"text": canonical_text(read_blocks(data, name)[1])}
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
    resource.setrlimit(resource.RLIMIT_CPU, (processor_seconds, processor_seconds))
    with suppress(ValueError):  # macOS knows the limit of memory and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    _serve_one()
