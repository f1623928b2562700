"""Agencies with their names through time, and what each of them owes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from directives.model import Every
from tests.factories import (
    NOW,
    make_agency,
    make_assignment,
    make_directive,
    make_event,
    make_task,
    make_update,
    make_user,
    make_verdict,
)
from tracker.agencies import (
    AgencyList,
    AgencyPage,
    AgencyQuery,
    NewAgency,
    Standing,
    Urgency,
    add_agency,
    add_alias,
    agency_page,
    list_agencies,
)
from tracker.db import Database
from tracker.domain import (
    Actor,
    AssignmentEventKind,
    AssignmentRole,
    Role,
    TrackingRules,
    UpdateStatus,
    VerdictKind,
    office_day,
)
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import Assignment, Succession
from tracker.models.registry import Registry

TODAY = office_day(NOW)
LATE = TODAY - timedelta(days=20)
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def directive_id(database: Database, clerk: Actor) -> int:
    return make_directive(database, author_id=clerk.user_id)


@pytest.fixture
def propaganda(database: Database) -> int:
    return make_agency(database, "Ban Tuyên giáo Tỉnh ủy", short_name="BTGTU")


@pytest.fixture
def administrator(database: Database) -> Actor:
    user_id = make_user(database, Role.ADMINISTRATOR)
    return Actor(user_id, "Quản trị", frozenset({Role.ADMINISTRATOR}))


def account_of(*agency_ids: int) -> Actor:
    return Actor(1, "Chuyên viên", frozenset({Role.AGENCY}), frozenset(agency_ids))


def assign(database: Database, directive_id: int, agency_id: int, **task: object) -> int:
    role = task.pop("role", AssignmentRole.LEAD)
    assert isinstance(role, AssignmentRole)
    return make_assignment(database, make_task(database, directive_id, **task), agency_id, role)


def succeed(
    database: Database, old: int, new: int | None, kind: str = "merge", day: date = LATE
) -> None:
    with database.writing() as session:
        session.add(Succession(from_agency_id=old, to_agency_id=new, kind=kind, effective_on=day))


def page_of(database: Database, actor: Actor, agency_id: int) -> AgencyPage:
    return agency_page(database, actor, agency_id, today=TODAY, rules=TrackingRules())


def urgencies(database: Database, actor: Actor, agency_id: int) -> list[Urgency]:
    return list(page_of(database, actor, agency_id).owed or {})


def listed(database: Database, actor: Actor, **query: object) -> AgencyList:
    asked = AgencyQuery(**query)  # type: ignore[arg-type]  # each test names its own fields
    return list_agencies(database, actor, asked, today=TODAY, rules=TrackingRules())


class TestWhatAnAgencyOwes:
    def test_the_most_urgent_comes_first(
        self, database: Database, inspector: Actor, directive_id: int, propaganda: int
    ) -> None:
        recent = {"author_id": inspector.user_id, "at": NOW - timedelta(days=1)}
        for due in (None, SOON, LATE):
            assignment_id = assign(database, directive_id, propaganda, original_due=due)
            make_update(database, assignment_id, **recent)  # type: ignore[arg-type]
        assign(database, directive_id, propaganda)
        done = assign(database, directive_id, propaganda)
        update_id = make_update(database, done, status=UpdateStatus.DONE, **recent)  # type: ignore[arg-type]
        make_verdict(database, update_id, VerdictKind.CONFIRMED, author_id=inspector.user_id)
        stopped = assign(database, directive_id, propaganda, original_due=LATE)
        make_event(database, stopped, AssignmentEventKind.STOPPED, author_id=inspector.user_id)
        passed = assign(database, directive_id, propaganda)
        other = make_agency(database, "Sở Nội vụ")
        with database.writing() as session:
            session.get_one(Assignment, passed).holder_id = other
        assert urgencies(database, inspector, propaganda) == list(Urgency)
        assert page_of(database, inspector, propaganda).total == 7

    def test_a_missed_report_is_unheard_of(
        self, database: Database, inspector: Actor, directive_id: int, propaganda: int
    ) -> None:
        duty = assign(database, directive_id, propaganda, recurs_every=Every.QUARTER)
        make_update(database, duty, author_id=inspector.user_id)
        assert urgencies(database, inspector, propaganda) == [Urgency.UNHEARD]

    def test_whoever_only_coordinates_is_not_overdue(
        self, database: Database, inspector: Actor, directive_id: int, propaganda: int
    ) -> None:
        role = AssignmentRole.SUPPORTING
        assign(database, directive_id, propaganda, role=role, original_due=LATE)
        assert urgencies(database, inspector, propaganda) == [Urgency.OPEN]

    def test_the_heir_owes_what_the_old_agency_was_given(
        self, database: Database, inspector: Actor, directive_id: int, propaganda: int
    ) -> None:
        assign(database, directive_id, propaganda, original_due=LATE)
        heir = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        succeed(database, propaganda, heir)
        owed = page_of(database, inspector, heir).owed
        assert owed is not None
        (row,) = owed[Urgency.OVERDUE]
        assert row.inherited_from == "Ban Tuyên giáo Tỉnh ủy"

    def test_an_agency_sees_what_it_owes(
        self, database: Database, directive_id: int, propaganda: int
    ) -> None:
        assign(database, directive_id, propaganda)
        assert page_of(database, account_of(propaganda), propaganda).total == 1

    def test_an_agency_knows_those_beside_it_only_by_name(
        self, database: Database, directive_id: int, propaganda: int
    ) -> None:
        other = make_agency(database, "Sở Nội vụ")
        task_id = make_task(database, directive_id)
        make_assignment(database, task_id, other)
        make_assignment(database, task_id, propaganda, AssignmentRole.SUPPORTING)
        page = page_of(database, account_of(propaganda), other)
        assert (page.agency.name, page.owed, page.total) == ("Sở Nội vụ", None, 0)

    def test_a_stranger_does_not_know_of_an_agency(
        self, database: Database, propaganda: int
    ) -> None:
        other = make_agency(database, "Sở Nội vụ")
        with pytest.raises(NotFound):
            page_of(database, account_of(propaganda), other)

    def test_an_administrator_keeps_names_and_reads_no_work(
        self, database: Database, administrator: Actor, propaganda: int
    ) -> None:
        assert page_of(database, administrator, propaganda).owed is None

    def test_an_unknown_agency_is_not_found(self, database: Database, clerk: Actor) -> None:
        with pytest.raises(NotFound):
            page_of(database, clerk, 999)


class TestNamesThroughTime:
    def test_an_agency_tells_what_became_of_it(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        heir = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        succeed(database, propaganda, heir)
        (after,) = page_of(database, clerk, propaganda).agency.after
        assert (after.agency_id, after.name) == (heir, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        (before,) = page_of(database, clerk, heir).agency.before
        assert (before.agency_id, before.kind) == (propaganda, "merge")

    def test_the_end_without_an_heir_is_told(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        succeed(database, propaganda, None, "dissolution")
        (after,) = page_of(database, clerk, propaganda).agency.after
        assert (after.agency_id, after.name) == (None, None)

    def test_an_agency_account_gets_no_link_to_an_heir_it_may_not_open(
        self, database: Database, propaganda: int
    ) -> None:
        succeed(database, propaganda, make_agency(database, "Sở Nội vụ"))
        (after,) = page_of(database, account_of(propaganda), propaganda).agency.after
        assert (after.agency_id, after.name) == (None, "Sở Nội vụ")


class TestTheList:
    def test_each_agency_is_counted_by_how_its_tasks_stand(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        for task in (
            {"original_due": LATE},
            {"original_due": SOON},
            {"recurs_every": Every.QUARTER},
        ):
            assign(database, directive_id, propaganda, **task)
        (row,) = listed(database, clerk).rows
        assert row.counts == {
            Standing.OPEN: 3,
            Standing.DUE_SOON: 1,
            Standing.OVERDUE: 1,
            Standing.REPORT_MISSED: 1,
            Standing.SILENT: 3,
        }

    def test_a_task_counts_with_the_agency_that_answers_for_it(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        assign(database, directive_id, propaganda)
        heir = make_agency(database, "Ban Tuyên giáo và Dân vận Tỉnh ủy")
        succeed(database, propaganda, heir)
        counts = {row.agency_id: row.count(Standing.OPEN) for row in listed(database, clerk).rows}
        assert counts == {propaganda: 0, heir: 1}

    def test_what_is_confirmed_or_only_coordinated_is_not_counted(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        assign(database, directive_id, propaganda, role=AssignmentRole.DIRECTED)
        done = assign(database, directive_id, propaganda)
        update_id = make_update(database, done, author_id=clerk.user_id, status=UpdateStatus.DONE)
        make_verdict(database, update_id, VerdictKind.CONFIRMED, author_id=clerk.user_id)
        (row,) = listed(database, clerk).rows
        assert row.count(Standing.OPEN) == 0

    def test_an_agency_account_gets_counts_of_its_own_only(
        self, database: Database, directive_id: int, propaganda: int
    ) -> None:
        other = make_agency(database, "Sở Nội vụ")
        make_agency(database, "Sở Y tế")
        task_id = make_task(database, directive_id)
        make_assignment(database, task_id, other)
        make_assignment(database, task_id, propaganda, AssignmentRole.SUPPORTING)
        rows = listed(database, account_of(propaganda)).rows
        assert [(row.name, row.counts is None) for row in rows] == [
            ("Ban Tuyên giáo Tỉnh ủy", False),
            ("Sở Nội vụ", True),
        ]

    @pytest.mark.usefixtures("propaganda")
    @pytest.mark.parametrize("words", ["tuyên giáo", "TUYEN GIAO", " btgtu "])
    def test_names_are_found_with_and_without_marks(
        self, database: Database, clerk: Actor, words: str
    ) -> None:
        make_agency(database, "Sở Nội vụ")
        assert [r.name for r in listed(database, clerk, words=words).rows] == [
            "Ban Tuyên giáo Tỉnh ủy"
        ]

    def test_an_agency_that_ended_shows_when_asked_for_or_while_it_owes(
        self, database: Database, clerk: Actor, directive_id: int
    ) -> None:
        ended = make_agency(database, "Huyện ủy An Biên", valid_to=LATE)
        assert listed(database, clerk).total == 0
        assert listed(database, clerk, ended=True).total == 1
        assign(database, directive_id, ended)
        (row,) = listed(database, clerk).rows
        assert not row.exists

    def test_the_list_is_narrowed_and_sorted_by_counts(
        self, database: Database, clerk: Actor, directive_id: int, propaganda: int
    ) -> None:
        busy = make_agency(database, "Sở Nội vụ")
        make_agency(database, "Sở Y tế")
        for agency_id in (busy, busy, propaganda):
            assign(database, directive_id, agency_id, original_due=LATE)
        found = listed(database, clerk, only=Standing.OVERDUE, sort="overdue", descending=True)
        assert [row.agency_id for row in found.rows] == [busy, propaganda]

    def test_names_sort_as_words_and_backwards(self, database: Database, clerk: Actor) -> None:
        for name in ("Sở Y tế", "Đảng ủy Công an tỉnh", "Ban Nội chính Tỉnh ủy"):
            make_agency(database, name)
        names = [row.name for row in listed(database, clerk).rows]
        assert names == ["Ban Nội chính Tỉnh ủy", "Đảng ủy Công an tỉnh", "Sở Y tế"]
        assert [r.name for r in listed(database, clerk, descending=True).rows] == names[::-1]

    def test_a_long_list_comes_in_pages(
        self, database: Database, clerk: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tracker.agencies.listing.PAGE_SIZE", 2)
        for number in range(3):
            make_agency(database, f"Sở {number}")
        found = listed(database, clerk, page=9)
        assert ([row.name for row in found.rows], found.number, found.last) == (["Sở 2"], 2, 2)


class TestAddingAgencies:
    NEW = NewAgency("Sở Dân tộc và Tôn giáo", TODAY, "Sở DTTG", "SDTTG", "Sở Dân tộc")

    def test_a_new_agency_is_understood_by_all_its_names(
        self, database: Database, clerk: Actor
    ) -> None:
        agency_id = add_agency(database, clerk, self.NEW)
        with database.reading() as session:
            registry = Registry.on(session, TODAY)
            registry.everybody()
        for words in ("Sở Dân tộc và Tôn giáo", "sở DTTG", "SDTTG", "Sở Dân tộc"):
            body = registry.match(words)
            assert body is not None
            assert body.agency_id == agency_id

    def test_all_faults_are_told_at_once(
        self, database: Database, administrator: Actor, propaganda: int
    ) -> None:
        add_alias(database, administrator, propaganda, "Ban Tuyên huấn", today=TODAY)
        wrong = NewAgency("…", None, "x" * 201, "x" * 31, "")
        with pytest.raises(Invalid) as caught:
            add_agency(database, administrator, wrong)
        assert caught.value.fields == {
            "name": "required",
            "short_name": "too-long",
            "code": "too-long",
            "valid_from": "date-needed",
        }

    @pytest.mark.usefixtures("propaganda")
    @pytest.mark.parametrize("name", ["Ban tuyên giáo TU", "btgtu"])
    def test_a_name_that_means_another_body_is_refused(
        self, database: Database, clerk: Actor, name: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            add_agency(database, clerk, NewAgency("Sở Nội vụ", TODAY, alias=name))
        assert caught.value.fields == {"alias": "body-taken"}

    def test_the_name_of_an_agency_that_ended_can_be_given_anew(
        self, database: Database, clerk: Actor
    ) -> None:
        old = make_agency(database, "Sở Tài chính", valid_to=LATE)
        new = add_agency(database, clerk, NewAgency("Sở Tài chính", LATE + timedelta(days=1)))
        assert page_of(database, clerk, new).agency.exists
        assert not page_of(database, clerk, old).agency.exists

    def test_two_long_names_that_begin_alike_stay_apart(
        self, database: Database, clerk: Actor
    ) -> None:
        names = [f"Ban Quản lý dự án {'đầu tư ' * 10}{place}" for place in ("Rạch Giá", "Hà Tiên")]
        two = [add_agency(database, clerk, NewAgency(name, TODAY)) for name in names]
        assert len(set(two)) == 2

    def test_an_alias_is_understood_from_then_on(
        self, database: Database, clerk: Actor, propaganda: int
    ) -> None:
        add_alias(database, clerk, propaganda, " Ban  Tuyên huấn ", today=TODAY)
        assert page_of(database, clerk, propaganda).agency.aliases == ("Ban Tuyên huấn",)

    @pytest.mark.parametrize(
        ("alias", "fault"),
        [("  ", "required"), ("x" * 201, "too-long"), ("Ban Tuyên giáo TU", "body-taken")],
    )
    def test_an_alias_that_says_nothing_new_is_refused(
        self, database: Database, clerk: Actor, propaganda: int, alias: str, fault: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            add_alias(database, clerk, propaganda, alias, today=TODAY)
        assert caught.value.fields == {"alias": fault}

    def test_an_alias_of_no_agency_is_not_found(self, database: Database, clerk: Actor) -> None:
        with pytest.raises(NotFound):
            add_alias(database, clerk, 999, "Ban Tuyên huấn", today=TODAY)

    def test_others_do_not_change_the_registry(
        self, database: Database, inspector: Actor, propaganda: int
    ) -> None:
        with pytest.raises(NotAllowed):
            add_agency(database, inspector, self.NEW)
        with pytest.raises(NotAllowed):
            add_alias(database, account_of(propaganda), propaganda, "Ban", today=TODAY)
