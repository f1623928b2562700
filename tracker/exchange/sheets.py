"""Handing out a sheet: which tasks it lists, what it prints of each, and that it was handed out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from directives.citations import KINDS
from directives.text import clean_line
from tracker import policy
from tracker.db import Database
from tracker.domain import Actor, AssignmentRole, DirectiveState, office_day
from tracker.errors import NotFound
from tracker.exchange.codes import new_token, row_code
from tracker.exchange.columns import STATUS_WORDS
from tracker.exchange.rights import speaks_for
from tracker.models import Assignment, Directive, ExchangeSheet, ProgressUpdate, Task
from tracker.models.answering import answered_by, exists_on
from tracker.models.facts import assignment_facts
from tracker.models.registry import Registry

MAX_ROWS = 1_000
MAX_WORDS_CHARACTERS = 1_500
MAX_LAST_CHARACTERS = 300


class SheetFormat(StrEnum):
    """The programs for which a sheet is made."""

    WORD = "docx"
    EXCEL = "xlsx"


class NothingOpen(NotFound):
    """The agency has no open task, so there is nothing to fill in."""

    code = "nothing-open"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One open task as it is printed; ``last`` is the last entry in a sentence."""

    code: str
    directive: str
    task: str
    role: AssignmentRole
    due: date | None
    last: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file is written from; ``left_out`` counts the open tasks that found no room."""

    token: str
    agency: str
    day: date
    rows: tuple[SheetRow, ...]
    left_out: int


def hand_out(
    database: Database, actor: Actor, agency_id: int, form: SheetFormat, *, now: datetime
) -> Sheet:
    """Return a new sheet of the agency's open tasks; that it was handed out is kept.

    Raises:
        NotFound: ``actor`` does not act for the agency, or it does not exist.
        NothingOpen: no task of the agency is open.
        AgencyEnded: the account only reads.
    """
    policy.require_reporting(actor)
    today = office_day(now)
    with database.writing() as session:
        if not speaks_for(actor, agency_id) or not exists_on(session, agency_id, today):
            raise NotFound
        chosen = _open_assignments(session, agency_id, today)
        if not chosen:
            raise NothingOpen
        listed = chosen[:MAX_ROWS]
        last = _last_updates(session, [each.id for each in listed])
        sheet = ExchangeSheet(
            token=new_token(),
            agency_id=agency_id,
            format=form.value,
            rows=[_kept(each, last.get(each.id)) for each in listed],
            author_id=actor.user_id,
            at=now,
        )
        session.add(sheet)
        session.flush()
        return Sheet(
            token=sheet.token,
            agency=Registry.on(session, today).name_of(agency_id),
            day=today,
            rows=tuple(_rows(sheet, listed, last)),
            left_out=len(chosen) - len(listed),
        )


def printed_words(task: Task) -> str:
    """Return a task's words as a sheet prints them, in one line."""
    words = clean_line(task.text)
    cut = words[:MAX_WORDS_CHARACTERS].rstrip()
    return words if len(words) <= MAX_WORDS_CHARACTERS else f"{cut}…"


def _open_assignments(session: Session, agency_id: int, today: date) -> list[Assignment]:
    """Return what the agency may report on and still owes, the earliest deadline first."""
    condition = reported_by(session, agency_id, today)
    facts = assignment_facts(session, condition)
    is_open = {each.assignment_id for each in facts if each.is_open and each.halted is None}
    rows = session.scalars(
        select(Assignment)
        .join(Assignment.task)
        .join(Task.directive)
        .where(condition, Directive.state == DirectiveState.ISSUED)
        .options(joinedload(Assignment.task).joinedload(Task.directive))
    )
    open_ones = [each for each in rows if each.id in is_open]
    return sorted(
        open_ones,
        key=lambda each: (each.due or date.max, each.task.directive_id, each.task.position),
    )


def reported_by(session: Session, agency_id: int, today: date) -> ColumnElement[bool]:
    """Return the condition on :class:`Assignment` that an agency reports on.

    It answers for it, or the work is delegated to it.
    """
    return answered_by(session, agency_id, today) | (Assignment.delegate_id == agency_id)


def _last_updates(session: Session, assignment_ids: Sequence[int]) -> dict[int, ProgressUpdate]:
    newest = (
        select(func.max(ProgressUpdate.id))
        .where(ProgressUpdate.assignment_id.in_(assignment_ids))
        .group_by(ProgressUpdate.assignment_id)
    )
    updates = session.scalars(select(ProgressUpdate).where(ProgressUpdate.id.in_(newest)))
    return {update.assignment_id: update for update in updates}


def _kept(assignment: Assignment, last: ProgressUpdate | None) -> dict[str, int | str | None]:
    return {
        "assignment": assignment.id,
        "update": last.id if last else None,
        "words": printed_words(assignment.task),
    }


def _rows(
    sheet: ExchangeSheet, listed: Sequence[Assignment], last: Mapping[int, ProgressUpdate]
) -> list[SheetRow]:
    return [
        SheetRow(
            code=row_code(sheet.id, place, sheet.token),
            directive=directive_words(each.task.directive),
            task=printed_words(each.task),
            role=each.role,
            due=each.due,
            last=_last_words(last.get(each.id)),
        )
        for place, each in enumerate(listed, start=1)
    ]


def directive_words(directive: Directive) -> str:
    """Return what a directive is called in Vietnamese: "Chỉ thị số 99-CT/TU ngày 06/03/2024"."""
    kind = KINDS.get(directive.kind or "", "văn bản")
    named = f"số {directive.number}" if directive.number else directive.title or ""
    dated = f"ngày {directive.issued_on:%d/%m/%Y}" if directive.issued_on else ""
    return " ".join(part for part in (kind[:1].upper() + kind[1:], named, dated) if part)


def _last_words(update: ProgressUpdate | None) -> str:
    if update is None:
        return ""
    said = clean_line(update.narrative)
    cut = said if len(said) <= MAX_LAST_CHARACTERS else f"{said[:MAX_LAST_CHARACTERS].rstrip()}…"
    state = STATUS_WORDS[update.status]
    return f"{office_day(update.at):%d/%m/%Y}: {state}, {update.percent} %. {cut}"
