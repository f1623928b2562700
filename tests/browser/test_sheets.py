"""A sheet's way once: fetched, filled in as a Word file, handed in, reviewed, logged."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.test_every_page import TELEPHONE, _faults
from tests.tracker.sheets import FILLED, PLACES
from tracker.exchange.columns import Column

pytestmark = pytest.mark.browser
SAID = "Đã mở ba lớp tập huấn cho hợp tác xã."


def test_a_sheet_is_fetched_filled_in_offline_and_logged(
    signed_in: SignedIn, tmp_path: Path
) -> None:
    agency = signed_in("nongnghiep", TELEPHONE)
    sheet = _fetch(agency, tmp_path / "phieu.docx")
    _fill_in(sheet)
    _hand_in(agency, sheet)
    assert not _faults(agency)
    _put_right(agency)
    _log(agency)


def _fetch(agency: Page, place: Path) -> Path:
    agency.goto("/sheets")
    assert not _faults(agency)
    with agency.expect_download() as fetched:
        agency.get_by_role("button", name="Download as Word").first.click()
    fetched.value.save_as(place)
    return place


def _fill_in(place: Path) -> None:
    """Fill in the first row, and the second with a state that nobody can read."""
    document = docx.Document(str(place))
    first, second = (document.tables[0].rows[at].cells for at in (1, 2))
    for column, words in {**FILLED, Column.NARRATIVE: SAID}.items():
        first[PLACES[column]].text = words
        second[PLACES[column]].text = words
    second[PLACES[Column.STATUS]].text = "gần xong"
    document.save(str(place))


def _hand_in(agency: Page, place: Path) -> None:
    agency.get_by_label("Filled-in sheet").set_input_files(place)
    agency.get_by_role("button", name="Read the sheet").click()
    expect(agency.get_by_role("heading", level=1)).to_contain_text("phieu.docx")
    expect(agency.get_by_role("checkbox", name=re.compile("^Log Row 2"))).to_be_checked()
    expect(agency.get_by_role("checkbox")).to_have_count(1)


def _put_right(agency: Page) -> None:
    agency.get_by_role("link", name=re.compile("^Put it right.*Row 3")).click()
    assert not _faults(agency)
    agency.get_by_label("State").select_option(label="In progress")
    agency.get_by_role("button", name="Keep the row").click()
    expect(agency.get_by_role("checkbox")).to_have_count(2)


def _log(agency: Page) -> None:
    agency.get_by_role("button", name="Log the chosen rows").click()
    expect(agency.get_by_text("2 updates are logged")).to_be_visible()
    agency.get_by_role("link", name="Show the update").first.click()
    expect(agency.get_by_text(SAID).first).to_be_visible()
