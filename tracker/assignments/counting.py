"""Deadlines in working days: the office's calendar counts them anew when a directive is issued.

A reading knows weekends and the holidays on a fixed day; the office knows Tết and its own days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from directives import Directive as Reading
from directives import TaskDraft, working_days_counted
from tracker.workdays import WorkingDays


class CountedDue(NamedTuple):
    """The deadline of a task to be issued, and how it was counted, if in working days."""

    day: date | None
    working_days: int | None = None
    counted_from: date | None = None


@dataclass(frozen=True, slots=True)
class MovedDue:
    """A deadline that the office's calendar puts on another day than the reading did."""

    label: str | None
    text: str
    read: date
    due: date
    working_days: int


def counted_due(task: TaskDraft, issued_on: date | None, calendar: WorkingDays) -> CountedDue:
    """Return the deadline of a task by the office's calendar."""
    if task.due is None:
        return CountedDue(None)
    count = working_days_counted(task.due, issued_on)
    if count is None or issued_on is None:
        return CountedDue(task.due.date)
    return CountedDue(calendar.after(issued_on, count), count, issued_on)


def moved_dues(reading: Reading, calendar: WorkingDays) -> Iterator[MovedDue]:
    """Yield the deadlines that issuing will put on another day than the reading shows."""
    for task in reading.walk():
        due = counted_due(task, reading.document.issued_on, calendar)
        read = task.due.date if task.due else None
        if read and due.day and due.working_days and due.day != read:
            yield MovedDue(task.label, task.text, read, due.day, due.working_days)
