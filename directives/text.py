"""Cleaning and folding of Vietnamese text; linear in its length, whatever is typed."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and soft marks carry no word; every odd space is a space; other controls are noise.
_DROPPED = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_CONTROLS = dict.fromkeys((*range(32), 127, *range(128, 160)), " ")
_ODD_SPACES = dict.fromkeys(
    [0x00A0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " "
)
_BIDI = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_CLEAN = {**_CONTROLS, **_ODD_SPACES, **_DROPPED, **_BIDI}
_SPACES = re.compile(r" {2,}")
_D = str.maketrans("đĐ", "dD")


def clean_line(text: str) -> str:
    """Return ``text`` as one line of canonical text: NFC, plain single spaces, no controls.

    Words are neither corrected nor dropped; "củaĐảng" stays as it is.
    """
    # All that is changed or dropped is unprintable; most lines hold nothing of it.
    if not text.isprintable():
        text = text.translate(_CLEAN)
    text = unicodedata.normalize("NFC", text)
    return (_SPACES.sub(" ", text) if "  " in text else text).strip()


def fold(text: str) -> str:
    """Return ``text`` in lower case without tone marks and with d for đ, for comparing only."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D).lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
