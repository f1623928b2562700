"""The office follows fifteen agencies at once, and urges one of them, which reads of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn

pytestmark = pytest.mark.browser
TELEPHONE = (360, 740)
SILENT, WORDS = "Thành ủy Phú Quốc", "Đề nghị báo cáo trước ngày 20/5/2025."


def test_the_office_sees_who_is_missing_and_urges(signed_in: SignedIn) -> None:
    inspector = signed_in("kiemtra")
    inspector.goto("/directives/1")
    inspector.get_by_role("link", name="Matrix of agencies and tasks").click()
    _narrow(inspector)
    _urge(inspector)
    row = inspector.get_by_role("row").filter(has_text=SILENT)
    expect(row).to_contain_text("urged on")
    agency = signed_in("phuquoc")
    agency.goto("/notices")
    expect(agency.get_by_text(WORDS).first).to_be_visible()


def _narrow(inspector: Page) -> None:
    """Keep one clause and those of whom something is missing, by the keyboard alone."""
    inspector.get_by_label("Clause").focus()
    inspector.get_by_label("Clause").select_option("8")
    inspector.get_by_label("only missing").press("Space")
    inspector.get_by_role("button", name="Filter").press("Enter")
    expect(inspector.get_by_role("row").filter(has_text=SILENT)).to_be_visible()
    expect(inspector.get_by_role("row").filter(has_text="Huyện ủy Gò Quao")).to_have_count(0)


def _urge(inspector: Page) -> None:
    inspector.get_by_role("link", name="Urge the agencies").click()
    for box in inspector.get_by_role("table").get_by_role("checkbox", checked=True).all():
        box.uncheck()
    inspector.get_by_role("table").get_by_label(SILENT).check()
    inspector.get_by_label("Message").fill(WORDS)
    inspector.get_by_role("button", name="Urge the chosen agencies").click()
    expect(inspector.get_by_text("1 agency was urged")).to_be_visible()


def test_headings_stay_in_sight_while_the_matrix_scrolls(signed_in: SignedIn) -> None:
    page = signed_in("thuongvu", TELEPHONE)
    page.goto("/directives/1/matrix")
    frame = page.get_by_role("region", name="Matrix of agencies and tasks")
    frame.evaluate("frame => frame.scrollTo(frame.scrollWidth, frame.scrollHeight)")
    heading = page.get_by_role("columnheader", name="Agency")
    agency = page.get_by_role("rowheader").last
    for cell in (heading, agency):
        box, edge = cell.bounding_box(), frame.bounding_box()
        assert box is not None
        assert edge is not None
        assert abs(box["x"] - edge["x"]) <= 2
