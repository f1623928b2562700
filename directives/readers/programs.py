"""Programs of the computer that help to read: LibreOffice and OCRmyPDF.

Each runs in a folder of its own with an end to its time, without network where the system can
take it away, and with all that it started ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from directives.errors import DamagedFileError, LimitExceededError

_SAFE_VARIABLES = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TESSDATA_PREFIX")
_UNSHARE = ("unshare", "--map-root-user", "--net")


@cache
def find_program(*names: str) -> str | None:
    """Return the path of the first program found, in the search path or beside Python."""
    folders = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    return next((path for name in names if (path := shutil.which(name, path=folders))), None)


def run_program(command: Sequence[str], folder: Path, seconds: float) -> None:
    """Run a program in ``folder``, which is its home too, until it ends well.

    Raises:
        DamagedFileError: it ended with a fault.
        LimitExceededError: it took longer than ``seconds``.
    """
    environment = {name: os.environ[name] for name in _SAFE_VARIABLES if name in os.environ}
    environment["PATH"] = os.pathsep.join(
        (str(Path(command[0]).parent), environment.get("PATH", os.defpath))
    )
    child = subprocess.Popen(  # noqa: S603 - the command is ours, the file only an argument
        [*_without_network(), *command],
        cwd=folder,
        env={**environment, "HOME": str(folder), "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    name = Path(command[0]).name
    try:
        status = child.wait(seconds)
    except subprocess.TimeoutExpired:
        raise LimitExceededError(
            f"{name} took longer than {seconds:.0f} seconds with it; hand in its parts, "
            "or save it as Word (.docx)",
            seconds=int(seconds),
        ) from None
    finally:
        _end_all(child)
    if status != 0:
        raise DamagedFileError(
            f"{name} cannot read the file; open it in the program that made it, "
            "save it as Word (.docx) and hand in the copy"
        )


def _end_all(child: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started, and forget it."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()


@cache
def _without_network() -> tuple[str, ...]:
    """Return what to put before a command so that it has no network, if the system can do it."""
    if shutil.which(_UNSHARE[0]) is None:
        return ()
    tried = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False)  # noqa: S603 - ours
    return _UNSHARE if tried.returncode == 0 else ()
