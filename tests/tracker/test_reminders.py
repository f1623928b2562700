"""Reminders: who is told what on which day, and that nobody is told one thing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from directives.model import Every
from tests.factories import (
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tracker import reminders
from tracker.db import Database
from tracker.domain import (
    OFFICE_ZONE,
    AssignmentEventKind,
    AssignmentRole,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
)
from tracker.models import Assignment, AssignmentEvent, Base, Notice, NoticeKind
from tracker.models.inserting import insert_new
from tracker.reminders import Occasion, Reminded, ReminderRules

RULES = ReminderRules()
DUE = date(2024, 6, 20)


class Province:
    """One agency with one person, and what it is told day by day."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clerk = make_user(database, Role.CLERK)
        self.agency = make_agency(database, "Sở Nội vụ")
        self.person = make_user(database, Role.AGENCY, agency_id=self.agency)
        self.directive = make_directive(database, author_id=self.clerk)

    def assign(self, **task: object) -> int:
        task_id = make_task(self.database, self.directive, **task)
        return make_assignment(
            self.database, task_id, self.agency, assigned_at=datetime(2024, 6, 1, 2, 0, tzinfo=UTC)
        )

    def remind(self, day: date, hour: int = 6) -> Reminded:
        now = datetime(day.year, day.month, day.day, hour, tzinfo=OFFICE_ZONE)
        return reminders.remind(self.database, RULES, TrackingRules(), now=now)

    def told(self, person: int | None = None) -> list[Notice]:
        asked = select(Notice).where(Notice.user_id == (person or self.person))
        with self.database.reading() as session:
            found = list(session.scalars(asked.order_by(Notice.id)))
            session.expunge_all()
        return found

    def occasions(self, begin: date, end: date, step: int = 1) -> dict[date, list[str]]:
        """Remind on each day and return on which the person was told of what."""
        told: dict[date, list[str]] = {}
        day = begin
        while day <= end:
            before = len(self.told())
            self.remind(day)
            if new := self.told()[before:]:
                told[day] = [str(each.details.get("occasion")) for each in new]
            day += timedelta(days=step)
        return told


@pytest.fixture
def province(database: Database) -> Province:
    return Province(database)


def days(*numbers: int) -> list[date]:
    return [DUE + timedelta(days=number) for number in numbers]


def span(first: int, last: int) -> tuple[date, date]:
    return DUE + timedelta(days=first), DUE + timedelta(days=last)


def test_a_deadline_is_told_before_on_and_after_its_day(province: Province) -> None:
    province.assign(original_due=DUE)
    told = province.occasions(DUE - timedelta(days=15), DUE + timedelta(days=22))
    assert list(told) == days(-7, -1, 0, 1, 7, 14, 21)
    assert [occasion for (occasion,) in told.values()] == [
        *("before-due", "before-due", "on-due-day"),
        *["past-due"] * 4,
    ]
    first = province.told()[0]
    assert first.details == {
        "agency": "Sở Nội vụ",
        "occasion": "before-due",
        "due": "2024-06-20",
        "days": 7,
    }


def test_a_report_is_told_before_on_and_after_its_day(province: Province) -> None:
    province.assign(recurs_every=Every.QUARTER, report_due_day=20)
    told = province.occasions(date(2024, 6, 5), date(2024, 6, 28))
    assert [*told] == days(-7, -1, 0, 1, 7)
    assert told[DUE] == ["on-report-day"]
    assert told[DUE + timedelta(days=1)] == ["report-missed"]
    assert {each.details["period"] for each in province.told()} == {"2024-Q2"}


def test_settings_other_than_the_usual_hold(province: Province) -> None:
    rules = ReminderRules(before=(30,), after=(1, 40), every=0)
    province.assign(original_due=DUE)
    told = []
    for day in range(-19, 80):
        now = datetime(2024, 6, 20, 6, tzinfo=OFFICE_ZONE) + timedelta(days=day)
        if reminders.remind(province.database, rules, TrackingRules(), now=now).occasions:
            told.append(day)
    assert told == [-19, 0, 1, 40]


def test_a_weekly_report_is_not_announced_a_week_before(province: Province) -> None:
    province.assign(recurs_every=Every.WEEK)
    told = province.occasions(date(2024, 6, 3), date(2024, 6, 9))
    assert [*told.values()] == [["report-missed"], ["before-report"], ["on-report-day"]]


def test_silence_is_told_once_its_window_has_passed(province: Province) -> None:
    province.assign()
    told = province.occasions(date(2024, 7, 14), date(2024, 7, 31))
    assert [*told] == [date(2024, 7, 17), date(2024, 7, 23), date(2024, 7, 30)]
    assert {*map(tuple, told.values())} == {("silent",)}


def test_whoever_says_done_is_left_in_peace_until_it_is_sent_back(province: Province) -> None:
    part = province.assign(original_due=DUE)
    update = make_update(
        province.database,
        part,
        author_id=province.person,
        at=datetime(2024, 6, 12, 2, 0, tzinfo=UTC),
        status=UpdateStatus.DONE,
    )
    assert province.occasions(*span(-7, 3)) == {}
    make_verdict(
        province.database, update, VerdictKind.SENT_BACK, author_id=province.clerk, reason="Thiếu."
    )
    assert province.occasions(*span(4, 4)) == {DUE + timedelta(days=4): ["past-due"]}


@pytest.mark.parametrize("kind", [AssignmentEventKind.SUSPENDED, AssignmentEventKind.STOPPED])
def test_what_is_halted_is_not_asked_for(province: Province, kind: AssignmentEventKind) -> None:
    halt = AssignmentEvent(
        assignment_id=province.assign(original_due=DUE, recurs_every=Every.MONTH),
        kind=kind,
        effective_on=date(2024, 6, 2),
        reason="Chờ hướng dẫn của Trung ương.",
        author_id=province.clerk,
        at=datetime(2024, 6, 2, 2, 0, tzinfo=UTC),
    )
    with province.database.writing() as session:
        session.add(halt)
    assert province.occasions(*span(-7, 12)) == {}


def test_another_due_day_is_another_occasion(province: Province) -> None:
    part = province.assign(original_due=DUE)
    province.occasions(*span(-8, 2))
    with province.database.writing() as session:
        session.get_one(Assignment, part).due = DUE + timedelta(days=30)
    told = province.occasions(*span(3, 30))
    # In between nobody has said anything for 45 days.
    assert list(told) == days(23, 27, 29, 30)


@pytest.mark.parametrize("role", [AssignmentRole.SUPPORTING, AssignmentRole.DIRECTED])
def test_only_whoever_leads_is_reminded(province: Province, role: AssignmentRole) -> None:
    task = make_task(province.database, province.directive, original_due=DUE)
    make_assignment(province.database, task, province.agency, role)
    assert province.occasions(*span(-7, 8)) == {}


def test_whoever_answers_is_told(province: Province) -> None:
    part = province.assign(original_due=DUE)
    heir, unit = (
        make_agency(province.database, "Sở Nội vụ mới"),
        make_agency(province.database, "Chi cục"),
    )
    new, below = (
        make_user(province.database, Role.AGENCY, agency_id=each) for each in (heir, unit)
    )
    make_succession(province.database, province.agency, heir, on=DUE - timedelta(days=3))
    with province.database.writing() as session:
        session.get_one(Assignment, part).delegate_id = unit
    for day in days(-7, -1):
        province.remind(day)
    assert [each.details["days"] for each in province.told()] == [7]
    assert [each.details["days"] for each in province.told(new)] == [1]
    assert province.told(new)[0].details["agency"] == "Sở Nội vụ mới"
    assert [each.details["days"] for each in province.told(below)] == [7, 1]


def test_an_agency_without_people_is_counted(province: Province) -> None:
    province.agency = make_agency(province.database, "Sở Y tế")
    province.assign(original_due=DUE)
    assert province.remind(DUE).without_people == 1


def test_several_steps_above_are_told_in_their_time(province: Province) -> None:
    boss = make_user(province.database, Role.COMMITTEE)
    province.assign(original_due=DUE)
    province.occasions(*span(1, 31))
    assert [(each.kind, each.details["days"]) for each in province.told(province.clerk)] == [
        (NoticeKind.ESCALATION, 3)
    ]
    (told,) = province.told(boss)
    assert told.details == {
        "agency": "Sở Nội vụ",
        "clock": "past-due",
        "since": "2024-06-20",
        "days": 30,
    }
    assert {each.kind for each in province.told()} == {NoticeKind.REMINDER}


def test_what_is_long_past_is_not_reported_upwards_anew(province: Province) -> None:
    boss = make_user(province.database, Role.COMMITTEE)
    province.assign(original_due=DUE)
    province.remind(DUE + timedelta(days=100))
    assert province.told(boss) == []
    assert len(province.told()) == 1


def test_one_person_is_not_buried_under_what_others_owe(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.reminders.reminding.MAX_ESCALATIONS_FOR_ONE", 2)
    for _ in range(3):
        province.assign(original_due=DUE)
    reminded = province.remind(DUE + timedelta(days=3))
    assert (reminded.escalations[Role.CLERK], reminded.left_out) == (2, 1)
    assert province.remind(DUE + timedelta(days=3)).notices == 0
    assert province.remind(DUE + timedelta(days=4)).escalations[Role.CLERK] == 1


def test_missed_days_do_not_flood(province: Province) -> None:
    for _ in range(3):
        province.assign(original_due=DUE)
    province.remind(DUE - timedelta(days=30))
    province.remind(DUE + timedelta(days=60))
    assert Counter(each.record_id for each in province.told()).most_common(1)[0][1] == 1
    assert province.remind(DUE + timedelta(days=60)).notices == 0


def test_a_second_run_of_a_day_tells_nothing_more(province: Province) -> None:
    province.assign(original_due=DUE, recurs_every=Every.MONTH, report_due_day=19)
    assert province.occasions(*span(8, 8)) == {DUE + timedelta(days=8): ["past-due"]}
    assert province.remind(DUE + timedelta(days=8), hour=15).notices == 0
    assert province.occasions(*span(9, 9)) == {DUE + timedelta(days=9): ["report-missed"]}


def test_a_missed_day_is_made_up_for(province: Province) -> None:
    province.assign(original_due=DUE)
    told = province.occasions(*span(-9, 9), step=3)
    assert list(told) == days(-6, 0, 3, 9)


def test_the_day_turns_at_midnight_in_ho_chi_minh_city(province: Province) -> None:
    province.assign(original_due=DUE)
    last = datetime(2024, 6, 20, 23, 59, 59, tzinfo=OFFICE_ZONE)
    for moment in (last, last + timedelta(seconds=1)):
        reminders.remind(province.database, RULES, TrackingRules(), now=moment.astimezone(UTC))
    assert [(each.details["occasion"], each.day) for each in province.told()] == [
        ("on-due-day", date(2024, 6, 20)),
        ("past-due", date(2024, 6, 21)),
    ]


def test_several_processes_tell_once(province: Province) -> None:
    for number in range(20):
        province.assign(original_due=DUE + timedelta(days=number % 3))
    threads = [Thread(target=province.remind, args=(DUE,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(province.told()) == 20


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    place: Path = tmp_path_factory.mktemp("reminders") / "tracker.db"
    database = Database(f"sqlite:///{place}")
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


VISITS = st.lists(st.tuples(st.integers(-10, 30), st.integers(0, 23)), min_size=1, max_size=7)


@settings(max_examples=12, deadline=None)
@given(
    visits=VISITS,
    dues=st.lists(st.integers(0, 20), min_size=1, max_size=3),
    cut_off=st.integers(0, 3),
)
def test_whatever_the_days_and_restarts_each_is_told_once_an_occasion(
    shared: Database, visits: list[tuple[int, int]], dues: list[int], cut_off: int
) -> None:
    province = Province(shared)
    parts = [province.assign(original_due=DUE + timedelta(days=due)) for due in dues]
    for number, (day, hour) in enumerate(visits):
        if number == cut_off:
            _cut_off(province, DUE + timedelta(days=day))
        province.remind(DUE + timedelta(days=day), hour)
    last = DUE + timedelta(days=visits[-1][0])
    told = province.told()
    assert province.remind(last).notices == 0
    keys = [each.key for each in told]
    assert len(set(keys)) == len(keys)
    assert len({each.record_id for each in told}) <= len(parts)
    if visits == sorted(visits):
        daily = Counter((each.record_id, each.day) for each in told)
        assert max(daily.values(), default=0) <= 1


def _cut_off(province: Province, day: date) -> None:
    """Begin a run that dies after its first row."""

    class KilledError(BaseException):
        pass

    written = iter([insert_new])

    def _dying(session: Session, table: type[Base], rows: list[dict[str, object]]) -> None:
        for insert in written:
            return insert(session, table, rows)
        raise KilledError

    with pytest.MonkeyPatch.context() as patch, suppress(KilledError):
        patch.setattr("tracker.reminders.reminding.ROWS_AT_ONCE", 1)
        patch.setattr("tracker.reminders.reminding.insert_new", _dying)
        province.remind(day)


MORNING = datetime(2024, 6, 20, 6, 0, tzinfo=OFFICE_ZONE)


def run_day(database: Database, now: datetime) -> Reminded | None:
    return reminders.run_day(database, RULES, TrackingRules(), now=now)


def test_the_daily_run_is_done_once_a_day(province: Province) -> None:
    province.assign(original_due=DUE)
    assert not reminders.is_time(MORNING - timedelta(seconds=1), 6)
    assert reminders.is_time(MORNING, 6)
    first = run_day(province.database, MORNING)
    assert first is not None
    assert first.occasions == {Occasion.ON_DUE_DAY: 1}
    assert run_day(province.database, MORNING + timedelta(hours=3)) is None
    assert run_day(province.database, MORNING + timedelta(days=1)) is not None


def test_a_clock_that_ran_ahead_keeps_nobody_waiting(province: Province) -> None:
    province.assign(original_due=DUE)
    run_day(province.database, MORNING + timedelta(days=300))
    assert run_day(province.database, MORNING) is not None
    assert run_day(province.database, MORNING) is None


def test_a_run_that_was_cut_off_is_taken_up_after_a_while(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _killed(*_: object, **__: object) -> Reminded:
        raise KeyboardInterrupt

    province.assign(original_due=DUE)
    with monkeypatch.context() as patch:
        patch.setattr("tracker.reminders.running.remind", _killed)
        with pytest.raises(KeyboardInterrupt):
            run_day(province.database, MORNING)
    assert run_day(province.database, MORNING + timedelta(minutes=9)) is None
    assert run_day(province.database, MORNING + timedelta(minutes=10)) is not None
