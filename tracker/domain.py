"""The words and the rules: roles, states, clocks. Pure: no database, no web, no clock.

Days are days in Ho Chi Minh City. A task is overdue from 00:00 of the day after its due date,
and on time is judged by the date of the result document, not by the day of typing
(docs/glossary.md gives each word in Vietnamese).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# 30/6/2024 as offices write it, also with dots or hyphens; 2024-06-30 as machines do.
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


class Role(StrEnum):
    """What a person may do; a person may hold several, some of them for one agency."""

    CLERK = "clerk"
    AGENCY = "agency"
    INSPECTOR = "inspector"
    COMMITTEE = "committee"
    ADMINISTRATOR = "administrator"


class AssignmentRole(StrEnum):
    """What a task asks of an agency."""

    LEAD = "lead"
    DIRECTED = "directed"
    SUPPORTING = "supporting"


class DirectiveState(StrEnum):
    """Nothing of a draft is tracked; nothing of an issued directive is taken back."""

    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class Workflow(StrEnum):
    """Where an assignment stands, as the last entries say."""

    ISSUED = "issued"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    SUBMITTED = "submitted"
    SENT_BACK = "sent-back"
    CONFIRMED = "confirmed"
    SUSPENDED = "suspended"
    STOPPED = "stopped"


HALTED = frozenset({Workflow.SUSPENDED, Workflow.STOPPED})


class AssignmentEventKind(StrEnum):
    """What happened to an assignment besides the words on its progress."""

    ACCEPTED = "accepted"
    HANDED_OVER = "handed-over"
    DELEGATED = "delegated"
    RECALLED = "recalled"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    STOPPED = "stopped"


class ActKind(StrEnum):
    """What a recorded act did to bodies."""

    RENAME = "rename"
    MERGE_INTO_NEW = "merge-into-new"
    MERGE_INTO_EXISTING = "merge-into-existing"
    SPLIT = "split"
    PARTIAL = "partial"
    CHANGE_OF_KIND = "change-of-kind"
    DISSOLUTION = "dissolution"
    PARENT_MERGED = "parent-merged"
    TAKING_BACK = "taking-back"


class RequestKind(StrEnum):
    """What an agency may ask of the office; each needs a reason and is decided by a person.

    ``CONFIRMATION`` is never stored: the update that claims done is that request, and the
    inspector's verdict on it the decision (docs/adr says why).
    """

    REFUSAL = "refusal"
    CONTENT = "content"
    LEAD = "lead"
    EXTENSION = "extension"
    STOP_TRACKING = "stop-tracking"
    CONFIRMATION = "confirmation"


class RequestOutcome(StrEnum):
    """How a request ended; the agency may take back one that waits."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class DueChangeKind(StrEnum):
    """Why a due day became another than the one in the document."""

    EXTENSION = "extension"
    TRACKING_DATE = "tracking-date"
    HOLIDAYS = "holidays"
    REVIEW = "review"
    CORRECTION = "correction"


class DayOffRule(StrEnum):
    """What becomes of a report's due day on which the office does not work."""

    STAY = "stay"
    NEXT = "next"
    PREVIOUS = "previous"


class RelationKind(StrEnum):
    """What a directive does to another."""

    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    CITES = "cites"


class UpdateStatus(StrEnum):
    """The agency's own word in one progress update."""

    IN_PROGRESS = "in-progress"
    DONE = "done"


class VerdictKind(StrEnum):
    """The inspector's word: a claim is confirmed or sent back, other words can be disputed."""

    CONFIRMED = "confirmed"
    SENT_BACK = "sent-back"
    DISPUTED = "disputed"


class Disagreement(StrEnum):
    """How the agency's last word stands against an inspector's last word that denies it."""

    UNANSWERED = "unanswered"
    UPHELD = "upheld"


class TimeState(StrEnum):
    """How a deadline stands on a day."""

    NO_DEADLINE = "no-deadline"
    NOT_DUE = "not-due"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"


class Category(StrEnum):
    """The published figures; rates are of tasks that have fallen due (``FALLEN_DUE``).

    What is suspended or no longer tracked is counted apart.
    """

    DONE_ON_TIME = "done-on-time"
    DONE_LATE = "done-late"
    OPEN_IN_TIME = "open-in-time"
    OPEN_OVERDUE = "open-overdue"
    NO_DEADLINE = "no-deadline"
    SUSPENDED = "suspended"
    STOPPED = "stopped"


COUNTED_APART = frozenset({Category.SUSPENDED, Category.STOPPED})
FALLEN_DUE = frozenset({Category.DONE_ON_TIME, Category.DONE_LATE, Category.OPEN_OVERDUE})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: a signed-in person with roles and the agencies they act for.

    ``reads_only`` is set where all their agencies have come to their end.
    """

    user_id: int
    name: str
    roles: frozenset[Role]
    agency_ids: frozenset[int] = frozenset()
    reads_only: bool = False

    def has(self, *roles: Role) -> bool:
        """Return whether this person holds one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    @property
    def sees_everything(self) -> bool:
        """Whether every issued directive is theirs to read, not only their agency's."""
        return self.has(Role.CLERK, Role.INSPECTOR, Role.COMMITTEE)


@dataclass(frozen=True, slots=True)
class TrackingRules:
    """What an office may set: windows in days, and who decides on more time.

    A task is behind schedule where the share of its time that is used up exceeds the reported
    percentage by ``behind_percent`` or more.
    """

    due_soon_days: int = 7
    silent_days: int = 45
    unverified_days: int = 10
    behind_percent: int = 30
    extensions_decided_by: frozenset[Role] = frozenset({Role.CLERK, Role.COMMITTEE})


def office_day(moment: datetime) -> date:
    """Return the day in Ho Chi Minh City at an aware ``moment``."""
    return moment.astimezone(OFFICE_ZONE).date()


def written_day(text: str) -> date | None:
    """Return the day that ``text`` is, with nothing beside it; ``None`` when it is none."""
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def time_state(due: date | None, today: date, rules: TrackingRules) -> TimeState:
    """Return how a deadline stands on ``today``."""
    if due is None:
        return TimeState.NO_DEADLINE
    if today > due:
        return TimeState.OVERDUE
    return TimeState.DUE_SOON if (due - today).days <= rules.due_soon_days else TimeState.NOT_DUE


def deciders(kind: RequestKind, rules: TrackingRules) -> frozenset[Role]:
    """Return the roles that decide on requests of a kind."""
    if kind is RequestKind.EXTENSION:
        return rules.extensions_decided_by
    return _DECIDERS[kind]


_DECIDERS = {
    RequestKind.REFUSAL: frozenset({Role.CLERK}),
    RequestKind.CONTENT: frozenset({Role.CLERK}),
    RequestKind.LEAD: frozenset({Role.CLERK}),
    RequestKind.STOP_TRACKING: frozenset({Role.COMMITTEE}),
    RequestKind.CONFIRMATION: frozenset({Role.INSPECTOR}),
}


def workflow(
    claim: UpdateStatus | None,
    verdict: VerdictKind | None,
    *,
    accepted: bool = False,
    halted: Workflow | None = None,
) -> Workflow:
    """Return where an assignment stands.

    ``claim`` is the last update's word; ``verdict`` is the inspector's word on that very
    update, ``None`` when it has none yet; words that are disputed, no claim, change nothing.
    ``halted`` is ``SUSPENDED`` or ``STOPPED`` where the office has said so last, ``accepted``
    whether the agency in charge has taken the work on.
    """
    if halted is not None:
        return halted
    if claim is None:
        return Workflow.ACCEPTED if accepted else Workflow.ISSUED
    if verdict is VerdictKind.CONFIRMED:
        return Workflow.CONFIRMED
    if verdict is VerdictKind.SENT_BACK:
        return Workflow.SENT_BACK
    return Workflow.SUBMITTED if claim is UpdateStatus.DONE else Workflow.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Said:
    """How far an agency says it is."""

    status: UpdateStatus
    percent: int

    def is_as_much_as(self, other: Said) -> bool:
        """Whether this says no less than ``other`` did."""
        if self.status is UpdateStatus.DONE:
            return True
        return other.status is not UpdateStatus.DONE and self.percent >= other.percent


def disagreement(
    newest: Said, judged: Said, verdict: VerdictKind, *, answered: bool
) -> Disagreement | None:
    """Return how the two last words differ, ``None`` where they do not.

    ``verdict`` is an inspector's last word on the assignment, whichever update it was given on:
    ``judged``. ``answered`` is whether ``newest`` was said after it. An inspector's word holds
    until an inspector speaks again, or until the agency says less than what was denied: who
    goes back from "done" to "in progress", or to a lower percentage, has agreed.
    A confirmed report is no disagreement with the next one: that is of another period.
    """
    if verdict is VerdictKind.CONFIRMED:
        return None
    if not answered:
        return Disagreement.UNANSWERED
    return Disagreement.UPHELD if newest.is_as_much_as(judged) else None


def category(due: date | None, done_on: date | None, today: date) -> Category:
    """Return the published category; ``done_on`` is the result document's date once confirmed."""
    if due is None:
        return Category.NO_DEADLINE
    if done_on is not None:
        return Category.DONE_ON_TIME if done_on <= due else Category.DONE_LATE
    return Category.OPEN_OVERDUE if today > due else Category.OPEN_IN_TIME
