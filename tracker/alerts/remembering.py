"""The set of records that an alert has matched, small enough to keep beside the alert.

One byte for each row's id, one bit in it for each kind of record, compressed: half a million
records take some kilobytes when few match and at most half a megabyte.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from tracker.models import RecordKind, record_of

# The order is kept in databases: a new kind goes to the end.
_BITS = {
    kind: 1 << place
    for place, kind in enumerate(
        (RecordKind.DIRECTIVE, RecordKind.TASK, RecordKind.UPDATE, RecordKind.EVIDENCE)
    )
}
_LEVEL = 1


class Remembered:
    """Keys of records."""

    def __init__(self, kept: bytes | None = None) -> None:
        self._marks = bytearray(zlib.decompress(kept) if kept else b"")

    def __contains__(self, key: str) -> bool:
        kind, place = record_of(key)
        return place < len(self._marks) and bool(self._marks[place] & _BITS[kind])

    def add(self, keys: Iterable[str]) -> None:
        """Remember these."""
        for kind, place in map(record_of, keys):
            if place >= len(self._marks):
                # Twice the size at a time, so that many keys in order cost little.
                self._marks.extend(bytes(max(place + 1, 2 * len(self._marks)) - len(self._marks)))
            self._marks[place] |= _BITS[kind]

    def discard(self, keys: Iterable[str]) -> None:
        """Forget these; what was not remembered is passed over."""
        for kind, place in map(record_of, keys):
            if place < len(self._marks):
                self._marks[place] &= ~_BITS[kind]

    def kept(self) -> bytes:
        """Return what to keep."""
        return zlib.compress(bytes(self._marks.rstrip(b"\0")), _LEVEL)
