"""Reminding agencies of what they owe, and telling those above of what stays undone."""

from __future__ import annotations

from tracker.reminders.occasions import Occasion, Reminder, ReminderRules, reminders
from tracker.reminders.reminding import Reminded, remind
from tracker.reminders.running import is_time, note_done, run_day

__all__ = [
    "Occasion",
    "Reminded",
    "Reminder",
    "ReminderRules",
    "is_time",
    "note_done",
    "remind",
    "reminders",
    "run_day",
]
