"""What the search page asks for and shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from search_index import Facet, SearchQueryError, Snippet, Sort
from tracker.clocks import DueDay
from tracker.domain import AssignmentRole, TimeState, Workflow
from tracker.errors import Unavailable
from tracker.models import RecordKind
from tracker.search.alike import Alike
from tracker.search.fallback import Fallback
from tracker.search.proposals import Proposal

Filter = tuple[Facet, str]


class IndexRebuilding(Unavailable):
    """The search index is being built anew; nothing is lost, and search is back in a moment."""

    code = "index-rebuilding"


@dataclass(frozen=True, slots=True)
class Match:
    """A record that matched; ``agency`` is who said it, ``record_id`` its row.

    ``place`` is where what matched begins in the directive's text, if it stands there.
    ``is_verdict`` says that the words are the inspector's on the update. ``entered_by`` is who of
    the office entered them for ``agency``.
    """

    kind: RecordKind
    record_id: int
    snippet: Snippet
    agency: str | None = None
    on: date | None = None
    file_name: str | None = None
    update_id: int | None = None
    place: int | None = None
    is_verdict: bool = False
    entered_by: str | None = None


@dataclass(frozen=True, slots=True)
class DirectiveCard:
    """A document among the results, or the one that a task belongs to."""

    directive_id: int
    kind: str | None
    number: str | None
    issued_on: date | None
    issuer: str | None
    title: str | None
    file_name: str
    matches: tuple[Match, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class PartLine:
    """An agency's part in a task, as far as the reader may know of it."""

    agency_id: int
    agency: str
    role: AssignmentRole
    workflow: Workflow
    is_open: bool


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task among the results, with what matched under it; ``more`` matches are left out.

    ``is_open`` is whether a leading part that the reader may know of is still owed; where no
    part leads, any part. ``start`` is where the task begins in the directive's text. A part of
    a task may have no label of its own.
    """

    task_id: int
    label: str | None
    parent_label: str | None
    text: str
    start: int
    due: DueDay
    time_state: TimeState
    is_open: bool
    directive: DirectiveCard
    parts: tuple[PartLine, ...]
    matches: tuple[Match, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow the results by, with how many matches have it."""

    facet: Facet
    value: str
    count: int
    is_active: bool
    is_excluded: bool = False

    @property
    def filter(self) -> Filter:
        """The choice as a question keeps it."""
        return self.facet, self.value


@dataclass(frozen=True, slots=True)
class AgencyChoice(Choice):
    """An agency to narrow the results by; ``before`` are those whose work passed to it."""

    name: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the address of the page asks: text, filters, kind, order and page (from 1).

    Results have all of ``filters`` and none of ``excluded``. ``like`` is the key of a record
    ("task:7") whose like is sought.
    """

    text: str = ""
    filters: tuple[Filter, ...] = ()
    kind: RecordKind | None = None
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    excluded: tuple[Filter, ...] = ()
    like: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked at all."""
        return not (self.text.strip() or self.filters or self.excluded or self.like)


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of results; with ``error`` there are none.

    ``matches`` and ``total`` count over all pages, the latter tasks and documents: of very many
    only about, which ``total_is_about`` tells.
    ``proposals`` are queries in which plain words have become filters. ``alike`` is the record
    whose like is sought. ``better`` is what was probably meant; where nothing was found for
    ``instead_of``, the question and all results are already those of what was meant.
    ``with_all`` is how many have all the words, where those with most of them are shown as well.
    ``reads_sources`` is whether the reader may open the text of any document found.
    ``fallback`` says that there is no index just now, and what that means for the results.
    """

    question: Question
    cards: tuple[TaskCard | DirectiveCard, ...] = ()
    total: int = 0
    matches: int = 0
    total_is_about: bool = False
    number: int = 1
    last: int = 1
    kinds: dict[RecordKind, int] = field(default_factory=dict)
    choices: dict[Facet, tuple[Choice, ...]] = field(default_factory=dict)
    active: tuple[Choice, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    alike: Alike | None = None
    better: str | None = None
    instead_of: str | None = None
    error: SearchQueryError | None = None
    reads_sources: bool = False
    with_all: int | None = None
    fallback: Fallback | None = None
