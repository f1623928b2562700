"""A clerk relates two documents, looks at what carrying over would do, and reads the timeline."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser
PHONE = (360, 740)


def _open(page: Page, number: str) -> None:
    page.goto("/directives?state=issued")
    page.get_by_role("main").get_by_role("link", name=number).first.click()


def test_a_relation_is_added_previewed_and_taken_back(signed_in: SignedIn) -> None:
    page = signed_in("vanthu")
    _open(page, "98-NQ/TU")
    page.get_by_text("Add a relation").click()
    page.get_by_label("What this document does").last.select_option(label="Replaces")
    page.get_by_label("To which document").last.fill("Kế hoạch số 97/KH-UBND ngày 10/01/2025")
    page.get_by_role("button", name="Add the relation").click()
    related = page.get_by_role("listitem").filter(has_text="97/KH-UBND")
    expect(related).to_contain_text("Replaces")
    related.get_by_role("link", name="Carry open tasks over").click()
    for becomes in page.get_by_label("What becomes of it").all():
        becomes.select_option(label="It ends")
    for reason in page.get_by_label("Reason").all():
        reason.fill("Đã có trong văn bản mới.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="This is what will be done")).to_be_visible()
    page.get_by_role("button", name="Change it").click()
    page.get_by_role("link", name="To the replacing document").click()
    related.get_by_role("button", name="Take back").click()
    page.get_by_text("Relations taken back").wait_for()


def test_the_timeline_is_narrowed_on_a_phone(signed_in: SignedIn) -> None:
    page = signed_in("vanthu", PHONE)
    _open(page, "99-CT/TU")
    page.get_by_role("link", name="What became of it").click()
    page.get_by_label("Word of an inspector").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text("inspector")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
