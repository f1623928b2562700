"""What an agency does with its reminders: read, choose what is mailed, subscribe to its dates."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SignedIn, Site

pytestmark = pytest.mark.browser


def test_an_agency_reads_its_reminders_and_chooses_its_mails(signed_in: SignedIn) -> None:
    page = signed_in("nongnghiep")
    notices = page.get_by_role("navigation").get_by_role("link", name=re.compile("Notices"))
    notices.click()
    reminder = page.get_by_role("listitem").filter(has_text="Reminder · ").last
    expect(reminder).to_contain_text("days ago.")
    unread = page.locator("main li.unread").count()
    reminder.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/tasks/"))
    notices.click()
    expect(page.locator("main li.unread")).to_have_count(unread - 1)
    _choose(page)


def _choose(page: Page) -> None:
    page.get_by_role("link", name="Choose which notices come by e-mail").click()
    page.get_by_label("How often").select_option("at-once")
    page.get_by_label("Comment on a task").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main").get_by_role("status").first).to_contain_text("kept as chosen")
    expect(page.get_by_label("How often")).to_have_value("at-once")
    expect(page.get_by_label("Comment on a task")).not_to_be_checked()
    expect(page.get_by_label("Reminder", exact=True)).to_be_checked()


def test_a_calendar_reads_the_dates_until_the_address_is_revoked(
    signed_in: SignedIn, site: Site, browser: Browser
) -> None:
    stranger = browser.new_context().request
    page = signed_in("nongnghiep")
    page.get_by_role("navigation").get_by_role("link", name="My agency").last.click()
    page.get_by_role("link", name="Due days in a calendar program").click()
    page.get_by_role("button", name="Make a new address").click()
    address = page.locator("main code").inner_text()
    path = site.address + address[address.index("/calendar/") :]
    answer = stranger.get(path)
    read = Calendar.from_ical(answer.body())
    assert isinstance(read, Calendar)
    events = list(read.events)
    assert events
    assert all(str(event["SUMMARY"]) for event in events)
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    expect(page.get_by_text("There is none.")).to_be_visible()
    assert stranger.get(path).status == 404
