"""Which days an assignment may be given until."""

from __future__ import annotations

from datetime import date


def due_fault(due: date | None, present: date | None, today: date) -> str | None:
    """Return what is wrong with a day to extend to: it is later than the present one, and to come.

    Today itself is still a day on which the work can be done.
    """
    if due is None:
        return "date-needed"
    if present is not None and due <= present:
        return "not-later"
    return "day-passed" if due < today else None
