"""Use case: agencies log progress and hand in reports; inspectors confirm or send back."""

from __future__ import annotations

from tracker.models.answering import AgencyEnded, HandedOver
from tracker.models.entries import (
    MAX_EVIDENCE_BYTES,
    MAX_EVIDENCE_FILES,
    MAX_NARRATIVE_CHARACTERS,
    InvalidEntry,
    ProgressEntry,
    UploadedFile,
    entry_faults,
)
from tracker.models.updating import AlreadyConfirmed, NotTracked
from tracker.progress.evidence import Download, open_evidence
from tracker.progress.pages import ReportPage, TaskPage
from tracker.progress.reading import report_page, task_page
from tracker.progress.reports import PeriodReport, ReportState
from tracker.progress.updates import log_update
from tracker.progress.verdicts import NotToBeJudged, give_verdict

__all__ = [
    "MAX_EVIDENCE_BYTES",
    "MAX_EVIDENCE_FILES",
    "MAX_NARRATIVE_CHARACTERS",
    "AgencyEnded",
    "AlreadyConfirmed",
    "Download",
    "HandedOver",
    "InvalidEntry",
    "NotToBeJudged",
    "NotTracked",
    "PeriodReport",
    "ProgressEntry",
    "ReportPage",
    "ReportState",
    "TaskPage",
    "UploadedFile",
    "entry_faults",
    "give_verdict",
    "log_update",
    "open_evidence",
    "report_page",
    "task_page",
]
