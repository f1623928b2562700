"""From a request to a plan: ways of writing, the day and the reader's rights are worked in.

Rights are conditions inside the plan. A value that only some may know of is kept in the index
once for each principal who may, as ``principal|value``, and asked for in the reader's names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from search_index import plan, query
from search_index.abbreviations import other_ways
from search_index.analysis import Token
from search_index.model import SearchRequest
from search_index.numbers import kind_and_number
from search_index.plan import NO_DUE, Days, Plan, Tokens, Values

# Found with the same marks weighs more than any repetition of the same letters without them.
EXACT_WEIGHT = 6.0
NUMBER_WEIGHT = 4.0
ROW_WEIGHT = 2.0
# Too common to be asked for: they only lift what has them. "mã" is none, "ma" may be "mà".
_STOP_WORDS = frozenset(
    {"và", "của", "các", "những", "cho", "là", "thì", "mà"}
    | {"va", "cua", "cac", "nhung", "la", "thi", "ma"}
)
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

    def plan(self, node: query.Query) -> Plan:
        """Return the plan of one part of the query."""
        match node:
            case query.And(parts):
                return plan.All(tuple(map(self.plan, parts)))
            case query.Or(parts):
                return plan.Some(tuple(map(self.plan, parts)))
            case query.Not(part):
                return plan.Without(self.plan(part))
            case query.InField(name, part):
                return _InField(_TOKEN_FIELDS[name]).plan(part)
            case query.Words() | query.Phrase() | query.Prefix():
                return self._text(node)
        return self._filter(node)

    def _filter(self, node: query.Query) -> Plan:
        match node:
            case query.Everything():
                return plan.Everything()
            case query.OneOf(field, values):
                return _some([self._has(field, value) for value in values])
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

    def _text(self, node: query.Words | query.Phrase | query.Prefix) -> Plan:
        match node:
            case query.Words(tokens):
                return self._words(tokens)
            case query.Phrase(tokens):
                return self._phrase(tokens, exact=any(token.is_marked for token in tokens))
            case query.Prefix(token):
                names = [
                    plan.StartsWith(Tokens.NAMES, form)
                    for form in scoped(self.principals, token.folded)
                ]
                return _some([plan.StartsWith(Tokens.FOLDED, token.folded), *names])

    def _words(self, tokens: Sequence[Token]) -> Plan:
        parts: list[Plan] = []
        common: list[Plan] = []
        for words, is_common in self._parts(tokens):
            (common if is_common else parts).append(words)
        if not parts:
            return _some(common)
        base = parts[0] if len(parts) == 1 else plan.All(tuple(parts))
        in_a_row = [self._phrase(tokens, exact=False, weight=ROW_WEIGHT)] if len(tokens) > 1 else []
        also = (*common, *in_a_row)
        return plan.Prefer(base, also) if also else base

    def _parts(self, tokens: Sequence[Token]) -> Iterator[tuple[Plan, bool]]:
        place = 0
        while place < len(tokens):
            length, part = self._part(tokens, place)
            yield part, length == 1 and tokens[place].exact in _STOP_WORDS
            place += length

    def _part(self, tokens: Sequence[Token], place: int) -> tuple[int, Plan]:
        """Return how many words belong together at ``place``, and their plan."""
        length, form = kind_and_number([token.folded for token in tokens[place:]])
        ways: list[Plan] = [] if form is None else [_number(form)]
        if form is None:
            length, others = other_ways(tokens, place)
            ways = [self._phrase(way.tokens, exact=way.is_short) for way in others]
        same = [self._word(token) for token in tokens[place : place + max(length, 1)]]
        return max(length, 1), _some([plan.All(tuple(same)) if len(same) > 1 else same[0], *ways])

    def _word(self, token: Token) -> Plan:
        if "-" in token.folded:
            return _number(token.folded)
        found: list[Plan] = [plan.Term(Tokens.FOLDED, token.folded)]
        if token.is_marked:
            found.append(plan.Term(Tokens.EXACT, token.exact, EXACT_WEIGHT))
        if token.folded.isdigit():
            found.append(_number(token.folded.lstrip("0") or "0"))
        names = scoped(self.principals, token.folded)
        return _some([*found, *(plan.Term(Tokens.NAMES, form) for form in names)])

    def _phrase(self, tokens: Sequence[Token], *, exact: bool, weight: float = 1.0) -> Plan:
        field = Tokens.EXACT if exact else Tokens.FOLDED
        words = [token.exact if exact else token.folded for token in tokens]
        names = [
            [f"{principal}|{token.folded}" for token in tokens]
            for principal in sorted(self.principals)
        ]
        found = [_in_a_row(field, words, weight)]
        return _some([*found, *(_in_a_row(Tokens.NAMES, row, weight) for row in names)])


class _InField:
    """Plans words for one field, which keeps them folded."""

    def __init__(self, field: Tokens) -> None:
        self.field = field

    def plan(self, node: query.Query) -> Plan:
        match node:
            case query.Prefix(token):
                return plan.StartsWith(self.field, token.folded)
            case query.Phrase(tokens):
                row = _in_a_row(self.field, [token.folded for token in tokens], 1.0)
                return self._any_way(tokens, row)
            case query.Words(tokens):
                same = [plan.Term(self.field, token.folded) for token in tokens]
                return self._any_way(tokens, plan.All(tuple(same)))
            case query.And(parts):
                return plan.All(tuple(map(self.plan, parts)))
        raise TypeError(node)

    def _any_way(self, tokens: Sequence[Token], same: Plan) -> Plan:
        """Add what the words stand for together: a document's number, an abbreviation."""
        ways: list[Plan] = [same]
        length, form = kind_and_number([token.folded for token in tokens])
        if form is not None and length == len(tokens):
            ways.append(plan.Term(self.field, form))
        length, others = other_ways(tokens, 0)
        if length == len(tokens):
            ways += [_in_a_row(self.field, [t.folded for t in way.tokens], 1.0) for way in others]
        return _some(ways)


def _number(form: str) -> Plan:
    return plan.Term(Tokens.NUMBERS, form, NUMBER_WEIGHT)


def _in_a_row(field: Tokens, words: Sequence[str], weight: float) -> Plan:
    if len(words) == 1:
        return plan.Term(field, words[0], weight)
    return plan.Sequence(field, tuple(words), weight)


def _some(parts: Sequence[Plan]) -> Plan:
    if not parts:
        return plan.Nothing()
    return parts[0] if len(parts) == 1 else plan.Some(tuple(parts))


def _span(field: Days, first: date | None, last: date | None) -> Plan:
    """Return the plan of a span of days; what has no day lies in none."""
    low = first.toordinal() if first else 1
    high = last.toordinal() if last else plan.LAST_DAY
    return plan.InSpan(field, low, high)
