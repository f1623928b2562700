"""The index on an OpenSearch server, for an installation of several machines.

It compiles the plans that the embedded engines compile, so that all find the same; order,
groups and counts are the server's work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from search_index import place
from search_index.answering import (
    COMPUTED_STATUSES,
    FACET_VALUES,
    SCOPED_FACETS,
)
from search_index.entries import entry_of
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
    Server,
    Sort,
    Stats,
)
from search_index.opensearch_fields import (
    BARE,
    DEEPEST,
    EARLINESS,
    KEPT,
    MARK_KEY,
    TEMPLATE,
    WORDS,
    compiled,
    document_of,
)
from search_index.opensearch_lease import Lease
from search_index.opensearch_server import Body, Cluster
from search_index.plan import Days, Has, Plan, Values
from search_index.planning import Planner, plan_of, scoped

MAX_VALUES = 10_000
WORDS_KEPT_FOR_BATCHES = 200
# Counts of groups are exact up to here, and close beyond.
EXACT_UP_TO = 40_000
# Lifts relevance above the 1 that what is not overdue counts at least, and keeps it far below
# what any deadline gives for "earliness".
RELEVANCE_WEIGHT = 1000.0
_GROUPS = {"cardinality": {"field": Values.GROUP, "precision_threshold": EXACT_UP_TO}}
_RECORDS = {"bool": {"must_not": [{"ids": {"values": [MARK_KEY]}}]}}
_FIELDS = hashlib.blake2b(repr(TEMPLATE).encode(), digest_size=6).hexdigest()
_LAST = [{Values.GROUP: "asc"}]
_ORDERS: dict[Sort, list[Any]] = {
    Sort.RELEVANCE: ["_score", *_LAST],
    Sort.NEWEST: [{Days.DATE: "desc"}, "_score", *_LAST],
    Sort.DUE: [{Days.DUE: "asc"}, "_score", *_LAST],
    Sort.MOST_OVERDUE: ["_score", *_LAST],
}


class OpenSearchEngine:
    """An index on a server; see :class:`search_index.SearchEngine`.

    Besides what that says, any method may raise :class:`search_index.IndexUnreachableError`.
    """

    caps = Capabilities(persistent=True, fast_at_size=True)

    def __init__(self, server: Server) -> None:
        self._cluster = Cluster(server, f"{place.SCHEMA} {fingerprint()} {_FIELDS}")
        self._lease = Lease(self._cluster.client, server.index)
        self._is_checked = False
        self._words_of: tuple[str, int, dict[str, int]] = ("", 0, {})

    def search(self, request: SearchRequest) -> ResultPage:
        """Return the matches, counted and grouped."""
        self._check()
        scoped_facets = [facet for facet in request.facets if facet in SCOPED_FACETS]
        page, kinds = self._cluster.ask(_page_question(request), _kinds_question(request))
        shown = [hit["fields"][Values.GROUP][0] for hit in page["hits"]["hits"]]
        groups, *values = self._cluster.ask(
            _groups_question(request, shown),
            *(_values_question(request, facet, _counts(page, facet)) for facet in scoped_facets),
        )
        counts = dict(zip(scoped_facets, map(_counts, values), strict=True))
        total = page["aggregations"]["groups"]["value"]
        return ResultPage(
            groups=_groups(groups, shown, request),
            total_groups=total,
            total_hits=page["hits"]["total"]["value"],
            kinds=_counts(kinds),
            facets={facet: _facet(page, counts, facet) for facet in request.facets},
            total_is_about=total > EXACT_UP_TO,
            has_more=request.first + request.size < total,
        )

    def keys(self, request: SearchRequest) -> frozenset[str]:
        """Return the keys of all matches."""
        self._check()
        hits = self._cluster.all(compiled(plan_of(request)), ["kind"])
        return frozenset(hit["_id"] for hit in hits)

    def apply(self, operations: Iterable[Operation], seq: int) -> bool:
        """Make the changes durable together with ``seq``; ``False`` when they were already.

        The mark is written last. Who dies before it has the batch repeated, which changes nothing
        that is there already; searches see none of it before the refresh at the end.
        """
        with self._lease.alone():
            index = self._cluster.current()
            if seq <= self.last_seq():
                return False
            last = {_key_of(operation): operation for operation in operations}
            # All are analysed before any is sent: one that cannot be leaves the index as it was.
            acts = [self._act(index, operation) for operation in last.values()]
            self._cluster.write([*acts, self._mark(index, seq)])
            self._cluster.refresh(index)
            return True

    def last_seq(self) -> int:
        """Return the ``seq`` of the newest batch."""
        self._cluster.current()
        return int(self._cluster.document(MARK_KEY)["seq"])

    def refresh(self) -> None:
        """See what has been committed, by whomever."""
        self._cluster.refresh(self._cluster.current())

    def stats(self) -> Stats:
        """Return how much the index holds."""
        seq = self.last_seq()
        question = {"query": _RECORDS, "size": 0, "track_total_hits": True}
        (answer,) = self._cluster.ask(question)
        return Stats("opensearch", answer["hits"]["total"]["value"], seq)

    def revisions(self) -> dict[str, str]:
        """Return the revision of every record by key."""
        self._cluster.current()
        hits = self._cluster.all(_RECORDS, ["revision"])
        return {hit["_id"]: hit["_source"]["revision"] for hit in hits}

    def vocabulary(self) -> dict[str, int]:
        """Return the folded words of all texts, each with how many records have it.

        The server has to look at every record for it, so the answer is kept for some batches.
        """
        index, seq = self._cluster.current(), self.last_seq()
        if index != self._words_of[0] or not 0 <= seq - self._words_of[1] < WORDS_KEPT_FOR_BATCHES:
            self._words_of = (index, seq, dict(self._words()))
        return self._words_of[2]

    def _words(self) -> Iterator[tuple[str, int]]:
        after: Body = {}
        while True:
            pages = {"size": MAX_VALUES, "sources": [{"word": {"terms": {"field": WORDS}}}]}
            asked = {"words": {"composite": {**pages, **after}}}
            (answer,) = self._cluster.ask({"size": 0, "aggs": asked})
            found = answer["aggregations"]["words"]
            yield from ((each["key"]["word"], each["doc_count"]) for each in found["buckets"])
            if "after_key" not in found or len(found["buckets"]) < MAX_VALUES:
                return
            after = {"after": found["after_key"]}

    def rebuild(self, records: Iterable[SearchRecord], seq: int) -> None:
        """Build a new index beside the present one and put it in its place when it is whole."""
        with self._lease.alone():
            index = self._cluster.new()
            self._cluster.write(self._act(index, Put(record)) for record in records)
            self._cluster.write([self._mark(index, seq)])
            self._cluster.refresh(index)
            self._lease.touch()
            self._cluster.switch(index)

    def alone(self) -> AbstractContextManager[None]:
        """Hold the right to write."""
        return self._lease.alone()

    def condemn(self) -> None:
        """Have the index count as damaged until it is rebuilt."""
        self._cluster.forget()

    def _check(self) -> None:
        """Make sure once that this version made the index; whether there is one shows anyhow."""
        if not self._is_checked:
            self._cluster.current()
            self._is_checked = True

    def _act(self, index: str, operation: Operation) -> Body:
        key = _key_of(operation)
        if isinstance(operation, Delete):
            return {"_op_type": "delete", **self._address(index, key)}
        return {**self._address(index, key), "_source": document_of(entry_of(operation.record))}

    def _mark(self, index: str, seq: int) -> Body:
        return {**self._address(index, MARK_KEY), "_source": {"seq": seq}}

    def _address(self, index: str, key: str) -> Body:
        version = {"version": self._lease.taken, "version_type": "external_gte"}
        return {"_index": index, "_id": key, **version}


def _key_of(operation: Operation) -> str:
    return operation.key if isinstance(operation, Delete) else operation.record.key


def _page_question(request: SearchRequest) -> Body:
    aggregations: dict[str, Any] = {"groups": _GROUPS}
    for facet in request.facets:
        field = FACET_VALUES[facet]
        aggregations[facet] = _counting(BARE.get(field, field))
    if Facet.STATUS in request.facets:
        planner = Planner(request)
        plans = {status: planner.status(status) for status in COMPUTED_STATUSES}
        aggregations["computed"] = _filters(plans)
    return {
        "query": _ranked(request),
        "sort": _ORDERS[request.sort],
        "collapse": {"field": Values.GROUP},
        "from": min(request.first, DEEPEST - request.size),
        "size": request.size,
        "track_total_hits": True,
        "_source": False,
        "aggs": aggregations,
    }


def _ranked(request: SearchRequest) -> Body:
    """Return the query; where the longest overdue come first, days since take relevance's place."""
    query = compiled(plan_of(request))
    if request.sort is not Sort.MOST_OVERDUE:
        return query
    late = compiled(Planner(request).status("overdue"))
    since = {"filter": late, "field_value_factor": {"field": EARLINESS, "missing": 0}}
    others = {"bool": {"must": [query], "boost": RELEVANCE_WEIGHT}}
    return {"function_score": {"query": others, "functions": [since], "boost_mode": "max"}}


def _kinds_question(request: SearchRequest) -> Body:
    query = compiled(plan_of(request, every_kind=True))
    return {"query": query, "size": 0, "aggs": {"values": _counting(Values.KIND)}}


def _values_question(request: SearchRequest, facet: Facet, values: Iterable[str]) -> Body:
    """Ask how many records have each value as far as the reader may know of it."""
    field = FACET_VALUES[facet]
    plans: dict[str, Plan] = {
        value: Has(field, scoped(request.principals, value)) for value in sorted(values)
    }
    aggregations = {"values": _filters(plans)} if plans else {}
    return {"query": compiled(plan_of(request)), "size": 0, "aggs": aggregations}


def _groups_question(request: SearchRequest, shown: list[str]) -> Body:
    best = {
        "top_hits": {
            "size": request.best,
            "sort": ["_score", {Values.KEY: "asc"}],
            "_source": list(KEPT),
        }
    }
    groups = {
        "terms": {"field": Values.GROUP, "size": max(len(shown), 1), "include": shown},
        "aggs": {"best": best},
    }
    of_these = compiled(Has(Values.GROUP, tuple(shown)))
    query = {"bool": {"must": [compiled(plan_of(request))], "filter": [of_these]}}
    return {"query": query, "size": 0, "aggs": {"groups": groups} if shown else {}}


def _counting(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": MAX_VALUES}}


def _filters(plans: dict[str, Plan]) -> dict[str, Any]:
    named = {name: compiled(plan) for name, plan in plans.items()}
    return {"filters": {"filters": named}}


def _counts(answer: Any, name: str = "values") -> dict[str, int]:
    found = answer.get("aggregations", {}).get(name, {}).get("buckets", {})
    buckets = found.items() if isinstance(found, dict) else ((each["key"], each) for each in found)
    return {key: int(bucket["doc_count"]) for key, bucket in buckets}


def _facet(
    page: Any, scoped_counts: Mapping[Facet, Mapping[str, int]], facet: Facet
) -> tuple[FacetCount, ...]:
    counts = dict(scoped_counts[facet] if facet in scoped_counts else _counts(page, facet))
    if facet is Facet.STATUS:
        counts = {**_counts(page, "computed"), **counts}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered if count)


def _groups(answer: Any, shown: list[str], request: SearchRequest) -> tuple[HitGroup, ...]:
    """Return the groups in their order; one that a rebuild has taken away meanwhile is left out."""
    found = answer.get("aggregations", {}).get("groups", {}).get("buckets", [])
    groups = {bucket["key"]: bucket for bucket in found}
    return tuple(_group(groups[group], request) for group in shown if group in groups)


def _group(bucket: Any, request: SearchRequest) -> HitGroup:
    hits = tuple(
        Hit(hit["_id"], kept["kind"], kept["group"], snippet(kept["text"], request.query))
        for hit in bucket["best"]["hits"]["hits"]
        for kept in [hit["_source"]]
    )
    return HitGroup(bucket["key"], hits, total=bucket["doc_count"])
