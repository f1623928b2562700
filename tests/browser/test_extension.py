"""An agency asks for more time after the day has passed; a clerk grants less than was asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser
TASK = re.compile("Rà soát các hộ thiếu nước sinh hoạt")
REASON = "Phải khoan bổ sung giếng tầng sâu ở ba xã ven biển."
BOTH = "15/06/2025 (in the document: 15/03/2025; extended 1 time)"


def test_one_extension_from_both_sides(signed_in: SignedIn) -> None:
    agency = signed_in("nongnghiep", (390, 844))
    _ask(agency)
    _grant(signed_in("vanthu"))
    agency.reload()
    expect(agency.get_by_text(BOTH).first).to_be_visible()
    agency.get_by_role("navigation").get_by_role("link", name="Notices").click()
    expect(agency.get_by_role("main")).to_contain_text("15/06/2025")


def _ask(agency: Page) -> None:
    agency.get_by_role("navigation").get_by_role("link", name="My agency").last.click()
    agency.get_by_role("link", name=TASK).first.click()
    agency.get_by_role("link", name="Ask for an extension").click()
    expect(agency.get_by_text("Clerk or Standing Committee")).to_be_visible()
    agency.get_by_label("New deadline").fill("15/03/2025")
    agency.get_by_label("Reason").fill(REASON)
    agency.get_by_role("button", name="Send the request").click()
    expect(agency.get_by_role("alert")).to_contain_text("later than the deadline in force")
    expect(agency.get_by_label("Reason")).to_have_value(REASON)
    agency.get_by_label("New deadline").fill("30/06/2025")
    agency.get_by_role("button", name="Send the request").click()
    expect(agency.get_by_text("asked after the deadline")).to_be_visible()
    expect(agency.get_by_text("From 15/03/2025 to 30/06/2025")).to_be_visible()


def _grant(clerk: Page) -> None:
    clerk.get_by_role("navigation").get_by_role("link", name="Requests").click()
    asked = clerk.get_by_role("row").filter(has_text=REASON)
    expect(asked).to_contain_text("asked after the deadline")
    asked.get_by_role("link", name="An extension is asked for").click()
    expect(clerk.get_by_label("New deadline")).to_have_value("30/06/2025")
    clerk.get_by_label("New deadline").fill("15/06/2025")
    clerk.get_by_label("Granted").check()
    clerk.get_by_role("button", name="Go on to confirm").click()
    expect(clerk.get_by_text("The deadline moves from 15/03/2025 to 15/06/2025.")).to_be_visible()
    clerk.get_by_role("button", name="Decide").click()
    expect(clerk.get_by_text(BOTH).first).to_be_visible()
