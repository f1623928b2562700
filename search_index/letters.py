"""Letters without their marks."""

from __future__ import annotations

import unicodedata

_D = str.maketrans("đĐ", "dD")


def without_marks(text: str) -> str:
    """Return ``text`` in small letters without any mark, with d for đ."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D).lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
