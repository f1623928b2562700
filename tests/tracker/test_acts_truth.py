"""Random histories of acts and handovers, against a slow and obvious reference.

The reference lives each day: the acts in force change who has what, one part after the other,
then the handovers of the day do. It follows no chain.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.factories import NOW, make_agency, make_assignment, make_directive, make_task, make_user
from tests.tracker.acting import form_of, named
from tracker.agencies import (
    LATER,
    ActForm,
    Decisions,
    NotToBeTakenBack,
    TakingBack,
    preview_act,
    record_act,
    take_back_act,
)
from tracker.db import Database
from tracker.domain import ActKind, Actor, Role
from tracker.errors import Invalid
from tracker.models import Assignment, Base
from tracker.models.answering import Answering, answered_by, answering_for, existing
from tracker.models.holding import Occasion, first_day, hand_over

FIRST = date(2024, 7, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(7)]
BODIES, PARTS = 4, 6
PAST = FIRST - timedelta(days=1)
ACTS = (
    ActKind.MERGE_INTO_NEW,
    ActKind.MERGE_INTO_EXISTING,
    ActKind.RENAME,
    ActKind.SPLIT,
    ActKind.PARTIAL,
    ActKind.DISSOLUTION,
    ActKind.PARENT_MERGED,
)
CLERK = Actor(1, "Văn thư", frozenset({Role.CLERK}))


@dataclass
class Whole:
    """All work of one body goes to another."""

    act: int
    day: date
    old: int
    new: int
    until: date = date.max


@dataclass
class Handed:
    """One part goes to another body; ``act`` decided it, if an act did."""

    day: date
    part: int
    to: int
    act: int | None = None


@dataclass
class Reference:
    """Everything that was recorded, in its order."""

    given: dict[int, int]
    whole: list[Whole] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)

    def who(self, part: int, today: date) -> int:
        """Return who answers today, by living every day up to it."""
        return self._lived(self.given[part], [h for h in self.handed if h.part == part], today)

    def after(self, body: int, today: date) -> int:
        """Return who has today what a body once had, had nobody handed it over."""
        return self._lived(body, [], today)

    def _lived(self, body: int, handed: list[Handed], today: date) -> int:
        day = PAST
        while day <= today:
            for step in self.whole:
                if step.day == day and step.until > today and step.old == body:
                    body = step.new
            for step_to in handed:
                if step_to.day == day:
                    body = self._heir(step_to.to, day, today)
            day += timedelta(days=1)
        return body

    def _heir(self, body: int, day: date, today: date) -> int:
        """Return who gets what is handed on a day to a body that may have ended before."""
        for step in sorted(self.whole, key=lambda step: step.day):
            if step.day <= day and step.until > today and step.old == body:
                body = step.new
        return body

    def last(self, part: int) -> int:
        """Return whom a part was given or handed to last."""
        return next((h.to for h in reversed(self.handed) if h.part == part), self.given[part])

    def take_back(self, act: int, on: date) -> None:
        for step in self.whole:
            if step.act == act:
                step.until = on
        for part in self.given:
            mine = [h for h in self.handed if h.part == part]
            if mine and mine[-1].act == act:
                before = mine[-2].to if len(mine) > 1 else self.given[part]
                self.handed.append(Handed(max(on, mine[-1].day), part, before, -1))


@dataclass
class Office:
    """The product and the reference, told the same."""

    database: Database
    reference: Reference
    acts: list[int] = field(default_factory=list)
    names: Iterator[int] = field(default_factory=count)

    def bodies(self, day: date) -> list[int]:
        with self.database.reading() as session:
            return sorted(existing(session, range(1, 200), day))

    def merge(self, form: ActForm, rest: int | None) -> None:
        """Record an act; of undecided parts all go to ``rest``, or wait."""
        day = form.effective_on or FIRST
        shown = preview_act(self.database, CLERK, form)
        asked = {task.assignment_id: task.body for task in shown.undecided}
        eve = day - timedelta(days=1)
        for part in self.reference.given:
            body = self.reference.after(self.reference.last(part), eve)
            decided = body in shown.plan.bodies and not any(
                move.link in {"merge", "rename", "parent-merged"}
                for move in shown.plan.moves_of(body)
            )
            assert (part in asked) is decided
        answer = LATER if rest is None else f"#{rest}"
        decisions = Decisions(rest=dict.fromkeys(asked.values(), answer))
        act = record_act(self.database, CLERK, form, decisions, seen=shown.seen, now=NOW)
        self.acts.append(act)
        for move in shown.plan.moves:
            if move.link in {"merge", "parent-merged"} and move.heir is not None:
                heir = shown.plan.heirs[move.heir]
                new = heir.agency_id or named(self.database, heir.name, day)
                self.reference.whole.append(Whole(act, day, move.from_id, new))
        for part in asked if rest is not None else ():
            on = max([day, *(h.day for h in self.reference.handed if h.part == part)])
            self.reference.handed.append(Handed(on, part, rest or 0, act))

    def hand(self, part: int, to: int, day: date) -> None:
        with self.database.writing() as session:
            row = session.get_one(Assignment, part)
            if day < first_day(session, row):
                return
            hand_over(session, row, to, day, Occasion(1, "Theo yêu cầu", NOW))
        self.reference.handed.append(Handed(day, part, to))

    def take_back(self, act: int, on: date) -> None:
        take_back_act(self.database, CLERK, act, TakingBack(on, "Đính chính"), now=NOW)
        self.reference.take_back(act, on)

    def agree(self) -> None:
        """Every way of asking gives what the reference lived."""
        for day in (PAST, *DAYS):
            lived = {part: self.reference.who(part, day) for part in self.reference.given}
            with self.database.reading() as session:
                answering = Answering(session, day)
                rows = list(session.scalars(select(Assignment)))
                assert {r.id: answering.of(r.id, r.holder_id) for r in rows} == lived
                assert {r.id: answering_for(session, r, day) for r in rows} == lived
                for body in set(lived.values()):
                    mine = select(Assignment.id).where(answered_by(session, body, day))
                    assert set(session.scalars(mine)) == {p for p, b in lived.items() if b == body}


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with some bodies and parts, to be copied."""
    path = tmp_path_factory.mktemp("acts") / "tracker.db"
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    clerk = make_user(database, Role.CLERK)
    directive = make_directive(database, author_id=clerk)
    bodies = [make_agency(database, f"Sở {name}") for name in ("Một", "Hai", "Ba", "Bốn")]
    for number in range(PARTS):
        make_assignment(database, make_task(database, directive), bodies[number % BODIES])
    database.close()
    return path


def _form(data: st.DataObject, office: Office, day: date) -> ActForm:
    there = office.bodies(day - timedelta(days=1))
    kind = data.draw(st.sampled_from(ACTS))
    many = kind in {ActKind.MERGE_INTO_NEW, ActKind.MERGE_INTO_EXISTING, ActKind.PARENT_MERGED}
    some = st.lists(st.sampled_from(there), min_size=1, max_size=3 if many else 1, unique=True)
    bodies = data.draw(some)
    new = f"Ban số {next(office.names)}"
    if kind is ActKind.DISSOLUTION:
        return form_of(kind, [(body, None) for body in bodies], on=day)
    if kind is ActKind.SPLIT:
        return form_of(kind, [(bodies[0], new), (bodies[0], f"{new} hai")], on=day)
    if kind in {ActKind.MERGE_INTO_EXISTING, ActKind.PARTIAL}:
        heir = data.draw(st.sampled_from(there))
        return form_of(kind, [(body, f"#{heir}") for body in bodies], on=day)
    return form_of(kind, [(body, new) for body in bodies], on=day)


def _step(data: st.DataObject, office: Office) -> None:
    day = data.draw(st.sampled_from(DAYS))
    there = office.bodies(day)
    step = data.draw(st.sampled_from(["act", "act", "hand", "back"]))
    try:
        if step == "act" and office.bodies(day - timedelta(days=1)):
            rest = data.draw(st.sampled_from([None, *there]))
            office.merge(_form(data, office, day), rest)
        elif step == "hand" and there:
            part = data.draw(st.sampled_from(sorted(office.reference.given)))
            office.hand(part, data.draw(st.sampled_from(there)), day)
        elif step == "back" and office.acts:
            office.take_back(data.draw(st.sampled_from(office.acts)), day)
    except (Invalid, NotToBeTakenBack):
        pass


# An example takes a second and more: a failing one is told as it was found.
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_who_answers_is_what_living_each_day_gives(
    data: st.DataObject, office_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "tracker.db"
    path.unlink(missing_ok=True)
    shutil.copy(office_file, path)
    database = Database(f"sqlite:///{path}")
    with database.reading() as session:
        given = {part.id: part.agency_id for part in session.scalars(select(Assignment))}
    office = Office(database, Reference(given))
    try:
        for _ in range(data.draw(st.integers(1, 7))):
            _step(data, office)
        office.agree()
    finally:
        database.close()
