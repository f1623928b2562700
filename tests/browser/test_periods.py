"""A period closed while a report is written, and a day entered into the office's calendar."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser


def test_a_report_written_while_its_period_is_closed_is_kept_and_marked(
    signed_in: SignedIn,
) -> None:
    staff = signed_in("danguy", (360, 780))
    staff.get_by_role("link", name="My agency").first.click()
    staff.get_by_role("link", name="Periodic reports, period by period").click()
    staff.get_by_role("link", name="quarter I/2025").click()
    staff.get_by_label("What was done").fill("Quý I/2025: 115/116 xã đạt chuẩn.")

    clerk = signed_in("vanthu")
    clerk.get_by_role("link", name="Reporting periods").first.click()
    clerk.get_by_role("link", name="quarter I/2025").click()
    expect(clerk.get_by_role("table")).to_contain_text("Not handed in, past due")
    clerk.get_by_role("button", name="Yes, close the reports for quarter I/2025").click()
    expect(clerk.get_by_role("main")).to_contain_text("Closed on")

    staff.get_by_role("button", name="Hand in the reports").click()
    told = staff.get_by_text("marked as handed in after closing").first
    expect(told).to_be_visible()
    expect(staff.get_by_role("main")).to_contain_text("115/116 xã đạt chuẩn")
    clerk.reload()
    expect(clerk.get_by_role("table")).to_contain_text("Handed in after closing")


def test_a_clerk_turns_a_holiday_into_a_working_day_and_back(signed_in: SignedIn) -> None:
    clerk = signed_in("vanthu")
    clerk.goto("/calendar?year=2025")
    row = clerk.get_by_role("row", name="01/09/2025")
    row.get_by_role("link", name="Enter otherwise").click()
    clerk.get_by_label("Occasion").fill("Trực ngày lễ")
    clerk.get_by_role("button", name="See which deadlines it moves").click()
    expect(clerk.get_by_role("main")).to_contain_text("No running deadline is moved by this.")
    clerk.get_by_role("button", name="Enter the day").click()
    own = row.filter(has_text="Trực ngày lễ")
    own.get_by_role("link", name="Remove").click()
    clerk.get_by_role("button", name="Remove the day").click()
    expect(clerk.get_by_role("main")).to_contain_text("The day is removed from the calendar.")
