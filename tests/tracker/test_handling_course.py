"""The office suspends, resumes and ends tracking, and sets dates; the due day always adds up."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from sqlalchemy import select

from tests.factories import NOW, make_update
from tests.tracker.handling_office import (
    DUE,
    REFUSED,
    RULES,
    TODAY,
    Office,
    granted,
    make_office,
)
from tracker.clocks import Clock, running_clocks
from tracker.db import Database
from tracker.domain import (
    Actor,
    Category,
    RequestKind,
    UpdateStatus,
    Workflow,
    office_day,
)
from tracker.errors import Invalid, NotAllowed, NotFound, TrackerError
from tracker.files import FileStore
from tracker.handling import Act, NotHalted, NotOpen, act_page, steer, withdraw
from tracker.models import Assignment, Base, DueChange, NoticeKind, Request, Task
from tracker.models.entries import ProgressEntry
from tracker.models.updating import Halted
from tracker.progress import log_update

REASON = "Chờ ý kiến của cấp trên."
LATE = DUE + timedelta(days=30)


@pytest.fixture
def office(database: Database) -> Office:
    return make_office(database)


def do(office: Office, act: Act, actor: Actor | None = None, **given: object) -> None:
    words = {"reason": REASON, "now": NOW, "rules": RULES, **given}
    steer(office.database, actor or office.clerk, office.assignment_id, act, **words)  # type: ignore[arg-type]


class TestHalting:
    def test_no_clock_runs_while_work_is_suspended(self, office: Office) -> None:
        do(office, Act.SUSPEND)
        assert running_clocks(office.facts, LATE, RULES) == ()
        assert office.facts.category(LATE) is Category.SUSPENDED
        assert office.handling(office.clerk).may_act == (Act.RESUME,)

    def test_resumed_work_is_as_overdue_as_its_day_says(self, office: Office) -> None:
        do(office, Act.SUSPEND)
        do(office, Act.RESUME, now=NOW + timedelta(days=40))
        clocks = {finding.clock for finding in running_clocks(office.facts, LATE, RULES)}
        assert clocks == {Clock.PAST_DUE}

    def test_what_is_stopped_is_taken_up_again_by_who_may_stop_it(self, office: Office) -> None:
        with pytest.raises(NotAllowed):
            do(office, Act.STOP)
        do(office, Act.STOP, office.committee)
        with pytest.raises(NotAllowed):
            do(office, Act.RESUME)
        do(office, Act.RESUME, office.committee)
        assert office.facts.workflow is Workflow.ISSUED

    def test_suspending_is_the_clerks_alone(self, office: Office) -> None:
        for actor in (office.committee, office.agency):
            with pytest.raises(NotAllowed):
                do(office, Act.SUSPEND, actor)

    def test_each_act_has_its_place(self, office: Office) -> None:
        with pytest.raises(NotHalted):
            do(office, Act.RESUME)
        do(office, Act.SUSPEND)
        with pytest.raises(NotOpen):
            do(office, Act.SUSPEND)
        with pytest.raises(NotOpen):
            act_page(
                office.database,
                office.clerk,
                office.assignment_id,
                Act.SUSPEND,
                today=TODAY,
                rules=RULES,
            )

    def test_a_reason_is_needed(self, office: Office) -> None:
        with pytest.raises(Invalid) as raised:
            do(office, Act.SUSPEND, reason="\t")
        assert raised.value.fields == {"reason": "required"}

    def test_the_agency_is_told(self, office: Office) -> None:
        do(office, Act.SUSPEND)
        (told,) = office.told(office.agency, NoticeKind.ASSIGNMENT)
        assert (told["outcome"], told["words"]) == ("suspended", REASON)

    def test_nothing_is_reported_on_halted_work(self, office: Office, tmp_path: Path) -> None:
        do(office, Act.SUSPEND)
        entry = ProgressEntry(UpdateStatus.IN_PROGRESS, 10, "Đang làm.")
        with pytest.raises(Halted):
            log_update(
                office.database,
                FileStore(tmp_path),
                office.agency,
                office.assignment_id,
                entry,
                now=NOW,
            )

    def test_there_is_nothing_to_do_with_what_is_not_there(self, office: Office) -> None:
        with pytest.raises(NotFound):
            steer(office.database, office.clerk, 99, Act.SUSPEND, REASON, now=NOW, rules=RULES)


class TestDatesForTracking:
    @pytest.fixture
    def undated(self, database: Database) -> Office:
        return make_office(database, due=None)

    def test_the_clock_runs_but_the_published_figure_knows_no_deadline(
        self, undated: Office
    ) -> None:
        do(undated, Act.TRACKING_DATE, due=DUE)
        assert undated.facts.due_day.is_tracking_date
        clocks = {finding.clock for finding in running_clocks(undated.facts, LATE, RULES)}
        assert Clock.PAST_DUE in clocks
        assert undated.facts.category(LATE) is Category.NO_DEADLINE

    def test_it_can_be_moved_extended_and_taken_back(self, undated: Office) -> None:
        do(undated, Act.TRACKING_DATE, due=DUE)
        do(undated, Act.TRACKING_DATE, due=date(2024, 7, 31))
        undated.decide(undated.ask())
        assert undated.facts.due_day.is_tracking_date
        do(undated, Act.TRACKING_DATE, due=None)
        assert undated.facts.due is None

    @pytest.mark.parametrize(
        ("due", "fault"), [(None, "date-needed"), (date(2024, 6, 14), "day-passed")]
    )
    def test_it_must_be_a_day_to_come(self, undated: Office, due: date | None, fault: str) -> None:
        with pytest.raises(Invalid) as raised:
            do(undated, Act.TRACKING_DATE, due=due)
        assert raised.value.fields == {"due": fault}

    def test_the_same_day_is_no_change(self, undated: Office) -> None:
        do(undated, Act.TRACKING_DATE, due=DUE)
        with pytest.raises(Invalid):
            do(undated, Act.TRACKING_DATE, due=DUE)

    def test_a_deadline_of_the_document_is_not_replaced(self, office: Office) -> None:
        assert Act.TRACKING_DATE not in office.handling(office.clerk).may_act
        with pytest.raises(NotOpen):
            do(office, Act.TRACKING_DATE, due=date(2024, 12, 1))


class CourseOfAnAssignment(RuleBasedStateMachine):
    """Whatever is asked, decided and done, in whatever order, refused or not."""

    @initialize(due=st.none() | st.dates(date(2024, 6, 16), date(2024, 8, 1)))
    def begin(self, due: date | None) -> None:
        self.folder = TemporaryDirectory()
        self.database = Database(f"sqlite:///{self.folder.name}/tracker.db")
        Base.metadata.create_all(self.database.engine)
        self.office = make_office(self.database, due)
        self.now = NOW

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.folder.cleanup()

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(days=st.integers(-5, 90), kind=st.sampled_from(RequestKind))
    def the_agency_asks(self, days: int, kind: RequestKind) -> None:
        with suppress(TrackerError):
            self.office.ask(kind, due=office_day(self.now) + timedelta(days=days), now=self.now)

    @rule(days=st.integers(-5, 90), grants=st.booleans(), late=st.integers(0, 1))
    def somebody_decides(self, days: int, *, grants: bool, late: int) -> None:
        due = office_day(self.now) + timedelta(days=days)
        decision = granted(due, stops=True) if grants else REFUSED
        for request_id in self.requests():
            with suppress(TrackerError):
                actor = (self.office.clerk, self.office.committee)[late]
                self.office.decide(request_id, decision, actor, now=self.now)

    @rule()
    def the_agency_takes_back(self) -> None:
        for request_id in self.requests():
            with suppress(TrackerError):
                withdraw(self.database, self.office.agency, request_id, now=self.now)

    @rule(act=st.sampled_from(Act), days=st.none() | st.integers(-5, 90))
    def the_office_acts(self, act: Act, days: int | None) -> None:
        due = None if days is None else office_day(self.now) + timedelta(days=days)
        for actor in (self.office.clerk, self.office.committee):
            with suppress(TrackerError):
                do(self.office, act, actor, due=due, now=self.now)

    def requests(self) -> list[int]:
        with self.database.reading() as session:
            return list(session.scalars(select(Request.id)))

    @invariant()
    def the_due_day_is_that_of_the_last_change_or_the_documents(self) -> None:
        if not hasattr(self, "office"):
            return
        with self.database.reading() as session:
            changes = session.scalars(select(DueChange).order_by(DueChange.id)).all()
            first = session.scalars(select(Task.original_due)).one()
            days = [first, *(change.due for change in changes)]
            assert [change.previous for change in changes] == days[:-1]
            assert session.scalars(select(Assignment.due)).one() == days[-1]
            assert self.office.facts.original_due == first

    @invariant()
    def every_ended_request_has_one_answer_and_every_granted_day_one_change(self) -> None:
        if not hasattr(self, "office"):
            return
        with self.database.reading() as session:
            for request in session.scalars(select(Request)):
                assert (request.ended_at is None) == (request.decision is None)
                granted_day = request.decision.due if request.decision else None
                changes = session.scalars(
                    select(DueChange.due).where(DueChange.request_id == request.id)
                ).all()
                assert list(changes) == ([granted_day] if granted_day else [])


TestCourseOfAnAssignment = CourseOfAnAssignment.TestCase
TestCourseOfAnAssignment.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_a_claim_that_waits_can_still_be_suspended(office: Office) -> None:
    author = office.clerk.user_id
    make_update(office.database, office.assignment_id, author_id=author, status=UpdateStatus.DONE)
    states = []
    for act in (Act.SUSPEND, Act.RESUME):
        do(office, act)
        states.append(office.facts.workflow)
    assert states == [Workflow.SUSPENDED, Workflow.SUBMITTED]
