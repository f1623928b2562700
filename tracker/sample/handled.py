"""What was accepted, asked, decided, halted and remarked in the sample."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker import handling
from tracker.db import Database
from tracker.domain import Actor, RequestKind, RequestOutcome, TrackingRules
from tracker.handling import Act, CommentEntry, Decision, RequestEntry

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
