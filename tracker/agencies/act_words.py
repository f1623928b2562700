"""What a clerk types of an act of succession, before anything is looked up. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from directives.text import clean_line
from tracker.domain import ActKind
from tracker.errors import Invalid

MAX_ROWS = 5_000
MAX_BASIS_CHARACTERS = 500
MAX_REMARK_CHARACTERS = 5_000
# What a person answers where an open task has to be given to somebody.
LATER = "later"
STAYS = "stays"


@dataclass(frozen=True, slots=True)
class HeirWords:
    """Who receives work: a body that exists, or the names of a new one."""

    name: str
    short_name: str = ""
    code: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class ActRow:
    """One body and one to whom work of it goes; to nobody where ``heir`` is ``None``."""

    body: str
    heir: HeirWords | None


@dataclass(frozen=True, slots=True)
class ActForm:
    """An act as typed; ``rows`` are all its links, whatever its kind.

    ``heirs_join_groups`` lets the heirs take the places of ended bodies in groups.
    """

    kind: ActKind
    rows: tuple[ActRow, ...]
    effective_on: date | None
    legal_basis: str
    remarks: str = ""
    heirs_join_groups: bool = True


@dataclass(frozen=True, slots=True)
class Decisions:
    """Who gets the open tasks that no rule gives to anybody.

    Each answer names a body, or is ``LATER`` or ``STAYS``; ``single`` is by assignment and goes
    before ``rest``, which is by the body that has the tasks now.
    """

    rest: Mapping[int, str] = field(default_factory=dict)
    single: Mapping[int, str] = field(default_factory=dict)


class InvalidAct(Invalid):
    """An act cannot be recorded as typed; ``words`` are those at fault in each field."""

    def __init__(self, fields: dict[str, str], words: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(fields)
        self.words = dict(words)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines that have words, each in canonical form."""
    return tuple(line for line in map(clean_line, text.splitlines()) if line)


def heirs_of(text: str) -> tuple[HeirWords, ...]:
    """Return an heir for each line "name; short name; symbol; scope"; only the name is needed."""
    return tuple(HeirWords(*_cells(line, 4)) for line in lines_of(text))


def rows_of(text: str) -> tuple[ActRow, ...]:
    """Return a link for each line "body; heir; short name; symbol; scope".

    Cells are divided by semicolons, tabs (as a sheet pastes them) or, where a line has neither,
    by commas outside quotes. A line without an heir ends its body without one.
    """
    rows = (_cells(line, 5) for line in text.splitlines() if clean_line(line))
    return tuple(ActRow(body, HeirWords(*heir) if heir[0] else None) for body, *heir in rows)


def _cells(line: str, most: int) -> list[str]:
    delimiter = next((sign for sign in "\t;" if sign in line), "," if '"' in line else ";")
    found = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    cells = [clean_line(cell) for cell in found[:most]]
    return cells + [""] * (most - len(cells))
