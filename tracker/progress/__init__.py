"""Use case: agencies log progress and hand in reports; inspectors confirm or send back."""

from __future__ import annotations

from tracker.models.answering import AgencyEnded, HandedOver
from tracker.models.correcting import NotToBeCorrected
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
from tracker.progress.bulk import (
    MAX_BULK_ROWS,
    BulkLine,
    BulkPage,
    BulkRow,
    InvalidRows,
    bulk_page,
    log_updates,
)
from tracker.progress.comparing import Novelty, copied_percent, what_is_new
from tracker.progress.evidence import Download, open_evidence, share_evidence
from tracker.progress.pages import ReportPage, TaskPage, UpdateWords
from tracker.progress.reading import report_page, task_page
from tracker.progress.reports import PeriodReport, ReportState
from tracker.progress.updates import log_update
from tracker.progress.verdicts import NotToBeJudged, give_verdict

__all__ = [
    "MAX_BULK_ROWS",
    "MAX_EVIDENCE_BYTES",
    "MAX_EVIDENCE_FILES",
    "MAX_NARRATIVE_CHARACTERS",
    "AgencyEnded",
    "AlreadyConfirmed",
    "BulkLine",
    "BulkPage",
    "BulkRow",
    "Download",
    "HandedOver",
    "InvalidEntry",
    "InvalidRows",
    "NotToBeCorrected",
    "NotToBeJudged",
    "NotTracked",
    "Novelty",
    "PeriodReport",
    "ProgressEntry",
    "ReportPage",
    "ReportState",
    "TaskPage",
    "UpdateWords",
    "UploadedFile",
    "bulk_page",
    "copied_percent",
    "entry_faults",
    "give_verdict",
    "log_update",
    "log_updates",
    "open_evidence",
    "report_page",
    "share_evidence",
    "task_page",
    "what_is_new",
]
