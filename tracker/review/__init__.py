"""Use case: the Standing Committee sees what is overdue, silent or merely claimed, and why."""

from __future__ import annotations

from tracker.models.last_words import LastVerdict, LastWord
from tracker.review.figures import AgencyFigures, DirectiveFigures, Figures
from tracker.review.overview import (
    AgencyChoice,
    ReviewPage,
    ReviewTable,
    Scope,
    review_page,
    review_table,
)
from tracker.review.query import PAGE_SIZES, SORTS, ReviewQuery
from tracker.review.rows import DirectiveName, Participant, ReviewRow

__all__ = [
    "PAGE_SIZES",
    "SORTS",
    "AgencyChoice",
    "AgencyFigures",
    "DirectiveFigures",
    "DirectiveName",
    "Figures",
    "LastVerdict",
    "LastWord",
    "Participant",
    "ReviewPage",
    "ReviewQuery",
    "ReviewRow",
    "ReviewTable",
    "Scope",
    "review_page",
    "review_table",
]
