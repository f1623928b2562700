"""A filled-in sheet comes back: which sheet it is, what its rows say, all kept as drafts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from directives.text import clean_line
from tracker import parsing, policy
from tracker.db import Database
from tracker.domain import Actor
from tracker.errors import Conflict, TrackerError
from tracker.exchange.codes import RowCode
from tracker.exchange.reading import (
    KnownSheet,
    Level,
    ReadRow,
    ReadSheet,
    RowFinding,
    UnreadableSheet,
    codes_of,
    read_sheet,
    tokens_of,
)
from tracker.exchange.rights import own_sheets
from tracker.files import FileStore
from tracker.grids import Grid
from tracker.models import ExchangeReturn, ExchangeSheet, ReturnedRow, SourceFile
from tracker.models.entries import is_marked_secret

MAX_SHEET_BYTES = 10 * 1024 * 1024
MAX_NAME_CHARACTERS = 200
# A person waits at the screen; a sheet is small.
_SOON = parsing.ChildLimits(wall_seconds=20.0, processor_seconds=15, program_seconds=0.0)
_MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NotASheet(TrackerError):
    """The file is no sheet of this account's agencies; ``code`` says what is wrong with it."""

    code = "unknown-sheet"

    def __init__(self, code: str = "unknown-sheet", said: str = "") -> None:
        super().__init__(f"not a sheet: {code}", said=said)
        self.code = code


class AlreadyReturned(Conflict):
    """This very file came back before; ``details`` have its ``return_id``."""

    code = "already-returned"


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A file as a browser sends it."""

    name: str
    content: bytes


def take_return(
    database: Database, files: FileStore, actor: Actor, sent: SentSheet, *, now: datetime
) -> int:
    """Read a filled-in sheet into drafts and return the id of the review.

    Raises:
        NotASheet: it bears no mark of a sheet, marks of two, that of no sheet handed out to
            the account's agencies, its table cannot be told, or it is marked as secret.
        AlreadyReturned: the same file was handed in before.
        DirectiveError: it cannot be read.
    """
    policy.require_reporting(actor)
    if len(sent.content) > MAX_SHEET_BYTES:
        raise NotASheet("sheet-too-large")
    name = _clean_name(sent.name)
    # Reading takes a moment; the database stays open to others meanwhile.
    grid = parsing.grid_in_child(sent.content, name, _SOON)
    if is_marked_secret(grid.around):
        raise NotASheet("secret-sheet")
    with database.reading() as session:
        sheet, lost = _sheet_of(session, actor, grid)
        read = _read(grid, sheet)
        sheet_id = sheet.id
    files.keep(sent.content)
    with database.writing() as session:
        sheet = session.get_one(ExchangeSheet, sheet_id)
        kept = _new_file(session, sheet, sent, grid.format)
        returned = ExchangeReturn(
            sheet=sheet,
            source_file=kept,
            file_name=name,
            author_id=actor.user_id,
            at=now,
            findings=[f.to_dict() for f in (*lost, *_missing(read), *read.findings)],
            rows=[_row(row, position, sheet) for position, row in enumerate(read.rows)],
        )
        _add(session, returned)
        return returned.id


def _add(session: Session, returned: ExchangeReturn) -> None:
    session.add(returned)
    try:
        session.flush()
    except IntegrityError as error:
        raise AlreadyReturned from error


def _clean_name(name: str) -> str:
    return clean_line(re.split(r"[/\\]", name)[-1])[-MAX_NAME_CHARACTERS:] or "phieu"


def _sheet_of(
    session: Session, actor: Actor, grid: Grid
) -> tuple[ExchangeSheet, tuple[RowFinding, ...]]:
    """Return the sheet that a file is, by its token or, where that was lost, by its codes."""
    try:
        tokens, codes = tokens_of(grid), codes_of(grid)
    except UnreadableSheet as fault:
        raise NotASheet(fault.code, fault.said) from fault
    if len(tokens) > 1:
        raise NotASheet("two-sheets", ", ".join(tokens))
    if tokens:
        found = _own_sheet(session, actor, ExchangeSheet.token == tokens[0])
        return found, ()
    return _by_codes(session, actor, codes), (RowFinding("mark-lost", Level.NOTE),)


def _by_codes(session: Session, actor: Actor, codes: Iterable[RowCode]) -> ExchangeSheet:
    numbers = {code.sheet for code in codes}
    if len(numbers) != 1:
        raise NotASheet("two-sheets" if numbers else "no-mark")
    found = _own_sheet(session, actor, ExchangeSheet.id == numbers.pop())
    if not all(code.belongs_to(found.token) for code in codes):
        raise NotASheet
    return found


def _own_sheet(session: Session, actor: Actor, condition: Any) -> ExchangeSheet:
    """Return a sheet of the actor's agencies; another's is not told from none."""
    found = session.scalar(select(ExchangeSheet).where(condition, own_sheets(actor)))
    if found is None:
        raise NotASheet
    return found


def _read(grid: Grid, sheet: ExchangeSheet) -> ReadSheet:
    words = {place: str(row["words"]) for place, row in enumerate(sheet.rows, start=1)}
    try:
        return read_sheet(grid, KnownSheet(sheet.id, sheet.token, words))
    except UnreadableSheet as fault:
        raise NotASheet(fault.code, fault.said) from fault


def _new_file(session: Session, sheet: ExchangeSheet, sent: SentSheet, form: str) -> SourceFile:
    """Return the row of a file that has not come back for this sheet before."""
    kept = _source_file(session, sent, form)
    _refuse_same(session, sheet, kept)
    return kept


def _source_file(session: Session, sent: SentSheet, form: str) -> SourceFile:
    digest = hashlib.sha256(sent.content).hexdigest()
    kept = session.scalar(select(SourceFile).where(SourceFile.sha256 == digest))
    if kept is None:
        kept = SourceFile(
            sha256=digest, media_type=_MEDIA_TYPES[form], size_bytes=len(sent.content)
        )
        session.add(kept)
        session.flush()
    return kept


def _refuse_same(session: Session, sheet: ExchangeSheet, kept: SourceFile) -> None:
    same = session.scalar(
        select(ExchangeReturn.id).where(
            ExchangeReturn.sheet_id == sheet.id, ExchangeReturn.source_file_id == kept.id
        )
    )
    if same is not None:
        raise AlreadyReturned(return_id=same)


def _missing(read: ReadSheet) -> list[RowFinding]:
    found = [RowFinding("row-missing", Level.NOTE, said=str(place)) for place in read.missing]
    if read.empty:
        found.append(RowFinding("rows-empty", Level.NOTE, said=str(read.empty)))
    return found


def _row(row: ReadRow, position: int, sheet: ExchangeSheet) -> ReturnedRow:
    return ReturnedRow(
        position=position,
        assignment_id=None if row.place is None else sheet.rows[row.place - 1]["assignment"],
        entry={
            "typed": row.typed.to_dict(),
            "code": row.code,
            "words": row.words,
            "table": row.table,
            "at": row.at,
        },
        findings=[finding.to_dict() for finding in row.findings],
    )
