"""From typed text to a :mod:`search_index.query` tree, or to an error with its position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from whoosh.qparser import syntax

from search_index import grammar
from search_index.abbreviations import DEFAULT_ABBREVIATIONS, AbbreviationTable
from search_index.analysis import Token, analyse, canonical
from search_index.dates import bounds
from search_index.errors import SearchQueryError
from search_index.fields import CHOICE_OF, CHOICES, FIELD_OF, FIELDS, Field, Holds, key_of
from search_index.names import NameTable
from search_index.numbers import kind_and_number
from search_index.query import (
    And,
    Between,
    Everything,
    Fuzzy,
    How,
    InField,
    Not,
    OneOf,
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
NO_DUE_WORDS = frozenset({"khong", "none"})


def parse_query(
    text: str,
    names: NameTable | None = None,
    abbreviations: AbbreviationTable = DEFAULT_ABBREVIATIONS,
) -> Query:
    """Return what ``text`` asks for; ``names`` are those that an agency can be called by.

    ``abbreviations`` are the office's; what else words can be said by is kept in the tree.
    Empty text asks for everything. Positions in errors count characters of the text in the
    composed form of Unicode.

    Raises:
        SearchQueryError: the text cannot be read; nothing of it is left out in silence.
    """
    text = canonical(text)
    if not text.strip():
        return Everything()
    query = _Reader(text, names or NameTable({}), abbreviations).group(grammar.read(text))
    if query is None:
        raise SearchQueryError("there are no words to look for", code="no-words", position=0)
    return query


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns pieces of syntax into the tree; ``None`` stands for a piece without words."""

    text: str
    names: NameTable
    abbreviations: AbbreviationTable

    def group(self, group: syntax.GroupNode) -> Query | None:
        parts: list[Query] = []
        row: list[syntax.WordNode] = []
        for piece in group:
            if _is_plain_word(piece) and not isinstance(group, syntax.OrGroup):
                row.append(piece)
                continue
            read = self._piece(piece)
            parts += [*self._row(row), *([] if read is None else [read])]
            row = []
        parts += self._row(row)
        return _joined(group, parts)

    def _row(self, row: Sequence[syntax.WordNode]) -> list[Words]:
        """Read words beside each other together: a document number may have spaces inside."""
        for piece in row:
            self._refuse_star(piece)
        if not row:
            return []
        start, end = row[0].startchar, row[-1].endchar
        tokens = _placed(self.text[start:end], start)
        return [self._said(tokens)] if tokens else []

    def _said(self, tokens: Sequence[Token]) -> Words:
        return Words(tuple(tokens), self._ways(tokens))

    def _ways(self, tokens: Sequence[Token]) -> tuple[Way, ...]:
        return (*number_ways(tokens), *self.abbreviations.ways(tokens))

    def _piece(self, piece: grammar.Node) -> Query | None:
        if isinstance(piece, syntax.NotGroup):
            inner = self.group(piece)
            return None if inner is None else Not(inner)
        if isinstance(piece, syntax.GroupNode):
            return self.group(piece)
        if piece.fieldname is not None:
            return self._filter(piece, self._field(piece))
        return self._wording(piece)

    def _wording(self, piece: grammar.Node) -> Query | None:
        if isinstance(piece, grammar.PhraseNode):
            return self._phrase(piece)
        if isinstance(piece, grammar.PrefixNode):
            return self._prefix(piece)
        if isinstance(piece, grammar.FuzzyNode):
            return self._fuzzy(piece)
        return next(iter(self._row([piece])), None)

    def _refuse_star(self, piece: syntax.WordNode) -> None:
        if "*" in piece.text:
            at = piece.startchar + piece.text.index("*")
            raise SearchQueryError(
                "a star stands for the end of a word only",
                code="star-inside",
                position=at,
                proposal=grammar.without(self.text, at, at + 1),
            )

    def _phrase(self, piece: grammar.PhraseNode) -> Phrase:
        tokens = _placed(piece.text, piece.textstartchar)
        if not tokens:
            raise SearchQueryError(
                "there are no words in the quotation marks",
                code="empty-phrase",
                position=piece.startchar,
                proposal=grammar.without(self.text, piece.startchar, piece.endchar),
            )
        return Phrase(tuple(tokens))

    def _prefix(self, piece: grammar.PrefixNode) -> Words | Prefix | And:
        tokens = _placed(piece.text, piece.startchar)
        if not tokens or len(tokens[-1].folded) < SHORTEST_PREFIX:
            raise SearchQueryError(
                f"write at least {SHORTEST_PREFIX} letters before the star",
                code="short-prefix",
                position=piece.startchar,
                proposal=grammar.without(self.text, piece.endchar - 1, piece.endchar),
                letters=str(SHORTEST_PREFIX),
            )
        prefix = Prefix(tokens[-1])
        return prefix if len(tokens) == 1 else And((self._said(tokens[:-1]), prefix))

    def _fuzzy(self, piece: grammar.FuzzyNode) -> Words | Fuzzy | And:
        tokens = _placed(piece.text, piece.startchar)
        last = tokens[-1].folded if tokens else ""
        distance = int(piece.distance or 1)
        if not last.isalpha() or len(last) < SHORTEST_FUZZY:
            raise SearchQueryError(
                f"write at least {SHORTEST_FUZZY} letters before the tilde",
                code="short-fuzzy",
                position=piece.startchar,
                proposal=grammar.without(
                    self.text, piece.startchar + len(piece.text), piece.endchar
                ),
                letters=str(SHORTEST_FUZZY),
            )
        if not 1 <= distance <= MOST_MISTYPINGS:
            raise SearchQueryError(
                f"a tilde allows 1 to {MOST_MISTYPINGS} mistypings",
                code="bad-distance",
                position=piece.startchar + len(piece.text),
                proposal=f"{self.text[: piece.endchar - len(piece.distance)]}{MOST_MISTYPINGS}"
                f"{self.text[piece.endchar :]}",
                limit=str(MOST_MISTYPINGS),
            )
        fuzzy = Fuzzy(tokens[-1], distance)
        return fuzzy if len(tokens) == 1 else And((self._said(tokens[:-1]), fuzzy))

    def _field(self, piece: grammar.Node) -> Field:
        name = piece.fieldname
        field = FIELD_OF.get(key_of(name))
        if field is None:
            at = self._position_of_name(piece)
            near = get_close_matches(key_of(name), FIELD_OF, n=1)
            rest = self.text[at + len(name) + 1 :]
            right = f"{FIELD_OF[near[0]].vietnamese}:" if near else f"{name} "
            raise SearchQueryError(
                f"there is no field called {name}",
                code="unknown-field",
                position=at,
                proposal=f"{self.text[:at]}{right}{rest}",
                name=name,
                fields=", ".join(each.vietnamese for each in FIELDS),
            )
        return field

    def _position_of_name(self, piece: grammar.Node) -> int:
        return max(self.text.rfind(f"{piece.fieldname}:", 0, piece.startchar), 0)

    def _filter(self, piece: grammar.Node, field: Field) -> Query | None:
        if field.holds is Holds.WORDS:
            part = self._wording(piece)
            return self._worded(part, piece, field)
        value = piece.text.strip()
        if isinstance(piece, grammar.PrefixNode) or not value:
            raise self._fault(piece, field, "bad-value", None)
        if field.holds is Holds.NAME:
            return self._named(value, piece, field)
        if field.holds is Holds.CHOICE:
            return self._chosen(value, piece, field)
        return self._dated(value, piece, field)

    def _worded(self, part: Query | None, piece: grammar.Node, field: Field) -> Query:
        if part is None:
            raise self._fault(piece, field, "bad-value", None)
        if isinstance(part, Phrase):
            part = replace(part, ways=self._ways(part.tokens))
        return InField(field.name, part)

    def _named(self, value: str, piece: grammar.Node, field: Field) -> OneOf:
        found = self.names.find(value)
        if not found:
            near = self.names.nearest(value)
            raise self._fault(piece, field, "unknown-name", near and f'"{near}"')
        return OneOf(field.name, found)

    def _chosen(self, value: str, piece: grammar.Node, field: Field) -> OneOf:
        known = CHOICE_OF[field.name]
        found = known.get(key_of(value))
        if found is None:
            raise self._fault(piece, field, "unknown-value", self._nearest_choice(piece, field))
        return OneOf(field.name, (found,))

    def _nearest_choice(self, piece: grammar.Node, field: Field) -> str | None:
        """Return the choice that was meant: often its words were only not quoted."""
        known = CHOICE_OF[field.name]
        following = key_of(self.text[piece.startchar :])
        cut_off = [name for name in known if following.startswith(name)]
        near = [max(cut_off, key=len)] if cut_off else get_close_matches(key_of(piece.text), known)
        return near[0] if near else None

    def _dated(self, value: str, piece: grammar.Node, field: Field) -> Query:
        if field.name == "due" and key_of(value) in NO_DUE_WORDS:
            return OneOf("status", ("no-deadline",))
        about = value if field.holds is not Holds.TERM else value.replace("-", "..")
        found = bounds(about)
        if found is None:
            raise self._fault(piece, field, "bad-date", None)
        return Between("due" if field.name == "due" else "date", *found)

    def _fault(
        self, piece: grammar.Node, field: Field, code: str, better: str | None
    ) -> SearchQueryError:
        """Say that a field cannot be asked with this value, and what would do."""
        example = field.examples[0]
        value = self.text[piece.startchar : piece.endchar]
        choices = CHOICES.get(field.name, ())
        before, after = self.text[: piece.startchar], self.text[piece.endchar :]
        at = self._position_of_name(piece)
        proposal = f"{before}{better}{after}" if better else f"{self.text[:at]}{example}{after}"
        return SearchQueryError(
            f"{field.vietnamese}: cannot be {value}; write for example {example}",
            code=code,
            position=piece.startchar,
            proposal=proposal.strip(),
            name=field.vietnamese,
            value=value,
            example=example,
            choices=", ".join(choice.names[0] for choice in choices),
        )


def _placed(text: str, start: int) -> list[Token]:
    return [
        token._replace(start=token.start + start, end=token.end + start) for token in analyse(text)
    ]


def number_ways(tokens: Sequence[Token]) -> Iterator[Way]:
    """Give the runs of words that name a document by its kind and number."""
    for start in range(len(tokens)):
        length, form = kind_and_number([token.folded for token in tokens[start:]])
        if form is not None:
            yield Way(start, start + length, (Token(form, form, 0, 0),), How.NUMBER)


def _is_plain_word(piece: grammar.Node) -> bool:
    return isinstance(piece, syntax.WordNode) and piece.fieldname is None


def _joined(group: syntax.GroupNode, parts: Sequence[Query]) -> Query | None:
    if len(parts) <= 1:
        return parts[0] if parts else None
    return Or(tuple(parts)) if isinstance(group, syntax.OrGroup) else And(tuple(parts))
