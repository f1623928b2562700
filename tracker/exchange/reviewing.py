"""The review of a returned sheet: what each row would log, and what keeps it from being logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from tracker import policy
from tracker.clocks import AssignmentFacts
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role
from tracker.errors import Conflict, Invalid, NotFound
from tracker.exchange.pages import (
    NewerUpdate,
    OwnAgency,
    ReturnLink,
    ReturnPage,
    ReviewedRow,
    RowState,
    SheetsPage,
    TaskChoice,
)
from tracker.exchange.reading import Level, RowFinding
from tracker.exchange.rights import own_return, own_sheets, speaks_for
from tracker.exchange.sheets import reported_by
from tracker.exchange.typed import Typed, entry_of, typed_from
from tracker.models import (
    Assignment,
    Directive,
    ExchangeReturn,
    ExchangeSheet,
    ProgressUpdate,
    ReturnedRow,
    Task,
)
from tracker.models.answering import existing
from tracker.models.entries import cleaned
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry
from tracker.models.updating import check_entry

MAX_RETURNS = 30


def sheets_page(
    database: Database, actor: Actor, *, today: date, agency_id: int | None = None
) -> SheetsPage:
    """Return the agencies for which ``actor`` may have a sheet, and what came back of them.

    A clerk, who may have one for any, names the ``agency_id``.
    """
    policy.require(actor, Role.AGENCY, Role.CLERK)
    named = {agency_id} if agency_id is not None and speaks_for(actor, agency_id) else set()
    with database.reading() as session:
        registry = Registry.on(session, today)
        own = existing(session, named or actor.agency_ids, today)
        agencies = (
            OwnAgency(agency, registry.name_of(agency), _open_tasks(session, agency, today))
            for agency in sorted(own)
        )
        return SheetsPage(tuple(agencies), _returns(session, actor, registry))


def return_page(database: Database, actor: Actor, return_id: int, *, today: date) -> ReturnPage:
    """Return a sheet that came back to one of the actor's agencies; else raise NotFound."""
    policy.require(actor, Role.AGENCY, Role.CLERK)
    with database.reading() as session:
        returned = own_return(session, actor, return_id)
        sheet = returned.sheet
        choices = _choices(sheet)
        findings = tuple(_finding(plain) for plain in returned.findings)
        missing = {int(f.said) for f in findings if f.code == "row-missing"}
        reviewer = _Reviewer(session, actor, today, returned)
        return ReturnPage(
            return_id=returned.id,
            agency=Registry.on(session, today).name_of(sheet.agency_id),
            file_name=returned.file_name,
            author=returned.author.display_name,
            at=returned.at,
            handed_out=sheet.at,
            findings=tuple(f for f in findings if f.code != "row-missing"),
            missing=tuple(choice for choice in choices if choice.place in missing),
            rows=tuple(reviewer.row(row) for row in returned.rows),
            choices=choices,
            is_closed=returned.closed_at is not None,
        )


class Known:
    """What the database knows of the tasks of some rows, read together."""

    def __init__(self, session: Session, rows: Iterable[ReturnedRow]) -> None:
        ids = [row.assignment_id for row in rows if row.assignment_id is not None]
        newest = (
            select(ProgressUpdate.assignment_id, func.max(ProgressUpdate.id))
            .where(ProgressUpdate.assignment_id.in_(ids))
            .group_by(ProgressUpdate.assignment_id)
        )
        found = assignment_facts(session, Assignment.id.in_(ids))
        self.newest: dict[int, int] = {row[0]: row[1] for row in session.execute(newest)}
        self.facts = {facts.assignment_id: facts for facts in found}
        self.assignments = {
            each.id: each
            for each in session.scalars(
                select(Assignment)
                .where(Assignment.id.in_(ids))
                .options(joinedload(Assignment.task).joinedload(Task.directive))
            )
        }


def open_periods(facts: AssignmentFacts, today: date) -> tuple[str, ...]:
    """Return the periods that have begun and have no report, the newest first."""
    begun = (owed.period.key for owed in facts.owed_reports(today))
    return tuple(key for key in begun if key not in facts.reported_periods)[::-1]


def _open_tasks(session: Session, agency_id: int, today: date) -> int:
    condition = reported_by(session, agency_id, today)
    issued = Task.directive_id.in_(
        select(Directive.id).where(Directive.state == DirectiveState.ISSUED)
    )
    found = assignment_facts(session, condition & issued)
    return sum(facts.is_open and facts.halted is None for facts in found)


def _returns(session: Session, actor: Actor, registry: Registry) -> tuple[ReturnLink, ...]:
    found = session.scalars(
        select(ExchangeReturn)
        .join(ExchangeReturn.sheet)
        .where(own_sheets(actor))
        .order_by(ExchangeReturn.id.desc())
        .limit(MAX_RETURNS)
        .options(joinedload(ExchangeReturn.author))
    ).all()
    rows = session.execute(
        select(ReturnedRow.return_id, ReturnedRow.update_id, ReturnedRow.dropped_at).where(
            ReturnedRow.return_id.in_([each.id for each in found])
        )
    ).all()
    total = Counter(return_id for return_id, _, _ in rows)
    open_ones = Counter(key for key, update, dropped in rows if update is None and dropped is None)
    return tuple(
        ReturnLink(
            return_id=each.id,
            agency=registry.name_of(each.sheet.agency_id),
            file_name=each.file_name,
            author=each.author.display_name,
            at=each.at,
            rows=total[each.id],
            waiting=open_ones[each.id],
        )
        for each in found
    )


def _choices(sheet: ExchangeSheet) -> tuple[TaskChoice, ...]:
    return tuple(
        TaskChoice(row["assignment"], place, row["words"])
        for place, row in enumerate(sheet.rows, start=1)
    )


def _finding(plain: dict[str, Any]) -> RowFinding:
    return RowFinding(**{**plain, "level": Level(plain["level"])})


class _Reviewer:
    """Looks at the rows of one return as things stand now."""

    def __init__(
        self, session: Session, actor: Actor, today: date, returned: ExchangeReturn
    ) -> None:
        self._session = session
        self._actor = actor
        self._today = today
        self._sheet = returned.sheet
        self._known = Known(session, returned.rows)
        self._then = {row["assignment"]: row["update"] for row in returned.sheet.rows}
        self._claims = Counter(row.assignment_id for row in returned.rows if row.dropped_at is None)

    def row(self, row: ReturnedRow) -> ReviewedRow:
        typed = typed_from(row.entry["typed"])
        assignment = self._assignment(row)
        state = _state(row)
        findings = [_finding(plain) for plain in row.findings]
        faults: dict[str, str] = {}
        newer = seen = None
        periods: tuple[str, ...] = ()
        if assignment is not None and state is RowState.OPEN:
            facts = self._known.facts[assignment.id]
            seen = self._known.newest.get(assignment.id)
            newer = self._newer(assignment.id, seen)
            periods = open_periods(facts, self._today)
            findings += self._live(row, typed, periods)
            faults = self._faults(row, facts, findings)
        return ReviewedRow(
            row_id=row.id,
            table=row.entry["table"],
            at=row.entry["at"],
            code=row.entry["code"],
            printed=row.entry["words"],
            assignment_id=row.assignment_id,
            task_id=assignment.task_id if assignment else None,
            task=assignment.task.text if assignment else "",
            due=assignment.due if assignment else None,
            typed=typed,
            findings=tuple(findings),
            faults=faults,
            newer=newer,
            seen=seen,
            periods=periods,
            state=state,
            update_id=row.update_id,
        )

    def _assignment(self, row: ReturnedRow) -> Assignment | None:
        return self._known.assignments.get(row.assignment_id or 0)

    def _live(self, row: ReturnedRow, typed: Typed, periods: tuple[str, ...]) -> list[RowFinding]:
        found = []
        if self._claims[row.assignment_id] > 1:
            found.append(RowFinding("duplicated", Level.FAULT))
        if periods and not typed.period:
            found.append(RowFinding("no-period", Level.NOTE))
        return found

    def _faults(
        self, row: ReturnedRow, facts: AssignmentFacts, findings: list[RowFinding]
    ) -> dict[str, str]:
        """Return the faults of fields; what forbids any update becomes a finding."""
        entry, faults = entry_of(typed_from(row.entry["typed"]), self._today)
        try:
            check_entry(
                self._session,
                self._actor,
                facts.assignment_id,
                cleaned(entry),
                self._today,
                facts=facts,
            )
        except Invalid as fault:
            return {**fault.fields, **faults}
        except (Conflict, NotFound) as fault:
            findings.append(RowFinding(fault.code, Level.FAULT))
        return faults

    def _newer(self, assignment_id: int, seen: int | None) -> NewerUpdate | None:
        if seen is None or seen == self._then.get(assignment_id):
            return None
        update = self._session.get_one(ProgressUpdate, seen)
        from_sheet = self._session.scalar(
            select(ReturnedRow.id)
            .join(ReturnedRow.returned)
            .where(ReturnedRow.update_id == seen, ExchangeReturn.sheet_id == self._sheet.id)
        )
        return NewerUpdate(seen, update.author.display_name, update.at, from_sheet is not None)


def _state(row: ReturnedRow) -> RowState:
    if row.update_id is not None:
        return RowState.LOGGED
    return RowState.DROPPED if row.dropped_at is not None else RowState.OPEN
