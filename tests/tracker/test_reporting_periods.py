"""Reports by periods: duties that change, one form for a period, closings and their races."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from directives.model import Every
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_update,
    make_user,
)
from tracker import calendar
from tracker.calendar import AlreadyClosed, AlreadyReported, DutyChange, NotBegun
from tracker.clocks import Clock, running_clocks
from tracker.db import Database
from tracker.domain import Actor, DirectiveState, Role, TrackingRules, UpdateStatus, office_day
from tracker.errors import Invalid, NotAllowed, NotFound, TrackerError
from tracker.models import Directive, Notice, ProgressUpdate, assignment_facts
from tracker.models.entries import ProgressEntry
from tracker.models.tasks import Assignment
from tracker.periods import ReportState

TODAY = office_day(NOW)  # 15/06/2024: quarter I has passed, quarter II runs
FROM_THE_15TH = DutyChange(Every.QUARTER, 15, 20, date(2024, 4, 1), "Theo yêu cầu của Tỉnh ủy")


def entry(narrative: str = "Đã báo cáo.", percent: int = 50) -> ProgressEntry:
    return ProgressEntry(UpdateStatus.IN_PROGRESS, percent, narrative)


@dataclass(frozen=True)
class Office:
    """An agency that leads two tasks with quarterly reports, given in February 2024."""

    database: Database
    clerk: Actor
    directive: int
    agency: int
    staff: Actor
    first: int
    second: int

    def task_of(self, assignment: int) -> int:
        with self.database.reading() as session:
            return session.get_one(Assignment, assignment).task_id

    def set(self, change: DutyChange, assignment: int = 0) -> None:
        task = self.task_of(assignment or self.first)
        calendar.set_duty(self.database, self.clerk, task, change, now=NOW)

    def hand_in(
        self,
        entries: Mapping[int, ProgressEntry],
        key: str = "2024-Q1",
        now: datetime = NOW,
        actor: Actor | None = None,
    ) -> calendar.Handed:
        return calendar.hand_in(
            self.database, actor or self.staff, self.agency, key, entries, now=now
        )

    def gathered(self, key: str = "2024-Q1", today: date = TODAY) -> calendar.GatheredReport:
        return calendar.gathered_report(self.database, self.staff, self.agency, key, today=today)

    def states(self, key: str = "2024-Q1", today: date = TODAY) -> list[ReportState]:
        return [duty.state for duty in self.gathered(key, today).duties]

    def close(self, key: str = "2024-Q1", now: datetime = NOW) -> None:
        calendar.close_period(self.database, self.clerk, key, now=now)

    def missed(self, today: date = TODAY) -> tuple[str, ...]:
        with self.database.reading() as session:
            (facts,) = assignment_facts(session, Assignment.id == self.first)
        found = running_clocks(facts, today, TrackingRules())
        return next((one.periods for one in found if one.clock is Clock.REPORT_MISSED), ())


@pytest.fixture
def office(database: Database, clerk: Actor) -> Office:
    directive = make_directive(database, author_id=clerk.user_id)
    agency = make_agency(database)
    staff = Actor(
        make_user(database, Role.AGENCY, agency_id=agency),
        "Chuyên viên",
        frozenset({Role.AGENCY}),
        frozenset({agency}),
    )
    first, second = (
        make_assignment(
            database, make_task(database, directive, recurs_every=Every.QUARTER), agency
        )
        for _ in range(2)
    )
    return Office(database, clerk, directive, agency, staff, first, second)


class TestDuties:
    def test_a_changed_duty_holds_for_the_clock_from_its_day_on(self, office: Office) -> None:
        assert office.missed(date(2024, 7, 1)) == ("2024-Q1", "2024-Q2")
        office.set(FROM_THE_15TH)
        assert office.missed(date(2024, 6, 20)) == ("2024-Q1",)
        assert office.missed(date(2024, 6, 21)) == ("2024-Q1", "2024-Q2.15")

    def test_a_duty_that_ends_misses_nothing_any_more(self, office: Office) -> None:
        office.set(DutyChange(None, valid_from=date(2024, 1, 1), reason="Không cần nữa"))
        assert office.missed(date(2025, 1, 1)) == ()

    def test_a_task_without_reports_can_be_given_some(self, office: Office) -> None:
        task = make_task(office.database, office.directive)
        made = make_assignment(office.database, task, office.agency)
        office.set(DutyChange(Every.MONTH, 1, 25, date(2024, 5, 1), "Bổ sung"), made)
        with office.database.reading() as session:
            (facts,) = assignment_facts(session, Assignment.id == made)
        assert [owed.due for owed in facts.owed_reports(TODAY)] == [
            *(date(2024, 5, 25), date(2024, 6, 25))
        ]

    def test_the_page_tells_who_set_what_and_what_comes_next(self, office: Office) -> None:
        make_user(office.database, Role.AGENCY, agency_id=office.agency)
        office.set(FROM_THE_15TH)
        task = office.task_of(office.first)
        page = calendar.duty_page(office.database, office.clerk, task, today=TODAY)
        assert [one.author is None for one in page.said] == [True, False]
        assert [(one.period.key, one.due) for one in page.coming[:2]] == [
            ("2024-Q2.15", date(2024, 6, 20)),
            ("2024-Q3.15", date(2024, 9, 20)),
        ]
        with office.database.reading() as session:
            assert len(session.scalars(select(Notice)).all()) == 2

    @pytest.mark.parametrize(
        ("change", "faults"),
        [
            (DutyChange(Every.QUARTER, 29, 40, None, ""), {
                "begins_on_day": "not-a-first-day", "due_day": "not-a-due-day",
                "valid_from": "not-a-date", "reason": "required",
            }),
            (DutyChange(Every.WEEK, 15, 8, TODAY, "x"), {"due_day": "not-a-due-day"}),
            (DutyChange(Every.YEAR, 1, None, date(9999, 1, 1), "x"), {"valid_from": "not-a-date"}),
            (DutyChange(None, 1, None, TODAY, "x" * 1001), {"reason": "too-long"}),
        ],
    )  # fmt: skip
    def test_what_makes_no_duty_is_refused_with_every_fault(
        self, office: Office, change: DutyChange, faults: dict[str, str]
    ) -> None:
        with pytest.raises(Invalid) as fault:
            office.set(change)
        assert fault.value.fields == faults

    def test_only_a_clerk_sets_duties_of_issued_tasks(self, office: Office) -> None:
        task = office.task_of(office.first)
        with pytest.raises(NotAllowed):
            calendar.set_duty(office.database, office.staff, task, FROM_THE_15TH, now=NOW)
        with pytest.raises(NotFound):
            calendar.set_duty(office.database, office.clerk, 999, FROM_THE_15TH, now=NOW)
        with office.database.writing() as session:
            session.get_one(Directive, office.directive).state = DirectiveState.WITHDRAWN
        with pytest.raises(NotFound):
            office.set(FROM_THE_15TH)


class TestGathering:
    def test_one_form_hands_in_all_reports_of_a_period(self, office: Office) -> None:
        assert office.states() == [ReportState.MISSED, ReportState.MISSED]
        handed = office.hand_in({office.first: entry(), office.second: entry("Khác.")})
        assert (handed.taken, dict(handed.faults)) == ((office.first, office.second), {})
        assert office.states() == [ReportState.REPORTED_LATE, ReportState.REPORTED_LATE]
        assert office.missed() == ()

    def test_a_report_handed_in_by_its_day_is_on_time(self, office: Office) -> None:
        office.hand_in({office.first: entry()}, "2024-Q2")
        assert office.states("2024-Q2") == [ReportState.REPORTED, ReportState.OPEN]

    def test_what_can_be_taken_is_taken_and_the_rest_comes_back(self, office: Office) -> None:
        handed = office.hand_in({office.first: entry(percent=140), office.second: entry()})
        assert handed.taken == (office.second,)
        fault = handed.faults[office.first]
        assert isinstance(fault, Invalid)
        assert fault.fields == {"percent": "not-a-percentage"}

    def test_each_duty_shows_its_last_entry(self, office: Office) -> None:
        make_update(office.database, office.first, author_id=office.staff.user_id, percent=30)
        last = [duty.last.percent if duty.last else None for duty in office.gathered().duties]
        assert last == [30, None]

    def test_a_report_that_a_colleague_handed_in_meanwhile_is_not_doubled(
        self, office: Office
    ) -> None:
        office.hand_in({office.first: entry()})
        handed = office.hand_in({office.first: entry("Lần hai."), office.second: entry()})
        assert handed.taken == (office.second,)
        assert isinstance(handed.faults[office.first], AlreadyReported)

    def test_what_passed_to_another_agency_is_a_fault_of_its_entry_alone(
        self, office: Office
    ) -> None:
        heir = make_agency(office.database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        make_succession(office.database, office.agency, heir, on=date(2024, 5, 1))
        handed = office.hand_in({office.first: entry()})
        assert handed.taken == ()
        assert isinstance(handed.faults[office.first], TrackerError)

    @pytest.mark.parametrize("key", ["2023-Q4", "2024-Q3", "2024-Q1.15", "quý I", ""])
    def test_a_period_that_is_not_owed_does_not_exist(self, office: Office, key: str) -> None:
        with pytest.raises(NotFound):
            office.gathered(key)

    def test_an_entry_for_a_period_not_owed_is_refused(self, office: Office) -> None:
        handed = office.hand_in({office.first: entry()}, "2024-Q1.15")
        assert isinstance(handed.faults[office.first], Invalid)

    def test_other_agencies_know_nothing_of_it(self, office: Office, database: Database) -> None:
        stranger = Actor(
            make_user(database, Role.AGENCY),
            "Người khác",
            frozenset({Role.AGENCY}),
            frozenset({make_agency(database, "Sở khác")}),
        )
        with pytest.raises(NotFound):
            office.hand_in({office.first: entry()}, actor=stranger)
        with pytest.raises(NotFound):
            calendar.agency_periods(database, stranger, office.agency, today=TODAY)

    def test_the_periods_of_an_agency_are_listed_newest_first(self, office: Office) -> None:
        office.hand_in({office.first: entry()})
        found = calendar.agency_periods(office.database, office.staff, office.agency, today=TODAY)
        assert [(row.period.key, row.states) for row in found.rows] == [
            ("2024-Q2", Counter({ReportState.OPEN: 2})),
            ("2024-Q1", Counter({ReportState.REPORTED_LATE: 1, ReportState.MISSED: 1})),
        ]


class TestClosing:
    def test_a_report_whose_form_was_opened_before_the_closing_is_kept_and_marked(
        self, office: Office
    ) -> None:
        opened = office.gathered()
        office.close()
        handed = office.hand_in(
            {duty.assignment_id: entry() for duty in opened.duties},
            now=datetime(2024, 6, 15, 3, 0, 1, tzinfo=UTC),
        )
        assert len(handed.taken) == 2
        assert office.states() == [ReportState.AFTER_CLOSING, ReportState.AFTER_CLOSING]
        assert office.missed() == ()
        with office.database.reading() as session:
            assert len(session.scalars(select(ProgressUpdate)).all()) == 2

    def test_what_came_before_the_closing_stays_as_it_was(self, office: Office) -> None:
        office.hand_in({office.first: entry()}, now=datetime(2024, 6, 15, 2, 59, tzinfo=UTC))
        office.close()
        assert office.states() == [ReportState.REPORTED_LATE, ReportState.MISSED]

    def test_a_period_is_closed_once(self, office: Office) -> None:
        office.close()
        with pytest.raises(AlreadyClosed):
            office.close()
        found = calendar.period_list(office.database, office.clerk, today=TODAY)
        assert [row.closing is not None for row in found.rows] == [False, True]

    def test_a_period_to_come_is_not_closed(self, office: Office) -> None:
        with pytest.raises(NotBegun):
            office.close("2024-Q3")
        with pytest.raises(NotFound):
            office.close("quý III")

    def test_the_page_of_a_period_names_who_owes_it_what_is_missing_first(
        self, office: Office
    ) -> None:
        office.hand_in({office.first: entry()})
        page = calendar.period_page(office.database, office.clerk, "2024-Q1", today=TODAY)
        assert (page.row.owed, page.row.states[ReportState.MISSED]) == (2, 1)
        assert [duty.state for duty in page.duties] == [
            *(ReportState.MISSED, ReportState.REPORTED_LATE)
        ]
        assert {duty.agency for duty in page.duties} == {"Ban Tuyên giáo Tỉnh ủy"}
        for key in ("2020-Q1", "quý I"):
            with pytest.raises(NotFound):
                calendar.period_page(office.database, office.clerk, key, today=TODAY)

    def test_only_a_clerk_closes_and_only_the_office_lists(self, office: Office) -> None:
        with pytest.raises(NotAllowed):
            calendar.close_period(office.database, office.staff, "2024-Q1", now=NOW)
        with pytest.raises(NotAllowed):
            calendar.period_list(office.database, office.staff, today=TODAY)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (datetime(2024, 3, 31, 16, 59, 59, tzinfo=UTC), ReportState.REPORTED),
        (datetime(2024, 3, 31, 17, 0, 0, tzinfo=UTC), ReportState.REPORTED_LATE),
    ],
)
def test_a_report_is_on_time_until_the_last_second_in_ho_chi_minh_city(
    office: Office, moment: datetime, state: ReportState
) -> None:
    office.hand_in({office.first: entry()}, now=moment)
    assert office.states()[0] is state
