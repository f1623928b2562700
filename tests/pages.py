"""What every page must be, checked each time a test fetches one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import html5lib
from werkzeug.test import TestResponse


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page: its answer, its tree and its visible words."""

    response: TestResponse
    tree: Any  # an lxml element; its stubs make every XPath answer a union of ten types

    @property
    def words(self) -> str:
        """The text of the page with runs of white space as one space."""
        return " ".join("".join(self.tree.itertext()).split())

    def texts(self, path: str) -> list[str]:
        """Return the words of each element at an XPath."""
        found = self.tree.xpath(path)
        return [" ".join("".join(element.itertext()).split()) for element in found]


def checked_page(response: TestResponse, status: int = 200) -> Page:
    """Return the page of ``response``, or fail on what no page may have."""
    assert response.status_code == status, response.text[:2000]
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("lxml"), namespaceHTMLElements=False, strict=True
    )
    tree = parser.parse(response.text).getroot()
    page = Page(response, tree)
    headings = page.texts("//h1")
    assert len(headings) == 1, f"one h1 wanted, found {headings}"
    assert page.texts("//title")[0].startswith(headings[0])
    repeated = [name for name, times in Counter(tree.xpath("//@id")).items() if times > 1]
    assert not repeated, f"ids used twice: {repeated}"
    assert not _unlabelled(tree), f"fields without a label: {_unlabelled(tree)}"
    assert not tree.xpath("//*[@style]|//style|//script[not(@src)]"), "inline style or script"
    return page


def _unlabelled(tree: Any) -> list[str]:
    labelled = set(tree.xpath("//label/@for"))
    fields = tree.xpath("//input[not(@type='hidden') and not(@type='submit')]|//select|//textarea")
    return [
        str(field.get("name"))
        for field in fields
        if field.get("id") not in labelled
        and not field.get("aria-label")
        and not field.xpath("ancestor::label")
    ]
