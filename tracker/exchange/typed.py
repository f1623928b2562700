"""From what stands in the cells of a row to an entry, or to the fault of each field.

Nothing is guessed: what could be read in two ways is a fault, and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directives.text import clean_line
from tracker.domain import UpdateStatus, written_day
from tracker.exchange.columns import status_of
from tracker.models.entries import ProgressEntry, clean_text, entry_faults

_PERCENT = re.compile(r"(\d{1,3})\s?%?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a row says, as words: the state by its code or as it was written."""

    status: str = ""
    percent: str = ""
    narrative: str = ""
    difficulties: str = ""
    proposals: str = ""
    result_number: str = ""
    result_date: str = ""
    period: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether every field is empty."""
        return not any((getattr(self, name) or "").strip() for name in self.__dataclass_fields__)

    def cleaned(self) -> Typed:
        """Return the fields in canonical form, without control characters."""
        lines = ("narrative", "difficulties", "proposals")
        return Typed(
            **{
                name: (clean_text if name in lines else clean_line)(getattr(self, name))
                for name in self.__dataclass_fields__
            }
        )

    def to_dict(self) -> dict[str, str]:
        """Return the fields that say something."""
        fields = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: words for name, words in fields if words}


def typed_from(plain: Mapping[str, str]) -> Typed:
    """Return the fields of a form or of a stored row; others are left out."""
    return Typed(**{name: plain.get(name, "") for name in Typed.__dataclass_fields__})


def entry_of(typed: Typed, today: date) -> tuple[ProgressEntry, dict[str, str]]:
    """Return the entry that was meant, and the code of the fault of each field."""
    status = read_state(typed.status)
    percent = _PERCENT.fullmatch(typed.percent.strip())
    day = read_day(typed.result_date)
    entry = ProgressEntry(
        status=status or UpdateStatus.IN_PROGRESS,
        percent=int(percent[1]) if percent else 0,
        narrative=typed.narrative,
        difficulties=typed.difficulties,
        proposals=typed.proposals,
        result_number=clean_line(typed.result_number) or None,
        result_date=day,
        period=typed.period or None,
    )
    unread = {
        "status": None if status else "no-state",
        "percent": None if percent else "not-a-percentage",
        "result_date": "not-a-date" if typed.result_date.strip() and day is None else None,
    }
    faults = {name: fault for name, fault in unread.items() if fault}
    return entry, {**entry_faults(entry, today), **faults}


def read_day(text: str) -> date | None:
    """Return the day that was written, the day first; ``None`` when it is none.

    A number of a spreadsheet's own count, two figures for a year and the month first are none.
    """
    # A narrow column breaks a day over two lines.
    return written_day("".join(text.split()))


def read_state(words: str) -> UpdateStatus | None:
    """Return the state that is named by its code or in the words of a sheet."""
    if words in set(UpdateStatus):
        return UpdateStatus(words)
    return status_of(words)
