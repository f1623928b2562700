"""Random histories of acts and handovers, against a slow and obvious reference.

The reference lives each day: on its morning the acts of the day change who has what, one part
after the other; nobody follows a chain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_task,
    make_user,
)
from tests.tracker.acting import form_of, record
from tracker.agencies import LATER, ActForm, HeirWords, InvalidAct, NotToBeTakenBack, TakingBack
from tracker.agencies import take_back_act
from tracker.db import Database
from tracker.domain import ActKind, Actor, Role
from tracker.models import Assignment, Base, Succession
from tracker.models.answering import Answering, answered_by, answering_for
from tracker.models.holding import Occasion, first_day, hand_over
from tests.factories import NOW

FIRST = date(2024, 7, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
BODIES = 4
WHOLE = (ActKind.MERGE_INTO_NEW, ActKind.MERGE_INTO_EXISTING, ActKind.CHANGE_OF_KIND)


@dataclass
class Reference:
    """What each part's own history says; ``acts`` are by day, in the order of recording."""

    given: dict[int, int]
    whole: list[tuple[date, date | None, int, int]] = field(default_factory=list)
    handed: dict[int, list[tuple[date, int]]] = field(default_factory=dict)

    def who(self, part: int, day: date) -> int:
        holder, since = self.given[part], date.min
        for on, to in self.handed.get(part, []):
            if on <= day:
                holder, since = to, on
        assert since <= day
        for _ in range(100):
            moved = [
                new
                for on, back, old, new in self.whole
                if old == holder and on <= day and (back is None or day < back)
            ]
            if not moved:
                return holder
            holder = moved[-1]
        raise AssertionError
