"""An office with one task that one agency leads, for the tests of what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_user,
)
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, RequestKind, RequestOutcome, Role, TrackingRules, office_day
from tracker.handling import Decision, Handling, RequestEntry, ask, decide, task_handling
from tracker.models import Assignment, Notice, NoticeKind, assignment_facts

TODAY = office_day(NOW)
DUE = date(2024, 6, 30)
LATER = date(2024, 9, 30)
RULES = TrackingRules()
REASON = "Mưa lũ kéo dài, chưa nghiệm thu được."
REFUSED = Decision(RequestOutcome.REFUSED, "Chưa đủ căn cứ.")


def granted(
    due: date | None = None, agency_id: int | None = None, *, stops: bool = False
) -> Decision:
    return Decision(RequestOutcome.GRANTED, due=due, agency_id=agency_id, stops=stops)


GRANTED = granted(LATER)


@dataclass(frozen=True)
class Office:
    """One task due on the last day of June; it is the fifteenth."""

    database: Database
    agency: Actor
    clerk: Actor
    committee: Actor
    agency_id: int
    task_id: int
    assignment_id: int

    def ask(  # noqa: PLR0913 - a request names what it asks for
        self,
        kind: RequestKind = RequestKind.EXTENSION,
        *,
        due: date | None = LATER,
        text: str = "",
        reason: str = REASON,
        actor: Actor | None = None,
        now: datetime = NOW,
    ) -> int:
        entry = RequestEntry(kind, reason, due, text)
        who = actor or self.agency
        return ask(self.database, who, self.assignment_id, entry, now=now, rules=RULES)

    def decide(
        self,
        request_id: int,
        decision: Decision = GRANTED,
        actor: Actor | None = None,
        now: datetime = NOW,
    ) -> None:
        who = actor or self.clerk
        decide(self.database, who, request_id, decision, now=now, rules=RULES)

    @property
    def facts(self) -> AssignmentFacts:
        with self.database.reading() as session:
            (facts,) = assignment_facts(session, Assignment.id == self.assignment_id)
            return facts

    def handling(self, actor: Actor | None = None, *, today: date = TODAY) -> Handling:
        who = actor or self.agency
        found = task_handling(self.database, who, self.task_id, today=today, rules=RULES)
        return found.of(self.assignment_id)

    def told(self, actor: Actor, kind: NoticeKind) -> list[dict[str, object]]:
        """Return the details of the notices of a kind to somebody."""
        with self.database.reading() as session:
            found = select(Notice.details).where(
                Notice.user_id == actor.user_id, Notice.kind == kind
            )
            return list(session.scalars(found))


def person(database: Database, role: Role, *agency_ids: int) -> Actor:
    """Return somebody of a role, with an account."""
    user_id = make_user(database, role, agency_id=agency_ids[0] if agency_ids else None)
    return Actor(user_id, f"Đồng chí {role.value}", frozenset({role}), frozenset(agency_ids))


def make_office(database: Database, due: date | None = DUE) -> Office:
    """Add an office with everything that a request needs."""
    clerk = person(database, Role.CLERK)
    agency_id = make_agency(database)
    directive = make_directive(database, author_id=clerk.user_id)
    task_id = make_task(database, directive, original_due=due)
    return Office(
        database=database,
        agency=person(database, Role.AGENCY, agency_id),
        clerk=clerk,
        committee=person(database, Role.COMMITTEE),
        agency_id=agency_id,
        task_id=task_id,
        assignment_id=make_assignment(database, task_id, agency_id),
    )
