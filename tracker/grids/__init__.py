"""Tables of a Word file or a workbook, cell by cell, without a word on what they mean.

Runs inside the limited child process of :mod:`tracker.parsing`: the files come from anywhere.
"""

from __future__ import annotations

from directives.errors import (
    DamagedFileError,
    DirectiveError,
    EmptyFileError,
    EncryptedFileError,
    UnsupportedFormatError,
)
from directives.readers.guard import checked_zip
from tracker.grids.model import Cell, CellKind, Grid, Row, Table, grid_from_dict

__all__ = ["Cell", "CellKind", "Grid", "Row", "Table", "grid_from_dict", "read_grid"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "xl/workbook.xml"


def read_grid(data: bytes, name: str) -> Grid:
    """Return the tables of a file; its content, not its name, decides how it is read.

    Raises:
        DirectiveError: it is empty, damaged, protected, too large, or neither Word nor Excel.
    """
    if not data:
        raise EmptyFileError(f"{name}: the file is empty", name=name)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise EncryptedFileError(f"{name}: a password protects the file", name=name)
    if not data.startswith(_ZIP):
        raise UnsupportedFormatError(f"{name}: the file is neither Word nor Excel", name=name)
    try:
        return _read(data)
    except DirectiveError as fault:
        raise type(fault)(f"{name}: {fault.message}", name=name, **fault.details) from fault
    except Exception as fault:
        # The one place where the faults of zipfile, lxml and openpyxl become ours.
        raise DamagedFileError(f"{name}: the file is damaged; save it anew", name=name) from fault


def _read(data: bytes) -> Grid:
    # Each stands on a library that takes long to load.
    with checked_zip(data) as package:
        is_workbook = _WORKBOOK in package.namelist()
    if is_workbook:
        from tracker.grids.excel import read_workbook  # noqa: PLC0415

        return read_workbook(data)
    from tracker.grids.word import read_document  # noqa: PLC0415

    return read_document(data)
