"""The gate of a Word file: nothing is unpacked before its sizes and names are known.

A zip file that passes may still be nonsense, but it can fill neither memory nor time. Sizes
are absolute, not ratios: a long table packs very well and is no attack. ``zipfile`` never
inflates a part beyond the size it declares, so declared sizes are limits that hold.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from zipfile import ZipFile, ZipInfo

from lxml import etree

from directives.errors import (
    DamagedFileError,
    EncryptedFileError,
    LimitExceededError,
    UnsupportedFormatError,
)

MAX_ENTRIES = 5_000
MAX_PART_BYTES = 50 * 1024 * 1024
MAX_PACKAGE_BYTES = 200 * 1024 * 1024
# An element costs some 150 bytes of memory, however few bytes it has in the file.
MAX_TAGS = 3_000_000

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = "[Content_Types].xml"
# By what stands before ".main+xml" in the type of the main part.
_MEDIA_TYPES = {
    "application/vnd.ms-word.document.macroEnabled": "application/vnd.ms-word.document.macroEnabled.12",
    "application/vnd.ms-word.template.macroEnabledTemplate": "application/vnd.ms-word.template.macroEnabled.12",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template": "application/vnd.openxmlformats-officedocument.wordprocessingml.template",
}  # fmt: skip

_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER_BYTES = 30
_IS_ENCRYPTED = 0x1
_OTHER_PACKAGES = {
    "xl/workbook.xml": "an Excel workbook",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "mimetype": "an OpenDocument file or an e-book",
}


def checked_zip(data: bytes) -> ZipFile:
    """Open a zip file after a look at its names, sizes and places.

    Raises:
        DamagedFileError, EncryptedFileError, LimitExceededError: see :class:`Package`.
    """
    # Counted before the directory is parsed, which alone takes seconds for a million entries.
    if data.count(_DIRECTORY_ENTRY) > 2 * MAX_ENTRIES:
        raise _too_many()
    opened = ZipFile(BytesIO(data))
    entries = opened.infolist()
    _check_sizes(entries)
    _check_places(entries)
    return opened


@dataclass(frozen=True, slots=True)
class _Relation:
    """That a part refers to another; ``kind`` is the last word of the relation's type."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a Word file that a reading needs.

    Raises:
        DamagedFileError: the zip file contradicts itself, or a part has a DOCTYPE.
        EncryptedFileError: a part is protected by a password.
        LimitExceededError: there are too many parts, or they unpack to too much.
        UnsupportedFormatError: it is a zip file of another kind.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = checked_zip(data)
        self._names = set(self._zip.namelist())
        self.main = self._main_part()
        self._relations = self._relations_of(self.main)

    @property
    def media_type(self) -> str:
        """What the file says it is: a document or a template, with or without macros."""
        types = self._root(_TYPES) if _TYPES in self._names else ()
        place = f"/{self.main}"
        said = next(
            (each.get("ContentType", "") for each in types if each.get("PartName") == place), ""
        )
        return _MEDIA_TYPES.get(said.rpartition(".main")[0], DOCX)

    @property
    def has_macros(self) -> bool:
        """Whether it carries programs."""
        names = (name.lower() for name in self._names)
        return any("vbaproject" in name or "activex" in name for name in names)

    def open_main(self) -> IO[bytes]:
        """Open the part that holds the document's body."""
        return self._zip.open(self.main)

    def related(self, kind: str) -> Any:
        """Return the root of the part that the body names as its ``kind``, if there is one."""
        return next(iter(self.all_related(kind).values()), None)

    def all_related(self, kind: str) -> dict[str, Any]:
        """Return the roots of all parts of a kind by the ids by which the body names them."""
        return {
            relation.id: self._root(relation.target)
            for relation in self._relations
            if relation.kind == kind and relation.target in self._names
        }

    def elements(self, kind: str, *names: str) -> Iterator[Any]:
        """Yield elements of the part of a kind by their names; it is read only as far as is asked."""
        part = next((each.target for each in self._relations if each.kind == kind), "")
        if part not in self._names:
            return
        with self._zip.open(part) as opened:
            events = safe_events(opened, ("end",), tuple(f"{{*}}{name}" for name in names))
            for place, (_, element) in enumerate(events):
                if place == 0:
                    refuse_doctype(element)
                yield element

    def _main_part(self) -> str:
        of_documents = (each for each in self._relations_of("") if each.kind == "officeDocument")
        found = next((each.target for each in of_documents), "word/document.xml")
        if found in self._names and not found.startswith(("xl/", "ppt/")):
            return found
        what = next(
            (what for name, what in _OTHER_PACKAGES.items() if name in self._names),
            "an archive (ZIP) without a Word document",
        )
        raise UnsupportedFormatError(
            f"the content is {what}, which is not read here; "
            "save the document as Word (.docx), PDF, Markdown, HTML or plain text in UTF-8",
            found=what,
        )

    def _relations_of(self, source: str) -> list[_Relation]:
        folder, name = posixpath.split(source)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._names:
            return []
        return [
            _Relation(
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                _resolved(folder, relation),
            )
            for relation in self._root(relations)
            if relation.get("TargetMode") != "External"
        ]

    def _root(self, name: str) -> Any:
        with self._zip.open(name) as part:
            root = etree.fromstring(CountedPart(part).read(), safe_parser())
        refuse_doctype(root)
        return root


@dataclass(slots=True)
class CountedPart:
    """A part that is read only as long as its tags are within the limit."""

    part: IO[bytes]
    tags: int = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes.

        Raises:
            LimitExceededError: there were too many tags among them.
        """
        piece = self.part.read(size)
        self.tags += piece.count(b"<")
        if self.tags > MAX_TAGS:
            raise LimitExceededError(
                f"a part of the Word file has more than {MAX_TAGS} tags; "
                "copy its text into a new document",
                tags=MAX_TAGS,
            )
        return piece


def safe_parser() -> etree.XMLParser:
    """Return a parser that resolves no entity, loads nothing and keeps libxml2's limits."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )


def safe_events(part: IO[bytes], events: Sequence[str], tags: Sequence[str]) -> etree.iterparse:
    """Return the events of a part that is read as :func:`safe_parser` reads one."""
    # Lenient nowhere: a part that is cut short is better refused than read in half.
    return etree.iterparse(
        CountedPart(part),
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
    )


def refuse_doctype(root: Any) -> None:
    """Refuse a part that declares a document type; Word never writes one.

    Raises:
        DamagedFileError: it declares one.
    """
    if root.getroottree().docinfo.doctype:
        raise DamagedFileError(
            "a part of the Word file declares a document type, which Word never does; "
            "open it in Word, save it again and hand in the copy"
        )


def _resolved(folder: str, relation: Any) -> str:
    target: str = relation.get("Target", "")
    if target.startswith("/"):
        return posixpath.normpath(target[1:])
    return posixpath.normpath(posixpath.join(folder, target))


def _check_sizes(entries: list[ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _too_many()
    largest = max((entry.file_size for entry in entries), default=0)
    if largest > MAX_PART_BYTES or sum(entry.file_size for entry in entries) > MAX_PACKAGE_BYTES:
        megabytes = MAX_PART_BYTES // 2**20
        raise LimitExceededError(
            f"the Word file unpacks to more than {megabytes} MB a part; "
            "take out large pictures or embedded files and save it again",
            megabytes=megabytes,
        )


def _check_places(entries: list[ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if len(names) < len(entries) or any(_is_unsafe(name) for name in names):
        raise DamagedFileError("parts of the Word file have doubled or unsafe names; save it again")
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise EncryptedFileError("a password protects the file; remove it and save the file again")
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    end = 0
    for entry in ordered:
        if entry.header_offset < end or (not end and entry.header_offset):
            raise DamagedFileError("parts of the Word file lie over each other; save it again")
        size = _LOCAL_HEADER_BYTES + len(entry.filename) + entry.compress_size
        end = entry.header_offset + size


def _is_unsafe(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _too_many() -> LimitExceededError:
    return LimitExceededError(
        f"the Word file has more than {MAX_ENTRIES} parts; copy its text into a new document",
        entries=MAX_ENTRIES,
    )
