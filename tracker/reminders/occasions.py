"""On what occasions an agency is reminded of an assignment. Pure."""

from __future__ import annotations

from enum import StrEnum


class Occasion(StrEnum):
    """Why somebody is reminded."""

    BEFORE_DUE = "before-due"
    ON_DUE_DAY = "on-due-day"
    PAST_DUE = "past-due"
    BEFORE_REPORT = "before-report"
    ON_REPORT_DAY = "on-report-day"
    REPORT_MISSED = "report-missed"
    SILENT = "silent"
