"""What a person asks of the review: which rows, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from directives.text import fold
from tracker.clocks import Clock
from tracker.domain import AssignmentRole, Category
from tracker.review.rows import ReviewRow

SORTS: dict[str, Callable[[ReviewRow], tuple[object, ...]]] = {
    "days": lambda row: (row.days_overdue, row.days_running),
    "agency": lambda row: (fold(row.agency),),
    "directive": lambda row: (row.directive.issued_on or date.min, row.directive.directive_id),
    "due": lambda row: (row.due or date.max,),
}
PAGE_SIZES = (25, 100, 1000)


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """Filters of the review; all that are set must hold.

    ``agency_id`` is the one that answers today, in ``role``: as the lead, or as one of those
    that support or are directed. ``categories`` is a choice of several, none meaning all.
    ``disagreed`` keeps only rows where the agency's word and the inspector's differ, ``behind``
    those behind schedule. ``running`` keeps only rows that need attention, where nothing of
    these is asked for. ``as_assigned`` counts and names the bodies that the documents assigned,
    instead of those that answer today. ``sort`` is a key of ``SORTS``, ``size`` one of
    ``PAGE_SIZES``.
    """

    agency_id: int | None = None
    role: AssignmentRole = AssignmentRole.LEAD
    directive_id: int | None = None
    words: str = ""
    clock: Clock | None = None
    categories: frozenset[Category] = field(default_factory=frozenset)
    disagreed: bool = False
    behind: bool = False
    running: bool = True
    sort: str = "days"
    descending: bool = True
    page: int = 1
    size: int = PAGE_SIZES[0]
    as_assigned: bool = False

    def scope(self, rows: Iterable[ReviewRow]) -> list[ReviewRow]:
        """Return the rows that the figures speak of: agency, directive and words hold."""
        wanted = fold(self.words)
        return [
            row
            for row in rows
            if self.directive_id in {None, row.directive.directive_id}
            and (self.agency_id is None or self._takes_part(row))
            and (not wanted or wanted in fold(row.all_words))
        ]

    def listed(self, scope: Iterable[ReviewRow]) -> list[ReviewRow]:
        """Return the rows of the list, in order; equal ones stand as in their documents."""
        kept = [row for row in scope if self._is_wanted(row)]
        kept.sort(key=lambda row: (row.directive.directive_id, row.position, fold(row.agency)))
        kept.sort(key=SORTS[self.sort], reverse=self.descending)
        return kept

    def _takes_part(self, row: ReviewRow) -> bool:
        if self.role is AssignmentRole.LEAD:
            return row.agency_id == self.agency_id
        return (self.agency_id, self.role) in {(o.agency_id, o.role) for o in row.others}

    def _is_wanted(self, row: ReviewRow) -> bool:
        if self.clock is not None and self.clock not in {f.clock for f in row.clocks}:
            return False
        if self.categories and row.category not in self.categories:
            return False
        if self.disagreed and row.disagreement is None:
            return False
        if self.behind and row.lag is None:
            return False
        asked = self.disagreed or self.behind or self.clock is not None
        narrowed = asked or bool(self.categories)
        return row.needs_attention or narrowed or not self.running
