"""What tantivy keeps of a record, and how a plan reads in its queries.

A value that only some may know of lies in a column of its own for each principal, so that
counting values for one reader looks at that reader's column and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

import tantivy

from search_index import plan as plans
from search_index.entries import MARK_KEY, Entry, group_number, mark_of
from search_index.plan import SCOPED, Days, Plan, Tokens, Values
from search_index.store import NEAR_SCORE

# Every record is visible to the first, one group in SAMPLED to the second too; no reader holds
# either, since no principal begins so.
ANY, SAMPLE = "\x1fany", "\x1fsample"
SAMPLED = 32
_COUNTED = frozenset(
    {Values.KIND, Values.DOCUMENT_KIND, Values.YEAR, Values.WORK, Values.AGENCY, Values.STATUS}
)
# More values than this are sought as a set, which costs more to begin with.
FEW = 16
_UNSAFE = re.compile(r"[^a-z0-9]")
Q = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


@cache
def schema() -> tantivy.Schema:
    """Return the fields of an index."""
    builder = tantivy.SchemaBuilder()
    for field in sorted(set(Values) - SCOPED - {Values.GROUP}):
        fast = field in _COUNTED
        builder.add_text_field(field.value, tokenizer_name="raw", fast=fast, index_option="basic")
    for field in sorted(SCOPED):
        fast = field in _COUNTED
        builder.add_json_field(field.value, tokenizer_name="raw", fast=fast, index_option="basic")
    for tokens in Tokens:
        option = "freq" if tokens is Tokens.NUMBERS else "position"
        builder.add_text_field(tokens.value, tokenizer_name="tokens", index_option=option)
    builder.add_integer_field(Values.GROUP.value, indexed=True, fast=True)
    for day in Days:
        builder.add_integer_field(day.value, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def column(field: Values, principal: str) -> str:
    """Return the name of the column that holds what ``principal`` may know of."""
    return f"{field.value}.{_spelt(principal)}"


@lru_cache(maxsize=4096)
def _spelt(principal: str) -> str:
    return _UNSAFE.sub(lambda sign: f"_{ord(sign[0]):x}_", principal)


def document_of(entry: Entry) -> tantivy.Document:
    """Return what tantivy is given of a record."""
    fields: dict[Any, Any] = {"stored": entry.stored.encode()}
    fields.update(entry.tokens)
    fields.update(entry.days)
    for field, values in entry.values.items():
        fields[field] = _by_principal(values) if field in SCOPED else list(values)
    fields[Values.GROUP] = entry.group
    fields[Values.VISIBLE_TO] += [ANY] if entry.group % SAMPLED else [ANY, SAMPLE]
    return tantivy.Document.from_dict(fields, schema())


def _by_principal(forms: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in forms:
        principal, _, value = form.partition("|")
        found.setdefault(_spelt(principal), []).append(value)
    return found


def mark_document(seq: int) -> tantivy.Document:
    """Return the entry that says up to which change the index goes; no plan holds for it."""
    fields = {Values.KEY.value: MARK_KEY, "stored": mark_of(seq).encode()}
    return tantivy.Document.from_dict(fields, schema())


def mark_query() -> tantivy.Query:
    """Return the query for that entry."""
    return Q.term_query(schema(), Values.KEY.value, MARK_KEY)


def term_of(field: Tokens | Values, value: str) -> tuple[str, Any]:
    """Return the field and the term that stand for a value."""
    if field is Values.GROUP:
        return field.value, group_number(value)
    if field in SCOPED:
        principal, _, scoped = value.partition("|")
        return column(Values(field), principal), scoped
    return field.value, value


def compiled(plan: Plan) -> tantivy.Query:  # noqa: C901, PLR0911 - one case for each kind of plan
    """Return a plan as a query."""
    match plan:
        case plans.Everything():
            return _unranked(Q.term_query(schema(), Values.VISIBLE_TO.value, ANY))
        case plans.Nothing():
            return Q.empty_query()
        case plans.Term(field, token, weight):
            return _weighted(Q.term_query(schema(), field.value, token), weight)
        case plans.Sequence(field, tokens, weight):
            return _weighted(Q.phrase_query(schema(), field.value, list(tokens)), weight)
        case plans.StartsWith(field, beginning):
            pattern = "".join(map(_escaped, beginning))
            return Q.regex_query(schema(), field.value, f"{pattern}.*")
        case plans.Near(field, token, distance):
            return _near(field, token, distance)
        case plans.Has(field, values):
            return _unranked(_any_of([term_of(field, value) for value in values]))
        case plans.InGroups(groups):
            return _unranked(_some([_term(Values.GROUP.value, group) for group in groups]))
        case plans.InSpan(field, first, last):
            kind = tantivy.FieldType.Integer
            return _unranked(Q.range_query(schema(), field.value, kind, first, last))
        case plans.Some(parts):
            return _some([compiled(part) for part in parts])
        case plans.AtLeast(parts, least):
            return Q.boolean_query([(SHOULD, compiled(part)) for part in parts], least)
    return _joined(plan)


def _near(field: Tokens, token: str, distance: int) -> tantivy.Query:
    return Q.const_score_query(
        Q.fuzzy_term_query(schema(), field.value, token, distance), NEAR_SCORE
    )


def _joined(plan: Plan) -> tantivy.Query:
    """Compile what must, must not and may hold into one flat condition.

    Each preference is a layer of its own: tantivy asks a single one only about what is found,
    but joins several by going through all of them.
    """
    musts, nots, lifts = _conditions(plan)
    clauses = [(MUST, compiled(part)) for part in musts or [plans.Everything()]]
    clauses += [(MUST_NOT, compiled(part)) for part in nots]
    found = clauses[0][1] if len(clauses) == 1 else Q.boolean_query(clauses)
    for lift in lifts:
        found = Q.boolean_query([(MUST, found), (SHOULD, compiled(lift))])
    return found


def _conditions(plan: Plan) -> tuple[list[Plan], list[Plan], list[Plan]]:
    match plan:
        case plans.All(parts):
            each = [_conditions(part) for part in parts]
            return ([p for m, _, _ in each for p in m], [p for _, n, _ in each for p in n],
                    [p for _, _, a in each for p in a])  # fmt: skip
        case plans.Without(part):
            return [], [part], []
        case plans.Prefer(base, also):
            musts, nots, lifts = _conditions(base)
            return musts, nots, [*lifts, *also]
    return [plan], [], []


def _any_of(terms: Sequence[tuple[str, Any]]) -> tantivy.Query:
    """Return the query for any of these terms; a set of many of one field is one condition."""
    fields = {field for field, _ in terms}
    if len(terms) > FEW and len(fields) == 1:
        return Q.term_set_query(schema(), fields.pop(), [value for _, value in terms])
    return _some([_term(field, value) for field, value in terms])


def _term(field: str, value: Any) -> tantivy.Query:
    return Q.term_query(schema(), field, value)


def _some(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return parts[0] if len(parts) == 1 else Q.boolean_query([(SHOULD, part) for part in parts])


def _weighted(query: tantivy.Query, weight: float) -> tantivy.Query:
    # A weight keeps tantivy from leaving out what cannot be among the best.
    return query if weight == 1.0 else Q.boost_query(query, weight)


def _unranked(query: tantivy.Query) -> tantivy.Query:
    return Q.const_score_query(query, 0.0)


def _escaped(letter: str) -> str:
    """Return a letter that means only itself in a pattern; tokens have no others than these."""
    return letter if letter.isalnum() else f"\\{letter}"
