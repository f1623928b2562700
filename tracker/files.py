"""The file store: bytes under their SHA-256, written whole or not at all, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from tracker.errors import NotFound


class FileStore:
    """A folder of files named by the hash of their content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Store ``content`` and return its SHA-256; storing the same bytes twice is harmless."""
        digest = hashlib.sha256(content).hexdigest()
        place = self._place(digest)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(place, content)
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes kept under ``digest``; raise :class:`NotFound` if they are gone."""
        try:
            return self._place(digest).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(digest=digest) from error

    def _place(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def _write_whole(place: Path, content: bytes) -> None:
    # A crash leaves a stray temporary file, never half a file under a good name.
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(place)
