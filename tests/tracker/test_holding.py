"""Handing work over and delegating it: who may, what is refused, what the history says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_succession,
    make_task,
    make_user,
)
from tests.tracker.acting import answering
from tracker import handling, progress
from tracker.agencies import agency_page
from tracker.db import Database
from tracker.domain import Actor, Role, TrackingRules, UpdateStatus, office_day
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.files import FileStore
from tracker.handling import (
    HandoverEntry,
    HeldByAnother,
    HoldingPage,
    NothingDelegated,
    Step,
    delegate_assignment,
    hand_over_assignment,
    holding_page,
    recall_assignment,
)
from tracker.models import Assignment, Notice, User, actor_of
from tracker.models.answering import HandedOver

TODAY = office_day(NOW)
ENTRY = progress.ProgressEntry(UpdateStatus.IN_PROGRESS, 30, "Đã triển khai.")


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def home(database: Database) -> int:
    return make_agency(database, "Sở Nội vụ", short_name="SNV")


@pytest.fixture
def health(database: Database) -> int:
    return make_agency(database, "Sở Y tế")


@pytest.fixture
def unit(database: Database, home: int) -> int:
    office = make_agency(database, "Ban Thi đua", parent_id=home)
    return make_agency(database, "Phòng Thi đua", parent_id=office)


@pytest.fixture
def part(database: Database, clerk: Actor, home: int) -> int:
    directive = make_directive(database, author_id=clerk.user_id)
    return make_assignment(database, make_task(database, directive), home)


def account(database: Database, agency_id: int) -> Actor:
    user_id = make_user(database, Role.AGENCY, agency_id=agency_id)
    with database.reading() as session:
        return actor_of(session, session.get_one(User, user_id), TODAY)


def page_of(database: Database, actor: Actor, part: int) -> HoldingPage:
    return holding_page(database, actor, part, today=TODAY)


def faults(database: Database, clerk: Actor, part: int, entry: HandoverEntry) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        hand_over_assignment(database, clerk, part, entry, now=NOW)
    return caught.value.fields


class TestHandingOver:
    ENTRY = HandoverEntry("Sở Y tế", TODAY, "Theo thông báo kết luận")

    def test_work_goes_over_on_its_day_and_the_assignment_stays_as_written(  # noqa: PLR0913, PLR0917 - two agencies and an office
        self, database: Database, files: FileStore, clerk: Actor, home: int, health: int, part: int
    ) -> None:
        before, after = account(database, home), account(database, health)
        hand_over_assignment(database, clerk, part, self.ENTRY, now=NOW)
        assert answering(database, part, TODAY - timedelta(days=1)) == "Sở Nội vụ"
        assert answering(database, part, TODAY) == "Sở Y tế"
        with database.reading() as session:
            assert session.get_one(Assignment, part).agency_id == home
            told = {notice.user_id for notice in session.scalars(select(Notice))}
        assert told == {before.user_id, after.user_id}
        with pytest.raises(HandedOver):
            progress.log_update(database, files, before, part, ENTRY, now=NOW)
        progress.log_update(database, files, after, part, ENTRY, now=NOW)
        assert [step.step for step in page_of(database, before, part).steps] == [
            Step.ASSIGNED,
            Step.HANDED_OVER,
        ]

    def test_the_agencies_pages_follow(
        self, database: Database, clerk: Actor, home: int, health: int, part: int
    ) -> None:
        hand_over_assignment(database, clerk, part, self.ENTRY, now=NOW)
        heir = make_agency(database, "Sở Y tế mới")
        make_succession(database, health, heir, on=TODAY)
        pages = {
            agency: agency_page(database, clerk, agency, today=TODAY, rules=TrackingRules())
            for agency in (home, heir)
        }
        assert {agency: page.total for agency, page in pages.items()} == {home: 1, heir: 1}
        assert [urgency.value for urgency in pages[home].owed or {}] == ["passed-on"]
        steps = page_of(database, clerk, part).steps
        assert [step.agency for step in steps] == ["Sở Nội vụ", "Sở Y tế", "Sở Y tế mới"]

    def test_a_day_to_come_changes_nothing_before_it(
        self, database: Database, clerk: Actor, health: int, part: int
    ) -> None:
        assert health
        later = TODAY + timedelta(days=3)
        entry = HandoverEntry("Sở Y tế", later, "Theo kế hoạch")
        hand_over_assignment(database, clerk, part, entry, now=NOW)
        assert answering(database, part, TODAY) == "Sở Nội vụ"
        assert answering(database, part, later) == "Sở Y tế"
        assert page_of(database, clerk, part).answering == "Sở Nội vụ"

    @pytest.mark.usefixtures("health")
    def test_the_heir_of_who_has_it_for_a_while_answers_in_that_while(
        self, database: Database, clerk: Actor, part: int
    ) -> None:
        merged, heir = make_agency(database, "Sở Một"), make_agency(database, "Sở Hai")
        make_succession(database, merged, heir, on=TODAY + timedelta(days=5))
        for to, days in (("Sở Một", 0), ("Sở Y tế", 9)):
            entry = HandoverEntry(to, TODAY + timedelta(days=days), "Theo phân công.")
            hand_over_assignment(database, clerk, part, entry, now=NOW)
        asked = [answering(database, part, TODAY + timedelta(days=days)) for days in (0, 6, 9)]
        assert asked == ["Sở Một", "Sở Hai", "Sở Y tế"]

    @pytest.mark.usefixtures("health")
    def test_faults_are_told_at_once(self, database: Database, clerk: Actor, part: int) -> None:
        make_agency(database, "Sở Mới", valid_from=TODAY + timedelta(days=9))
        cases = {
            HandoverEntry("Sở Lạ", None, " "): {
                "to": "unknown-agency",
                "on": "date-needed",
                "reason": "required",
            },
            HandoverEntry("SNV", TODAY, "Lý do"): {"to": "holds-it"},
            HandoverEntry("Sở Mới", TODAY, "Lý do"): {"to": "not-there-then"},
            HandoverEntry("Sở Y tế", date(2024, 1, 1), "Lý do"): {"on": "before-the-last"},
            HandoverEntry("Sở Y tế", TODAY, "x" * 5001): {"reason": "too-long"},
        }
        for entry, expected in cases.items():
            assert faults(database, clerk, part, entry) == expected

    def test_two_clerks_do_not_hand_over_past_each_other(
        self, database: Database, clerk: Actor, home: int, health: int, part: int
    ) -> None:
        assert health
        entry = HandoverEntry("Sở Y tế", TODAY, "Lý do", held_by=home)
        hand_over_assignment(database, clerk, part, entry, now=NOW)
        with pytest.raises(HeldByAnother):
            hand_over_assignment(database, clerk, part, entry, now=NOW)

    def test_only_clerks_hand_over(
        self, database: Database, inspector: Actor, home: int, part: int
    ) -> None:
        for actor in (inspector, account(database, home)):
            with pytest.raises(NotAllowed):
                hand_over_assignment(database, actor, part, self.ENTRY, now=NOW)

    def test_strangers_do_not_know_of_it(self, database: Database, health: int, part: int) -> None:
        with pytest.raises(NotFound):
            page_of(database, account(database, health), part)


class TestDelegating:
    def test_the_unit_reports_and_the_agency_stays_responsible(
        self, database: Database, files: FileStore, home: int, unit: int, part: int
    ) -> None:
        owner, below = account(database, home), account(database, unit)
        assert [choice.name for choice in page_of(database, owner, part).units] == [
            "Ban Thi đua",
            "Phòng Thi đua",
        ]
        delegate_assignment(database, owner, part, unit, "Giúp việc này", now=NOW)
        progress.log_update(database, files, below, part, ENTRY, now=NOW)
        progress.log_update(database, files, owner, part, ENTRY, now=NOW)
        assert answering(database, part, TODAY) == "Sở Nội vụ"
        assert page_of(database, below, part).delegate == "Phòng Thi đua"
        story = progress.task_page(
            database,
            below,
            page_of(database, below, part).task_id,
            today=TODAY,
            rules=TrackingRules(),
        ).assignments[0]
        assert (story.delegate, story.may_report) == ("Phòng Thi đua", True)
        recall_assignment(database, owner, part, "", now=NOW)
        with pytest.raises(NotFound):
            progress.log_update(database, files, below, part, ENTRY, now=NOW)
        with pytest.raises(NothingDelegated):
            recall_assignment(database, owner, part, "", now=NOW)

    def test_only_units_below_and_none_twice(
        self, database: Database, home: int, health: int, unit: int, part: int
    ) -> None:
        owner = account(database, home)
        for wrong in (health, home, None):
            with pytest.raises(Invalid, match="not-a-unit"):
                delegate_assignment(database, owner, part, wrong, "", now=NOW)
        delegate_assignment(database, owner, part, unit, "", now=NOW)
        with pytest.raises(Invalid, match="holds-it"):
            delegate_assignment(database, owner, part, unit, "", now=NOW)
        with pytest.raises(HandedOver):
            delegate_assignment(database, account(database, unit), part, unit, "", now=NOW)

    def test_a_handover_ends_it(  # noqa: PLR0913, PLR0917 - two agencies, a unit and an office
        self, database: Database, clerk: Actor, home: int, health: int, unit: int, part: int
    ) -> None:
        assert health
        delegate_assignment(database, account(database, home), part, unit, "", now=NOW)
        entry = HandoverEntry("Sở Y tế", TODAY, "Lý do")
        handling.hand_over_assignment(database, clerk, part, entry, now=NOW)
        page = page_of(database, clerk, part)
        assert page.delegate is None
        assert [step.step for step in page.steps] == [
            Step.ASSIGNED,
            Step.DELEGATED,
            Step.RECALLED,
            Step.HANDED_OVER,
        ]
