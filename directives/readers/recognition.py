"""A scanned PDF → one with a text layer, by OCRmyPDF where it is installed (extra "ocr")."""

from __future__ import annotations

import subprocess
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from directives.readers.programs import find_program, run_program

SECONDS = 240.0

_LANGUAGES = ("vie", "eng")


@cache
def is_installed() -> bool:
    """Whether OCRmyPDF is found on this computer, and a Tesseract that knows Vietnamese."""
    tesseract = find_program("tesseract")
    if tesseract is None or find_program("ocrmypdf") is None:
        return False
    told = subprocess.run([tesseract, "--list-langs"], capture_output=True, check=False)  # noqa: S603 - found by us
    return set(_LANGUAGES) <= set(told.stdout.decode(errors="replace").split())


class Recognition(StrEnum):
    """What is recognised, as OCRmyPDF calls it."""

    OF_PAGES_WITHOUT = "--skip-text"
    BESIDE_LETTERS = "--redo-ocr"
    OVER_LETTERS = "--force-ocr"


def with_text_layer(data: bytes, what: Recognition) -> bytes:
    """Return a copy of a PDF with a text layer where it lacks one.

    Raises:
        DamagedFileError: OCRmyPDF cannot read it.
        LimitExceededError: it takes too long.
    """
    program = find_program("ocrmypdf")
    assert program is not None, "ask is_installed() before"  # noqa: S101 - a fault of ours
    with TemporaryDirectory(prefix="directive-") as name:
        folder = Path(name)
        source, made = folder / "source.pdf", folder / "made.pdf"
        source.write_bytes(data)
        options = ("--output-type", "pdf", "--optimize", "0", "--language", "+".join(_LANGUAGES))
        run_program([program, what.value, *options, str(source), str(made)], folder, SECONDS)
        return made.read_bytes()
