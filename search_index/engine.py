"""All of an embedded engine that does not depend on its library: order, groups, counts, swap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from search_index.entries import entry_of, read_stored
from search_index.errors import IndexDamagedError
from search_index.fingerprint import fingerprint
from search_index.highlighting import snippet
from search_index.model import (
    Capabilities,
    Delete,
    Facet,
    FacetCount,
    Hit,
    HitGroup,
    Operation,
    Put,
    ResultPage,
    SearchRecord,
    SearchRequest,
    Sort,
    Stats,
)
from search_index.place import Place
from search_index.plan import NO_DUE, All, Has, Plan, Tokens, Values
from search_index.planning import Planner, plan_of, scoped
from search_index.store import Match, Reader, Store, StoreMaker

HITS_OF_A_GROUP = 5
COMPUTED_STATUSES = ("overdue", "due-soon", "no-deadline")
FACET_VALUES = {
    Facet.AGENCY: Values.AGENCY,
    Facet.STATUS: Values.STATUS,
    Facet.KIND: Values.DOCUMENT_KIND,
    Facet.YEAR: Values.YEAR,
    Facet.WORK: Values.WORK,
}
SCOPED_FACETS = frozenset({Facet.AGENCY, Facet.STATUS})


class EmbeddedEngine:
    """An index in a folder of this machine; see :class:`search_index.SearchEngine`."""

    def __init__(self, folder: Path, library: StoreMaker, capabilities: Capabilities) -> None:
        self.caps = capabilities
        self._library = library
        self._place = Place(folder, f"{library.maker}, {fingerprint()}")
        self._open: tuple[Path, Store] | None = None

    def search(self, request: SearchRequest) -> ResultPage:
        """Return the matches, counted and grouped."""
        reader, whole = self._reader(), plan_of(request)
        groups = _in_order(reader, whole, request)
        shown = groups[request.first : request.first + request.size]
        return ResultPage(
            groups=tuple(_shown(reader, group, request) for group in shown),
            total_groups=len(groups),
            total_hits=sum(map(len, groups)),
            kinds=dict(reader.counts(plan_of(request, every_kind=True), Values.KIND)),
            facets={facet: _facet(reader, whole, facet, request) for facet in request.facets},
        )

    def keys(self, request: SearchRequest) -> frozenset[str]:
        """Return the keys of all matches."""
        reader = self._reader()
        addresses = [match.address for match in reader.matches(plan_of(request))]
        return frozenset(read_stored(stored).key for stored in reader.load(addresses))

    def apply(self, operations: Iterable[Operation], seq: int) -> bool:
        """Make the changes durable together with ``seq``; ``False`` when they were already."""
        with self._place.alone():
            if seq <= self.last_seq():
                return False
            # The last word on a key counts, as it would if they were written one by one.
            last = {_key_of(operation): operation for operation in operations}
            added = [entry_of(each.record) for each in last.values() if isinstance(each, Put)]
            self._store().write(list(last), added, seq)
            return True

    def last_seq(self) -> int:
        """Return the ``seq`` of the newest batch."""
        return self._reader().seq()

    def refresh(self) -> None:
        """See what has been committed, by whomever."""
        self._reader()

    def stats(self) -> Stats:
        """Return how much the index holds."""
        reader = self._reader()
        return Stats(self._library.name, sum(1 for _ in reader.everything()), reader.seq())

    def revisions(self) -> dict[str, str]:
        """Return the revision of every record by key."""
        records = map(read_stored, self._reader().everything())
        return {record.key: record.revision for record in records}

    def vocabulary(self) -> dict[str, int]:
        """Return the folded words of all texts, each with how many records have it."""
        return dict(self._reader().words(Tokens.FOLDED))

    def rebuild(self, records: Iterable[SearchRecord], seq: int) -> None:
        """Build a new index beside the present one and put it in its place when it is whole."""
        with self._place.alone():
            place = self._place.new()
            store = self._library.create(place)
            store.write([], map(entry_of, records), seq)
            store.close()
            self._place.switch(place)

    def alone(self) -> AbstractContextManager[None]:
        """Hold the right to write."""
        return self._place.alone()

    def condemn(self) -> None:
        """Have the index count as damaged until it is rebuilt."""
        self._place.forget()

    def _reader(self) -> Reader:
        place = self._place.current()
        try:
            return self._store().reader()
        except IndexDamagedError:
            # A rebuild may have taken the folder away between two steps; its own is whole.
            if self._place.current() == place:
                raise
            return self._store().reader()

    def _store(self) -> Store:
        """Return the index in force, opened anew after somebody has rebuilt it."""
        place = self._place.current()
        if self._open is None or self._open[0] != place:
            if not place.is_dir():
                raise IndexDamagedError("the folder of the index is gone; rebuild it")
            self._open = (place, self._library.open(place))
        return self._open[1]


def _key_of(operation: Operation) -> str:
    return operation.key if isinstance(operation, Delete) else operation.record.key


_RANKS: dict[Sort, Callable[[Sequence[Match]], tuple[float, ...]]] = {
    Sort.RELEVANCE: lambda group: (-max(match.score for match in group),),
    Sort.NEWEST: lambda group: (-max(match.date for match in group),),
    Sort.DUE: lambda group: (min(match.due for match in group),),
}


def _ordered(matches: Iterable[Match], sort: Sort) -> list[list[Match]]:
    """Return the groups in order; equals stay in one order, so that pages never overlap."""
    groups: defaultdict[int, list[Match]] = defaultdict(list)
    for match in matches:
        groups[match.group].append(match)
    rank = _RANKS[sort]
    relevance = _RANKS[Sort.RELEVANCE]
    ordered = sorted(groups.items(), key=lambda item: (rank(item[1]), relevance(item[1]), item[0]))
    return [group for _, group in ordered]


def _in_order(reader: Reader, whole: Plan, request: SearchRequest) -> list[list[Match]]:
    if request.sort is not Sort.MOST_OVERDUE:
        return _ordered(reader.matches(whole), request.sort)
    late = {match.group: match.due for match in reader.matches(_overdue(whole, request))}
    rest = _ordered(reader.matches(whole), Sort.RELEVANCE)
    return sorted(rest, key=lambda group: late.get(group[0].group, NO_DUE))


def _overdue(whole: Plan, request: SearchRequest) -> Plan:
    return All((whole, Planner(request).status("overdue")))


def _shown(reader: Reader, group: Sequence[Match], request: SearchRequest) -> HitGroup:
    best = sorted(group, key=lambda match: -match.score)[:HITS_OF_A_GROUP]
    records = map(read_stored, reader.load([match.address for match in best]))
    hits = tuple(
        Hit(each.key, each.kind, each.group, snippet(each.text, request.query)) for each in records
    )
    return HitGroup(hits[0].group, hits, total=len(group))


def _facet(
    reader: Reader, whole: Plan, facet: Facet, request: SearchRequest
) -> tuple[FacetCount, ...]:
    counts = dict(reader.counts(whole, FACET_VALUES[facet]))
    if facet in SCOPED_FACETS:
        counts = _unscoped(reader, whole, facet, request, counts)
    if facet is Facet.STATUS:
        counts = {**_computed(reader, whole, request), **counts}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered if count)


def _unscoped(
    reader: Reader, whole: Plan, facet: Facet, request: SearchRequest, counts: dict[str, int]
) -> dict[str, int]:
    """Count the values that the reader may know of, each group once whoever may see it."""
    known = [form.split("|", 1) for form in counts]
    values = {value for principal, value in known if principal in request.principals}
    if len(request.principals) == 1:
        (principal,) = request.principals
        return {value: counts[f"{principal}|{value}"] for value in values}
    field = FACET_VALUES[facet]
    return {
        value: _groups(reader, All((whole, Has(field, scoped(request.principals, value)))))
        for value in values
    }


def _computed(reader: Reader, whole: Plan, request: SearchRequest) -> dict[str, int]:
    planner = Planner(request)
    return {
        status: _groups(reader, All((whole, planner.status(status))))
        for status in COMPUTED_STATUSES
    }


def _groups(reader: Reader, plan: Plan) -> int:
    return len({match.group for match in reader.matches(plan)})
