"""What the pages of a task show: its words, who answers for it, and all that was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from directives.model import BodyRole, Every, Nature
from tracker.clocks import ClockFinding, DueDay
from tracker.domain import (
    AssignmentRole,
    Disagreement,
    TimeState,
    UpdateStatus,
    VerdictKind,
    Workflow,
)
from tracker.progress.comparing import Novelty
from tracker.progress.reports import PeriodReport


@dataclass(frozen=True, slots=True)
class DirectiveLink:
    """A directive by the words that identify it."""

    directive_id: int
    kind: str | None
    number: str | None
    issued_on: date | None
    title: str | None
    file_name: str


@dataclass(frozen=True, slots=True)
class TaskLink:
    """Another task of the same directive."""

    task_id: int
    label: str | None
    text: str


@dataclass(frozen=True, slots=True)
class TaskWords:
    """A task as issued, with its directive."""

    task_id: int
    label: str | None
    text: str
    nature: Nature
    due: date | None
    due_words: str | None
    recurs_every: Every | None
    recurrence_words: str | None
    directive: DirectiveLink


@dataclass(frozen=True, slots=True)
class WrittenBody:
    """A body as the document writes it; ``stands_for`` is the agency or group it was read as."""

    role: BodyRole
    words: str
    inherited: bool
    stands_for: str | None


@dataclass(frozen=True, slots=True)
class EvidenceLink:
    """A file that can be fetched; others with a part in the task can if it ``is_shared``."""

    evidence_id: int
    name: str
    size_bytes: int
    is_shared: bool


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """An inspector's word."""

    kind: VerdictKind
    reason: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UpdateWords:
    """An agency's word with what backs it and what inspectors said of it.

    ``open_verdicts`` are those the reader may give; ``last_verdict_id`` goes back with theirs.
    ``on_behalf_of`` is the agency that the author, of the office, entered it for. ``corrects``
    is the moment of the update it stands in place of, ``corrected_by`` the id of the one that
    stands in its own. ``novelty`` compares it with the one it corrects, or else with the one
    before it.
    """

    update_id: int
    at: datetime
    author: str
    on_behalf_of: str | None
    corrects: datetime | None
    corrected_by: int | None
    may_correct: bool
    novelty: Novelty | None
    status: UpdateStatus
    percent: int
    narrative: str
    difficulties: str
    proposals: str
    result_number: str | None
    result_date: date | None
    period: str | None
    evidence: tuple[EvidenceLink, ...]
    verdicts: tuple[VerdictWords, ...]
    open_verdicts: tuple[VerdictKind, ...]
    last_verdict_id: int | None


@dataclass(frozen=True, slots=True)
class AssignmentStory:
    """What one agency owes of the task and said of it; ``updates`` are the newest first.

    ``answering`` is the agency that answers today, where that is another than the one assigned;
    ``delegate`` the unit below to which it has given the work.
    """

    assignment_id: int
    agency_id: int
    agency: str
    answering_id: int | None
    answering: str | None
    delegate: str | None
    role: AssignmentRole
    workflow: Workflow
    due: DueDay
    is_open: bool
    time_state: TimeState
    clocks: tuple[ClockFinding, ...]
    periods: tuple[PeriodReport, ...]
    updates: tuple[UpdateWords, ...]
    disagreement: Disagreement | None
    may_report: bool
    may_share: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with everything of it that the reader may know.

    ``confirmed`` of ``leading`` are counted over the leading assignments that are shown.
    """

    task: TaskWords
    parent: TaskLink | None
    children: tuple[TaskLink, ...]
    bodies: tuple[WrittenBody, ...]
    assignments: tuple[AssignmentStory, ...]
    leading: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What an agency sees beside the form of an update: the task, the periods, its last word.

    ``on_behalf_of`` is set where somebody of the office enters it for the agency, and
    ``corrected`` where it is to stand in place of the last update.
    """

    task: TaskWords
    assignment_id: int
    agency: str
    periods: tuple[PeriodReport, ...]
    period: PeriodReport | None
    last: UpdateWords | None
    on_behalf_of: str | None
    corrected: UpdateWords | None
