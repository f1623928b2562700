"""Addresses that the search page leads to: itself with something changed, and places of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from flask import url_for

from search_index import Snippet
from tracker.search import Choice, Filter, Match, Question, written

CONTEXT_WORDS = 3


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of the search page with a question changed, always on its first page."""

    question: Question
    # Asked for once: a page has a hundred of these addresses.
    page: str = field(default_factory=lambda: url_for("search.search"))

    def changed(self, **changes: object) -> str:
        """Return the address with parts of it replaced; ``None`` drops one."""
        kept = [pair for pair in written(self.question) if pair[0] not in changes]
        given = [(name, str(value)) for name, value in changes.items() if value]
        return self._address([*kept, *given])

    def with_choice(self, choice: Choice) -> str:
        """Return the address with a choice made, or taken back when it was made already."""
        asked = self.question
        kept = _other_than(choice, asked.filters)
        made = kept if choice.filter in asked.filters else (*kept, choice.filter)
        refused = _other_than(choice, asked.excluded)
        return self._of(replace(asked, filters=made, excluded=refused))

    def without_choice(self, choice: Choice) -> str:
        """Return the address with a choice refused, or no longer refused when it was."""
        asked = self.question
        kept = _other_than(choice, asked.excluded)
        refused = kept if choice.filter in asked.excluded else (*kept, choice.filter)
        made = _other_than(choice, asked.filters)
        return self._of(replace(asked, filters=made, excluded=refused))

    def without_chip(self, choice: Choice) -> str:
        """Return the address without what a chip says."""
        return self.without_choice(choice) if choice.is_excluded else self.with_choice(choice)

    def of_words(self, text: str) -> str:
        """Return the address of other words alone."""
        return self._of(Question(text))

    def of_like(self, key: str) -> str:
        """Return the address of what is like a record."""
        return self._of(Question(like=key))

    def _of(self, question: Question) -> str:
        return self._address(written(question))

    def _address(self, parts: Sequence[tuple[str, str]]) -> str:
        return f"{self.page}?{urlencode(parts, safe=':')}" if parts else self.page


def _other_than(choice: Choice, filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    return tuple(each for each in filters if each != choice.filter)


def said_anchor(match: Match) -> str:
    """Return the part after the hash that leads to an update, and to its words where it can.

    Browsers that know text fragments light the first words that matched; others stop at the
    update.
    """
    anchor = f"update-{match.update_id}"
    if not match.snippet.marks or match.file_name:
        return anchor
    before, words, after = map(_encoded, _longest_found(match.snippet))
    context = (before and f"{before}-", words, after and f"-{after}")
    return f"{anchor}:~:text={','.join(filter(None, context))}"


def _longest_found(snippet: Snippet) -> tuple[str, str, str]:
    """Return the longest words found in a row, with some of their line before and behind them."""
    text = snippet.text
    rows: list[tuple[int, int]] = []
    for start, end in snippet.marks:
        if rows and text[rows[-1][1] : start] == " ":
            rows[-1] = (rows[-1][0], end)
        else:
            rows.append((start, end))
    start, end = max(rows, key=lambda row: row[1] - row[0])
    before = text[:start].rpartition("\n")[2].split()[-CONTEXT_WORDS:]
    after = text[end:].partition("\n")[0].split()[:CONTEXT_WORDS]
    return " ".join(before), text[start:end], " ".join(after)


def _encoded(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
