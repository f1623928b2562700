"""The tables, by subject, and the queries that several use cases share."""

from __future__ import annotations

from tracker.models.abbreviations import OfficeAbbreviation
from tracker.models.actors import actor_of, granted_agencies
from tracker.models.agencies import (
    Agency,
    AgencyAlias,
    AgencyGroup,
    AgencyGroupAlias,
    AgencyVersion,
    GroupMembership,
    Succession,
    SuccessionAct,
)
from tracker.models.alerts import Alert, Mail, Notice, NoticeKind, Rhythm, SavedSearch
from tracker.models.base import Base
from tracker.models.calendars import (
    CalendarDay,
    EscalationStep,
    PeriodClosing,
    ReportingDuty,
    escalation_steps,
    working_days,
)
from tracker.models.claims import (
    ClaimPlace,
    FigureClaim,
    SubjectJoin,
    claim_figures_of_directive,
    claim_figures_of_updates,
    claims_in_force,
)
from tracker.models.documents import Directive, DraftRevision, SourceFile
from tracker.models.exchange import ExchangeReturn, ExchangeSheet, ReturnedRow
from tracker.models.facts import assignment_facts, streamed_facts
from tracker.models.handling import AssignmentEvent, Comment, DueChange, Request, RequestDecision
from tracker.models.index_changes import (
    IndexChange,
    IndexedRecord,
    RecordKind,
    note_change,
    note_indexed,
    record_of,
)
from tracker.models.people import LoginAttempt, LoginSession, RoleGrant, User
from tracker.models.progress import Evidence, ProgressUpdate, Verdict
from tracker.models.relations import CarryOver, DirectiveRelation
from tracker.models.reminding import CalendarFeed, NotificationChoice, people_of, people_with, tell
from tracker.models.settings import Setting
from tracker.models.successions import acting_for, responsible_on
from tracker.models.tasks import Assignment, Task, TaskBody
from tracker.models.urging import Urging

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyGroup",
    "AgencyGroupAlias",
    "AgencyVersion",
    "Alert",
    "Assignment",
    "AssignmentEvent",
    "Base",
    "CalendarDay",
    "CalendarFeed",
    "CarryOver",
    "ClaimPlace",
    "Comment",
    "Directive",
    "DirectiveRelation",
    "DraftRevision",
    "DueChange",
    "EscalationStep",
    "Evidence",
    "ExchangeReturn",
    "ExchangeSheet",
    "FigureClaim",
    "GroupMembership",
    "IndexChange",
    "IndexedRecord",
    "LoginAttempt",
    "LoginSession",
    "Mail",
    "Notice",
    "NoticeKind",
    "NotificationChoice",
    "OfficeAbbreviation",
    "PeriodClosing",
    "ProgressUpdate",
    "RecordKind",
    "ReportingDuty",
    "Request",
    "RequestDecision",
    "ReturnedRow",
    "Rhythm",
    "RoleGrant",
    "SavedSearch",
    "Setting",
    "SourceFile",
    "SubjectJoin",
    "Succession",
    "SuccessionAct",
    "Task",
    "TaskBody",
    "Urging",
    "User",
    "Verdict",
    "acting_for",
    "actor_of",
    "assignment_facts",
    "claim_figures_of_directive",
    "claim_figures_of_updates",
    "claims_in_force",
    "escalation_steps",
    "granted_agencies",
    "note_change",
    "note_indexed",
    "people_of",
    "people_with",
    "record_of",
    "responsible_on",
    "streamed_facts",
    "tell",
    "working_days",
]
