"""One state of an index of tantivy, and what is asked of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import tantivy

from search_index import plan as plans
from search_index.entries import seq_of
from search_index.errors import IndexDamagedError
from search_index.plan import SCOPED, Days, Plan, Tokens, Values
from search_index.store import GroupCount, Match, Order
from search_index.tantivy_plans import (
    ANY,
    FEW,
    SAMPLE,
    SAMPLED,
    column,
    compiled,
    mark_query,
    term_of,
)

MAX_VALUES = 10_000
# So many texts are in memory when all are gone through.
MAX_LOADED = 1_000
# Groups of so many matches are counted one by one, of more by a sample.
EXACT_UP_TO = 5_000
ORDERS = {
    Order.NEWEST: (Days.DATE.value, tantivy.Order.Desc),
    Order.DUE: (Days.DUE.value, tantivy.Order.Asc),
}
Hit = tuple[Any, tantivy.DocAddress]
Counts = dict[Values, dict[str, int]]


class faults_named:  # noqa: N801 - it is used like a function; as one it would cost each query
    """Raises the library's faults as damage of the index."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Give a fault its name."""
        if isinstance(error, ValueError | OSError):
            raise IndexDamagedError(f"tantivy cannot use the index: {error}") from error


class TantivyReader:
    """See :class:`search_index.store.Reader`."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._words: dict[Tokens, Mapping[str, int]] = {}

    def certain(self, plan: Plan) -> bool | None:
        """Say whether a single condition holds for every record, for none, or who knows."""
        with faults_named():
            return False if self._is_absent(plan) else self._is_everywhere(plan) or None

    def _is_absent(self, plan: Plan) -> bool:
        match plan:
            case plans.Term(field, token):
                return not self._frequency(field, token)
            case plans.Sequence(field, tokens):
                return not all(self._frequency(field, token) for token in tokens)
            case plans.StartsWith(field, beginning):
                return not self._searcher.terms_with_prefix(field.value, beginning, limit=1)
            case plans.Has(field, values) if len(values) <= FEW:
                return not any(self._frequency(field, value) for value in values)
        return False

    def _is_everywhere(self, plan: Plan) -> bool:
        """Whether every record has a value. Both counts have records that were deleted since."""
        match plan:
            case plans.Has(Values.VISIBLE_TO, values) if len(values) <= FEW:
                everywhere = self._frequency(Values.VISIBLE_TO, ANY)
                counts = (self._frequency(Values.VISIBLE_TO, value) for value in values)
                return any(count == everywhere for count in counts)
        return False

    def _frequency(self, field: Tokens | Values, value: str) -> int:
        return self._searcher.doc_freq(*term_of(field, value))

    def best(self, plan: Plan, order: Order, limit: int) -> list[int]:
        """Return the groups of the first matches in an order, one for each match."""
        with faults_named():
            return self._groups_of([address for _, address in self._hits(plan, order, limit)])

    def _hits(self, plan: Plan, order: Order, limit: int) -> list[Hit]:
        # The library takes memory for what it is asked for, found or not.
        limit = max(min(limit, self._searcher.num_docs), 1)
        if isinstance(plan, plans.Term):
            plan = replace(plan, weight=1.0)
        field, way = ORDERS.get(order, (None, tantivy.Order.Desc))
        found = self._searcher.search(
            compiled(plan), limit, count=False, order_by_field=field, order=way
        )
        return found.hits

    def _groups_of(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        found: Any = self._searcher.fast_field_values(Values.GROUP.value, addresses)
        return list(found)

    def members(self, plan: Plan) -> list[Match]:
        """Return every match with its score."""
        with faults_named():
            hits = self._hits(plan, Order.RANK, self._searcher.num_docs)
            addresses = [address for _, address in hits]
            groups = self._groups_of(addresses)
        scores = [score for score, _ in hits]
        return list(map(Match, addresses, scores, groups))

    def load(self, addresses: Sequence[Any]) -> list[str]:
        """Return the stored forms of matches."""
        with faults_named():
            return [self._stored(address) for address in addresses]

    def count(self, plan: Plan) -> int:
        """Return how many records match."""
        if isinstance(plan, plans.Term) and self._is_without_deletions():
            return self._frequency(plan.field, plan.token)
        dated = {"count": {"value_count": {"field": Days.DATE.value}}}
        with faults_named():
            found = self._searcher.aggregate(compiled(plan), dated)
        return int(found["count"]["value"])

    def _is_without_deletions(self) -> bool:
        # Frequencies have what was deleted; the number of documents has not, but has the mark.
        return self._frequency(Values.VISIBLE_TO, ANY) == self._searcher.num_docs - 1

    def groups(self, plan: Plan, matches: int) -> GroupCount:
        """Return in how many groups so many matches are; of very many only about."""
        if matches <= EXACT_UP_TO:
            return GroupCount(len(set(self.best(plan, Order.RANK, matches))), is_about=False)
        sample = compiled(plans.All((plan, plans.Has(Values.VISIBLE_TO, (SAMPLE,)))))
        with faults_named():
            found = self._searcher.cardinality(sample, Values.GROUP.value)
        return GroupCount(SAMPLED * round(found), is_about=True)

    def counts(
        self, plan: Plan, fields: Sequence[Values], principals: Collection[str]
    ) -> Mapping[Values, Mapping[str, int]]:
        """Return for each value of each field how many records match that have it."""
        query = compiled(plan)
        columns = {field.value: field for field in fields if field not in SCOPED}
        scoped = {
            column(field, each): field for field in fields if field in SCOPED for each in principals
        }
        counts: Counts = {field: {} for field in fields}
        with faults_named():
            for name, found in self._terms(query, [*columns, *scoped]).items():
                counts[{**columns, **scoped}[name]] |= found
            if len(principals) > 1:
                counts |= self._scoped(query, counts, principals)
        return counts

    def _terms(self, query: tantivy.Query, columns: Iterable[str]) -> dict[str, dict[str, int]]:
        """Count the values of columns in one pass."""
        asked = {name: {"terms": {"field": name, "size": MAX_VALUES}} for name in columns}
        found = self._searcher.aggregate(query, asked) if asked else {}
        return {
            name: {each["key"]: each["doc_count"] for each in answer["buckets"]}
            for name, answer in found.items()
        }

    def _scoped(self, query: tantivy.Query, known: Counts, principals: Collection[str]) -> Counts:
        """Count values that several principals may know of, each record once, in one pass."""
        asked = {
            f"{field}|{value}": {"filter": _any_column(field, principals, value)}
            for field in known
            if field in SCOPED
            for value in known[field]
        }
        counts: Counts = {field: {} for field in known if field in SCOPED}
        for name, found in (self._searcher.aggregate(query, asked) if asked else {}).items():
            field, _, value = name.partition("|")
            counts[Values(field)][value] = found["doc_count"]
        return counts

    def seq(self) -> int:
        """Return up to which change the index goes."""
        with faults_named():
            ((_, address),) = self._searcher.search(mark_query(), 1, count=False).hits
            return seq_of(self._stored(address))

    def everything(self) -> Iterator[str]:
        """Give the stored form of every record."""
        with faults_named():
            hits = self._hits(plans.Everything(), Order.RANK, self._searcher.num_docs)
        for first in range(0, len(hits), MAX_LOADED):
            yield from self.load([address for _, address in hits[first : first + MAX_LOADED]])

    def words(self, field: Tokens) -> Mapping[str, int]:
        """Return every token of a field with how many records have it."""
        # A reader sees one commit only, so that they stay the same for as long as it is kept.
        if field not in self._words:
            with faults_named():
                self._words[field] = dict(self._searcher.terms_with_prefix(field.value, ""))
        return self._words[field]

    def _stored(self, address: tantivy.DocAddress) -> str:
        stored: Any = self._searcher.doc(address).get_first("stored")
        return bytes(stored).decode()


def _any_column(field: Values, principals: Iterable[str], value: str) -> str:
    """Write the condition that a record has a value which one of ``principals`` may know of."""
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    return " OR ".join(f'{column(field, each)}:"{quoted}"' for each in sorted(principals))
