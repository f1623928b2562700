"""The syntax of queries, by ``whoosh.qparser``: what the pieces are and how they nest.

Taken in are words, "phrases", AND, OR, NOT and -, brackets, prefix*, fuzzy~ and field:value.
Left out on purpose are REQUIRE (it crashes that library), regular expressions, inner and leading
wildcards, boosts and ranges in brackets: a query is typed by people, and none of these may
reach an engine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from whoosh.qparser import plugins, syntax
from whoosh.qparser.default import QueryParser

from search_index.errors import SearchQueryError

MAX_CHARACTERS = 1000
MAX_DEPTH = 20

Node: TypeAlias = Any  # a syntax node; Whoosh has no types
PhraseNode = plugins.PhrasePlugin.PhraseNode
PrefixNode = plugins.PrefixPlugin.PrefixNode
OpenBracket = plugins.GroupPlugin.OpenBracket
CloseBracket = plugins.GroupPlugin.CloseBracket


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


_SYNTAX = QueryParser(
    None,
    schema=None,
    plugins=[
        plugins.WhitespacePlugin(),
        plugins.PhrasePlugin('"(?P<text>[^"]*)"(?P<slop>)'),
        _PrefixPlugin(),
        _FuzzyPlugin(),
        plugins.FieldsPlugin(r"(?<!\w)(?P<text>[^\W\d_]\w*):(?=\S)", remove_unknown=False),
        plugins.GroupPlugin(),
        plugins.OperatorsPlugin(
            AndNot=None,
            AndMaybe=None,
            Require=None,
            Not=r"(?:^|(?<=[\s(]))(?:NOT(?=\s|$)|-(?=[^\s-]))",
            And=r"(?:^|(?<=[\s)]))AND(?=[\s(]|$)",
            Or=r"(?:^|(?<=[\s)]))OR(?=[\s(]|$)",
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
    return _SYNTAX.filterize(pieces)


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
