"""What goes into an index, what is asked of it, what comes back, and what an engine must do."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from search_index.query import Query


class Facet(StrEnum):
    """What the matches can be counted by; the values are names of fields of the query."""

    AGENCY = "agency"
    STATUS = "status"
    KIND = "kind"
    YEAR = "year"
    WORK = "field"


@dataclass(frozen=True, slots=True)
class Scoped:
    """A value of a record with the principals who may know that the record has it."""

    value: str
    seen_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One thing to be found.

    ``key`` is unique ("update:7"); records of one ``group`` ("task:3") are shown together.
    Who holds one of ``visible_to`` may know of it. ``names`` are words by which it is found
    besides its ``text``; ``document`` and ``work`` are what the filters of those names look in,
    ``fields_of_work`` whole values to count by. ``number`` is what the record itself bears, by
    which it comes before those that only name it.
    ``statuses`` are kept as facts ("open", "in-progress"); what hangs on the day is computed.
    """

    key: str
    kind: str
    group: str
    text: str
    visible_to: tuple[str, ...]
    names: tuple[Scoped, ...] = ()
    leads: tuple[Scoped, ...] = ()
    supporters: tuple[Scoped, ...] = ()
    agencies: tuple[Scoped, ...] = ()
    statuses: tuple[Scoped, ...] = ()
    document: str = ""
    number: str = ""
    document_kind: str | None = None
    work: str = ""
    fields_of_work: tuple[str, ...] = ()
    date: dt.date | None = None
    due: dt.date | None = None

    @property
    def revision(self) -> str:
        """A short hash of everything in the record: equal exactly when the record is."""
        scoped = (self.names, self.leads, self.supporters, self.agencies, self.statuses)
        values = [[(each.value, each.seen_by) for each in field] for field in scoped]
        plain = (self.key, self.kind, self.group, self.text, self.visible_to, self.document)
        rest = (self.document_kind, self.number, self.work, self.fields_of_work)
        days = (self.date, self.due)
        digest = hashlib.blake2b(repr((plain, values, rest, days)).encode(), digest_size=6).digest()
        return base64.b64encode(digest).decode()


@dataclass(frozen=True, slots=True)
class Put:
    """Let the index hold this record, in place of what it held under the same key."""

    record: SearchRecord


@dataclass(frozen=True, slots=True)
class Delete:
    """Let the index hold nothing under this key."""

    key: str


Operation = Put | Delete


class Sort(StrEnum):
    """The order of results; "most overdue" has what is not overdue after all that is."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    DUE = "due"
    MOST_OVERDUE = "most-overdue"


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question as one person asks it on one day.

    ``principals`` are what the person holds: they see records visible to any of them, and
    values scoped to any of them. ``kinds`` narrows the results; none means all. ``only`` leaves
    nothing but records with these keys; ``None`` leaves all. ``first`` and ``size`` count
    groups, from 0. ``due_soon_days`` is the office's window. What is not ``counted`` has no
    totals and no kinds, and comes sooner; with no ``size`` nothing but records is counted.
    Unless ``by_kind``, the kinds are left out of the counts.
    Without ``snippets`` hits are only named. Of each group the ``best`` hits are shown.
    """

    query: Query
    principals: frozenset[str]
    today: dt.date
    kinds: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    sort: Sort = Sort.RELEVANCE
    first: int = 0
    size: int = 20
    best: int = 5
    facets: tuple[Facet, ...] = ()
    due_soon_days: int = 7
    counted: bool = True
    by_kind: bool = True
    snippets: bool = True


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a record's text; ``marks`` are (start, end) in ``text`` of what matched."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that matched."""

    key: str
    kind: str
    group: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The best matches of one group, the best first; ``total`` counts also those left out."""

    group: str
    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many matching records have a value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Groups in order, and counts over all matches, not only over this page.

    ``kinds`` and facets count records. ``kinds`` counts as if no kind had been chosen; a facet
    lists the most frequent value first. Of very many groups ``total_groups`` may be close
    instead of exact, which ``total_is_about`` tells; ``has_more`` is whether this is not the end.
    """

    groups: tuple[HitGroup, ...]
    total_groups: int
    total_hits: int
    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[Facet, tuple[FacetCount, ...]] = field(default_factory=dict)
    total_is_about: bool = False
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Stats:
    """How much an index holds, up to which change."""

    engine: str
    records: int
    last_seq: int


@dataclass(frozen=True, slots=True)
class Server:
    """Where a search server is reached, and how the names of our indexes on it begin.

    ``certificates`` is a file of those that the server's may be signed by, if not the system's.
    """

    url: str
    index: str = "tracker"
    certificates: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do besides what all must."""

    persistent: bool
    fast_at_size: bool


class SearchEngine(Protocol):
    """An index. Every method may raise :class:`search_index.IndexDamagedError`."""

    @property
    def caps(self) -> Capabilities:
        """What this engine can do."""

    def search(self, request: SearchRequest) -> ResultPage:
        """Return the matches, counted and grouped; sees what any process has committed."""

    def keys(self, request: SearchRequest) -> frozenset[str]:
        """Return the keys of all matches, whatever page is asked for."""

    def apply(self, operations: Iterable[Operation], seq: int) -> bool:
        """Make the changes durable together with ``seq``; ``False`` when they were already.

        A batch whose ``seq`` is not newer than :meth:`last_seq` changes nothing, so that
        repeating one is harmless.

        Raises:
            IndexBusyError: another process is writing.
        """

    def last_seq(self) -> int:
        """Return the ``seq`` of the newest batch in the index, 0 when there was none."""

    def refresh(self) -> None:
        """See what has been committed, by whomever."""

    def stats(self) -> Stats:
        """Return how much the index holds."""

    def revisions(self) -> dict[str, str]:
        """Return the revision of every record by key."""

    def vocabulary(self) -> Mapping[str, int]:
        """Return the folded words of all texts, each with how many records have it.

        They are words of everybody's records: ask whether a reader finds one before showing it.
        """

    def rebuild(self, records: Iterable[SearchRecord], seq: int) -> None:
        """Build a new index beside the present one and put it in its place when it is whole."""

    def alone(self) -> AbstractContextManager[None]:
        """Hold the right to write, which one holder has at a time, whatever the process.

        Raises:
            IndexBusyError: somebody else holds it for longer than a few seconds.
        """

    def condemn(self) -> None:
        """Have the index be rebuilt: from now on it counts as damaged, to every process."""
