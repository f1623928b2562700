"""Reminding agencies of what they owe: before it is due, on the day, after it, and of silence."""

from __future__ import annotations

from tracker.reminders.occasions import Occasion

__all__ = ["Occasion"]
