"""What Word files and workbooks have in common: a package with properties of its own."""

from __future__ import annotations

from typing import Any
from zipfile import ZipFile

from lxml import etree

from directives.errors import DamagedFileError
from directives.readers.guard import refuse_doctype, safe_parser

MARK = "DirectiveTrackerSheet"
_CUSTOM = "docProps/custom.xml"
_HEAD_BYTES = 4096


def mark_of(package: ZipFile) -> str:
    """Return the value of our own property of a file; empty where it was lost."""
    if _CUSTOM not in package.namelist():
        return ""
    root: Any = etree.fromstring(package.read(_CUSTOM), safe_parser())
    refuse_doctype(root)
    found = (each for each in root if each.get("name") == MARK)
    return next(("".join(each.itertext()).strip() for each in found), "")


def refuse_doctypes(package: ZipFile) -> None:
    """Refuse a package in which a part declares a document type; no office program does.

    Raises:
        DamagedFileError: one does.
    """
    for name in package.namelist():
        if name.endswith((".xml", ".rels")):
            with package.open(name) as part:
                head = part.read(_HEAD_BYTES).replace(b"\0", b"")
            if b"<!DOCTYPE" in head.upper():
                raise DamagedFileError("a part of the file declares a document type; save it anew")


def has_macros(package: ZipFile) -> bool:
    """Return whether the package carries programs."""
    names = (name.lower() for name in package.namelist())
    return any("vbaproject" in name or "activex" in name for name in names)
