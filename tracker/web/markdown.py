"""Markdown as people type it in narratives, made into HTML that can do no harm.

Two gates: markdown-it escapes any HTML that was typed, and nh3 lets through only the elements
and addresses listed here. No image passes, because a page must ask nobody else for anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

MAX_CHARACTERS = 50_000
# Unclosed brackets and angles cost quadratic time: 1,000 take 0.1 s, 8,000 take 8 s.
MAX_BRACKETS = 1_000
MAX_NESTING = 20

_TAGS = {
    *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a"),
}


def _headings_as_paragraphs(state: StateCore) -> None:
    # The page owns its headings; a narrative's must not break their order.
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
            token.attrSet("class", "fw-semibold")


_parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING + 1})
_parser.disable(["image", "reference"])  # a reference definition would swallow what was typed
_parser.core.ruler.push("headings_as_paragraphs", _headings_as_paragraphs)
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}, "ol": {"start"}},
    allowed_classes={"p": {"fw-semibold"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
    url_relative="deny",
)


def markdown(text: str) -> Markup:
    """Return ``text`` as safe HTML.

    What is too long or too tangled to read as Markdown is shown just as it was typed.
    """
    if len(text) > MAX_CHARACTERS or text.count("[") + text.count("<") > MAX_BRACKETS:
        return _as_typed(text)
    tokens = _parser.parse(text)
    if _depth(tokens) >= MAX_NESTING:
        return _as_typed(text)
    html = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(_cleaner.clean(html))  # noqa: S704 - nh3 has just cleaned it


def _depth(tokens: Sequence[Token]) -> int:
    # The parser drops the words below its limit without saying so; this finds that it did.
    return max((max(token.level, _depth(token.children or ())) for token in tokens), default=0)


def _as_typed(text: str) -> Markup:
    return Markup("<pre>{}</pre>").format(text)
