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
)
from tracker.models.alerts import Alert, Mail, Notice, NoticeKind, Rhythm, SavedSearch
from tracker.models.base import Base
from tracker.models.documents import Directive, DraftRevision, SourceFile
from tracker.models.facts import assignment_facts
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
from tracker.models.settings import Setting
from tracker.models.successions import acting_for, responsible_on
from tracker.models.tasks import Assignment, Task, TaskBody

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyGroup",
    "AgencyGroupAlias",
    "AgencyVersion",
    "Alert",
    "Assignment",
    "Base",
    "Directive",
    "DraftRevision",
    "Evidence",
    "GroupMembership",
    "IndexChange",
    "IndexedRecord",
    "LoginAttempt",
    "LoginSession",
    "Mail",
    "Notice",
    "NoticeKind",
    "OfficeAbbreviation",
    "ProgressUpdate",
    "RecordKind",
    "Rhythm",
    "RoleGrant",
    "SavedSearch",
    "Setting",
    "SourceFile",
    "Succession",
    "Task",
    "TaskBody",
    "User",
    "Verdict",
    "acting_for",
    "actor_of",
    "assignment_facts",
    "granted_agencies",
    "note_change",
    "note_indexed",
    "record_of",
    "responsible_on",
]
