"""The syntax of queries, by ``whoosh.qparser``: what the pieces are and how they nest.

Taken in are words, "phrases", AND, OR, NOT and -, brackets, prefix*, fuzzy~ and field:value.
Left out on purpose are REQUIRE (it crashes that library), regular expressions, inner and leading
wildcards, boosts and ranges in brackets: a query is typed by people, and none of these may
reach an engine.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from whoosh.qparser import plugins, syntax
from whoosh.qparser.default import QueryParser
from whoosh.qparser.taggers import Tagger

from search_index.analysis import fold
from search_index.errors import SearchQueryError
from search_index.fields import FIELDS, Holds

MAX_CHARACTERS = 1000
MAX_DEPTH = 20

Node: TypeAlias = Any  # a syntax node; Whoosh has no types
PhraseNode = plugins.PhrasePlugin.PhraseNode
PrefixNode = plugins.PrefixPlugin.PrefixNode
OpenBracket = plugins.GroupPlugin.OpenBracket
CloseBracket = plugins.GroupPlugin.CloseBracket


@lru_cache(maxsize=8)
def fold_letters(text: str) -> str:
    """Return ``text`` folded letter by letter, so that places stay what they are."""
    return "".join(bare if len(bare := fold(letter)) == 1 else letter for letter in text)


def names_pattern(holds: Collection[Holds]) -> str:
    """Return a pattern for the folded names of the fields that hold one of these."""
    names = {
        fold(name).replace(" ", "[ ]?")
        for field in FIELDS
        for name in (field.name, field.vietnamese, *field.others)
        if field.holds in holds
    }
    return "|".join(sorted(names, key=len, reverse=True))


def _field_node(text: str, start: int, end: int, after: int) -> syntax.FieldnameNode:
    name = FieldName(text[start:end])
    name.start = start
    return syntax.FieldnameNode(name, text[start:after]).set_range(start, after)


class _PrefixPlugin(plugins.PrefixPlugin):  # type: ignore[misc]  # Whoosh has no types
    expr = r'(?P<text>[^\s*()":]+)[*](?=\s|$|\))'


class FuzzyNode(syntax.TextNode):  # type: ignore[misc]  # Whoosh has no types
    """A word with a tilde after it, and how many mistypings it allows."""

    def __init__(self, text: str, distance: str) -> None:
        super().__init__(text)
        self.distance = distance

    def r(self) -> str:
        """Return how it looks in Whoosh's messages."""
        return f"{self.text!r}~{self.distance}"


class _FuzzyPlugin(plugins.TaggingPlugin):  # type: ignore[misc]  # Whoosh has no types
    expr = r'(?P<text>[^\s*~()":]+)~(?P<distance>\d*)(?=\s|$|\))'
    nodetype = FuzzyNode


class FieldName(str):
    """The name of a field as it was typed, with its place."""

    __slots__ = ("start",)
    start: int


class _KnownFields(Tagger):  # type: ignore[misc]  # Whoosh has no types
    """Tags names of fields, with or without marks, and a few ways of spacing them."""

    _DAYS = names_pattern({Holds.DAY, Holds.YEAR})
    _ALL = names_pattern(set(Holds))
    _EXPR = re.compile(
        rf"(?<!\w)(?:(?P<name>{_ALL})\s*:\s*|(?P<day>{_DAYS})\s*(?=(?:[<>]=?|=[<>]?)\s*\d))"
    )

    def match(self, parser: object, text: str, pos: int) -> syntax.FieldnameNode | None:  # noqa: ARG002
        """Return the name that stands at ``pos``."""
        found = self._EXPR.match(fold_letters(text), pos)
        if found is None:
            return None
        group = "name" if found["name"] else "day"
        return _field_node(text, found.start(group), found.end(group), found.end())


class _UnknownFields(Tagger):  # type: ignore[misc]  # Whoosh has no types
    """Tags what looks like the name of a field, to be refused."""

    _EXPR = re.compile(r"(?<!\w)([^\W\d_]\w*):(?=\S)")

    def match(self, parser: object, text: str, pos: int) -> syntax.FieldnameNode | None:  # noqa: ARG002
        """Return the name that stands at ``pos``."""
        found = self._EXPR.match(text, pos)
        return found and _field_node(text, found.start(1), found.end(1), found.end())


class _FieldsPlugin(plugins.FieldsPlugin):  # type: ignore[misc]  # Whoosh has no types
    def taggers(self, parser: object) -> list[tuple[Tagger, int]]:  # noqa: ARG002
        return [(_KnownFields(), 0), (_UnknownFields(), 0)]


_SYNTAX = QueryParser(
    None,
    schema=None,
    plugins=[
        plugins.WhitespacePlugin(),
        plugins.PhrasePlugin('"(?P<text>[^"]*)"(?P<slop>)'),
        _PrefixPlugin(),
        _FuzzyPlugin(),
        _FieldsPlugin(remove_unknown=False),
        plugins.GroupPlugin(),
        plugins.OperatorsPlugin(
            AndNot=None,
            AndMaybe=None,
            Require=None,
            Not=r"(?:^|(?<=[\s(]))(?:NOT(?=\s|$)|-(?=[^\s-]))",
            And=r"(?:^|(?<=[\s)]))(?:AND|&&)(?=[\s(]|$)",
            Or=r"(?:^|(?<=[\s)]))(?:OR|\|\|?)(?=[\s(]|$)",
        ),
    ],
)


def read(text: str) -> syntax.GroupNode:
    """Return the pieces of ``text`` as they nest.

    Raises:
        SearchQueryError: it is too long or too deep, or a quote, a bracket, an operator or a
            field's name stands without what belongs to it.
    """
    if len(text) > MAX_CHARACTERS:
        raise SearchQueryError(
            f"the query is longer than {MAX_CHARACTERS} characters",
            code="too-long",
            position=MAX_CHARACTERS,
            limit=str(MAX_CHARACTERS),
        )
    if text.count('"') % 2:
        _refuse_open_quote(text)
    pieces = _SYNTAX.tag(text)
    _check_brackets(text, pieces)
    _check_neighbours(text, [piece for piece in pieces if not piece.is_ws()])
    return _SYNTAX.filterize(_gathered(pieces))


def _gathered(pieces: syntax.GroupNode) -> syntax.GroupNode:
    """Let all words beside an operator belong together: most words have several syllables."""
    gathered = pieces.empty_copy()
    place = 0
    while place < len(pieces):
        stop = _end_of_words(pieces, place)
        around = (
            pieces[place - 1] if place else None,
            pieces[stop] if stop < len(pieces) else None,
        )
        run = pieces[place:stop]
        gathered.extend([syntax.AndGroup(run)] if len(run) > 1 and _is_side(*around) else run)
        gathered.extend(pieces[stop : stop + 1])
        place = stop + 1
    return gathered


def _end_of_words(pieces: Sequence[Node], start: int) -> int:
    words = (at for at in range(start, len(pieces)) if not (_is_text(pieces[at])))
    return next(words, len(pieces))


def _is_text(piece: Node) -> bool:
    return piece.is_ws() or isinstance(piece, syntax.WordNode)


def _is_side(before: Node | None, after: Node | None) -> bool:
    """Whether what stands between is one side of an AND or OR, and no field's or minus's."""
    tied = isinstance(before, syntax.FieldnameNode | syntax.PrefixOperator)
    return not tied and any(isinstance(each, syntax.InfixOperator) for each in (before, after))


def _refuse_open_quote(text: str) -> None:
    at = text.rindex('"')
    rest = text[at + 1 :].strip()
    raise SearchQueryError(
        "a quotation mark is not closed",
        code="open-quote",
        position=at,
        proposal=f'{text.rstrip()}"' if rest else text[:at].strip() or None,
    )


def _check_brackets(text: str, pieces: Sequence[Node]) -> None:
    opened: list[int] = []
    for piece in pieces:
        if isinstance(piece, OpenBracket):
            opened.append(piece.startchar)
        elif isinstance(piece, CloseBracket):
            if not opened:
                at = piece.startchar
                raise SearchQueryError(
                    "a bracket is closed that was not opened",
                    code="stray-bracket",
                    position=at,
                    proposal=without(text, at, at + 1),
                )
            opened.pop()
        if len(opened) > MAX_DEPTH:
            raise SearchQueryError(
                f"brackets are nested deeper than {MAX_DEPTH}",
                code="too-deep",
                position=opened[-1],
                limit=str(MAX_DEPTH),
            )
    if opened:
        raise SearchQueryError(
            "a bracket is not closed",
            code="open-bracket",
            position=opened[-1],
            proposal=f"{text.rstrip()}{')' * len(opened)}",
        )


def _check_neighbours(text: str, pieces: Sequence[Node]) -> None:
    """Refuse what the syntax would drop without a word: an operator or field left alone."""
    for before, piece, after in zip((None, *pieces), pieces, (*pieces[1:], None), strict=False):
        if isinstance(piece, syntax.Operator):
            infix = isinstance(piece, syntax.InfixOperator)
            if not _begins(after) or (infix and not _ends(before)):
                _refuse(text, piece, "missing-operand", "an operator needs words beside it")
        elif isinstance(piece, syntax.FieldnameNode):
            if not _begins(after) or isinstance(after, syntax.Operator | syntax.FieldnameNode):
                _refuse(text, piece, "empty-field", "a field's name needs a value")
        elif isinstance(piece, OpenBracket) and isinstance(after, CloseBracket):
            _refuse(text, piece, "empty-brackets", "there is nothing in the brackets", end=after)


def _begins(piece: Node | None) -> bool:
    return piece is not None and not isinstance(piece, CloseBracket | syntax.InfixOperator)


def _ends(piece: Node | None) -> bool:
    return piece is not None and not isinstance(
        piece, OpenBracket | syntax.Operator | syntax.FieldnameNode
    )


def _refuse(text: str, piece: Node, code: str, message: str, end: Node | None = None) -> None:
    last = (end or piece).endchar
    raise SearchQueryError(
        message,
        code=code,
        position=piece.startchar,
        proposal=without(text, piece.startchar, last),
        found=text[piece.startchar : last],
    )


def without(text: str, start: int, end: int) -> str | None:
    """Return ``text`` without the characters from ``start`` to ``end``, if any words are left."""
    left = re.sub(r"\s+", " ", f"{text[:start]} {text[end:]}").strip()
    return left if re.search(r"\w", left) else None
