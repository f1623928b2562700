"""Asking as a person of the office does: the pages of results, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from search_index import SearchEngine
from tests.relevance.judging import SHOWN
from tests.relevance.papers import TODAY
from tracker.db import Database
from tracker.domain import Actor, Role, TrackingRules
from tracker.search import DirectiveCard, FoundPage, Question, find, rebuild

INSPECTOR = Actor(0, "Cán bộ kiểm tra", frozenset({Role.INSPECTOR}))
Ask = Callable[..., list[str]]


def office_asks(database: Database, engine: SearchEngine) -> Ask:
    """Index the collection; return who answers a query with keys of tasks and documents."""
    rebuild(database, engine)

    def pages(text: str) -> Iterator[FoundPage]:
        number = last = 1
        while number <= last:
            question = Question(text, page=number)
            page = find(database, engine, INSPECTOR, question, today=TODAY, rules=TrackingRules())
            number, last = number + 1, page.last
            yield page

    def ask(text: str, most: int = SHOWN) -> list[str]:
        found: list[str] = []
        for page in pages(text):
            found += [
                f"directive:{card.directive_id}"
                if isinstance(card, DirectiveCard)
                else f"task:{card.task_id}"
                for card in page.cards
            ]
            if len(found) >= most:
                break
        return found[:most]

    return ask
