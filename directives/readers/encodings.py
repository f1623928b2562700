"""Bytes → text, whatever encoding they are in and whatever they say of it."""

from __future__ import annotations

import codecs
import re

from directives.readers.legacy import LEAST_SHARE, mended, share_of_syllables

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_HEAD = 4096
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
_LEAST_ZEROS = 0.3
# As browsers do: a page that declares Latin 1 is written in the larger set of Windows.
_WIDER = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
_MAYBE = ("cp1252", "cp1258")


def decoded(data: bytes) -> str | None:
    """Return the text of ``data``; ``None`` where it is in no encoding known here.

    What can be read as UTF-8 is, since many pages declare another encoding and lie.
    """
    attempts = (attempt(data) for attempt in (_by_mark, _utf_8, _declared, _guessed))
    return next((text for text in attempts if text is not None), None)


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return data.decode(encoding)
    head = data[:_HEAD]
    # UTF-16 without its mark: every other byte of Latin letters is zero.
    for at, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 1 and head[at::2].count(0) > _LEAST_ZEROS * len(head[at::2]):
            return _strict(data, encoding)
    return None


def _utf_8(data: bytes) -> str | None:
    return _strict(data, "utf-8")


def _declared(data: bytes) -> str | None:
    declared = _CHARSET.search(data[:_HEAD])
    if declared is None:
        return None
    name = declared[1].decode("ascii").lower()
    return _strict(data, _WIDER.get(name, name))


def _guessed(data: bytes) -> str | None:
    """Read bytes that say nothing of themselves, if they then show Vietnamese words."""
    attempts = [data.decode(encoding, "replace") for encoding in _MAYBE]
    best = max(attempts, key=_share)
    return best if _share(best) >= LEAST_SHARE else None


def _share(text: str) -> float:
    return share_of_syllables(mended(text))


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
