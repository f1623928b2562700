"""Queries with rules of relevance, and the figures that a ranking gets for them.

A rule gives a grade to whatever has its facts. It speaks of what the author of the collection
knows about a task or a document, never of what any engine found.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent
FIRST, SHOWN = 10, 50


@dataclass(frozen=True, slots=True)
class Rule:
    """``grade`` for what has all facts ("a|b" is either), none of ``none``, and is due between."""

    grade: int
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    due: tuple[date, date] | None = None

    def holds(self, facts: frozenset[str]) -> bool:
        """Return whether something with these facts has this rule's grade."""
        has_all = all(any(one in facts for one in wanted.split("|")) for wanted in self.all)
        return has_all and facts.isdisjoint(self.none) and self._is_due(facts)

    def _is_due(self, facts: frozenset[str]) -> bool:
        if self.due is None:
            return True
        days = (date.fromisoformat(fact[4:]) for fact in facts if fact.startswith("due:"))
        return any(self.due[0] <= day <= self.due[1] for day in days)


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query as typed; ``plain`` are its words where it uses filters or signs."""

    number: int
    text: str
    group: str
    rules: tuple[Rule, ...]
    plain: str | None = None

    @property
    def is_kept_apart(self) -> bool:
        """Whether nothing may be tuned by this query."""
        return self.number % 2 == 0

    def grades(self, facts: Mapping[str, frozenset[str]]) -> dict[str, int]:
        """Return the grade of each thing that has one, by its key."""
        found = {key: self._grade(each) for key, each in facts.items()}
        return {key: grade for key, grade in found.items() if grade}

    def _grade(self, facts: frozenset[str]) -> int:
        return max((rule.grade for rule in self.rules if rule.holds(facts)), default=0)


def read_queries() -> list[JudgedQuery]:
    """Return the judged queries in order."""
    plain: list[dict[str, Any]] = tomllib.loads((PLACE / "queries.toml").read_text("utf-8"))[
        "query"
    ]
    return [JudgedQuery(**{**each, "rules": _rules(each["rules"])}) for each in plain]


def _rules(plain: Iterable[dict[str, Any]]) -> tuple[Rule, ...]:
    return tuple(map(_rule, plain))


def _rule(plain: dict[str, Any]) -> Rule:
    facts = {name: tuple(plain.get(name, ())) for name in ("all", "none")}
    due = plain.get("due")
    return Rule(plain["grade"], **facts, due=(due[0], due[1]) if due else None)


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], first: int = FIRST) -> float:
    """Return the normalised discounted gain (2^grade - 1) of the first results."""
    best = sorted(grades.values(), reverse=True)
    got = [grades.get(key, 0) for key in ranking]
    return _gain(got[:first]) / _gain(best[:first])


def recall(ranking: Sequence[str], grades: Mapping[str, int], shown: int = SHOWN) -> float:
    """Return the share of what is relevant, or of the places for it, in the results shown."""
    found = sum(key in grades for key in ranking[:shown])
    return found / min(len(grades), shown)


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
