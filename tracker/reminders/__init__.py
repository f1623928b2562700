"""Reminding agencies of what they owe, and telling those above of what stays undone."""

from __future__ import annotations

from tracker.reminders.dates import AgencyDate
from tracker.reminders.feeds import (
    Feed,
    FeedRow,
    FeedsPage,
    TooManyFeeds,
    may_have_feeds,
    open_feed,
    read_feed,
    revoke_feed,
    show_feeds,
)
from tracker.reminders.occasions import Occasion, Reminder, ReminderRules, reminders
from tracker.reminders.reminding import Reminded, remind
from tracker.reminders.running import is_time, note_done, run_day

__all__ = [
    "AgencyDate",
    "Feed",
    "FeedRow",
    "FeedsPage",
    "Occasion",
    "Reminded",
    "Reminder",
    "ReminderRules",
    "TooManyFeeds",
    "is_time",
    "may_have_feeds",
    "note_done",
    "open_feed",
    "read_feed",
    "remind",
    "reminders",
    "revoke_feed",
    "run_day",
    "show_feeds",
]
