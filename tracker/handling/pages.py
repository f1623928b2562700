"""What the pages of requests show: each request with its answer, and what its reader may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.clocks import DueDay
from tracker.domain import (
    AssignmentEventKind,
    AssignmentRole,
    DueChangeKind,
    RequestKind,
    RequestOutcome,
    Role,
    Workflow,
)
from tracker.handling.steering import Act


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """The answer to a request; ``due`` is the day that was granted."""

    outcome: RequestOutcome
    reason: str
    due: date | None
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestWords:
    """A request with its answer, if it has one.

    ``is_late`` is whether it was asked after the due day of then. ``wanted_agency`` is whom the
    typed name was read as. ``deciders`` are the roles that decide on it.
    """

    request_id: int
    kind: RequestKind
    reason: str
    due_then: date | None
    is_late: bool
    wanted_due: date | None
    wanted_text: str | None
    wanted_agency: str | None
    author: str
    at: datetime
    decision: DecisionWords | None
    deciders: frozenset[Role]
    may_decide: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class DueChangeWords:
    """From one due day to another."""

    kind: DueChangeKind
    previous: date | None
    due: date | None
    reason: str
    author: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class EventWords:
    """What happened to an assignment; ``to_agency`` received it."""

    kind: AssignmentEventKind
    on: date
    reason: str
    to_agency: str | None
    author: str


@dataclass(frozen=True, slots=True)
class Handling:
    """One assignment beside its progress, as far as the reader may know of it.

    ``requests`` are the newest first, ``changes`` and ``events`` the oldest first. ``content``
    is what the task should say by the last granted correction.
    """

    assignment_id: int
    requests: tuple[RequestWords, ...] = ()
    changes: tuple[DueChangeWords, ...] = ()
    events: tuple[EventWords, ...] = ()
    content: str | None = None
    may_accept: bool = False
    may_ask: tuple[RequestKind, ...] = ()
    may_act: tuple[Act, ...] = ()

    @property
    def waiting(self) -> tuple[RequestWords, ...]:
        """The requests that wait for a decision."""
        return tuple(request for request in self.requests if request.decision is None)

    @property
    def ended(self) -> tuple[RequestWords, ...]:
        """The requests that were granted, refused or taken back."""
        return tuple(request for request in self.requests if request.decision is not None)


@dataclass(frozen=True, slots=True)
class TaskHandling:
    """The assignments of a task by their ids."""

    parts: Mapping[int, Handling] = field(default_factory=dict)

    def of(self, assignment_id: int) -> Handling:
        """Return what there is of one assignment."""
        return self.parts.get(assignment_id) or Handling(assignment_id)


@dataclass(frozen=True, slots=True)
class PartName:
    """The assignment that a form or a request is about."""

    assignment_id: int
    agency_id: int
    agency: str
    role: AssignmentRole
    workflow: Workflow
    due: DueDay
    task_id: int
    label: str | None
    text: str
    directive_id: int
    directive_kind: str | None
    directive_number: str | None
    directive_issued_on: date | None
    directive_title: str | None


@dataclass(frozen=True, slots=True)
class AskPage:
    """What stands beside the form of a request; ``deciders`` decide on this kind."""

    part: PartName
    kind: RequestKind
    deciders: frozenset[Role]


@dataclass(frozen=True, slots=True)
class ActPage:
    """What stands beside the form of an act of the office."""

    part: PartName
    act: Act


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One request with what is needed to decide on it: what was asked and changed before.

    ``is_open`` is whether there is anything left to grant.
    """

    part: PartName
    request: RequestWords
    earlier: tuple[RequestWords, ...]
    changes: tuple[DueChangeWords, ...]
    is_open: bool
    days_overdue: int
