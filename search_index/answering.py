"""One answer of an embedded engine: the groups of a page, what they show, and the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from search_index import layers
from search_index.entries import read_stored
from search_index.highlighting import snippet
from search_index.model import Facet, FacetCount, Hit, HitGroup, ResultPage, SearchRequest, Snippet
from search_index.plan import SCOPED, All, Plan, Values
from search_index.planning import Planner, plan_of
from search_index.store import GroupCount, Match, Reader
from search_index.walking import Walk

COMPUTED_STATUSES = ("overdue", "due-soon", "no-deadline")
FACET_VALUES = {
    Facet.AGENCY: Values.AGENCY,
    Facet.STATUS: Values.STATUS,
    Facet.KIND: Values.DOCUMENT_KIND,
    Facet.YEAR: Values.YEAR,
    Facet.WORK: Values.WORK,
}
SCOPED_FACETS = frozenset(facet for facet, field in FACET_VALUES.items() if field in SCOPED)


class Answer:
    """Answers one request from one state of an index."""

    def __init__(self, reader: Reader, request: SearchRequest) -> None:
        self._reader = reader
        self._request = request
        self._whole = layers.simplified(plan_of(request), reader.certain)
        self._plain = layers.plain(self._whole)
        self._walk = Walk(reader, self._whole, request)

    def page(self) -> ResultPage:
        """Return the page that was asked for."""
        first, end = self._request.first, self._request.first + self._request.size
        # One more than is shown tells whether there are more.
        met = self._walk.first(end + 1) if self._request.size else []
        counts = self._counts()
        kinds = dict(counts.get(Values.KIND, {}))
        hits = self._hits(kinds) if self._request.counted else 0
        groups = self._groups(hits)
        return ResultPage(
            groups=self._shown(self._walk.members(met[first:end])),
            total_groups=groups.groups,
            total_hits=hits,
            kinds=kinds,
            facets={
                facet: self._facet(facet, counts[FACET_VALUES[facet]])
                for facet in self._request.facets
            },
            total_is_about=groups.is_about,
            has_more=len(met) > end,
        )

    def _counts(self) -> Mapping[Values, Mapping[str, int]]:
        """Count all that is asked for by value, in one pass where that is possible."""
        request = self._request
        by_kind = request.counted and request.by_kind
        fields = [FACET_VALUES[facet] for facet in request.facets]
        if by_kind and not request.kinds:
            fields.append(Values.KIND)
        counts = self._count(self._plain, fields) if fields else {}
        if by_kind and request.kinds:
            # As if none had been chosen.
            every = layers.simplified(plan_of(request, every_kind=True), self._reader.certain)
            return {**counts, **self._count(layers.plain(every), [Values.KIND])}
        return counts

    def _hits(self, kinds: Mapping[str, int]) -> int:
        if not self._request.by_kind:
            return self._reader.count(self._plain)
        return sum(kinds.get(kind, 0) for kind in self._request.kinds or kinds)

    def _groups(self, hits: int) -> GroupCount:
        if self._walk.total is not None:
            return GroupCount(self._walk.total, is_about=False)
        if self._request.counted and self._request.size:
            return self._reader.groups(self._plain, hits)
        return GroupCount(0, is_about=True)

    def _count(self, plan: Plan, fields: Sequence[Values]) -> Mapping[Values, Mapping[str, int]]:
        return self._reader.counts(plan, fields, self._request.principals)

    def _shown(self, groups: Sequence[Sequence[Match]]) -> tuple[HitGroup, ...]:
        best = [group[: self._request.best] for group in groups]
        # All at once: what is read lies close together.
        stored = iter(self._reader.load([match.address for group in best for match in group]))
        found = []
        for group, shown in zip(groups, best, strict=True):
            hits = tuple(map(self._hit, islice(stored, len(shown))))
            found.append(HitGroup(hits[0].group, hits, total=len(group)))
        return tuple(found)

    def _hit(self, stored: str) -> Hit:
        each, request = read_stored(stored), self._request
        piece = snippet(each.text, request.query) if request.snippets else Snippet("")
        return Hit(each.key, each.kind, each.group, piece)

    def _facet(self, facet: Facet, counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
        if facet is Facet.STATUS:
            counts = {**self._computed(), **counts}
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return tuple(FacetCount(value, count) for value, count in ordered if count)

    def _computed(self) -> dict[str, int]:
        """Count the states that hang on the day."""
        planner = Planner(self._request)
        plans = {status: All((self._plain, planner.status(status))) for status in COMPUTED_STATUSES}
        return {
            status: self._reader.count(layers.simplified(plan, self._reader.certain))
            for status, plan in plans.items()
        }
