"""Use case: a checked reading becomes tasks and assignments, in one act."""

from __future__ import annotations

from tracker.assignments.chronicle import Chronicle, ChronicleQuery, FactKind, chronicle
from tracker.assignments.clarifying import Clarity, clarity_of
from tracker.assignments.clarity import Criterion, Gap
from tracker.assignments.counting import MovedDue
from tracker.assignments.issuing import (
    NotReady,
    PlannedAssignment,
    SameIdentity,
    dues_to_move,
    issue_directive,
    plan_issue,
)
from tracker.assignments.pages import DirectivePage, TrackedTask, directive_page, open_source

__all__ = [
    "Chronicle",
    "ChronicleQuery",
    "Clarity",
    "Criterion",
    "DirectivePage",
    "FactKind",
    "Gap",
    "MovedDue",
    "NotReady",
    "PlannedAssignment",
    "SameIdentity",
    "TrackedTask",
    "chronicle",
    "clarity_of",
    "directive_page",
    "dues_to_move",
    "issue_directive",
    "open_source",
    "plan_issue",
]
