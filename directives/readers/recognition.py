"""A scanned PDF → one with a text layer, by OCRmyPDF where it is installed (extra "ocr")."""

from __future__ import annotations

import subprocess
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


def with_text_layer(data: bytes, *, over_letters: bool = False) -> bytes:
    """Return a copy of a PDF in which every page without letters has a text layer.

    Args:
        data: the whole file.
        over_letters: whether pages that have letters are read from their picture too.

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
        pages = "--force-ocr" if over_letters else "--skip-text"
        options = ("--output-type", "pdf", "--optimize", "0", "--language", "+".join(_LANGUAGES))
        run_program([program, pages, *options, str(source), str(made)], folder, SECONDS)
        return made.read_bytes()
