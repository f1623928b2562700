"""What OpenSearch keeps of a record, and how a plan reads in its query language.

Nothing beyond a stock server is used: our own tokens in fields that are split at spaces, whole
values and days; no scripts, no plugins, and no pattern in which a reader's words stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search_index import plan as plans
from search_index.entries import Entry, read_stored
from search_index.plan import NO_DUE, Days, Plan, Tokens, Values
from search_index.store import NEAR_SCORE

MARK_KEY = "mark"
# What answers show; all else is only searched.
KEPT = ("kind", "group", "text", "revision", "seq")
# Pages may go as deep as there are groups.
DEEPEST = 1_000_000
# The earlier the deadline, the larger; floats keep it to the day.
EARLINESS = "earliness"
WORDS = "words"
# Beside each field of values that only some may know of, the values as such: to be counted as
# far as the reader may know of them.
BARE = {Values.AGENCY: "agency_bare", Values.STATUS: "status_bare"}

_VALUE = {"type": "keyword", "ignore_above": 8000}
TEMPLATE: dict[str, Any] = {
    "settings": {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        # Batches are shown as a whole, by a refresh of ours after each.
        "refresh_interval": "-1",
        "max_result_window": DEEPEST,
        # A deletion is remembered for longer than any writer can lag behind another.
        "gc_deletes": "1h",
        "analysis": {
            "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 4000}},
            "analyzer": {"tokens": {"type": "custom", "tokenizer": "spaces"}},
        },
    },
    "mappings": {
        "dynamic": False,
        "_source": {"includes": list(KEPT)},
        "properties": {
            **{str(field): {"type": "text", "analyzer": "tokens"} for field in Tokens},
            **{str(field): _VALUE for field in Values},
            **{field: {"type": "integer"} for field in (*map(str, Days), EARLINESS)},
            **{field: {**_VALUE, "index": False} for field in (WORDS, *BARE.values())},
        },
    },
}


def document_of(entry: Entry) -> dict[str, Any]:
    """Return what the server is given of a record."""
    stored = read_stored(entry.stored)
    return {
        **{str(field): text for field, text in entry.tokens.items()},
        **{str(field): list(values) for field, values in entry.values.items()},
        **{str(field): day for field, day in entry.days.items()},
        EARLINESS: NO_DUE - entry.days[Days.DUE],
        **{name: sorted(_bare(entry.values[field])) for field, name in BARE.items()},
        WORDS: sorted(set(entry.tokens[Tokens.FOLDED].split())),
        "kind": stored.kind,
        "group": stored.group,
        "text": stored.text,
        "revision": stored.revision,
    }


def _bare(forms: Iterable[str]) -> set[str]:
    return {form.partition("|")[2] for form in forms}


def compiled(plan: Plan) -> dict[str, Any]:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of plan
    """Return a plan in the server's query language."""
    match plan:
        case plans.Everything():
            return {"match_all": {}}
        case plans.Nothing():
            return {"match_none": {}}
        case plans.Term(field, token, weight):
            return {"term": {field: {"value": token, "boost": weight}}}
        case plans.Sequence(field, tokens, weight):
            return {"match_phrase": {field: {"query": " ".join(tokens), "boost": weight}}}
        case plans.StartsWith(field, beginning):
            return {"prefix": {field: {"value": beginning}}}
        case plans.Near(field, token, distance):
            return _unranked({"fuzzy": {field: _near(token, distance)}}, NEAR_SCORE)
        case plans.Has(field, values):
            return _unranked({"terms": {field: list(values)}})
        case plans.InSpan(field, first, last):
            return _unranked({"range": {field: {"gte": first, "lte": last}}})
        case plans.All((part,)) | plans.Some((part,)):
            return compiled(part)
        case plans.All(parts):
            return {"bool": {"must": [compiled(part) for part in parts]}}
        case plans.Some(parts):
            return _some(parts, 1)
        case plans.AtLeast(parts, least):
            return _some(parts, least)
        case plans.Without(part):
            return _unranked({"bool": {"must_not": [compiled(part)]}})
        case plans.Prefer(base, also):
            extra = [compiled(part) for part in also]
            return {"bool": {"must": [compiled(base)], "should": extra}}
    raise TypeError(plan)


def _some(parts: tuple[Plan, ...], least: int) -> dict[str, Any]:
    # Who acts for many agencies may know a name by many: for the server that is one condition.
    names = [part.token for part in parts if _is_name(part)] if least == 1 else []  # type: ignore[union-attr]  # names are terms
    together = len(names) > 1
    should = [compiled(part) for part in parts if not (together and _is_name(part))]
    if together:
        should.append({"terms": {Tokens.NAMES: names}})
    return {"bool": {"should": should, "minimum_should_match": least}}


def _is_name(part: Plan) -> bool:
    return isinstance(part, plans.Term) and part.field is Tokens.NAMES


def _unranked(condition: dict[str, Any], score: float = 0.0) -> dict[str, Any]:
    return {"constant_score": {"filter": condition, "boost": score}}


def _near(token: str, distance: int) -> dict[str, Any]:
    return {
        "value": token,
        "fuzziness": distance,
        # Whose name it is may not be mistyped: it says who may know the name.
        "prefix_length": token.rfind("|") + 1,
        "rewrite": "constant_score",
    }
