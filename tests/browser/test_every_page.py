"""Each page in a real browser: accessible, no wider than a telephone, alone with its server."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
PAGES = {
    "vanthu": (
        "/",
        "/directives",
        "/directives/new",
        "/account",
        "/admin/abbreviations",
        "/agencies/1/calendar",
    ),
    "kiemtra": (
        "/search",
        "/search?q=nong+thon",
        "/search?q=%22nông",
        "/directives/1",
        "/directives/1/matrix?everyone=1",
        "/directives/1/urging",
        "/directives/1/figures",
        "/tasks/1",
        "/tasks/8/matrix",
        "/searches",
        "/searches/new?q=nuoi+bien&f=year:2025",
        "/searches/1/alert",
        "/notices",
        "/account/notices",
    ),
    "thuongvu": ("/review", "/review?all=1", "/agencies", "/agencies/1"),
    "quantri": (
        "/admin/users",
        "/admin/users/2",
        "/admin/users/new",
        "/admin/mail",
        "/no-such-page",
    ),
}
VISITS = [(username, path) for username, paths in PAGES.items() for path in paths]


def _agency_pages(page: Page) -> list[str]:
    """Return what an agency's people open every week: their agency, a task, a form to report."""
    page.goto("/")  # lands where the agency's work is
    opened = [page.url]
    for links in (
        page.locator("main table a"),
        page.get_by_role("main").get_by_role("link", name="Report progress"),
    ):
        links.first.click()
        opened.append(page.url)
    page.goto(opened[0])
    page.get_by_role("checkbox", name="Report on this task").first.check()
    page.get_by_role("button", name="Report on the ticked tasks together").click()
    return [*opened, page.url]


def _faults(page: Page) -> list[str]:
    results = Axe().run(page, options=RULES)
    found = [
        f"{page.url}: {fault['id']} at {fault['nodes'][0]['target']}"
        for fault in results.response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url}: scrolls sideways")
    return found


@pytest.mark.parametrize("size", [TELEPHONE, (1920, 1080)], ids=["360", "1920"])
@pytest.mark.parametrize("username", PAGES)
def test_pages_are_accessible_and_fit(
    signed_in: SignedIn, username: str, size: tuple[int, int]
) -> None:
    page = signed_in(username, size)
    found = []
    for path in PAGES[username]:
        page.goto(path)
        found += _faults(page)
    assert not found, "\n".join(found)


def test_what_an_agency_opens_is_accessible_and_fits(signed_in: SignedIn) -> None:
    page = signed_in("nongnghiep", TELEPHONE)
    found = []
    for address in _agency_pages(page):
        page.goto(address)
        found += _faults(page)
    assert not found, "\n".join(found)
