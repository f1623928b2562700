"""From typed text to a :mod:`search_index.query` tree, or to an error with its position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from whoosh.qparser import syntax

from search_index import grammar
from search_index.abbreviations import DEFAULT_ABBREVIATIONS, AbbreviationTable
from search_index.analysis import Token, analyse, canonical
from search_index.errors import SearchQueryError
from search_index.fields import Field, Holds
from search_index.filtering import MOST_WORDS, Asked, Filters
from search_index.names import NameTable
from search_index.numbers import kind_and_number
from search_index.numerals import numeral_ways
from search_index.query import (
    And,
    Everything,
    Fuzzy,
    How,
    InField,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Way,
    Words,
)

SHORTEST_PREFIX = 2
SHORTEST_FUZZY = 3
MOST_MISTYPINGS = 2
MOST_PROPOSALS = 30
# For whom the day makes no difference, but a query with "this week" must be read.
ANY_DAY = date(2000, 1, 1)


def parse_query(
    text: str,
    names: NameTable | None = None,
    abbreviations: AbbreviationTable = DEFAULT_ABBREVIATIONS,
    today: date | None = None,
) -> Query:
    """Return what ``text`` asks for; ``names`` are those that an agency can be called by.

    ``abbreviations`` are the office's; what else words can be said by is kept in the tree.
    ``today`` is for days like "this week", which without it are refused. Empty text asks for
    everything.

    Raises:
        SearchQueryError: the text cannot be read; nothing of it is left out in silence. Its
            ``text`` is the one that its position counts in, its proposal can itself be read.
    """
    text = canonical(text)
    if not text.strip():
        return Everything()
    filters = Filters(text, names or NameTable({}), today)
    try:
        return _read(text, filters, abbreviations)
    except SearchQueryError as error:
        error.text = text
        error.proposal = _readable(error.proposal, filters, abbreviations)
        raise


def _read(text: str, filters: Filters, abbreviations: AbbreviationTable) -> Query:
    query = _Reader(text, filters, abbreviations).group(grammar.read(text))
    if query is None:
        raise SearchQueryError("there are no words to look for", code="no-words", position=0)
    return query


def _readable(
    proposal: str | None, filters: Filters, abbreviations: AbbreviationTable
) -> str | None:
    """Return a proposal that can be read: this one, or what it leads on to."""
    seen: set[str] = set()
    while proposal is not None and proposal not in seen and len(seen) < MOST_PROPOSALS:
        seen.add(proposal)
        proposal = canonical(proposal)
        try:
            _read(proposal, replace(filters, text=proposal), abbreviations)
        except SearchQueryError as error:
            proposal = error.proposal
        else:
            return proposal
    return None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns pieces of syntax into the tree; ``None`` stands for a piece without words."""

    text: str
    filters: Filters
    abbreviations: AbbreviationTable

    def group(self, group: syntax.GroupNode) -> Query | None:
        pieces, place = list(group), 0
        side_by_side = not isinstance(group, syntax.OrGroup)
        parts: list[Query] = []
        while place < len(pieces):
            row = self._row(pieces, place) if side_by_side else pieces[place : place + 1]
            query, taken = self._first(pieces[place], row)
            parts += [] if query is None else [query]
            place += taken
        return _joined(group, parts)

    def _row(self, pieces: Sequence[grammar.Node], place: int) -> list[grammar.Node]:
        """Return the piece at a place with the plain words that follow it, or its own field's."""
        row = [pieces[place]]
        field = getattr(row[0], "fieldname", None)
        for piece in pieces[place + 1 :]:
            if not _is_word(piece) or not (piece.fieldname is None or piece.fieldname is field):
                break
            # Where AND stood between, there are two rows: it is no word of either.
            if self.text[row[-1].endchar : piece.startchar].strip():
                break
            row.append(piece)
        return row

    def _first(self, piece: grammar.Node, row: Sequence[grammar.Node]) -> tuple[Query | None, int]:
        """Read ``piece``, and with it as much of the ``row`` that it begins as belongs to it."""
        if isinstance(piece, syntax.NotGroup):
            inner, taken = self._excluded(piece, row)
            return None if inner is None else Not(inner), taken
        if isinstance(piece, syntax.GroupNode):
            return self.group(piece), 1
        if piece.fieldname is not None:
            return self._filter(row)
        if _is_word(piece):
            return self._plain(row), len(row)
        return self._wording(piece), 1

    def _excluded(
        self, piece: syntax.NotGroup, row: Sequence[grammar.Node]
    ) -> tuple[Query | None, int]:
        """Read what a minus leaves out: one piece, or a field with all the words of its value."""
        inner = list(piece)
        if len(inner) == 1 and _is_word(inner[0]) and inner[0].fieldname is not None:
            return self._filter([inner[0], *row[1:]])
        return self.group(piece), 1

    def _plain(self, row: Sequence[syntax.WordNode]) -> Words | None:
        """Read words beside each other together: a document number may have spaces inside."""
        for piece in row:
            self._refuse_signs(piece)
        tokens = self._placed(row[0].startchar, row[-1].endchar)
        return self._said(tokens) if tokens else None

    def _placed(self, start: int, end: int) -> list[Token]:
        return [
            token._replace(start=token.start + start, end=token.end + start)
            for token in analyse(self.text[start:end])
        ]

    def _said(self, tokens: Sequence[Token]) -> Words:
        return Words(tuple(tokens), self._ways(tokens))

    def _ways(self, tokens: Sequence[Token]) -> tuple[Way, ...]:
        ways = (number_ways(tokens), numeral_ways(tokens), self.abbreviations.ways(tokens))
        return tuple(chain.from_iterable(ways))

    def _wording(self, piece: grammar.Node) -> Query | None:
        if isinstance(piece, grammar.PhraseNode):
            return self._phrase(piece)
        if isinstance(piece, grammar.PrefixNode):
            return self._prefix(piece)
        if isinstance(piece, grammar.FuzzyNode):
            return self._fuzzy(piece)
        return self._plain([piece])

    def _refuse_signs(self, piece: syntax.WordNode) -> None:
        """Refuse a star or a tilde that does not stand behind the beginning of a word."""
        for sign, code in (("*", "star-inside"), ("~", "tilde-inside")):
            if sign in piece.text:
                at = piece.startchar + piece.text.index(sign)
                raise SearchQueryError(
                    f"{sign} stands right behind a word only",
                    code=code,
                    position=at,
                    proposal=self._moved_sign(piece, at, sign),
                )

    def _moved_sign(self, piece: syntax.WordNode, at: int, sign: str) -> str | None:
        """Return the text with a sign behind the word it was meant for, or without it."""
        before, after = self.text[:at].rstrip(), self.text[at + 1 :]
        if at > piece.startchar or not before[-1:].isalpha():
            return grammar.without(self.text, at, at + 1)
        return f"{before}{sign}{after}"

    def _phrase(self, piece: grammar.PhraseNode) -> Phrase:
        start = piece.textstartchar
        tokens = self._placed(start, start + len(piece.text))
        if not tokens:
            raise SearchQueryError(
                "there are no words in the quotation marks",
                code="empty-phrase",
                position=piece.startchar,
                proposal=grammar.without(self.text, piece.startchar, piece.endchar),
            )
        return Phrase(tuple(tokens))

    def _prefix(self, piece: grammar.PrefixNode) -> Query:
        tokens = self._placed(piece.startchar, piece.startchar + len(piece.text))
        if not tokens or len(tokens[-1].folded) < SHORTEST_PREFIX:
            raise self._short(piece, "short-prefix", "star", SHORTEST_PREFIX)
        return self._after_words(tokens, Prefix(tokens[-1]))

    def _fuzzy(self, piece: grammar.FuzzyNode) -> Query:
        sign = piece.startchar + len(piece.text)
        tokens = self._placed(piece.startchar, sign)
        last = tokens[-1].folded if tokens else ""
        if not last.isalpha() or len(last) < SHORTEST_FUZZY:
            raise self._short(piece, "short-fuzzy", "tilde", SHORTEST_FUZZY)
        if piece.distance not in _DISTANCES:
            raise SearchQueryError(
                f"a tilde allows 1 to {MOST_MISTYPINGS} mistypings",
                code="bad-distance",
                position=sign,
                proposal=f"{self.text[: sign + 1]}{MOST_MISTYPINGS}{self.text[piece.endchar :]}",
                limit=str(MOST_MISTYPINGS),
            )
        return self._after_words(tokens, Fuzzy(tokens[-1], int(piece.distance or 1)))

    def _short(self, piece: grammar.Node, code: str, sign: str, letters: int) -> SearchQueryError:
        return SearchQueryError(
            f"write at least {letters} letters before the {sign}",
            code=code,
            position=piece.startchar,
            proposal=grammar.without(self.text, piece.startchar + len(piece.text), piece.endchar),
            letters=str(letters),
        )

    def _after_words(self, tokens: Sequence[Token], last: Query) -> Query:
        """Join what a sign made of the last word to those glued before it."""
        return last if len(tokens) == 1 else And((self._said(tokens[:-1]), last))

    def _filter(self, row: Sequence[grammar.Node]) -> tuple[Query, int]:
        """Read the field that the first piece belongs to, with as many words as it takes."""
        piece = row[0]
        field = self.filters.field(piece.fieldname)
        asked = self._asked(row if _is_word(piece) else row[:1])
        if field.holds is Holds.WORDS:
            return self._worded(field, asked, row)
        if isinstance(piece, grammar.PrefixNode | grammar.FuzzyNode):
            raise self.filters.fault(field, asked)
        query, skipped = self.filters.read(field, asked)
        return query, len(asked.ends) - skipped

    def _asked(self, row: Sequence[grammar.Node]) -> Asked:
        first, pieces = row[0], row[:MOST_WORDS]
        ends = tuple(piece.endchar for piece in reversed(pieces))
        if isinstance(first, grammar.PhraseNode):
            return Asked(first.fieldname, first.startchar, ends, (first.text,))
        words = tuple(self.text[first.startchar : end] for end in ends)
        return Asked(first.fieldname, first.startchar, ends, words)

    def _worded(self, field: Field, asked: Asked, row: Sequence[grammar.Node]) -> tuple[Query, int]:
        """Read a field of words: one, or all those that can be said otherwise together."""
        for end in asked.ends[:-1]:
            tokens = self._placed(asked.start, end)
            ways = self._ways(tokens)
            is_one = len(tokens) == 1 or any(way.end - way.start == len(tokens) for way in ways)
            if tokens and is_one:
                words = Words(tuple(tokens), ways)
                return InField(field.name, words), len(asked.ends) - asked.ends.index(end)
        part = self._wording(row[0])
        if part is None:
            raise self.filters.fault(field, asked)
        if isinstance(part, Phrase):
            part = replace(part, ways=self._ways(part.tokens))
        return InField(field.name, part), 1


_DISTANCES = frozenset({"", *map(str, range(1, MOST_MISTYPINGS + 1))})


def number_ways(tokens: Sequence[Token]) -> Iterator[Way]:
    """Give the runs of words that name a document by its kind and number."""
    for start in range(len(tokens)):
        length, form = kind_and_number([token.folded for token in tokens[start:]])
        if form is not None:
            yield Way(start, start + length, (Token(form, form, 0, 0),), How.NUMBER)


def _is_word(piece: grammar.Node) -> bool:
    return isinstance(piece, syntax.WordNode)


def _joined(group: syntax.GroupNode, parts: Sequence[Query]) -> Query | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return Or(tuple(parts)) if isinstance(group, syntax.OrGroup) else And(tuple(parts))
