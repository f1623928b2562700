"""No pattern of the parser is slow, whatever a document repeats."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import directives
from directives.sieve import Sieve

LENGTH = 100_000
AT_ONCE = 0.2
# Four times the text in sixteen times the time would be quadratic.
MOST_GROWTH = 10
PIECES = (" ", "Sở ", "trước ngày ")


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(directives.__path__, "directives."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for place, pattern in enumerate(_inside(value)):
                yield f"{module.name}.{name}[{place}]", pattern


def _inside(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, Sieve | tuple):
        for each in value.patterns if isinstance(value, Sieve) else value:
            yield from _inside(each)
    else:
        yield from _inside(getattr(value, "pattern", getattr(value, "sieve", ())))


PATTERNS = sorted(dict(_patterns()).items())


def _words_of(pattern: re.Pattern[str]) -> list[str]:
    """Return the longer literals in a pattern, as a document could repeat them."""
    words = re.findall(r"[^\W\d_]{2,}(?:\\? [^\W\d_]{2,})*", pattern.pattern)
    return [word.replace("\\", "") + " " for word in dict.fromkeys(words)][:3]


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    # What begins with anything at all is only ever matched where a passage begins.
    anchored = pattern.pattern.startswith("(?:.*")
    start = time.process_time()
    for _ in (pattern.match(text),) if anchored else pattern.finditer(text):
        pass
    return time.process_time() - start


@pytest.mark.parametrize("pattern", [p for _, p in PATTERNS], ids=[name for name, _ in PATTERNS])
def test_a_pattern_reads_a_hundred_kilobytes_of_its_own_pieces_in_linear_time(
    pattern: re.Pattern[str],
) -> None:
    for piece in (*PIECES, *_words_of(pattern)):
        text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
        whole = _seconds(pattern, text)
        if whole > AT_ONCE:
            assert whole < MOST_GROWTH * _seconds(pattern, text[: LENGTH // 4]), piece


def test_all_modules_with_patterns_are_looked_at() -> None:
    modules = {name.rsplit(".", 1)[0] for name, _ in PATTERNS}
    assert {"directives.bodies", "directives.deadlines", "directives.enumeration"} <= modules
