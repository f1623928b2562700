"""Use case: the Standing Committee sees what is overdue, silent or merely claimed, and why."""

from __future__ import annotations

from tracker.review.overview import (
    AgencyFigures,
    DirectiveFigures,
    Figures,
    ReviewPage,
    ReviewTable,
    review_page,
    review_table,
)
from tracker.review.query import SORTS, ReviewQuery
from tracker.review.rows import ReviewRow

__all__ = [
    "SORTS",
    "AgencyFigures",
    "DirectiveFigures",
    "Figures",
    "ReviewPage",
    "ReviewQuery",
    "ReviewRow",
    "ReviewTable",
    "review_page",
    "review_table",
]
