"""The whole way once: a directive goes in, and the review of what is overdue comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser
UNKNOWN = "Hội Chữ thập đỏ phường"
FIRST = re.compile("Một là, Ban Tuyên giáo và Dân vận")


def test_a_directive_travels_from_file_to_review(signed_in: SignedIn, word_file: Path) -> None:
    clerk = signed_in("vanthu")
    _upload(clerk, word_file)
    _correct(clerk)
    _issue(clerk)
    _report(signed_in("tuyengiao"))
    _find(signed_in("kiemtra"))
    _review(signed_in("thuongvu"))


def _upload(clerk: Page, word_file: Path) -> None:
    clerk.get_by_role("navigation").get_by_role("link", name="Add a document").click()
    clerk.get_by_label("Document").set_input_files(word_file)
    clerk.get_by_role("button", name="Read the document").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("100-CT/TU")


def _correct(clerk: Page) -> None:
    """Say what an unknown body is, and give the first task the deadline that was agreed."""
    expect(clerk.get_by_text("1 unknown body")).to_be_visible()
    clerk.get_by_label(UNKNOWN).select_option("words")
    clerk.get_by_role("button", name="Keep this meaning").click()
    expect(clerk.get_by_label(UNKNOWN)).to_have_count(0)
    clerk.get_by_role("link", name=re.compile("^Edit.*Một là")).click()
    clerk.get_by_label("Deadline").fill("2025-05-12")
    clerk.get_by_role("button", name="Save", exact=True).click()
    expect(clerk.get_by_role("article").first).to_contain_text("12/05/2025")


def _issue(clerk: Page) -> None:
    clerk.get_by_role("link", name="Issue the tasks").click()
    planned = re.compile("^Ban Tuyên giáo và Dân vận")
    expect(clerk.get_by_role("row", name=planned)).to_be_visible()
    clerk.get_by_label("Reason for issuing with gaps").fill("Sở Y tế sẽ báo cáo sản phẩm sau.")
    clerk.get_by_role("button", name="Issue now").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("100-CT/TU")


def _report(agency: Page) -> None:
    """Log an update with a file of evidence on the new task."""
    agency.get_by_role("navigation").get_by_role("link", name="My agency").last.click()
    agency.get_by_role("link", name=FIRST).click()
    agency.get_by_role("link", name="Report progress").first.click()
    agency.get_by_label("Percent done").fill("40")
    agency.get_by_label("What was done").fill(
        "Đã phát **tờ rơi** đến từng hộ; tập huấn cộng tác viên."
    )
    agency.get_by_label("Evidence files, for the office only").set_input_files(
        {"name": "danh-sach.md", "mimeType": "text/markdown", "buffer": "Ấp Kênh Nhánh".encode()}
    )
    agency.get_by_role("button", name="Log the update").click()
    expect(agency.get_by_text("tập huấn cộng tác viên")).to_be_visible()
    expect(agency.get_by_role("link", name="danh-sach.md")).to_be_visible()


def _find(inspector: Page) -> None:
    """Find the update and its evidence without a tone mark; the worker may need a moment."""
    for words, found in (
        ("tap huan cong tac vien", "cộng tác viên"),
        ("ap kenh nhanh", "danh-sach"),
    ):
        _search_until(inspector, words, found)
    inspector.get_by_role("main").get_by_role("link", name="Một là").first.click()
    expect(inspector.get_by_role("heading", level=1)).to_contain_text("100-CT/TU")


def _search_until(inspector: Page, words: str, found: str) -> None:
    for _ in range(20):
        inspector.goto(f"/search?q={words}")
        if inspector.get_by_role("article").filter(has_text=found).count():
            return
        inspector.wait_for_timeout(500)
    expect(inspector.get_by_role("article").filter(has_text=found)).to_be_visible()


def _review(committee: Page) -> None:
    """See the task among what is past due, with the sentence why, and drill down to it."""
    committee.goto("/review?clock=past-due")
    row = committee.get_by_role("row").filter(has_text="100-CT/TU").filter(has_text=FIRST)
    expect(row).to_contain_text("12/05/2025")
    row.get_by_role("link", name="Một là").click()
    expect(committee.get_by_text("tập huấn cộng tác viên")).to_be_visible()
