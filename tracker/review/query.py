"""What a person asks of the review: which rows, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from directives.text import fold
from tracker.clocks import Clock
from tracker.domain import Category
from tracker.review.rows import ReviewRow

SORTS: dict[str, Callable[[ReviewRow], tuple[object, ...]]] = {
    "days": lambda row: (row.gravity, -row.days_running, fold(row.agency), row.position),
    "agency": lambda row: (fold(row.agency), -row.days_running, row.position),
    "directive": lambda row: (row.directive_id, row.position, fold(row.agency)),
    "due": lambda row: (row.due or date.max, -row.days_running, row.position),
}


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """Filters of the review; all that are set must hold.

    ``running`` keeps only rows against which a clock runs. ``agency_id`` is the one that
    answers today. ``sort`` is a key of ``SORTS``.
    """

    agency_id: int | None = None
    directive_id: int | None = None
    clock: Clock | None = None
    category: Category | None = None
    words: str = ""
    running: bool = True
    sort: str = "days"
    page: int = 1

    def scope(self, rows: Iterable[ReviewRow]) -> list[ReviewRow]:
        """Return the rows that the figures speak of: those of the agency and the directive."""
        return [
            row
            for row in rows
            if self.agency_id in {None, row.agency_id}
            and self.directive_id in {None, row.directive_id}
        ]

    def listed(self, rows: Iterable[ReviewRow]) -> list[ReviewRow]:
        """Return the rows of the list, in order."""
        words = fold(self.words)
        kept = [row for row in rows if self._holds(row) and words in fold(row.all_words)]
        return sorted(kept, key=SORTS.get(self.sort, SORTS["days"]))

    def _holds(self, row: ReviewRow) -> bool:
        if self.clock is not None and self.clock not in {f.clock for f in row.clocks}:
            return False
        if self.category is not None:
            return row.category is self.category
        return bool(row.clocks) or not self.running or self.clock is not None
