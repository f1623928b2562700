"""Words as they can be written into any file: one control character would spoil all of it."""

from __future__ import annotations

import re

_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def writable(text: str) -> str:
    """Return ``text`` without what XML cannot hold."""
    return _NEVER.sub("", text)
