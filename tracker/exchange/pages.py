"""What the pages of sheets show: who may have one, what came back, each row with its findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.exchange.reading import Level, RowFinding
from tracker.exchange.typed import Typed


class RowState(StrEnum):
    """What became of a returned row."""

    OPEN = "open"
    LOGGED = "logged"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class OwnAgency:
    """An agency for which this account may have a sheet, with its number of open tasks."""

    agency_id: int
    name: str
    open_tasks: int


@dataclass(frozen=True, slots=True)
class ReturnLink:
    """A sheet that came back, in a list; ``waiting`` counts the rows nobody has decided on."""

    return_id: int
    agency: str
    file_name: str
    author: str
    at: datetime
    rows: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """Where sheets are fetched and handed in."""

    agencies: tuple[OwnAgency, ...]
    returns: tuple[ReturnLink, ...]


@dataclass(frozen=True, slots=True)
class NewerUpdate:
    """What was logged on a task after the sheet had been handed out."""

    update_id: int
    author: str
    at: datetime
    from_this_sheet: bool


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """One row of a returned sheet as it stands now.

    ``faults`` are those of single fields, by name. ``seen`` is the task's newest update, which
    goes back with the decision: whoever decides must have seen it. ``periods`` are those of the
    task for which a report may be handed in.
    """

    row_id: int
    table: int
    at: int
    code: str
    printed: str
    assignment_id: int | None
    task_id: int | None
    task: str
    due: date | None
    typed: Typed
    findings: tuple[RowFinding, ...]
    faults: dict[str, str]
    newer: NewerUpdate | None
    seen: int | None
    periods: tuple[str, ...]
    state: RowState
    update_id: int | None

    @property
    def may_log(self) -> bool:
        """Whether nothing keeps it from being logged as it is."""
        return (
            self.state is RowState.OPEN
            and self.assignment_id is not None
            and not self.faults
            and all(finding.level is not Level.FAULT for finding in self.findings)
        )

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to look at before it is logged."""
        looks = any(finding.level is Level.LOOK for finding in self.findings)
        return self.may_log and not looks and self.newer is None


@dataclass(frozen=True, slots=True)
class TaskChoice:
    """A task of the sheet, to which a person may say that a row belongs."""

    assignment_id: int
    place: int
    words: str


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A returned sheet under review."""

    return_id: int
    agency: str
    file_name: str
    author: str
    at: datetime
    handed_out: datetime
    findings: tuple[RowFinding, ...]
    missing: tuple[TaskChoice, ...]
    rows: tuple[ReviewedRow, ...]
    choices: tuple[TaskChoice, ...]
    is_closed: bool

    @property
    def waiting(self) -> tuple[ReviewedRow, ...]:
        """The rows on which nobody has decided."""
        return tuple(row for row in self.rows if row.state is RowState.OPEN)
