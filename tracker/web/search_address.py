"""Addresses that the search page leads to: itself with something changed, and places of results."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import url_for
from werkzeug.datastructures import MultiDict

from search_index import Snippet
from tracker.search import Choice, Filter, Match, Question, written

CONTEXT_WORDS = 3


def address_of(question: Question, **changes: object) -> str:
    """Return the address of a question with something changed, on its first page."""
    state: dict[str, Any] = {**MultiDict(written(question)).to_dict(flat=False), **changes}
    return url_for("search.search", **{name: value for name, value in state.items() if value})


def with_choice(question: Question, choice: Choice) -> str:
    """Return the address with a choice made, or taken back when it was made already."""
    kept = _other_than(choice, question.filters)
    made = kept if choice.filter in question.filters else (*kept, choice.filter)
    refused = _other_than(choice, question.excluded)
    return address_of(replace(question, filters=made, excluded=refused))


def without_choice(question: Question, choice: Choice) -> str:
    """Return the address with a choice refused, or no longer refused when it was."""
    kept = _other_than(choice, question.excluded)
    refused = kept if choice.filter in question.excluded else (*kept, choice.filter)
    made = _other_than(choice, question.filters)
    return address_of(replace(question, filters=made, excluded=refused))


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
    before, words, after = map(_encoded, _first_found(match.snippet))
    context = (before and f"{before}-", words, after and f"-{after}")
    return f"{anchor}:~:text={','.join(filter(None, context))}"


def _first_found(snippet: Snippet) -> tuple[str, str, str]:
    """Return the first words that matched with some of their line before and behind them."""
    text, (start, end) = snippet.text, snippet.marks[0]
    for following, last in snippet.marks[1:]:
        if text[end:following] != " ":
            break
        end = last
    before = text[:start].rpartition("\n")[2].split()[-CONTEXT_WORDS:]
    after = text[end:].partition("\n")[0].split()[:CONTEXT_WORDS]
    return " ".join(before), text[start:end], " ".join(after)


def _encoded(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
