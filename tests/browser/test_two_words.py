"""An agency's day and an inspector's: what is reported, corrected, denied and upheld."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser
TASK = re.compile("Rà soát các hộ thiếu nước")
WRONG = "Ngày 14/5/2025 đã cấp nước lưu động cho 12 xã đảo."
RIGHT = "Ngày 14/5/2025 đã cấp nước lưu động cho 9 xã đảo."


def test_what_an_agency_says_and_an_inspector_denies_stand_side_by_side(
    signed_in: SignedIn,
) -> None:
    agency = signed_in("nongnghiep")
    task = _report_on_two_tasks(agency)
    _correct(agency, task)
    inspector = signed_in("kiemtra")
    _dispute(inspector, task)
    _find_the_disagreement(inspector)
    _uphold(agency, task)
    inspector.goto("/review?disagree=1")
    expect(_row(inspector)).to_contain_text("Denied, and upheld by the agency")


def _report_on_two_tasks(agency: Page) -> str:
    """Tick tasks on the agency's page and log a row for each; return the first one's page."""
    agency.get_by_role("navigation").get_by_role("link", name="My agency").last.click()
    boxes = agency.get_by_role("checkbox", name=re.compile("Report on this task"))
    boxes.nth(0).check()
    boxes.nth(1).check()
    agency.get_by_role("button", name="Report on the ticked tasks together").click()
    rows = agency.locator("fieldset")
    for number, percent in ((0, "400"), (1, "10")):
        rows.nth(number).get_by_label("Percent done").fill(percent)
        rows.nth(number).get_by_label("What was done").fill(WRONG)
    agency.get_by_role("button", name="Log all rows").click()
    expect(agency.get_by_text("Write a whole number from 0 to 100.").first).to_be_visible()
    rows.nth(0).get_by_label("Percent done").fill("40")
    agency.get_by_role("button", name="Log all rows").click()
    expect(agency.get_by_text("2 updates are logged.")).to_be_visible()
    agency.get_by_role("link", name=TASK).first.click()
    return agency.url


def _correct(agency: Page, task: str) -> None:
    agency.goto(task)
    agency.get_by_role("link", name="Correct this update").click()
    agency.get_by_label("What was done").fill(RIGHT)
    agency.get_by_role("button", name="Preview").click()
    expect(agency.get_by_text("Numbers: 9 xã")).to_be_visible()
    agency.get_by_label("Evidence files, shared").set_input_files(
        {"name": "bien-ban.txt", "mimeType": "text/plain", "buffer": "Biên bản".encode()}
    )
    agency.get_by_role("button", name="Log the correction").click()
    expect(agency.locator(".corrected")).to_contain_text("12 xã đảo")
    agency.get_by_role("button", name="Make it private").click()
    expect(agency.get_by_text("The file is private again.")).to_be_visible()


def _dispute(inspector: Page, task: str) -> None:
    inspector.goto(task)
    inspector.get_by_text("Judge this update").first.click()
    inspector.get_by_label("Reason or remark").fill("Đoàn kiểm tra mới thấy 5 xã được cấp nước.")
    inspector.get_by_role("button", name="Dispute what it says").click()
    expect(inspector.get_by_text("An inspector denied the last update")).to_be_visible()


def _find_the_disagreement(inspector: Page) -> None:
    inspector.goto("/review")
    inspector.get_by_role("link", name=re.compile("Agency and inspector disagree")).click()
    row = _row(inspector)
    expect(row).to_contain_text("Denied by an inspector")
    expect(row).to_contain_text("Đoàn kiểm tra mới thấy 5 xã")


def _uphold(agency: Page, task: str) -> None:
    """Say as much again; the notice of the verdict led here."""
    agency.goto("/notices")
    expect(agency.get_by_text("Đoàn kiểm tra mới thấy 5 xã").first).to_be_visible()
    agency.goto(task)
    agency.get_by_role("link", name="Report progress").first.click()
    agency.get_by_label("Percent done").fill("45")
    agency.get_by_label("What was done").fill("Có biên bản bàn giao nước tại 9 xã đảo.")
    agency.get_by_role("button", name="Log the update").click()
    expect(agency.get_by_text("The agency stands by what an inspector denied")).to_be_visible()


def _row(page: Page) -> Locator:
    return page.get_by_role("row").filter(has_text=TASK)
