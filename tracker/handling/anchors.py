"""Words of a task that a comment is on: found again from what was quoted, cut into choices."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directives.text import clean_line

# Clauses as people point at them: after a full stop, a semicolon, a colon or a line's end.
_CLAUSES = re.compile(r"[^.;:\n]+[.;:]?", re.UNICODE)
MIN_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a task, with their place in its text."""

    start: int
    end: int
    text: str


def clauses(text: str) -> tuple[Words, ...]:
    """Return the clauses of a task's text that can be chosen to comment on."""
    found = []
    for match in _CLAUSES.finditer(text):
        words = match.group().strip()
        if sum(letter.isalpha() for letter in words) >= MIN_LETTERS:
            start = match.start() + match.group().index(words)
            found.append(Words(start, start + len(words), words))
    return tuple(found)


def places_of(quote: str, text: str) -> tuple[tuple[int, int], ...]:
    """Return where ``quote`` stands in ``text``, whatever its capitals and runs of spaces.

    What is typed as the text has it wins over what only differs in capitals.
    """
    pattern = r"\s+".join(map(re.escape, clean_line(quote).split()))
    if not pattern:
        return ()
    for flags in (0, re.IGNORECASE):
        if found := tuple(match.span() for match in re.finditer(pattern, text, flags)):
            return found
    return ()
