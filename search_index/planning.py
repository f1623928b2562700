"""From a request to a plan: ways of writing, the day and the reader's rights are worked in.

Rights are conditions inside the plan. A value that only some may know of is kept in the index
once for each principal who may, as ``principal|value``, and asked for in the reader's names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from search_index import plan, query, wording
from search_index.analysis import Token
from search_index.model import SearchRequest
from search_index.plan import NO_DUE, Days, Plan, Tokens, Values
from search_index.wording import some

_SCOPED = {"agency": Values.AGENCY, "lead": Values.LEAD, "supporting": Values.SUPPORTING}
_TOKEN_FIELDS = {"document": Tokens.DOCUMENT, "field": Tokens.WORK}
WORKING = ("open", "confirmed")


def scoped(principals: Iterable[str], value: str) -> tuple[str, ...]:
    """Return the forms of ``value`` as the index keeps it for each principal."""
    return tuple(f"{principal}|{value}" for principal in sorted(principals))


def plan_of(request: SearchRequest, *, every_kind: bool = False) -> Plan:
    """Return what ``request`` asks of an engine; ``every_kind`` leaves its kinds out."""
    parts: list[Plan] = [plan.Has(Values.VISIBLE_TO, tuple(sorted(request.principals)))]
    if request.kinds and not every_kind:
        parts.append(plan.Has(Values.KIND, tuple(sorted(request.kinds))))
    if request.only is not None:
        parts.append(plan.Has(Values.KEY, tuple(sorted(request.only))))
    return plan.All((*parts, Planner(request).plan(request.query)))


class Planner:
    """Plans the parts of one request."""

    def __init__(self, request: SearchRequest) -> None:
        self.principals = request.principals
        self.today = request.today
        self.soon = timedelta(days=request.due_soon_days)
        self._anywhere = wording.Anywhere(sorted(request.principals))

    def plan(self, node: query.Query) -> Plan:
        """Return the plan of one part of the query."""
        match node:
            case query.And(parts):
                return plan.All(tuple(dict.fromkeys(map(self.plan, parts))))
            case query.Or(parts):
                return plan.Some(tuple(dict.fromkeys(map(self.plan, parts))))
            case query.Not(part):
                return plan.Without(self.plan(part))
            case query.InField(name, part):
                return _within(name, part)
            case query.Everything() | query.OneOf() | query.Between():
                return self._filter(node)
        return self._text(node)

    def _filter(self, node: query.Query) -> Plan:
        match node:
            case query.Everything():
                return plan.Everything()
            case query.OneOf(field, values):
                return some([self._has(field, value) for value in values])
            case query.Between(field, first, last):
                return _span(Days(field), first, last)
        raise TypeError(node)

    def _has(self, field: str, value: str) -> Plan:
        if field == "status":
            return self.status(value)
        if field in _SCOPED:
            return plan.Has(_SCOPED[field], scoped(self.principals, value))
        return plan.Has(Values.DOCUMENT_KIND if field == "kind" else Values(field), (value,))

    def status(self, value: str) -> Plan:
        """Return the plan of a status, which for some depends on the day."""
        spans = {
            "overdue": (None, self.today - timedelta(days=1)),
            "due-soon": (self.today, self.today + self.soon),
            "in-time": (self.today, date.max),
        }
        if value == "no-deadline":
            return plan.All((self._stands(*WORKING), plan.InSpan(Days.DUE, NO_DUE, NO_DUE)))
        if value in spans:
            return plan.All((self._stands("open"), _span(Days.DUE, *spans[value])))
        return self._stands(value)

    def _stands(self, *statuses: str) -> Plan:
        values = (form for status in statuses for form in scoped(self.principals, status))
        return plan.Has(Values.STATUS, tuple(values))

    def _text(self, node: query.Query) -> Plan:
        match node:
            case query.Words():
                return _lifted(wording.plan_of_words(node, self._anywhere), node)
            case query.Most(words):
                return _lifted(wording.plan_of_most(words, self._anywhere), words)
            case query.Phrase(tokens):
                return self._phrase(tokens)
            case query.Prefix(token):
                forms = scoped(self.principals, token.folded)
                names = [plan.StartsWith(Tokens.NAMES, form) for form in forms]
                return some([plan.StartsWith(Tokens.FOLDED, token.folded), *names])
            case query.Fuzzy(token, distance):
                near = plan.Near(Tokens.FOLDED, token.folded, distance)
                itself = self._anywhere.word(token)
                return plan.Prefer(some([near, itself]), tuple(wording.lifts([token])))
            case query.Like(tokens):
                return plan.AtLeast(tuple(map(_telling, tokens)), node.least)
        raise TypeError(node)

    def _phrase(self, tokens: Sequence[Token]) -> Plan:
        """Return the plan of a phrase; names have no marks, and are found by any.

        What says it in its own text comes before what is only named so.
        """
        exact = any(token.is_marked for token in tokens)
        how = query.How.SHORT if exact else query.How.WORDS
        said = wording.in_a_row(
            Tokens.EXACT if exact else Tokens.FOLDED,
            [token.exact if exact else token.folded for token in tokens],
            wording.EXACT_WEIGHT,
        )
        return plan.Prefer(self._anywhere.row(tokens, how), (said,))


def _within(name: str, node: query.Query) -> Plan:
    """Return the plan of words in one field."""
    place = wording.Within(_TOKEN_FIELDS[name])
    match node:
        case query.Words():
            return wording.plan_of_words(node, place)
        case query.Phrase():
            return wording.plan_of_row(node, place)
        case query.Prefix(token):
            return plan.StartsWith(place.field, token.folded)
        case query.Fuzzy(token, distance):
            return plan.Near(place.field, token.folded, distance)
        case query.And(parts):
            return plan.All(tuple(_within(name, part) for part in parts))
    raise TypeError(node)


def _lifted(base: Plan, words: query.Words) -> Plan:
    also = [*wording.lifts(words.tokens), *wording.bearers(words)]
    return plan.Prefer(base, tuple(also)) if also else base


def _telling(token: Token) -> Plan:
    """Return the plan of a word by its own letters, which tell more than folded ones."""
    if wording.is_number(token):
        return wording.number(token.folded)
    return plan.Term(Tokens.EXACT, token.exact)


def _span(field: Days, first: date | None, last: date | None) -> Plan:
    """Return the plan of a span of days; what has no day lies in none."""
    low = first.toordinal() if first else 1
    high = last.toordinal() if last else plan.LAST_DAY
    return plan.InSpan(field, low, high)
