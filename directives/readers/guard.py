"""The gate before a Word file is opened: sizes, names and shape, at the cost of one inflation.

A package that passes may still be nonsense, but it cannot fill the memory or the disk.
"""

from __future__ import annotations

import io
import zipfile
from zlib import error as ZlibError  # noqa: N812 - zlib names its one exception in lower case

from directives.errors import DamagedFileError, LimitExceededError

MAX_ENTRIES = 5_000
MAX_PART_BYTES = 50 * 1024 * 1024
MAX_PACKAGE_BYTES = 200 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class Package:
    """The parts of a zip file, inflated under limits."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._inflated_bytes = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedFileError(
                f"{name}: the Word file is cut short or damaged; save it again and retry", name=name
            ) from error
        self._check_entries()

    def _check_entries(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise self._over("entries", MAX_ENTRIES)
        names = [entry.filename for entry in entries]
        if len(set(names)) != len(names) or any(_is_unsafe(entry) for entry in names):
            raise DamagedFileError(
                f"{self._name}: the Word file has parts with doubled or unsafe names; "
                "save it again from Word",
                name=self._name,
            )
        if (
            sum(entry.file_size for entry in entries if _is_read(entry.filename))
            > MAX_PACKAGE_BYTES
        ):
            raise self._over("bytes", MAX_PACKAGE_BYTES)

    def __contains__(self, part: str) -> bool:
        return part in self._zip.namelist()

    def read(self, part: str) -> bytes:
        """Return the bytes of ``part``; its true size counts, not the one it declares."""
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_CHUNK_BYTES):
                    size += len(piece)
                    self._inflated_bytes += len(piece)
                    if size > MAX_PART_BYTES or self._inflated_bytes > MAX_PACKAGE_BYTES:
                        raise self._over("bytes", MAX_PART_BYTES)
                    pieces.append(piece)
        except (
            zipfile.BadZipFile,
            ZlibError,
            EOFError,
            KeyError,
            RuntimeError,
            OSError,
            NotImplementedError,
        ) as error:
            raise DamagedFileError(
                f"{self._name}: the part {part} is damaged; save the file again and retry",
                name=self._name,
                part=part,
            ) from error
        return b"".join(pieces)

    def _over(self, what: str, limit: int) -> LimitExceededError:
        return LimitExceededError(
            f"{self._name}: the Word file unpacks to more than {limit} {what}; split the document",
            name=self._name,
            what=what,
            limit=limit,
        )


def _is_unsafe(entry: str) -> bool:
    return entry.startswith(("/", "\\")) or ".." in entry.replace("\\", "/").split("/")


def _is_read(entry: str) -> bool:
    return entry.endswith((".xml", ".rels"))
