"""The word tables of this library, read once from ``tables/*.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

# Vietnamese capitals and small letters alternate in Unicode, so no range holds only one of them.
CAPITAL = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
SMALL = CAPITAL[3:].lower() + "a-z"


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table called ``name``."""
    return tomllib.loads(files("directives").joinpath("tables", f"{name}.toml").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that takes the longest of ``words``; spaces in them match as written."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in longest_first)
