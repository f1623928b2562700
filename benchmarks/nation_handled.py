"""What happened to the nation's assignments beside their progress, and what directives share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks.nation_work import OFFICE, Given, Rows, Work
from tracker.domain import (
    AssignmentEventKind,
    AssignmentRole,
    DueChangeKind,
    RelationKind,
    RequestKind,
    RequestOutcome,
)
from tracker.models import (
    AssignmentEvent,
    Base,
    ClaimPlace,
    Comment,
    DirectiveRelation,
    DueChange,
    FigureClaim,
    ReportingDuty,
    Request,
    RequestDecision,
)


def handled(work: Work) -> Iterator[tuple[type[Base], Rows]]:
    """Yield each table with its rows, once the assignments of ``work`` are made."""
    yield AssignmentEvent, _events(work)
    yield from _moved(work)
    yield ReportingDuty, _duties(work)
    yield Comment, _comments(work)
    yield DirectiveRelation, _relations(work)
    yield FigureClaim, _figures(work)


def _events(work: Work) -> Rows:
    accepted, other = AssignmentEventKind.ACCEPTED, AssignmentEventKind.DELEGATED
    for number, given in enumerate(work.given, 1):
        if given.role is AssignmentRole.LEAD and number % 5:
            yield _event(work, number, given, accepted, None)
        if number % 50 == 0:
            yield _event(work, number, given, other, given.agency)


def _event(
    work: Work, number: int, given: Given, kind: AssignmentEventKind, to: int | None
) -> dict[str, Any]:
    moment = work.moment(min(given.since + 2000, work.minutes))
    return {
        "assignment_id": number,
        "kind": kind,
        "to_agency_id": to,
        "effective_on": moment.date(),
        "reason": "",
        "request_id": None,
        "author_id": given.author,
        "at": moment,
    }


def _moved(work: Work) -> Iterator[tuple[type[Base], Rows]]:
    """Yield requests for another day, the answers to four fifths of them, and the changes."""
    asked = [(n, g) for n, g in enumerate(work.given, 1) if g.due and n % 20 == 0]
    late = [work.moment(min(g.since + 40_000, work.minutes)) for _, g in asked]
    yield (
        Request,
        (
            {
                "id": place,
                "assignment_id": number,
                "kind": RequestKind.EXTENSION,
                "reason": "Khối lượng công việc phát sinh lớn.",
                "due_then": given.due,
                "wanted_due": given.due + timedelta(days=60) if given.due else None,
                "author_id": given.author,
                "at": moment,
                "ended_at": moment if place % 5 else None,
            }
            for place, ((number, given), moment) in enumerate(zip(asked, late, strict=True), 1)
        ),
    )
    yield (
        RequestDecision,
        (
            {
                "request_id": place,
                "outcome": RequestOutcome.REFUSED,
                "reason": "Chưa đủ căn cứ.",
                "due": None,
                "author_id": OFFICE,
                "at": moment,
            }
            for place, moment in enumerate(late, 1)
            if place % 5
        ),
    )
    yield (
        DueChange,
        (
            {
                "assignment_id": number,
                "kind": DueChangeKind.CORRECTION,
                "previous": given.due,
                "due": given.due,
                "reason": "Xác định lại thời hạn theo văn bản.",
                "request_id": None,
                "author_id": OFFICE,
                "at": moment,
            }
            for (number, given), moment in zip(asked[::2], late[::2], strict=True)
        ),
    )


def _duties(work: Work) -> Rows:
    for number, (directive, every, _due) in enumerate(work.tasks, 1):
        if every is not None and number % 7 == 0:
            yield {
                "task_id": number,
                "every": every,
                "begins_on_day": 15,
                "due_day": 20,
                "valid_from": work.moment(work.issued[directive - 1]).date(),
                "reason": "",
                "author_id": OFFICE,
                "at": work.moment(work.issued[directive - 1]),
            }


def _comments(work: Work) -> Rows:
    for number in range(50, len(work.tasks) + 1, 50):
        since = work.issued[work.tasks[number - 1][0] - 1]
        yield {
            "task_id": number,
            "from_office": True,
            "text": "Đề nghị làm rõ đơn vị đầu mối tổng hợp.",
            "author_id": OFFICE,
            "at": work.moment(since),
        }


def _relations(work: Work) -> Rows:
    for number in range(2, work.size.directives + 1, 2):
        yield {
            "from_id": number,
            "to_id": work.dice.randrange(1, number),
            "kind": work.dice.choice((RelationKind.CITES, RelationKind.IMPLEMENTS)),
            "to_words": "văn bản nêu trên",
            "at": work.moment(work.issued[number - 1]),
        }


def _figures(work: Work) -> Rows:
    for number in range(10, len(work.tasks) + 1, 10):
        directive = work.tasks[number - 1][0]
        yield {
            "directive_id": directive,
            "task_id": number,
            "place": ClaimPlace.DIRECTIVE,
            "subject": "chuan",
            "topic": "đạt chuẩn",
            "unit": "xã",
            "value": float(number % 100),
            "whole": 100.0,
            "figure": "12/15 xã",
            "words": "Có 12/15 xã đạt chuẩn",
            "start": 0,
            "end": 8,
            "stated_on": work.moment(work.issued[directive - 1]).date(),
            "is_wanted": False,
        }
