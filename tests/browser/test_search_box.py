"""Search by keyboard in a real browser: suggestions, results, and links that open the place."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_every_page import RULES

pytestmark = pytest.mark.browser


@pytest.fixture
def inspector(signed_in: SignedIn) -> Page:
    page = signed_in("kiemtra", (1280, 900))
    page.goto("/search?q=nong+thon+moi")
    return page


def test_a_suggestion_is_chosen_by_keys_and_searched_for(inspector: Page) -> None:
    inspector.keyboard.press("/")
    box = inspector.get_by_role("combobox")
    expect(box).to_be_focused()
    inspector.keyboard.type("tuyen giao")  # what stood in the box was selected
    options = inspector.get_by_role("option")
    expect(options.first).to_contain_text("Tuyên giáo")
    expect(box).to_have_attribute("aria-expanded", "true")
    faults = Axe().run(inspector, options=RULES).response["violations"]
    assert not faults, faults
    inspector.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    inspector.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("tuyen giao")
    inspector.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    inspector.keyboard.press("ArrowDown")
    inspector.keyboard.press("Enter")
    expect(inspector).to_have_url(re.compile("q=cq"))
    expect(inspector.get_by_role("article").first).to_be_visible()


def test_a_filter_that_was_chosen_goes_on_with_its_values(inspector: Page) -> None:
    box = inspector.get_by_role("combobox")
    box.fill("linh")
    inspector.get_by_role("option", name="linhvuc").click()
    expect(box).to_have_value("linhvuc:")
    expect(inspector.get_by_role("option", name="ntm")).to_be_visible()
    expect(box).to_be_focused()


def test_keys_move_between_results_and_open_one(inspector: Page) -> None:
    links = inspector.locator("[data-result]")
    for key, place in (("j", 0), ("j", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("k", 0)):
        inspector.keyboard.press(key)
        expect(links.nth(place)).to_be_focused()
    inspector.keyboard.press("Enter")
    expect(inspector).to_have_url(re.compile("/(tasks|directives)/"))


def test_keys_can_be_turned_off(inspector: Page) -> None:
    inspector.get_by_text("How to search").click()
    inspector.get_by_role("button", name="Turn these keys off").click()
    inspector.keyboard.press("j")
    expect(inspector.locator("[data-result]").first).not_to_be_focused()
    inspector.get_by_role("button", name="Turn these keys on").click()
    inspector.keyboard.press("j")
    expect(inspector.locator("[data-result]").first).to_be_focused()


def test_a_result_opens_the_document_at_the_place(inspector: Page) -> None:
    inspector.goto("/search?q=nong+thon+moi+nang+cao&kind=directive")
    inspector.get_by_role("link", name="Show it in the document").first.click()
    expect(inspector.locator("#found + .source-found")).to_be_in_viewport()
