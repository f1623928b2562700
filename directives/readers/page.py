"""The tree of a page without what nobody sees, and which of its parts are the site's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from directives.errors import LimitExceededError

MAX_CHARACTERS = 10_000_000
MAX_TAGS = 300_000

_UNSEEN = (
    "script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "audio",
    "video", "select", "option", "button", "input", "textarea", "head", "title", "link", "meta",
    "datalist", "dialog", "map",
)  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
# As browsers do: numbers of control characters stand for the marks that Windows has there.
_WINDOWS_NUMBER = re.compile(r"&#(?:0*(1[2-5]\d)|[xX]0*([89][0-9a-fA-F]));")
_MAIN = "//article | //main | //*[@role='main'] | //*[@itemprop='articleBody']"
_LEAST_MAIN_SHARE = 0.5
_SITE_TAGS = frozenset({"nav", "header", "footer", "aside", "menu", "figcaption"})
_SITE_WORDS = frozenset((
    "menu", "nav", "navbar", "breadcrumb", "breadcrumbs", "sidebar", "footer", "related", "comment",
    "comments", "share", "sharing", "social", "login", "popup", "modal", "banner", "copyright",
))  # fmt: skip
_LARGEST_NAMED_SHARE = 0.3
_BETWEEN_NAMES = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page to walk: ``main`` holds most of its words, if one part does.

    ``site_parts`` are the outermost elements that belong to the site, outside ``main``.
    """

    root: Any
    main: Any
    site_parts: frozenset[Any]


def read_page(text: str) -> Page | None:
    """Return the page; ``None`` where it has no element at all.

    Raises:
        LimitExceededError: it is too long, or deeper than libxml2 goes (256).
    """
    root = _tree(text)
    if root is None:
        return None
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    for element in [each for each in root.iter() if _is_hidden(each)]:
        if element.getparent() is not None:
            element.drop_tree()
    length = _length(root)
    main = max(root.xpath(_MAIN), key=_length, default=None)
    if main is not None and _length(main) < _LEAST_MAIN_SHARE * length:
        main = None
    return Page(root, main, frozenset(_site_parts(root, main, length)))


def _tree(text: str) -> Any:
    if len(text) > MAX_CHARACTERS or text.count("<") > MAX_TAGS:
        raise LimitExceededError(
            f"the page has more than {MAX_CHARACTERS} characters or {MAX_TAGS} tags; "
            "save only the document",
            characters=MAX_CHARACTERS,
            tags=MAX_TAGS,
        )
    text = _WINDOWS_NUMBER.sub(_windows_mark, text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LimitExceededError("the page nests its elements too deeply; save it as plain text")
    return root


def _windows_mark(number: re.Match[str]) -> str:
    code = int(number[1]) if number[1] else int(number[2], 16)
    return bytes([code]).decode("cp1252", "replace")


def _site_parts(root: Any, main: Any, length: int) -> list[Any]:
    found = []
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if element is main:
            walker.skip_subtree()
        elif element.tag in _SITE_TAGS or _is_named_so(element, length):
            found.append(element)
            walker.skip_subtree()
    return found


def _is_named_so(element: Any, length: int) -> bool:
    """Tell a part by its class or id, unless it is too large to be a menu."""
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return (
        not _SITE_WORDS.isdisjoint(_BETWEEN_NAMES.split(names))
        and element.tag not in ("html", "body")
        and _length(element) < _LARGEST_NAMED_SHARE * length
    )


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _length(element: Any) -> int:
    return sum(map(len, element.itertext()))
