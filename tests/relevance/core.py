"""The documents written by hand, from ``core.toml``."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from tests.relevance.papers import Body, Order, Paper, Part, Word
from tracker.domain import AssignmentRole, UpdateStatus, VerdictKind

ROLES = {
    "lead": AssignmentRole.LEAD,
    "directed": AssignmentRole.DIRECTED,
    "supporting": AssignmentRole.SUPPORTING,
}
_CORE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "core.toml").read_text(encoding="utf-8")
)
FIELDS = {"ntm": "Nông thôn mới", "dang": "Xây dựng Đảng", "an-ninh": "Quốc phòng, an ninh"}


def core_papers(bodies: Mapping[str, Body]) -> Iterator[Paper]:
    """Give the documents with what was said about their tasks."""
    words = _words()
    for plain in _CORE["document"]:
        topic = plain.get("topic")
        about = {f"topic:{topic}"} if topic else set()
        number = plain["number"]
        about |= {f"doc:{number}", f"kindof:{plain['kind']}", f"year:{plain['issued_on'].year}"}
        yield Paper(
            **{name: plain[name] for name in ("number", "kind", "issued_on", "issuer", "title")},
            opening=plain["opening"],
            topic=topic,
            field_of_work=FIELDS.get(topic),
            orders=tuple(_order(task, about, words, bodies) for task in plain["task"]),
        )


Said = Mapping[tuple[str, str], list[Word]]


def _order(
    plain: dict[str, Any], about: set[str], words: Said, bodies: Mapping[str, Body]
) -> Order:
    group = plain.get("lead_group")
    districts = [key for key in bodies if group and key.startswith(("hu-", "tu-"))]
    asked = [(role, key) for name, role in ROLES.items() for key in plain.get(name, ())]
    parts = [*((AssignmentRole.LEAD, key) for key in districts), *asked]
    return Order(
        text=plain["text"],
        parts=tuple(
            Part(key, role, tuple(words.get((plain["key"], key), ()))) for role, key in parts
        ),
        subject=frozenset({*plain["facts"], *about, *([f"group:{group}"] if group else [])}),
        due=plain.get("due"),
        is_quarterly="recurs" in plain,
    )


def _words() -> Said:
    words: defaultdict[tuple[str, str], list[Word]] = defaultdict(list)
    for plain in _CORE["update"]:
        verdict = plain.get("verdict")
        word = Word(
            at=datetime.combine(plain["at"], time(3), UTC),
            narrative=plain["narrative"],
            status=UpdateStatus(plain.get("status", "in-progress")),
            proposals=plain.get("proposals", ""),
            result_number=plain.get("result_number"),
            verdict=VerdictKind(verdict) if verdict else None,
            facts=frozenset(plain.get("facts", ())),
        )
        words[plain["task"], plain["agency"]].append(word)
    return words
