"""What was accepted, asked, decided, halted, remarked and urged in the sample."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker import handling, matrix
from tracker.db import Database
from tracker.domain import Actor, RequestKind, RequestOutcome, TrackingRules, office_day
from tracker.handling import Act, CommentEntry, Decision, RequestEntry
from tracker.matrix import Lack

RULES = TrackingRules()


def handle(
    database: Database, actor: Actor, assignment: int, plain: dict[str, Any], now: datetime
) -> int | None:
    """Do one act of the story; return the id of the request that it made, if it is one."""
    reason: str = plain.get("reason", "")
    if kind := plain.get("request"):
        entry = RequestEntry(RequestKind(kind), reason, plain.get("wanted"))
        return handling.ask(database, actor, assignment, entry, now=now, rules=RULES)
    if act := plain.get("act"):
        due = plain.get("due")
        handling.steer(database, actor, assignment, Act(act), reason, due=due, now=now, rules=RULES)
    else:
        handling.accept(database, actor, assignment, now=now)
    return None


def decide(
    database: Database, actor: Actor, request: int, plain: dict[str, Any], now: datetime
) -> None:
    """Answer a request of the story."""
    answer = Decision(
        RequestOutcome(plain["outcome"]), plain.get("answer", ""), plain.get("granted")
    )
    handling.decide(database, actor, request, answer, now=now, rules=RULES)


def remark(
    database: Database, actor: Actor, task: int, plain: dict[str, Any], now: datetime
) -> int:
    """Add a remark of the story, or a reply to the one in ``reply_to``; return its id."""
    entry = CommentEntry(plain["text"], plain.get("quote", ""), reply_to_id=plain.get("reply_to"))
    return handling.comment(database, actor, task, entry, now=now)


def urge_all(
    database: Database, actor: Actor, directive: int, plain: dict[str, Any], now: datetime
) -> None:
    """Urge every agency of which something is missing on one task of the story."""
    plan = matrix.missing_agencies(
        database, actor, directive, tuple(Lack), today=office_day(now), rules=RULES
    )
    own = (one for one in plan.missing if one.key == plain["task"])
    matrix.urge(
        database,
        actor,
        directive,
        [one.cell.assignment_id for one in own],
        plain["words"],
        occasion=f"{plain['document']} {plain['task']}",
        opened=now,
        now=now,
        rules=RULES,
    )
