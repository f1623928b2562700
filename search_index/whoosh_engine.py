"""The index by Whoosh, in Python alone: for machines without wheels, and as the reference."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import whoosh
from rapidfuzz.distance import OSA
from whoosh import query as queries
from whoosh.analysis import RegexTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.index import IndexError as WhooshIndexError
from whoosh.index import LockError, create_in, open_dir
from whoosh.matching import IntersectionMatcher, ListMatcher, Matcher
from whoosh.reading import IndexReader, ReaderClosed
from whoosh.searching import Hit, Results, Searcher

from search_index import plan as plans
from search_index.entries import MARK_KEY, Entry, mark_of, seq_of
from search_index.errors import IndexBusyError, IndexDamagedError
from search_index.plan import SCOPED, Days, Plan, Tokens, Values
from search_index.store import NEAR_SCORE, GroupCount, Match, Order, Reader, Store

# Values may hold spaces; the list of a record is joined by what no value holds.
SEPARATOR = "\x1e"
# Conditions that only decide must not rank, but Whoosh loses what scores nothing at all.
NO_WEIGHT = 1e-9


class Whoosh:
    """Opens indexes of Whoosh."""

    name = "whoosh"
    maker = f"whoosh {whoosh.versionstring()}"

    def create(self, folder: Path) -> Store:
        """Make an empty index."""
        create_in(str(folder), _schema())
        return _WhooshStore(folder)

    def open(self, folder: Path) -> Store:
        """Open an index."""
        return _WhooshStore(folder)


def _schema() -> Schema:
    # Both tokenizers are Whoosh's own: the schema is pickled into the index with them.
    words, whole = RegexTokenizer(r"[^ ]+"), RegexTokenizer(f"[^{SEPARATOR}]+")
    tokens = {str(field): TEXT(analyzer=words) for field in Tokens}
    values = {str(field): KEYWORD(analyzer=whole) for field in Values}
    days = {str(field): NUMERIC(int, bits=32, signed=True) for field in Days}
    return Schema(stored=STORED, facts=STORED, number=ID, **tokens, **values, **days)


# Whoosh reads its files by pickle and struct, which name a cut file in their own ways.
DAMAGE = (WhooshIndexError, ReaderClosed, OSError, EOFError, UnpicklingError, struct.error)


@contextmanager
def _faults_named() -> Iterator[None]:
    try:
        yield
    except LockError as error:
        raise IndexBusyError("another process is writing to the index") from error
    except DAMAGE as error:
        raise IndexDamagedError(f"whoosh cannot use the index: {error}") from error


class _WhooshStore:
    def __init__(self, folder: Path) -> None:
        with _faults_named():
            self._index = open_dir(str(folder))

    def reader(self) -> Reader:
        with _faults_named():
            return _WhooshReader(self._index.searcher())

    def write(self, removed: Sequence[str], added: Iterable[Entry], seq: int) -> None:
        with _faults_named():
            writer = self._index.writer()
        try:
            for key in (*removed, MARK_KEY):
                writer.delete_by_term("key", key)
            for entry in added:
                writer.add_document(**_document(entry))
            writer.add_document(key=MARK_KEY, stored=mark_of(seq))
        except BaseException:
            writer.cancel()
            raise
        with _faults_named():
            writer.commit()

    def close(self) -> None:
        """Let go of the files."""
        self._index.close()


def _document(entry: Entry) -> dict[str, Any]:
    return {
        "stored": entry.stored,
        "number": str(entry.group),
        "facts": {
            "group": entry.group,
            "days": {str(field): day for field, day in entry.days.items()},
            "values": {str(field): values for field, values in entry.values.items()},
        },
        **{str(field): text for field, text in entry.tokens.items()},
        **{str(field): SEPARATOR.join(values) for field, values in entry.values.items()},
        **{str(field): day for field, day in entry.days.items()},
    }


class _Near(queries.FuzzyTerm):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own takes two exchanged letters for two mistypings."""

    def _btexts(self, reader: IndexReader) -> Iterator[bytes]:
        limit = int(self.maxdist)
        for word in reader.lexicon(self.fieldname):
            if OSA.distance(self.text, word.decode(), score_cutoff=limit) <= limit:
                yield word


class _AtLeast(queries.Query):  # type: ignore[misc]  # Whoosh has no types
    """What enough of the parts hold for; Whoosh's own number of parts is "not yet implemented"."""

    def __init__(self, parts: list[queries.Query], least: int) -> None:
        self._parts, self._least = parts, least

    def estimate_size(self, ixreader: IndexReader) -> int:
        """Return at most how many records it holds for, by which Whoosh orders the parts."""
        return sum(part.estimate_size(ixreader) for part in self._parts)

    def matcher(self, searcher: Searcher, context: Any = None) -> Matcher:
        """Return those records of a segment that enough parts hold for."""
        found = (part.matcher(searcher, context).all_ids() for part in self._parts)
        times = Counter(chain.from_iterable(found))
        enough = sorted(record for record, count in times.items() if count >= self._least)
        ranked = queries.Or(self._parts).matcher(searcher, context)
        return IntersectionMatcher(ranked, ListMatcher(enough, all_weights=NO_WEIGHT))


# Equals stay in the order in which they were written.
_ORDERS: dict[Order, Callable[[Hit], tuple[float, int]]] = {
    Order.RANK: lambda hit: (-hit.score, hit.docnum),
    Order.NEWEST: lambda hit: (-hit["facts"]["days"][Days.DATE], hit.docnum),
    Order.DUE: lambda hit: (hit["facts"]["days"][Days.DUE], hit.docnum),
}


def _known(forms: Iterable[str], principals: Collection[str]) -> set[str]:
    """Return the values that one of ``principals`` may know of."""
    pairs = (form.partition("|") for form in forms)
    return {value for principal, _, value in pairs if principal in principals}


class _WhooshReader:
    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def certain(self, plan: Plan) -> bool | None:  # noqa: ARG002 - it does not know beforehand
        return None

    def best(self, plan: Plan, order: Order, limit: int) -> list[int]:
        with _faults_named():
            found = sorted(self._search(plan), key=_ORDERS[order])
        return [each["facts"]["group"] for each in found[:limit]]

    def members(self, plan: Plan) -> list[Match]:
        with _faults_named():
            return [
                Match(found.docnum, found.score, found["facts"]["group"])
                for found in self._search(plan)
            ]

    def load(self, addresses: Sequence[Any]) -> list[str]:
        with _faults_named():
            return [self._searcher.stored_fields(address)["stored"] for address in addresses]

    def count(self, plan: Plan) -> int:
        with _faults_named():
            if isinstance(plan, plans.Everything):
                return int(self._searcher.doc_count()) - 1  # without the mark
            return len(list(self._search(plan)))

    def groups(self, plan: Plan, matches: int) -> GroupCount:  # noqa: ARG002 - it counts any number
        return GroupCount(len({match.group for match in self.members(plan)}), is_about=False)

    def counts(
        self, plan: Plan, fields: Sequence[Values], principals: Collection[str]
    ) -> Mapping[Values, Mapping[str, int]]:
        counts: dict[Values, Counter[str]] = {field: Counter() for field in fields}
        with _faults_named():
            for found in self._search(plan):
                for field in fields:
                    values = found["facts"]["values"][field]
                    known = _known(values, principals) if field in SCOPED else set(values)
                    counts[field].update(known)
        return counts

    def words(self, field: Tokens) -> Mapping[str, int]:
        with _faults_named():
            reader = self._searcher.reader()
            words = reader.field_terms(str(field))
            return {word: reader.doc_frequency(str(field), word) for word in words}

    def seq(self) -> int:
        with _faults_named():
            return seq_of(self._searcher.document(key=MARK_KEY)["stored"])

    def everything(self) -> Iterable[str]:
        with _faults_named():
            fields = self._searcher.reader().all_stored_fields()
            return [each["stored"] for each in fields if "facts" in each]

    def _search(self, plan: Plan) -> Results:
        return self._searcher.search(_compiled(plan), limit=None)


def _compiled(plan: Plan) -> queries.Query:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of plan
    match plan:
        case plans.Everything():
            return queries.Every()
        case plans.Nothing():
            return queries.NullQuery
        case plans.Term(field, token, weight):
            return queries.Term(str(field), token, boost=weight)
        case plans.Sequence(field, tokens, weight):
            return queries.Phrase(str(field), list(tokens), boost=weight)
        case plans.StartsWith(field, beginning):
            return queries.Prefix(str(field), beginning)
        case plans.Near(field, token, distance):
            return _Near(str(field), token, NEAR_SCORE, distance)
        case plans.Has(field, values):
            return queries.Or(
                [queries.Term(str(field), value, boost=NO_WEIGHT) for value in values]
            )
        case plans.InGroups(groups):
            return queries.Or([queries.Term("number", str(g), boost=NO_WEIGHT) for g in groups])
        case plans.InSpan(field, first, last):
            return queries.NumericRange(str(field), first, last, boost=NO_WEIGHT)
        case plans.All(parts):
            return queries.And([_compiled(part) for part in parts])
        case plans.Some(parts):
            return queries.Or([_compiled(part) for part in parts])
        case plans.AtLeast(parts, least):
            return _AtLeast([_compiled(part) for part in parts], least)
        case plans.Without(part):
            return queries.And([queries.Every(boost=NO_WEIGHT), queries.Not(_compiled(part))])
        case plans.Prefer(base, also):
            return queries.AndMaybe(_compiled(base), queries.Or([_compiled(part) for part in also]))
