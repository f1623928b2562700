"""The tables, by subject, and the queries that several use cases share."""

from __future__ import annotations

from tracker.models.agencies import (
    Agency,
    AgencyAlias,
    AgencyGroup,
    AgencyGroupAlias,
    AgencyVersion,
    GroupMembership,
    Succession,
)
from tracker.models.base import Base
from tracker.models.documents import Directive, DraftRevision, SourceFile
from tracker.models.facts import assignment_facts
from tracker.models.index_changes import IndexChange, RecordKind, note_change
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
    "Assignment",
    "Base",
    "Directive",
    "DraftRevision",
    "Evidence",
    "GroupMembership",
    "IndexChange",
    "LoginAttempt",
    "LoginSession",
    "ProgressUpdate",
    "RecordKind",
    "RoleGrant",
    "Setting",
    "SourceFile",
    "Succession",
    "Task",
    "TaskBody",
    "User",
    "Verdict",
    "acting_for",
    "assignment_facts",
    "note_change",
    "responsible_on",
]
