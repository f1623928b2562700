"""How long the index library takes inside an answer, apart from all that is done around it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from search_index.tantivy_reader import TantivyReader

# What finds and counts; to read what is shown is not among it.
_ASKS = ("certain", "best", "members", "count", "groups", "counts")


@dataclass(slots=True)
class Watch:
    """Processor time, in nanoseconds, added up until it is set back."""

    spent: int = 0


def watched_library() -> Watch:
    """Have every question to the library timed from now on."""
    watch = Watch()
    for name in _ASKS:
        setattr(TantivyReader, name, _timed(getattr(TantivyReader, name), watch))
    return watch


def _timed(act: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    @wraps(act)
    def timed(*args: Any) -> Any:
        begun = time.process_time_ns()
        try:
            return act(*args)
        finally:
            watch.spent += time.process_time_ns() - begun

    return timed
