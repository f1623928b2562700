"""What a query must find, by looking at every record: slow, short, and easy to believe.

It shares with the engines the analysis and what the reading found, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from search_index import Query, SearchRecord, query
from search_index.analysis import Token, analyse, canonical
from search_index.numbers import document_numbers

STOP_WORDS = frozenset(
    {"và", "của", "các", "những", "cho", "là", "thì", "mà"}
    | {"va", "cua", "cac", "nhung", "la", "thi", "ma"}
)


def found(asked: Query, records: Iterable[SearchRecord], reader: str, today: date) -> set[str]:
    """Return the keys of the records that ``asked`` must find for ``reader``."""
    mine = (record for record in records if reader in record.visible_to)
    return {record.key for record in mine if _Looked(record, reader, today).fits(asked)}


class _Looked:
    def __init__(self, record: SearchRecord, reader: str, today: date) -> None:
        self.record, self.reader, self.today = record, reader, today
        self.text = analyse(canonical(record.text))
        self.names = [analyse(canonical(n.value)) for n in record.names if reader in n.seen_by]
        self.numbers = _forms(f"{canonical(record.text)}\n{canonical(record.document)}")

    def fits(self, asked: Query) -> bool:  # noqa: C901, PLR0911 - one case for each kind of query
        match asked:
            case query.Everything():
                return True
            case query.And(parts):
                return all(map(self.fits, parts))
            case query.Or(parts):
                return any(map(self.fits, parts))
            case query.Not(part):
                return not self.fits(part)
            case query.OneOf(field, values):
                return any(self.has(field, value) for value in values)
            case query.Between(field, first, last):
                day = self.record.due if field == "due" else self.record.date
                return day is not None and (first or day) <= day <= (last or day)
            case query.InField(name, part):
                return self.in_field(name, part)
            case query.Words():
                return self.words(asked)
            case query.Phrase(tokens):
                return self.row(tokens, exact=any(token.is_marked for token in tokens))
            case query.Prefix(token):
                every = [*self.text, *(word for name in self.names for word in name)]
                return any(word.folded.startswith(token.folded) for word in every)
            case query.Fuzzy(token, distance):
                near = (OSA.distance(word.folded, token.folded) for word in self.text)
                return self.word(token) or min(near, default=99) <= distance
            case query.Like(tokens):
                exact = {word.exact for word in self.text} | self.numbers
                return sum(token.exact in exact for token in tokens) >= asked.least
        raise TypeError(asked)

    def has(self, field: str, value: str) -> bool:
        record = self.record
        scoped = {"agency": record.agencies, "lead": record.leads, "supporting": record.supporters}
        if field in scoped:
            return any(
                each.value == value and self.reader in each.seen_by for each in scoped[field]
            )
        if field == "kind":
            return record.document_kind == value
        if field == "year":
            return record.date is not None and str(record.date.year) == value
        return self.stands(value)

    def stands(self, status: str) -> bool:
        facts = {each.value for each in self.record.statuses if self.reader in each.seen_by}
        due, today = self.record.due, self.today
        if status == "no-deadline":
            return due is None and bool(facts & {"open", "confirmed"})
        days = {
            "overdue": due is not None and due < today,
            "due-soon": due is not None and today <= due <= today + timedelta(days=7),
            "in-time": due is not None and due >= today,
        }
        return days[status] and "open" in facts if status in days else status in facts

    def words(self, asked: query.Words) -> bool:
        """Whether all are there, each in some way; very common words only count by themselves."""
        return self.span(asked, 0, len(asked.tokens), whole=True)

    def span(self, asked: query.Words, start: int, end: int, *, whole: bool = False) -> bool:
        needed: list[bool] = []
        common: list[bool] = []
        place = start
        while place < end:
            ends = [
                way.end
                for way in asked.ways
                if way.start == place
                and way.end <= end
                and (whole or (way.start, way.end) != (start, end))
            ]
            stop = max(ends, default=place + 1)
            fits = self.part(asked, place, stop)
            (common if self.is_common(asked.tokens, place, stop) else needed).append(fits)
            place = stop
        return all(needed or common)

    def is_common(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        before_number = "-" in "".join(word.folded for word in tokens[end : end + 1])
        return all(
            word.exact in STOP_WORDS or (word.folded == "so" and before_number)
            for word in tokens[start:end]
        )

    def part(self, asked: query.Words, start: int, end: int) -> bool:
        one = end - start == 1
        same = self.word(asked.tokens[start]) if one else self.span(asked, start, end)
        return same or any(
            self.said(way) for way in asked.ways if (way.start, way.end) == (start, end)
        )

    def said(self, way: query.Way) -> bool:
        if way.how is query.How.NUMBER:
            return way.tokens[0].folded in self.numbers
        return self.row(way.tokens, exact=way.how is query.How.SHORT)

    def word(self, token: Token) -> bool:
        if "-" in token.folded:
            return token.folded in self.numbers
        if token.folded.isdigit() and (token.folded.lstrip("0") or "0") in self.numbers:
            return True
        every = [*self.text, *(word for name in self.names for word in name)]
        return any(word.folded == token.folded for word in every)

    def row(self, tokens: Sequence[Token], *, exact: bool) -> bool:
        if exact and _stands([token.exact for token in tokens], [t.exact for t in self.text]):
            return True
        folded = [token.folded for token in tokens]
        texts = [*([] if exact else [self.text]), *self.names]
        return any(_stands(folded, [word.folded for word in text]) for text in texts)

    def in_field(self, name: str, part: Query) -> bool:
        written = self.record.document if name == "document" else self.record.work
        words = [token.folded for token in analyse(canonical(written))]
        forms = _forms(canonical(written)) if name == "document" else set()
        if isinstance(part, query.Prefix):
            return any(word.startswith(part.token.folded) for word in {*words, *forms})
        assert isinstance(part, query.Words | query.Phrase)
        asked = [
            (plain if (plain := token.folded.lstrip("0")) in forms else token.folded)
            for token in part.tokens
        ]
        in_order = isinstance(part, query.Phrase)
        same = _stands(asked, words) if in_order else set(asked) <= {*words, *forms}
        alone = len(asked) == 1 and asked[0] in forms
        otherwise = any(
            way.tokens[0].folded in forms
            if way.how is query.How.NUMBER
            else _stands([token.folded for token in way.tokens], words)
            for way in part.ways
            if (way.start, way.end) == (0, len(asked))
        )
        return same or alone or otherwise


def _stands(row: Sequence[str], words: Sequence[str]) -> bool:
    last = len(words) - len(row)
    return any(list(words[at : at + len(row)]) == list(row) for at in range(last + 1))


def _forms(text: str) -> set[str]:
    return {form for number in document_numbers(text) for form in number.forms}
