"""The agencies with counts of what each owes; filtered, sorted, in pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from directives.text import fold
from tracker import policy
from tracker.clocks import AssignmentFacts, Clock, running_clocks
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, TimeState, TrackingRules
from tracker.models import Agency, Assignment
from tracker.models.answering import Answering
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry, in_force

PAGE_SIZE = 50


class Standing(StrEnum):
    """What leading tasks are counted by; one task can count in several."""

    OPEN = "open"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    REPORT_MISSED = "report-missed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class AgencyQuery:
    """What the list is narrowed to and sorted by.

    ``sort`` is "name" or a :class:`Standing`; ``only`` keeps agencies that count in it;
    ``ended`` lets in agencies that exist no more and owe nothing.
    """

    words: str = ""
    only: Standing | None = None
    ended: bool = False
    sort: str = "name"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in the list; ``counts`` is ``None`` where the reader may know names only."""

    agency_id: int
    name: str
    short_name: str | None
    exists: bool
    counts: dict[Standing, int] | None = field(default=None)

    def count(self, standing: Standing) -> int:
        """Return how many of its leading tasks stand so."""
        return (self.counts or {}).get(standing, 0)


@dataclass(frozen=True, slots=True)
class AgencyList:
    """One page of the list; ``number`` and ``last`` count from 1, ``total`` counts agencies."""

    query: AgencyQuery
    rows: tuple[AgencyRow, ...]
    total: int
    number: int
    last: int


def list_agencies(
    database: Database, actor: Actor, query: AgencyQuery, *, today: date, rules: TrackingRules
) -> AgencyList:
    """Return a page of the agencies that ``actor`` may know.

    A task counts with the agency that answers for it today.
    """
    with database.reading() as session:
        # Counted here and not in SQL: the clocks are rules in one place, and an office has
        # hundreds of agencies with some thousands of assignments.
        counts = _counts(session, actor, today, rules)
        registry = Registry.on(session, today)
        known = session.scalars(select(Agency.id).where(policy.visible_agencies(actor)))
        rows = [_row(actor, agency_id, registry, counts) for agency_id in known]
    kept = sorted((row for row in rows if _is_wanted(row, query)), key=lambda row: fold(row.name))
    if query.sort in set(Standing):
        by = Standing(query.sort)
        kept.sort(key=lambda row: row.count(by), reverse=query.descending)
    elif query.descending:
        kept.reverse()
    last = max(1, -(-len(kept) // PAGE_SIZE))
    number = min(max(query.page, 1), last)
    shown = kept[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return AgencyList(query, tuple(shown), len(kept), number, last)


def _counts(
    session: Session, actor: Actor, today: date, rules: TrackingRules
) -> dict[int, dict[Standing, int]]:
    readable = true() if actor.sees_everything else policy.visible_assignments(actor)
    answering = Answering(session, today)
    counts: dict[int, dict[Standing, int]] = defaultdict(lambda: dict.fromkeys(Standing, 0))
    for facts in assignment_facts(session, readable & (Assignment.role == AssignmentRole.LEAD)):
        agency = answering.of(facts.assignment_id, facts.holder_id)
        for standing in _standings(facts, today, rules):
            counts[agency][standing] += 1
    return counts


def _standings(facts: AssignmentFacts, today: date, rules: TrackingRules) -> Iterable[Standing]:
    clocks = {finding.clock for finding in running_clocks(facts, today, rules)}
    found = {
        Standing.OPEN: facts.is_open,
        Standing.DUE_SOON: facts.is_open and facts.time_state(today, rules) is TimeState.DUE_SOON,
        Standing.OVERDUE: Clock.PAST_DUE in clocks,
        Standing.REPORT_MISSED: Clock.REPORT_MISSED in clocks,
        Standing.SILENT: Clock.SILENT in clocks,
    }
    return (standing for standing, holds in found.items() if holds)


def _row(
    actor: Actor, agency_id: int, registry: Registry, counts: dict[int, dict[Standing, int]]
) -> AgencyRow:
    version = registry.version_of(agency_id)
    return AgencyRow(
        agency_id=agency_id,
        name=version.name,
        short_name=version.short_name,
        exists=in_force(version, registry.day),
        counts=counts[agency_id] if policy.sees_work_of(actor, agency_id) else None,
    )


def _is_wanted(row: AgencyRow, query: AgencyQuery) -> bool:
    if not (row.exists or query.ended or row.count(Standing.OPEN)):
        return False
    if query.only is not None and not row.count(query.only):
        return False
    return fold(query.words.strip()) in fold(f"{row.name} {row.short_name or ''}")
