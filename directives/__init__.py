"""A library that reads a Vietnamese directive: bytes in, tasks with their places out.

It knows no web framework, no database and no clock.
"""

from __future__ import annotations

from directives.errors import (
    DamagedFileError,
    DirectiveError,
    EmptyFileError,
    EncryptedFileError,
    LimitExceededError,
    UnsupportedFormatError,
)
from directives.explaining import Reason, explain
from directives.figures import find_figures
from directives.mentions import Mention, MentionKind, find_mentions
from directives.model import (
    Body,
    BodyRole,
    Citation,
    Directive,
    Due,
    Every,
    Figure,
    Finding,
    Metadata,
    Nature,
    Precision,
    Recurrence,
    Severity,
    Source,
    Span,
    SpanRole,
    TaskDraft,
)
from directives.parser import ReadingSettings, parse_directive
from directives.recurrences import due_in_next_month
from directives.spans_of_time import working_days_counted

__all__ = [
    "Body",
    "BodyRole",
    "Citation",
    "DamagedFileError",
    "Directive",
    "DirectiveError",
    "Due",
    "EmptyFileError",
    "EncryptedFileError",
    "Every",
    "Figure",
    "Finding",
    "LimitExceededError",
    "Mention",
    "MentionKind",
    "Metadata",
    "Nature",
    "Precision",
    "ReadingSettings",
    "Reason",
    "Recurrence",
    "Severity",
    "Source",
    "Span",
    "SpanRole",
    "TaskDraft",
    "UnsupportedFormatError",
    "due_in_next_month",
    "explain",
    "find_figures",
    "find_mentions",
    "parse_directive",
    "working_days_counted",
]
