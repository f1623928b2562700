"""The nation's work: directives, tasks, who has them, and what was said and decided of each.

Four tenths of the tasks have no day, one in seven is periodic, one directive in a hundred goes to
every commune of its province. Updates are written in the order of their moments, as in an
office, so that those of one assignment lie far apart in the table.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from benchmarks.nation_names import DUTIES, PROVINCES
from directives.model import BodyRole, Every, Nature
from tracker.domain import AssignmentRole, DirectiveState
from tracker.models import Assignment, Base, Directive, Task, TaskBody

COMMUNES_IN_ALL = 3_300
DIRECTIVES = 20_000
TASKS = 250_000
UPDATES = 1_500_000
OFFICE, INSPECTOR, FIRST_AGENCY_USER = 1, 2, 4
FILES = 500
TO_ALL_COMMUNES = 100
MERGED_ON = date(2025, 7, 1)
EVERY = (Every.MONTH, Every.QUARTER, Every.QUARTER, Every.QUARTER, Every.HALF, Every.YEAR)

Rows = Iterable[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of what."""

    communes: int
    directives: int
    tasks: int
    updates: int

    @classmethod
    def of(cls, share: float) -> Size:
        """Return the whole nation's size, or a share of it; a few of each there always are."""
        whole = (COMMUNES_IN_ALL, DIRECTIVES, TASKS, UPDATES)
        return cls(*(max(5 * len(PROVINCES), round(number * share)) for number in whole))


@dataclass(frozen=True, slots=True)
class Province:
    """The agencies of a province by id: bodies of the province, communes, and who came before."""

    name: str
    bodies: range
    communes: range
    former: range

    def heirs(self) -> Iterator[tuple[int, int]]:
        """Yield each former agency with the one that its work passed to."""
        heirs = [*self.communes[::3], *self.bodies[4::5]]
        yield from zip(self.former, heirs, strict=False)


@dataclass(frozen=True, slots=True)
class Given:
    """What the updates have to know of an assignment."""

    agency: int
    author: int
    role: AssignmentRole
    since: int
    every: Every | None
    due: date | None


class Work:
    """Makes the rows, table by table; each table needs what those before it left behind."""

    def __init__(
        self,
        dice: random.Random,
        provinces: Sequence[Province],
        size: Size,
        begun: datetime,
        now: datetime,
    ) -> None:
        self.dice = dice
        self.provinces = provinces
        self.size = size
        self.begun = begun
        self.minutes = int((now - begun).total_seconds() // 60)
        self.authors: dict[int, int] = {}
        self.former: dict[int, int] = {}
        self.given: list[Given] = []
        self.tasks: list[tuple[int, Every | None, date | None]] = []
        self.issued: list[int] = []
        user = FIRST_AGENCY_USER
        for province in provinces:
            for agency in (*province.bodies, *province.communes):
                self.authors[agency] = user
                user += 1
            for old, heir in province.heirs():
                self.former[heir] = old
                self.authors[old] = self.authors[heir]

    def tables(self) -> Iterator[tuple[type[Base], Rows]]:
        """Yield each table with its rows, in the order in which they must be written."""
        yield Directive, self._directives()
        yield Task, self._task_rows()
        yield TaskBody, self._bodies()
        yield Assignment, self._assignments()

    def moment(self, minute: int) -> datetime:
        """Return the moment of a minute."""
        return self.begun + timedelta(minutes=minute)

    def _directives(self) -> Rows:
        moments = sorted(self.dice.randrange(self.minutes) for _ in range(self.size.directives))
        self.issued = moments
        for number, minute in enumerate(moments, 1):
            province = self._of(number)
            moment = self.moment(minute)
            yield {
                "id": number,
                "source_file_id": number % FILES + 1,
                "file_name": f"van-ban-{number}.docx",
                "state": DirectiveState.ISSUED,
                "kind": self.dice.choice(("chi-thi", "ke-hoach", "ket-luan", "nghi-quyet")),
                "number": f"{number}-CT/TU",
                "issued_on": moment.date() - timedelta(days=1),
                "issuer": f"Ban Thường vụ Tỉnh ủy {province.name}",
                "title": f"Về {self.dice.choice(DUTIES)[:-2]}",
                "text": "".join(self.dice.choices(DUTIES, k=40)),
                "received_at": moment,
                "received_by_id": OFFICE,
                "tracked_from": moment,
                "issued_by_id": OFFICE,
            }

    def _of(self, directive: int) -> Province:
        return self.provinces[directive % len(self.provinces)]

    def _task_rows(self) -> Rows:
        size, dice = self.size, self.dice
        weights = list(accumulate(dice.expovariate(1) + 0.3 for _ in range(size.directives)))
        for number in range(1, size.tasks + 1):
            # In order of the directives, more for some than for others.
            directive = _place(weights, (number - 0.5) / size.tasks * weights[-1]) + 1
            issued = self.moment(self.issued[directive - 1]).date()
            every = dice.choice(EVERY) if dice.random() < 0.15 else None  # noqa: PLR2004 - a share
            has_day = every is None and dice.random() < 0.7  # noqa: PLR2004 - a share
            due = issued + timedelta(days=dice.randrange(20, 500)) if has_day else None
            self.tasks.append((directive, every, due))
            regular = Nature.REGULAR if due is None else Nature.SPECIFIC
            yield {
                "id": number,
                "directive_id": directive,
                "position": number,
                "key": f"t{number}",
                "label": f"{number % 20 + 1}.",
                "text": "".join(dice.choices(DUTIES, k=3)),
                "start": number % 20 * 80,
                "end": number % 20 * 80 + 70,
                "nature": Nature.PERIODIC if every else regular,
                "original_due": due,
                "recurs_every": every,
                "report_due_day": dice.choice((None, 20, 25)) if every else None,
            }

    def _bodies(self) -> Rows:
        """One body for each task; coordinating ones stand on it too, which no page minds."""
        for number in range(1, len(self.tasks) + 1):
            body = {"role": BodyRole.LEAD, "words": "Các đơn vị được giao", "inherited": False}
            yield {"id": number, "task_id": number, "position": 0, **body}

    def _assignments(self) -> Rows:
        for task, (directive, every, due) in enumerate(self.tasks, 1):
            since = self.issued[directive - 1]
            for agency, role in self._givees(directive):
                then = agency
                if self.moment(since).date() < MERGED_ON:
                    then = self.former.get(agency, agency)
                self.given.append(Given(then, self.authors[agency], role, since, every, due))
                yield {
                    "id": len(self.given),
                    "task_id": task,
                    "agency_id": then,
                    "holder_id": then,
                    "role": role,
                    "body_id": task,
                    "assigned_at": self.moment(since),
                    "due": due,
                }

    def _givees(self, directive: int) -> Iterator[tuple[int, AssignmentRole]]:
        province = self._of(directive)
        if directive % TO_ALL_COMMUNES == 0:
            for agency in province.communes:
                yield agency, AssignmentRole.LEAD
            return
        communal = self.dice.random() < 0.3  # noqa: PLR2004 - a share
        choice = province.communes if communal else province.bodies
        lead, *others = self.dice.sample(choice, k=self.dice.choice((1, 1, 2, 3)))
        yield lead, AssignmentRole.LEAD
        for other in others:
            yield other, AssignmentRole.SUPPORTING


def _place(cumulated: list[float], wanted: float) -> int:
    return min(bisect_left(cumulated, wanted), len(cumulated) - 1)
