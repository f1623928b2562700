"""Old Word, OpenDocument and rich text → Word, by LibreOffice where it is installed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from directives.errors import DamagedFileError, UnsupportedFormatError
from directives.readers.programs import find_program, run_program

SECONDS = 60.0

_PROGRAMS = ("soffice", "libreoffice")
# No macro runs and nothing outside the file is fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def is_installed() -> bool:
    """Whether LibreOffice is found on this computer."""
    return find_program(*_PROGRAMS) is not None


def as_docx(data: bytes, suffix: str, what: str) -> bytes:
    """Return the Word file that LibreOffice makes of ``data``.

    Args:
        data: the whole file.
        suffix: "doc", "odt" or "rtf".
        what: how to call the file in a message.

    Raises:
        DamagedFileError: LibreOffice cannot read it, or a password protects it.
        LimitExceededError: it takes too long.
        UnsupportedFormatError: LibreOffice is not installed.
    """
    program = find_program(*_PROGRAMS)
    if program is None:
        raise UnsupportedFormatError(
            f"the content is {what}, which is read only where LibreOffice is installed; "
            "install it (Debian: apt install libreoffice-writer-nogui), or save the document "
            "as Word (.docx)",
            found=what,
        )
    with TemporaryDirectory(prefix="directive-") as name:
        made = _convert(program, data, Path(name), suffix)
        # It ends well even where it could not load the file.
        if not made.exists():
            raise DamagedFileError(
                f"LibreOffice cannot read {what}; it may be damaged or have a password; open it "
                "in the program that made it and save it as Word (.docx)"
            )
        return made.read_bytes()


def _convert(program: str, data: bytes, folder: Path, suffix: str) -> Path:
    """Run LibreOffice in ``folder``; return where the Word file should then be."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, "utf-8")
    source = folder / f"source.{suffix}"
    source.write_bytes(data)
    made = folder / "made" / "source.docx"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ("--headless", "--norestore", "--convert-to", "docx:Office Open XML Text")
    command = [program, profile, *options, "--outdir", str(made.parent), str(source)]
    run_program(command, folder, SECONDS)
    return made
